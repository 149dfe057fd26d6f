"""A field of one line whose Return stays in it, where Return would mean something outside."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit


class Field(QLineEdit):
    """Tells of Return and lets nobody else have it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key as ever; Return goes no further."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
