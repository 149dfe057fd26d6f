"""The hand: presses, drags, double and triple clicks over the text."""

from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from annotator.ui.reading.selection import Selection
from annotator.ui.reading.units import Units

_FRAME = 16  # ms between two steps of scrolling at the edges


class Surface(Protocol):
    """What the hand moves over."""

    selection: Selection
    units: Units

    def offset_near(self, point: QPointF) -> int:
        """Give the offset nearest to a point of the view."""

    def character_near(self, point: QPointF) -> int:
        """Give the offset of the character under a point of the view, or the nearest offset."""

    def edge_distance(self, point: QPointF) -> int:
        """Give how far a point is above (< 0) or below (> 0) the view."""

    def scroll_by(self, pixels: int) -> None:
        """Scroll."""

    def show_selection(self) -> None:
        """Show the selection after it changed, and tell."""

    def click_at(self, point: QPointF) -> None:
        """Pick what is under a point, or put the caret there."""

    def finish_selection(self) -> None:
        """Tell that a gesture has ended with something selected."""

    def finish_part(self) -> None:
        """Tell that a gesture with Ctrl has ended with something selected."""

    def mark_under(self, point: QPointF) -> str | None:
        """Give the annotation whose bar or name is under a point, or None."""

    def show_link(self, head: str, point: QPointF | None) -> None:
        """Draw a line from an annotation to a point; None: no more."""

    def link(self, head: str, point: QPointF) -> None:
        """Tell that the pointer was dragged from an annotation's bar to a point."""


class Gestures(QObject):
    """Turns mouse events into a selection, a click or a scroll."""

    def __init__(self, surface: Surface, parent: QObject) -> None:
        """Serve a surface."""
        super().__init__(parent)
        self._surface = surface
        self._pressed: QPointF | None = None
        self._point = QPointF()
        self._selecting = False
        self._from: str | None = None  # the annotation whose bar or name was pressed
        self._linking = self._as_part = False
        self._since_double = QElapsedTimer()
        self._double_at = QPoint()
        self._edge = QTimer(self, interval=_FRAME)
        self._edge.timeout.connect(self._scroll_at_edge)

    def press(self, event: QMouseEvent) -> None:
        """Begin a selection; a third click in a row takes the sentence, Shift extends."""
        point = event.position()
        surface, selection = self._surface, self._surface.selection
        offset = surface.offset_near(point)
        self._pressed, self._point, self._selecting = point, point, False
        self._from, self._linking = surface.mark_under(point), False
        self._as_part = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        by_character = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self._is_third(point.toPoint()):
            sentence = surface.units.sentence_at(surface.character_near(point))
            if sentence:
                selection.begin_with(sentence, "sentence")
                self._begin()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            selection.extend(offset, "character" if by_character else "word")
            self._begin()

    def double_click(self, event: QMouseEvent) -> None:
        """Take the word, and go on by words."""
        self._pressed = self._point = event.position()
        self._double_at = event.position().toPoint()
        self._since_double.start()
        word = self._surface.units.word_at(self._surface.character_near(event.position()))
        if word:
            self._surface.selection.begin_with(word, "word")
            self._begin()

    def move(self, event: QMouseEvent) -> None:
        """Let the selection follow the pointer."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        self._point = event.position()
        if not self._selecting:
            way = (self._point - self._pressed).manhattanLength()
            if way < QGuiApplication.styleHints().startDragDistance() // 2:
                return
            if self._from is not None and not self._as_part:
                self._linking = True
                self._surface.show_link(self._from, self._point)
                return
            by_character = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            start = self._surface.offset_near(self._pressed)
            self._surface.selection.begin(start, "character" if by_character else "word")
            self._selecting = True
        self._follow()
        beyond = self._surface.edge_distance(self._point)
        if beyond and not self._edge.isActive():
            self._edge.start()
        elif not beyond:
            self._edge.stop()

    def release(self, event: QMouseEvent) -> None:
        """End the selection, or take the whole for a click."""
        if self._pressed is None:
            return
        pressed, self._pressed = self._pressed, None
        self._edge.stop()
        if self._linking and self._from is not None:
            self._linking = False
            self._surface.show_link(self._from, None)
            self._surface.link(self._from, event.position())
        elif self._selecting:
            self._selecting = False
            if self._as_part:
                self._surface.finish_part()
            else:
                self._surface.finish_selection()
        else:
            self._surface.click_at(pressed)

    def stop(self) -> None:
        """Forget a gesture that is under way."""
        if self._linking and self._from is not None:
            self._surface.show_link(self._from, None)
        self._linking = self._as_part = False
        self._pressed, self._selecting = None, False
        self._edge.stop()

    def _begin(self) -> None:
        self._selecting = True
        self._surface.show_selection()

    def _follow(self) -> None:
        selection = self._surface.selection
        offset = self._surface.offset_near(self._point)
        if offset != selection.head or selection.span is None:
            selection.extend(offset)
            self._surface.show_selection()

    def _scroll_at_edge(self) -> None:
        beyond = self._surface.edge_distance(self._point)
        if not beyond:
            self._edge.stop()
            return
        step = min(max(abs(beyond) // 3, 3), 60)
        self._surface.scroll_by(step if beyond > 0 else -step)
        self._follow()

    def _is_third(self, point: QPoint) -> bool:
        hints = QGuiApplication.styleHints()
        if not self._since_double.isValid():
            return False
        soon = self._since_double.elapsed() < hints.mouseDoubleClickInterval()
        near = (point - self._double_at).manhattanLength() <= 2 * hints.startDragDistance()
        self._since_double.invalidate()
        return soon and near
