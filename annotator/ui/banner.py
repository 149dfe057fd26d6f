"""What went wrong, said calmly above the text, until it is read."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.core.errors import AnnotatorError
from annotator.ui.style import named, tool_button


class Banner(QWidget):
    """One message at a time: what happened, and what to do next."""

    def __init__(self, parent: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.message = QLabel(self, wordWrap=True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = tool_button(self, "×", "Close")
        self._close.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.addWidget(self.message, 1)
        self.offers: list[QPushButton] = []
        self._offers = QHBoxLayout()
        row.addLayout(self._offers)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, error: AnnotatorError) -> None:
        """Show a known problem."""
        self.show_text(str(error))

    def show_text(self, text: str) -> None:
        """Show a sentence that should not be missed."""
        for button in self.offers:
            button.hide()
            button.deleteLater()
        self.offers = []
        self.message.setText(text)
        self.setAccessibleName(text)
        self.show()

    def offer(self, title: str, what: Callable[[], object]) -> None:
        """Add a button to what is said, until something else is said."""
        button = named(QPushButton(title, self), "small")
        button.clicked.connect(lambda: what())
        self.offers.append(button)
        self._offers.addWidget(button)
