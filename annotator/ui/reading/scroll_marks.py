"""The scroll bar that shows where in the article annotations lie, and what find has found."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget

from annotator.core.annotation import Annotation
from annotator.core.span import Span
from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.theme import LIGHT, Theme

TICK = 2
"""How high a tick is, in pixels."""
_LANE = 4  # pixels at the left edge, beside the handle
_QUIET = 250  # ms without a change before all ticks are made anew
_STEP = 250  # annotations in one go, so that a key press never waits
_PAUSE = 10  # ms between two goes


class MarkedScrollBar(QScrollBar):
    """A vertical scroll bar with ticks: coloured for annotations, across it for matches."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start without ticks."""
        super().__init__(Qt.Orientation.Vertical, parent)
        self.ticks: dict[int, QColor] = {}
        """The colour of the annotation that begins at each row, in pixels from the top."""
        self.match_rows: tuple[int, ...] = ()
        """The rows with matches, in pixels from the top."""
        self.current_row: int | None = None
        self.resized: Callable[[], None] = _nothing
        self._theme = LIGHT
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._theme = theme
        self.update()

    def handle(self) -> QRect:
        """Give the part of the groove that the view shows, in pixels of the bar."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        bar, slider = QStyle.ComplexControl.CC_ScrollBar, QStyle.SubControl.SC_ScrollBarSlider
        return self.style().subControlRect(bar, option, slider, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar and the ticks over it; a style's own bar takes as long as a page's strip."""
        theme = self._theme
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), QColor(theme.paper))
            if self.minimum() < self.maximum():
                lit = self.isSliderDown() or self.underMouse()
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.muted if lit else theme.line))
                painter.drawRoundedRect(self.handle().adjusted(_LANE + 2, 2, -2, -2), 3, 3)
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            for row, color in self.ticks.items():
                painter.fillRect(QRect(1, row, _LANE, TICK), color)
            for row in self.match_rows:
                painter.fillRect(QRect(0, row, self.width(), TICK), QColor(theme.match_current))
            if self.current_row is not None:
                painter.fillRect(QRect(0, self.current_row, self.width(), TICK), QColor(theme.ink))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the ticks be placed anew."""
        super().resizeEvent(event)
        self.resized()


class ScrollMarks(QObject):
    """Keeps the ticks of a scroll bar where the annotations and matches are.

    Annotations are gone through in quiet moments, some at a time; matches at once.
    """

    def __init__(
        self,
        bar: MarkedScrollBar,
        document: Callable[[], DocumentLayout],
        annotations: Callable[[], Iterable[Annotation]],
    ) -> None:
        """Serve a bar; the document and what is visible of its annotations are asked for."""
        super().__init__(bar)
        self._bar = bar
        self._document = document
        self._annotations = annotations
        self._matches: Sequence[Span] = ()
        self._current = -1
        self._starts: list[int] = []
        self._left: Iterator[Annotation] | None = None
        self._made: dict[int, QColor] = {}
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._step)
        bar.resized = self.restart

    def clear(self) -> None:
        """Take all ticks away, for another article."""
        self._bar.ticks, self._matches, self._current = {}, (), -1
        self._show_matches()
        self.restart()

    def restart(self) -> None:
        """Place the annotations' ticks anew, when nothing else has happened for a while."""
        self._left = None
        self._timer.start(_QUIET)

    def set_matches(self, matches: Sequence[Span], current: int) -> None:
        """Show where matches are, and which one find is at (its number, or -1)."""
        if matches is not self._matches or len(self._starts) != self._bar.height():
            self._matches = matches
            self._current = current
            self._starts = self._row_starts()
        self._current = current
        self._show_matches()

    def _show_matches(self) -> None:
        bar = self._bar
        rows = {self._row_of(span.start) for span in self._matches}
        bar.match_rows = tuple(sorted(rows))
        shown = 0 <= self._current < len(self._matches)
        bar.current_row = self._row_of(self._matches[self._current].start) if shown else None
        bar.update()

    def _step(self) -> None:
        """Go through some annotations; show the ticks when all are done."""
        if self._left is None:
            self._starts = self._row_starts()
            self._left = iter(self._annotations())
            self._made = {}
            self._show_matches()
        looks, made = self._document().looks, self._made
        some = list(islice(self._left, _STEP))
        for annotation in some:
            row = self._row_of(annotation.start)
            if row not in made:
                made[row] = looks[annotation.label].bar
        if len(some) == _STEP:
            self._timer.start(_PAUSE)
        elif self._made != self._bar.ticks:
            self._bar.ticks = self._made
            self._bar.update()

    def _row_of(self, offset: int) -> int:
        """Give the row, in pixels from the bar's top, at which an offset lies; ticks keep apart."""
        row = max(bisect_right(self._starts, offset) - 1, 0)
        return row - row % (TICK + 1)

    def _row_starts(self) -> list[int]:
        """Give the offset with which each row of the bar begins, by the heights known now."""
        document, rows = self._document(), self._bar.height()
        page = max(document.height, rows)  # beside their lines, where all of them show
        return [document.offset_around(page * row // rows) for row in range(rows)]


def _nothing() -> None:
    """Stand in for a listener."""
