"""Where each character of a line stands that holds right-to-left letters.

`QTextLine.cursorToX` is exact but for two things: the first character after a change to a
deeper direction is said to stand at the edge of the one before it, and a ligature's whole
width is given to its first letter. `glyphRuns` is exact for whole directional runs only.
"""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextLine

from annotator.core.offsets import Utf16Map, grapheme_starts


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
    cells = [
        Cell(start, end, _x(line, start), _x(line, start, QTextLine.Edge.Trailing))
        for start, end in pairwise(edges)
    ]
    done: list[Cell] = []
    for run, right_to_left in _runs(line, cells):
        if run[0].leading == run[0].trailing and not text.startswith("\t", starts[len(done)]):
            _mend_leading(line, run, right_to_left=right_to_left)
        for one, other in pairwise(run):
            one.trailing = other.leading  # of a tab, Qt gives no trailing edge
        done += run
    _share_ligatures(cells, [text[at] for at in starts])
    return cells


def _runs(line: QTextLine, cells: list[Cell]) -> list[tuple[list[Cell], bool]]:
    """Give the stretches of one direction, and whether each reads from the right."""
    runs: list[tuple[list[Cell], bool]] = []
    for cell in cells:
        right_to_left = _reads_right_to_left(line, cell)
        if not runs or runs[-1][1] != right_to_left:
            runs.append(([], right_to_left))
        runs[-1][0].append(cell)
    return runs


def _mend_leading(line: QTextLine, run: list[Cell], *, right_to_left: bool) -> None:
    """Take the edge at which a run begins from all its glyphs together."""
    length = run[-1].end - run[0].start
    boxes = [glyphs.boundingRect() for glyphs in line.glyphRuns(run[0].start, length)]
    if not boxes:
        return
    left, right = min(box.left() for box in boxes), max(box.right() for box in boxes)
    run[0].leading = right if right_to_left else left
    if len(run) == 1:
        run[0].trailing = left if right_to_left else right


def _reads_right_to_left(line: QTextLine, cell: Cell) -> bool:
    if cell.leading != cell.trailing:
        return cell.trailing < cell.leading
    glyphs = line.glyphRuns(cell.start, cell.end - cell.start)
    return bool(glyphs and glyphs[0].isRightToLeft())


def _share_ligatures(cells: list[Cell], characters: list[str]) -> None:
    """Give each letter of a ligature an equal part of its width."""
    at = 0
    while at < len(cells):
        last = at
        while last + 1 < len(cells) and _is_swallowed(cells[last + 1], characters[last + 1]):
            last += 1
        parts = cells[at : last + 1]
        leading, step = parts[0].leading, (parts[0].trailing - parts[0].leading) / len(parts)
        if len(parts) > 1:
            for number, cell in enumerate(parts):
                cell.leading = leading + number * step
                cell.trailing = cell.leading + step
        at = last + 1


def _is_swallowed(cell: Cell, character: str) -> bool:
    return cell.leading == cell.trailing and character.isalpha()


def _x(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    return float(line.cursorToX(at, edge)[0])  # type: ignore[index]  # the stub knows no tuple
