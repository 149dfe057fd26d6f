"""The reading view as a screen reader meets it: a text with a caret, a selection and marks.

Qt counts UTF-16 units here, as everywhere; `core.offsets.Utf16Map` converts.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget

from annotator.core.boilerplate import greyed
from annotator.core.offsets import Utf16Map, line_around
from annotator.core.span import Span
from annotator.ui.accessibility_slots import Slots

if TYPE_CHECKING:
    from annotator.core.article import Article
    from annotator.ui.reading.view import ReadingView

NOT_PART = "not part of the article"
_SIGNS = str.maketrans({":": " ", ";": " ", ",": " ", "=": " ", "\\": " "})


class CanvasText(QAccessibleTextInterface):
    """The article's text, caret, selection and marks, as a screen reader asks for them."""

    def __init__(self, view: "ReadingView") -> None:
        """Serve a view."""
        super().__init__()
        self._view = view
        self._article: Article | None = None
        self._map = Utf16Map("")
        self.slots = Slots(self, self._selection, self._attributes)

    # --- units

    @property
    def _text(self) -> str:
        return self._view.article.text

    @property
    def units(self) -> Utf16Map:
        """Code points to UTF-16 units and back, for the article shown now."""
        if self._article is not self._view.article:
            self._article = self._view.article
            self._map = Utf16Map(self._article.text)
        return self._map

    def _offset(self, unit: int) -> int:
        return min(max(self.units.to_code_points(unit), 0), len(self._text))

    # --- text

    def characterCount(self) -> int:
        """Give the length in UTF-16 units."""
        return self.units.to_utf16(len(self._text))

    def text(self, start: int, end: int, /) -> str:
        """Give a stretch of the text; -1 as its end is the text's."""
        stop = len(self._text) if end < 0 else self._offset(end)
        return self._text[self._offset(start) : stop]

    # --- caret and selection

    def cursorPosition(self) -> int:
        """Give where the caret is."""
        return self.units.to_utf16(self._view.caret())

    def setCursorPosition(self, position: int, /) -> None:
        """Put the caret somewhere."""
        self._view.set_caret(self._offset(position))

    def selectionCount(self) -> int:
        """Give 1 where something is selected."""
        return 0 if self._view.selected_span() is None else 1

    def _selection(self) -> tuple[int, int]:
        span = self._view.selected_span()
        if span is None:
            return self.cursorPosition(), self.cursorPosition()
        return self.units.to_utf16(span.start), self.units.to_utf16(span.end)

    def setSelection(self, number: int, start: int, end: int, /) -> None:
        """Select a stretch."""
        self.addSelection(start, end)

    def addSelection(self, start: int, end: int, /) -> None:
        """Select a stretch."""
        low, high = self._offset(start), self._offset(end)
        self._view.select(Span(low, high) if low < high else None)

    def removeSelection(self, number: int, /) -> None:
        """Select nothing."""
        self._view.select(None)

    # --- places

    def characterRect(self, offset: int, /) -> QRect:
        """Give where a character is on the screen."""
        box = self._view.rectangle_of(self._offset(offset))
        return QRect(self._view.viewport().mapToGlobal(box.topLeft()), box.size())

    def offsetAtPoint(self, point: QPoint, /) -> int:
        """Give the offset at a point of the screen."""
        return self.units.to_utf16(self._view.offset_at(self._view.viewport().mapFromGlobal(point)))

    def scrollToSubstring(self, start: int, end: int, /) -> None:
        """Bring a stretch into view."""
        low, high = self._offset(start), self._offset(end)
        if low < high:
            self._view.scroll_to(Span(low, high))

    # --- marks

    def _attributes(self, unit: int) -> tuple[str, tuple[int, int]]:
        """Give what is said of the character at a unit, and how far it is the same."""
        text, offset = self._text, self._offset(unit)
        low, high = line_around(text, offset)
        parts = [
            (part, label)
            for part, label in self._view.labelled_parts(low, max(high, low + 1))
            if part.start < high
        ]
        parts += [(part, "") for part in greyed(self._view.article)]
        edges = sorted({low, high, *(e for part, _ in parts for e in (part.start, part.end))})
        start = max((e for e in edges if low <= e <= offset), default=low)
        end = min((e for e in edges if offset < e <= high), default=max(high, offset))
        here = [label for part, label in parts if part.start <= offset < part.end]
        said = described_as(dict.fromkeys(here))
        return said, (self.units.to_utf16(start), self.units.to_utf16(end))


def described_as(labels: Iterable[str]) -> str:
    """Give text attributes for the labels of a mark; an empty one is what is greyed out.

    Qt's bridge to AT-SPI drops every attribute that it does not know, so the names stand also
    where it lets free words through: as the font family, which screen readers read out.

    >>> described_as(["Actor"])
    'marked-as:Actor;font-family:Actor;text-underline-type:single'
    """
    names = [name.translate(_SIGNS) if name else NOT_PART for name in labels]
    if not names:
        return ""
    said = " + ".join(names)
    return f"marked-as:{said};font-family:{said};text-underline-type:single"


class Canvas(QAccessibleWidget):
    """The reading view among the widgets: a text that can be read and selected, not typed into."""

    def __init__(self, view: "ReadingView") -> None:
        """Serve a view."""
        super().__init__(view, QAccessible.Role.EditableText)
        self._view = view
        self.text_interface = CanvasText(view)

    def text(self, t: QAccessible.Text, /) -> str:
        """Give the name, with the headline, and how much is marked."""
        article = self._view.article
        if t == QAccessible.Text.Name and article.id:
            return f"Article: {article.headline}"
        return super().text(t)

    def interface_cast(  # type: ignore[override]  # the stub's number would not be taken
        self, t: QAccessible.InterfaceType, /
    ) -> shiboken6.Shiboken.VoidPtr:
        """Give the text interface where that one is asked for."""
        if t == QAccessible.InterfaceType.TextInterface:
            address = shiboken6.Shiboken.getCppPointer(self.text_interface)[0]
            return shiboken6.Shiboken.VoidPtr(address)
        return shiboken6.Shiboken.VoidPtr(0)


_kept: dict[int, Canvas] = {}
"""Qt owns the interfaces and Python must not let go of them before their views are gone."""


def interface_of(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Give the interface of a reading view, and None for everything else: Qt knows that itself."""
    if class_name != "ReadingView":
        return None
    key = id(thing)
    _kept[key] = Canvas(thing)  # type: ignore[arg-type]
    thing.destroyed.connect(lambda: _kept.pop(key, None))
    return _kept[key]


def speak_for(view: "ReadingView") -> None:
    """Let screen readers know of a view, and of its caret and selection when they move."""
    QAccessible.installFactory(interface_of)
    view.caret_moved.connect(lambda offset: _tell_caret(view, offset))
    view.selection_changed.connect(lambda span: _tell_selection(view, span))


def _tell_caret(view: "ReadingView", offset: int) -> None:
    canvas = _kept.get(id(view))
    if canvas is not None and QAccessible.isActive():
        unit = canvas.text_interface.units.to_utf16(offset)
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(view, unit))


def _tell_selection(view: "ReadingView", span: Span | None) -> None:
    canvas = _kept.get(id(view))
    if canvas is not None and QAccessible.isActive():
        edges = (span.start, span.end) if span else (view.caret(), view.caret())
        start, end = map(canvas.text_interface.units.to_utf16, edges)
        QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(view, start, end))


def tell_name(view: "ReadingView") -> None:
    """Say that another article is shown."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.NameChanged))
