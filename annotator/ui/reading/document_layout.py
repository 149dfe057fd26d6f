"""The whole article laid out: blocks one below the other, most of them only estimated.

A block is laid out when it is first seen. Heights are pixels from the top of the page.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.boilerplate import greyed
from annotator.core.span import Span
from annotator.ui.reading.arcs import Arcs
from annotator.ui.reading.blocks import Blocks, Kind
from annotator.ui.reading.decoration import Decoration
from annotator.ui.reading.heights import Heights
from annotator.ui.reading.label_looks import LabelLooks
from annotator.ui.reading.marks import Marks
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.page_head import PageHead
from annotator.ui.reading.paragraph import Paragraph
from annotator.ui.reading.typesetting import Typesetting

MOST_KEPT = 300
"""How many laid-out blocks are kept; those far from the view go first."""
_USUAL_CHIP = 60  # pixels at zoom 1, for estimates
Touching = Callable[[int, int], Sequence[Annotation]]


@dataclass(slots=True)
class LaidBlock:
    """A block of words that has been laid out, with its marks."""

    start: int
    paragraph: Paragraph
    marks: Marks


class DocumentLayout:
    """An article's blocks with their places; gives characters for points and the reverse."""

    def __init__(
        self, article: Article, blocks: Blocks, touching: Touching, looks: LabelLooks,
        setting: Typesetting, spans_per_character: float = 0.0,
    ) -> None:  # fmt: skip
        """Estimate the heights of an article's blocks; lay out none."""
        self.article = article
        self.greyed = greyed(article)
        self.blocks = blocks
        self.setting = setting
        self.head = PageHead(article, blocks, setting)
        self.looks = looks
        self.arcs: Arcs | None = None
        self._touching = touching
        self._laid: dict[int, LaidBlock] = {}
        self._gap = setting.gap(4 if blocks.has_blank_lines else 12)
        self._blank_height = setting.gap(14)
        self._heights = Heights(self._estimates(spans_per_character))

    def _estimates(self, spans_per_character: float) -> list[int]:
        setting, blocks = self.setting, self.blocks
        wide = _share_of_wide(self.article.text)
        width = setting.character_width * (1 + wide)
        if setting.mode is Mode.INLINE:
            width += spans_per_character * setting.scaled(_USUAL_CHIP)
        per_line = setting.column / width
        lanes = setting.mode is Mode.LANES
        lane_share = min(spans_per_character * per_line, 1.2) if lanes else 0
        line = setting.line_height + lane_share * setting.named_lane
        fixed = {
            Kind.HEAD: self.head.height,
            Kind.BLANK: self._blank_height,
            Kind.FOOT: setting.gap(60),
        }
        return [
            int((int((end - start) / per_line) + 1) * line) + self._gap
            if kind == Kind.TEXT
            else fixed[Kind(kind)]
            for start, end, kind in zip(blocks.starts, blocks.ends, blocks.kinds, strict=True)
        ]

    # --- heights

    @property
    def height(self) -> int:
        """The height of the page, in part estimated."""
        return self._heights.total

    def top(self, index: int) -> int:
        """Give where a block starts."""
        return self._heights.top(index)

    def block_height(self, index: int) -> int:
        """Give how high a block is, or is estimated to be."""
        return self._heights[index]

    def visible_heights(self, top: int, bottom: int) -> dict[int, int]:
        """Give the heights of the blocks from a height to a height."""
        first, last = self.index_at(top), self.index_at(bottom)
        return {index: self._heights[index] for index in range(first, last + 1)}

    def is_laid(self, index: int) -> bool:
        """Say whether a block is laid out."""
        return index in self._laid

    def index_at(self, y: float) -> int:
        """Give the block at a height."""
        return self._heights.index_at(int(y))

    def offset_around(self, y: int) -> int:
        """Give about which offset is at a height, without laying anything out."""
        index, below = self._heights.place_at(y)
        start, end = self.blocks.starts[index], self.blocks.ends[index]
        return start + (end - start) * below // max(self._heights[index], 1)

    def lay_out(self, top: int, bottom: int, most: int = 1_000_000) -> bool:
        """Lay out the blocks from a height to a height; says whether any height changed.

        After ``most`` newly laid out blocks it stops, which counts as a change.
        """
        index = self.index_at(top)
        y = self.top(index)
        changed = False
        while y < bottom and index < len(self.blocks):
            if self.blocks.kinds[index] == Kind.TEXT and index not in self._laid:
                if most == 0:
                    return True
                most -= 1
                before = self._heights[index]
                self.laid(index)
                changed = changed or before != self._heights[index]
            y += self._heights[index]
            index += 1
        return changed

    def forget_far(self, top: int, bottom: int) -> None:
        """Drop laid-out blocks far from what is visible; their heights stay."""
        if len(self._laid) <= MOST_KEPT:
            return
        low, high = self.index_at(top), self.index_at(bottom)
        middle = (low + high) // 2
        near = sorted(self._laid, key=lambda index: abs(index - middle))[: MOST_KEPT // 2]
        keep = {*near, *range(low, high + 1)}
        self._laid = {i: block for i, block in self._laid.items() if i in keep}

    # --- blocks

    def laid(self, index: int) -> LaidBlock:
        """Give a block of words, laid out."""
        block = self._laid.get(index)
        if block is None:
            start, end = self.blocks.starts[index], self.blocks.ends[index]
            headline = index == self.head.headline_block
            paragraph = Paragraph(
                self.article.text[start:end], self.setting,
                self.setting.headline_font if headline else None,
            )  # fmt: skip
            block = self._laid[index] = LaidBlock(start, paragraph, Marks())
            self._decorate(index, block)
        return block

    def redecorate(self, spans: Iterable[Span], top: int, bottom: int) -> list[int]:
        """Draw the marks of changed spans anew; gives the visible blocks that changed.

        Blocks out of sight are dropped, to be laid out again when they are seen.
        """
        wanted = list(spans)
        low, high = self.index_at(top), self.index_at(bottom)
        changed = []
        for index in sorted(self._laid):
            start, end = self.blocks.starts[index], self.blocks.ends[index]
            if not any(span.start < end and span.end > start for span in wanted):
                continue
            if low <= index <= high:
                self._decorate(index, self._laid[index])
                changed.append(index)
            else:
                del self._laid[index]
        return changed

    def redecorate_all(self, looks: LabelLooks) -> None:
        """Draw all marks anew, in other colours or of other annotators."""
        self.looks = looks
        for index, block in self._laid.items():
            self._decorate(index, block)

    def _decorate(self, index: int, block: LaidBlock) -> None:
        end = block.start + len(block.paragraph.text)
        annotations = self._touching(block.start, end)
        decoration = Decoration(block.paragraph, block.start, annotations, self.looks)
        decoration.break_lines()
        above = self.arcs.room(block.paragraph, block.start) if self.arcs else ()
        block.marks = decoration.made(above)
        self._heights[index] = block.paragraph.height + self.gap_after(index)

    def gap_after(self, index: int) -> int:
        """Give the room below a block of words; none where a giant paragraph is only cut."""
        if index == self.head.headline_block:
            return self.head.byline_height + self.setting.gap(14)
        return self._gap if self.blocks[index].ends_paragraph else 0

    # --- characters and points (of the page: x from the column's left edge)

    def index_of(self, offset: int) -> int:
        """Give the block with words that an offset is in or next to."""
        index = self.blocks.index_at(offset)
        if self.blocks.kinds[index] == Kind.TEXT:
            return index
        return self.blocks.neighbour(index, 1) or self.blocks.neighbour(index, -1) or 0

    def line_box(self, offset: int) -> tuple[int, int]:
        """Give top and height of the line that an offset is on."""
        index = self.index_of(offset)
        if not index:
            return 0, 0
        block = self.laid(index)
        line = block.paragraph.lines[block.paragraph.line_of(self._within(block, offset))]
        return self.top(index) + line.top, line.height

    def caret_point(self, offset: int) -> QPointF:
        """Give where a caret stands: its x, and the top of the words' fill."""
        index = self.index_of(offset)
        if not index:
            return QPointF(0, 0)
        block = self.laid(index)
        within = self._within(block, offset)
        line = block.paragraph.lines[block.paragraph.line_of(within)]
        return QPointF(block.paragraph.caret_x(within), self.top(index) + line.top + line.fill_top)

    def caret_box(self, offset: int) -> QRectF:
        """Give where a caret stands, one pixel wide and as high as the words' fill."""
        index = self.index_of(offset)
        if not index:
            return QRectF()
        block = self.laid(index)
        line = block.paragraph.lines[block.paragraph.line_of(self._within(block, offset))]
        return QRectF(self.caret_point(offset), QSizeF(1, line.fill_bottom - line.fill_top))

    def offset_near(self, point: QPointF) -> int:
        """Give the offset between two graphemes nearest to a point, wherever it is."""
        index = self.index_at(max(point.y(), 0))
        if self.blocks.kinds[index] != Kind.TEXT:
            after = self.blocks.neighbour(index, 1)
            if after is not None:
                return self.blocks.starts[after]
            before = self.blocks.neighbour(index, -1)
            return self.blocks.ends[before] if before is not None else 0
        block = self.laid(index)
        number = block.paragraph.line_at(point.y() - self.top(index))
        return block.start + block.paragraph.offset_near(number, point.x())

    def character_at(self, point: QPointF) -> int | None:
        """Give the offset of the grapheme under a point, or None where there are no words."""
        index = self.index_at(max(point.y(), 0))
        if self.blocks.kinds[index] != Kind.TEXT:
            return None
        block = self.laid(index)
        y = point.y() - self.top(index)
        number = block.paragraph.line_at(y)
        line = block.paragraph.lines[number]
        if not line.fill_top <= y - line.top < line.fill_bottom:
            return None
        within = block.paragraph.character_at(number, point.x())
        return None if within is None else block.start + within

    def chip_at(self, point: QPointF) -> str | None:
        """Give the annotation whose chip in the line is under a point."""
        index = self.index_at(max(point.y(), 0))
        if self.blocks.kinds[index] != Kind.TEXT:
            return None
        return self.laid(index).marks.chip_under(point - QPointF(0, self.top(index)))

    def mark_at(self, point: QPointF) -> str | None:
        """Give the annotation whose bar or name is under a point."""
        index = self.index_at(max(point.y(), 0))
        if self.blocks.kinds[index] != Kind.TEXT:
            return None
        return self.laid(index).marks.under(point - QPointF(0, self.top(index)))

    def relation_at(self, point: QPointF) -> str | None:
        """Give the relation whose bracket or name is under a point."""
        index = self.index_at(max(point.y(), 0))
        if self.arcs is None or self.blocks.kinds[index] != Kind.TEXT:
            return None
        block = self.laid(index)
        return self.arcs.at(point - QPointF(0, self.top(index)), block.paragraph, block.start)

    def _within(self, block: LaidBlock, offset: int) -> int:
        return min(max(offset - block.start, 0), len(block.paragraph.text))


def _share_of_wide(text: str) -> float:
    """Give the share of characters twice as wide as Latin ones (Chinese, Japanese, Korean)."""
    if text.isascii():
        return 0.0
    step = max(len(text) // 2_000, 1)
    sample = text[::step]
    return sum("\u2e80" <= c <= "\ud7af" or "\uff00" <= c <= "\uff60" for c in sample) / len(sample)
