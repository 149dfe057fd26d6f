"""Where each character of a line stands that holds right-to-left letters.

There `QTextLine.cursorToX` is wrong wherever the direction changes. The boxes of `glyphRuns` are
right for whole graphemes, except inside a ligature: its letters share the ligature's box.
"""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextLine

from annotator.core.offsets import Utf16Map, grapheme_starts

_TOUCHING = 0.4  # pixels; boxes of neighbours meet but for rounding
_LONGEST_LIGATURE = 8


@dataclass(slots=True)
class Cell:
    """One grapheme: its UTF-16 range, and its edges in pixels in reading direction."""

    start: int
    end: int
    leading: float
    trailing: float

    @property
    def left(self) -> float:
        """The left edge."""
        return min(self.leading, self.trailing)

    @property
    def right(self) -> float:
        """The right edge."""
        return max(self.leading, self.trailing)


def cells_of(line: QTextLine, text: str, start_utf16: int) -> list[Cell]:
    """Give the graphemes of a line in reading order; ``text`` is the line's own."""
    units = Utf16Map(text)
    starts = grapheme_starts(text)
    edges = [start_utf16 + units.to_utf16(at) for at in (*starts, len(text))]
    cells = [_cell(line, start, end) for start, end in pairwise(edges)]
    for number, (cell, after) in enumerate(pairwise(cells)):
        if text[starts[number]] == "\t":
            cell.trailing = after.leading
    _share_ligatures(line, cells, [text[at].isalpha() for at in starts])
    return cells


def _cell(line: QTextLine, start: int, end: int) -> Cell:
    found = _box(line, start, end)
    if found:
        left, right, right_to_left, _ = found
        return Cell(start, end, right, left) if right_to_left else Cell(start, end, left, right)
    # A tab, or the blank at which the line breaks: there are no glyphs.
    return Cell(start, end, _x(line, start), _x(line, start, QTextLine.Edge.Trailing))


def _box(line: QTextLine, start: int, end: int) -> tuple[float, float, bool, int] | None:
    """Give left, right, whether it reads from the right, and the number of glyphs of a range."""
    runs = line.glyphRuns(start, end - start)
    if not runs:
        return None
    boxes = [run.boundingRect() for run in runs]
    left, right = min(box.left() for box in boxes), max(box.right() for box in boxes)
    return left, right, runs[0].isRightToLeft(), sum(len(run.positions()) for run in runs)


def _share_ligatures(line: QTextLine, cells: list[Cell], are_letters: list[bool]) -> None:
    """Give each letter of a ligature an equal part of its box.

    By the font, its letters have either boxes that miss those of their neighbours, or the first
    one has the whole box and the others an empty one.
    """
    met = [abs(cell.trailing - after.leading) < _TOUCHING for cell, after in pairwise(cells)]
    at = 0
    while at < len(met):
        if at > 0 and met[at] and met[at - 1] and not _is_empty(cells[at + 1]):
            at += 1
            continue
        letters = next((n for n in range(at, len(cells)) if not are_letters[n]), len(cells)) - at
        last, box = _ligature(line, cells[at : at + min(letters, _LONGEST_LIGATURE)])
        if box:
            leading, trailing = box
            step = (trailing - leading) / (last + 1)
            for number, cell in enumerate(cells[at : at + last + 1]):
                cell.leading = leading + number * step
                cell.trailing = cell.leading + step
        at += last + 1


def _ligature(line: QTextLine, cells: list[Cell]) -> tuple[int, tuple[float, float] | None]:
    """Give the number of the last letter that the first one's glyph also draws, and its edges."""
    last, edges = 0, None
    for number, after in enumerate(cells[1:], start=1):
        box = _box(line, cells[0].start, after.end)
        own = _box(line, after.start, after.end)
        if box is None or own is None or (box[3] != 1 and own[0] != own[1]):
            break
        left, right, right_to_left, _ = box
        last, edges = number, (right, left) if right_to_left else (left, right)
    return last, edges


def _is_empty(cell: Cell) -> bool:
    return cell.leading == cell.trailing


def _x(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    return float(line.cursorToX(at, edge)[0])  # type: ignore[index]  # the stub knows no tuple
