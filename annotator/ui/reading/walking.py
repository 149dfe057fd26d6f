"""Where the caret goes for each step of the keyboard."""

from typing import Literal, TypeAlias

from PySide6.QtCore import QPointF

from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.reading.units import Units

Unit: TypeAlias = Literal["character", "word", "sentence", "line", "paragraph", "article"]


class Walker:
    """Walks over one article; remembers the column while it goes up and down."""

    def __init__(self, units: Units) -> None:
        """Serve an article's units."""
        self._units = units
        self._wish_x: float | None = None

    def target(
        self, document: DocumentLayout, offset: int, unit: Unit, step: int, *, extend: bool
    ) -> int:
        """Give the offset one step on (1) or back (-1).

        A word or sentence is walked from start to start; while extending forwards, to its end,
        so that each step takes one more.
        """
        units = self._units
        if unit != "line":
            self._wish_x = None
        side = "end" if extend and step > 0 else "start"
        match unit:
            case "character":
                return units.next_character(offset, step)
            case "word":
                return units.next_word(offset, step, side=side)
            case "sentence":
                return units.next_sentence(offset, step, side=side)
            case "paragraph":
                return units.next_paragraph(offset, step)
            case "line":
                return self._line(document, offset, step)
            case "article":
                return len(units.text) if step > 0 else 0

    def line_edge(self, document: DocumentLayout, offset: int, step: int) -> int:
        """Give the start or end of the line that an offset is on."""
        self._wish_x = None
        block = document.laid(document.index_of(offset))
        number = block.paragraph.line_of(offset - block.start)
        if step < 0:
            return block.start + block.paragraph.start_of_line(number)
        return block.start + block.paragraph.end_of_line(number)

    def _line(self, document: DocumentLayout, offset: int, step: int) -> int:
        index = document.index_of(offset)
        block = document.laid(index)
        within = min(max(offset - block.start, 0), len(block.paragraph.text))
        number = block.paragraph.line_of(within) + step
        if self._wish_x is None:
            self._wish_x = document.caret_point(offset).x()
        if not 0 <= number < len(block.paragraph.lines):
            other = document.blocks.neighbour(index, step)
            if other is None:
                return len(self._units.text) if step > 0 else block.start
            block = document.laid(other)
            number = 0 if step > 0 else len(block.paragraph.lines) - 1
        return block.start + block.paragraph.offset_near(number, self._wish_x)

    def page(self, document: DocumentLayout, offset: int, pixels: int) -> int:
        """Give the offset about a page further down (or up, below zero)."""
        if self._wish_x is None:
            self._wish_x = document.caret_point(offset).x()
        top, height = document.line_box(offset)
        return document.offset_near(QPointF(self._wish_x, top + height / 2 + pixels))
