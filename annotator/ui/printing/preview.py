"""The article as it will be printed: one page at a time, drawn by what prints it."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.jobs.progress import Progress
from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.printing.paper import Pages, draw_whole_page, page_layout, set_on_pages
from annotator.ui.printing.steps import Steps
from annotator.ui.style import named
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_EDGE = 14  # pixels around the paper
_STEPS = {
    Qt.Key.Key_PageDown: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Space: 1,
    Qt.Key.Key_PageUp: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Backspace: -1,
    Qt.Key.Key_Home: -1_000_000, Qt.Key.Key_End: 1_000_000,
}  # fmt: skip


class Paper(QWidget):
    """One page, as large as there is room; keys and the wheel turn it."""

    turned = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start without pages."""
        super().__init__(parent)
        self._theme = theme
        self.pages: Pages | None = None
        self.number = 1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Page")
        self.setMinimumSize(240, 320)

    def sizeHint(self) -> QSize:
        """Give the room that a page can be read in."""
        return QSize(620, 860)

    def show_pages(self, pages: Pages) -> None:
        """Show the first of some pages."""
        self.pages = pages
        self.turn(-self.number)

    def turn(self, steps: int) -> None:
        """Turn some pages on, back below zero, as far as there are any."""
        count = len(self.pages.sheets) if self.pages else 1
        self.number = min(max(self.number + steps, 1), max(count, 1))
        self.setAccessibleDescription(f"Page {self.number:,} of {count:,}")
        self.turned.emit()
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the page in the middle."""
        paper = page_layout().fullRectPoints()
        ratio = paper.height() / paper.width()
        wide = min(self.width() - 2 * _EDGE, (self.height() - 2 * _EDGE) / ratio)
        left, top = (self.width() - wide) / 2, (self.height() - wide * ratio) / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(int(left), int(top))
            edge = self._theme.focus if self.hasFocus() else self._theme.line
            painter.setPen(QColor(edge))
            painter.setBrush(QColor("white"))
            painter.drawRect(-1, -1, int(wide) + 1, int(wide * ratio) + 1)
            if self.pages is not None and self.pages.sheets:
                draw_whole_page(painter, self.pages, self.number, wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn by the page keys, the arrows, Space and Backspace."""
        steps = _STEPS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.turn(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn a page a notch."""
        if abs(event.angleDelta().y()) >= 120:
            self.turn(-1 if event.angleDelta().y() > 0 else 1)


class PrintPreview(QDialog):
    """The pages, how many there are, and printing them."""

    def __init__(
        self, window: "MainWindow", manuscript: Manuscript, go_on: Callable[[], None]
    ) -> None:
        """Set the article on pages in quiet moments; ``go_on`` prints it."""
        super().__init__(window)
        self.setWindowTitle("Print preview")
        self.paper = Paper(window.theme, self)
        self.place = named(QLabel("Setting the pages…", self), "quiet")
        self.back, self.on = QPushButton("Previous page", self), QPushButton("Next page", self)
        close = QPushButton("Close", self)
        self.go = named(QPushButton("Print…", self), "primary")
        foot = QHBoxLayout()
        for part in (self.back, self.on, self.place):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 14)
        column.addWidget(self.paper, 1)
        column.addLayout(foot)
        self.back.clicked.connect(lambda: self.paper.turn(-1))
        self.on.clicked.connect(lambda: self.paper.turn(1))
        close.clicked.connect(self.reject)
        self.go.clicked.connect(self.accept)
        self.accepted.connect(go_on)
        self.paper.turned.connect(self._tell)
        self.steps = Steps(self)
        self.steps.finished.connect(self.paper.show_pages)
        self.steps.progressed.connect(self._on_progress)
        self.steps.run(_setting(manuscript))
        self.finished.connect(lambda _: self.steps.cancel())
        self.paper.setFocus()
        for button in (self.back, self.on, self.go):
            button.setEnabled(False)

    def _on_progress(self, progress: Progress) -> None:
        self.place.setText(f"{progress.what}…")

    def _tell(self) -> None:
        pages, number = self.paper.pages, self.paper.number
        count = len(pages.sheets) if pages else 0
        self.place.setText(f"Page {number:,} of {count:,}" if count else "Nothing to print")
        self.back.setEnabled(number > 1)
        self.on.setEnabled(number < count)
        self.go.setEnabled(count > 0)


def _setting(manuscript: Manuscript) -> Generator[Progress, None, Pages]:
    return (yield from set_on_pages(manuscript, page_layout()))
