"""What stands beside and below the article in the Review room, at any size of letters."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from annotator.ui.calm_prose import tip

LEAST = 300
"""Its least width in pixels: in a narrow window the text gives way, not what decides."""


class Side(QScrollArea):
    """Scrolls a panel up and down; as wide as the panel needs, whatever the size of letters."""

    def __init__(self, panel: QWidget, parent: QWidget | None = None) -> None:
        """Hold a panel."""
        super().__init__(parent)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
        self.setWidget(panel)
        self._panel = panel

    def minimumSizeHint(self) -> QSize:
        """Give the room for the panel's words and the scroll bar."""
        bar = self.verticalScrollBar().sizeHint().width()
        needed = self._panel.minimumSizeHint().width() + bar
        return QSize(max(LEAST, needed), super().minimumSizeHint().height())


class KeysLine(QLabel):
    """What the keys do, in three lines at most: with large letters the article needs the room.

    All of it is in the tip, and each key stands on its button.
    """

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Show a text."""
        super().__init__(text, parent, wordWrap=True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setToolTip(tip(text))

    def heightForWidth(self, width: int) -> int:
        """Give the height of the lines at a width, of three at most."""
        return min(super().heightForWidth(width), self._most())

    def minimumSizeHint(self) -> QSize:
        """Give the size of a short line."""
        return super().minimumSizeHint().boundedTo(QSize(LEAST, self._most()))

    def sizeHint(self) -> QSize:
        """Give the size that looks well."""
        return super().sizeHint().boundedTo(QSize(10_000, self._most()))

    def _most(self) -> int:
        return 3 * self.fontMetrics().lineSpacing()
