"""Choosing a label by typing some letters of its name, near the text: for schemes of any size."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from annotator.core.scheme import Label
from annotator.ui.command_palette import rank
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_LABEL = Qt.ItemDataRole.UserRole


class LabelPicker(QDialog):
    """Type, choose with the arrows; Enter does what the label's key would do."""

    def __init__(self, window: "MainWindow") -> None:
        """Offer the labels of the scheme."""
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName("Labels")
        self._window = window
        self._labels = window.workspace.scheme.active_labels
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Name of a label")
        self.line.setAccessibleName("Name of a label")
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Labels")
        self.definition = named(QLabel(self, wordWrap=True), "quiet")
        self.definition.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        for part in (self.line, self.list, self.definition):
            column.addWidget(part)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._use)
        self.list.itemClicked.connect(lambda _: self._use())
        self.list.currentItemChanged.connect(lambda *_: self._tell())
        self.line.installEventFilter(self)
        self._fill("")

    def show_near(self) -> None:
        """Come up under the selection or the caret, inside the window."""
        window, view = self._window, self._window.view
        self.resize(self.fontMetrics().averageCharWidth() * 42, self.fontMetrics().height() * 18)
        span = view.selected_span()
        spot = view.rectangle_of(span.start if span else view.caret()).bottomLeft()
        point = view.viewport().mapToGlobal(spot)
        corner = window.mapToGlobal(window.rect().bottomRight())
        point.setX(min(point.x(), corner.x() - self.width() - 8))
        point.setY(min(point.y() + 6, corner.y() - self.height() - 8))
        self.move(point)
        self.show()
        self.line.setFocus()

    @property
    def label(self) -> Label | None:
        """The label that Enter takes, or None."""
        item = self.list.currentItem()
        return item.data(_LABEL) if item else None

    def _fill(self, wanted: str) -> None:
        found = [(place, at) for at, label in enumerate(self._labels)
                 if (place := rank(wanted.strip(), label.name)) is not None]  # fmt: skip
        self.list.clear()
        for _, at in sorted(found):
            label = self._labels[at]
            parts = (label.name, label.group, label.key)
            item = QListWidgetItem("   ".join(filter(None, parts)), self.list)
            item.setData(_LABEL, label)
        self.list.setCurrentRow(0)
        self._tell()

    def _tell(self) -> None:
        label = self.label
        self.definition.setText(label.definition if label else "No label has this name.")

    def _use(self) -> None:
        label = self.label
        if label is not None:
            self.accept()
            self._window.use_label(label)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the line walk the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)
