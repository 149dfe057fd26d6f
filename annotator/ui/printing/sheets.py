"""An article cut into sheets: breaks stand between lines, never through one.

Heights are pixels of the laid-out article, as `DocumentLayout` counts them.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from annotator.jobs.progress import Pace, Progress
from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.document_layout import DocumentLayout, LaidBlock
from annotator.ui.reading.marks import Marks


@dataclass(frozen=True, slots=True)
class Sheet:
    """A stretch of the article that goes onto one sheet, from a height to a height."""

    top: int
    bottom: int


def sheets_of(
    document: DocumentLayout, height: int, what: str
) -> Generator[Progress, None, list[Sheet]]:
    """Lay a whole article out and cut it into sheets of at most a height.

    A single line that is higher than a sheet (by very many lanes) gets a sheet of its own.
    """
    sheets: list[Sheet] = []
    top = bottom = 0
    pace = Pace()
    for index in range(len(document.blocks)):
        for low, high in _rows(document, index):
            if high - top > height and bottom > top:
                sheets.append(Sheet(top, bottom))
                top = low
            bottom = high
        if pace.due():
            document.forget_far(top, bottom)
            yield Progress(index, len(document.blocks), what)
    if bottom > top:
        sheets.append(Sheet(top, bottom))
    return sheets


def _rows(document: DocumentLayout, index: int) -> Iterator[tuple[int, int]]:
    """Give top and bottom of each thing in a block that must not be cut."""
    kind = document.blocks.kinds[index]
    if kind == Kind.HEAD:
        if document.head.title or document.head.headline_block is None:
            yield 0, document.block_height(index)
        return
    if kind != Kind.TEXT:
        return
    lines = document.laid(index).paragraph.lines
    top = document.top(index)
    is_headline = index == document.head.headline_block
    for line in lines:
        low, high = top + line.top, top + line.top + line.height
        if is_headline and line is lines[-1]:
            high += document.head.byline_height
        yield low, high


def cut_blocks(document: DocumentLayout, sheet: Sheet) -> Iterator[LaidBlock]:
    """Give the laid-out blocks that a sheet's edges cut, at most two."""
    for index in {document.index_at(sheet.top), document.index_at(sheet.bottom - 1)}:
        if document.blocks.kinds[index] == Kind.TEXT:
            top = document.top(index)
            block = document.laid(index)
            if top < sheet.top or top + block.paragraph.height > sheet.bottom:
                yield block


def marks_within(marks: Marks, low: int, high: int) -> Marks:
    """Give the marks without the bars and names outside some heights of their paragraph.

    They would be clipped, but whoever reads a PDF's text would find the names twice.
    """
    return replace(
        marks,
        bars=[bar for bar in marks.bars if low <= bar.box.top() < high],
        names=[name for name in marks.names if low <= name.at.y() < high],
    )
