"""Where each character of a line stands that holds right-to-left letters.

`QTextLine.cursorToX` gives the edge of the character before where the direction flips, and
the rectangles of `glyphRuns` are wrong inside ligatures and emoji sequences. Together they
are exact: edges inside a run come from the one, the edge where a run begins from the other.
"""

from dataclasses import dataclass

from PySide6.QtGui import QTextLayout, QTextLine

from annotator.core.offsets import Utf16Map, grapheme_starts

_FLAGS = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveStringIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
)


@dataclass(frozen=True, slots=True)
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

    @property
    def right_to_left(self) -> bool:
        """Whether it is read from the right."""
        return self.trailing < self.leading


@dataclass(slots=True)
class _Run:
    left: float
    right: float
    right_to_left: bool

    @property
    def leading(self) -> float:
        return self.right if self.right_to_left else self.left

    @property
    def trailing(self) -> float:
        return self.left if self.right_to_left else self.right


def cells_of(line: QTextLine, text: str, start_utf16: int) -> list[Cell]:
    """Give the graphemes of a line in reading order; ``text`` is the line's own."""
    units = Utf16Map(text)
    starts = [start_utf16 + units.to_utf16(at) for at in grapheme_starts(text)]
    ends = [*starts[1:], start_utf16 + units.to_utf16(len(text))]
    runs = _runs(line, starts)
    leading = [
        run.leading if run and (i == 0 or _flips(runs[i - 1], run)) else _x(line, at)
        for i, (at, run) in enumerate(zip(starts, runs, strict=True))
    ]
    cells = []
    for i, (start, end, run) in enumerate(zip(starts, ends, runs, strict=True)):
        last_of_run = i + 1 == len(starts) or _flips(run, runs[i + 1])
        if not last_of_run:
            trailing = leading[i + 1]
        elif run:
            trailing = run.trailing
        else:
            trailing = _x(line, start, QTextLine.Edge.Trailing)
        cells.append(Cell(start, end, leading[i], trailing))
    return cells


def _runs(line: QTextLine, starts: list[int]) -> list[_Run | None]:
    """Give the directional run of each grapheme, as wide as the glyphs that follow each other."""
    run_of: dict[int, _Run] = {}
    for glyphs in line.glyphRuns(line.textStart(), line.textLength(), _FLAGS):
        box = glyphs.boundingRect()
        run = _Run(box.left(), box.right(), glyphs.isRightToLeft())
        for index in glyphs.stringIndexes():
            run_of[index] = run
    runs: list[_Run | None] = []
    for start in starts:
        runs.append(run_of.get(start, runs[-1] if runs else None))
    _join(runs)
    return runs


def _join(runs: list[_Run | None]) -> None:
    """Let neighbours of one direction (other script or font) know the whole run's edges."""
    first = 0
    while first < len(runs):
        last = first
        while last + 1 < len(runs) and not _flips(runs[last], runs[last + 1]):
            last += 1
        parts = [run for run in runs[first : last + 1] if run]
        if parts:
            whole = _Run(
                min(run.left for run in parts), max(run.right for run in parts),
                parts[0].right_to_left,
            )  # fmt: skip
            runs[first : last + 1] = [whole] * (last + 1 - first)
        first = last + 1


def _flips(one: _Run | None, other: _Run | None) -> bool:
    return bool(one and other and one.right_to_left != other.right_to_left)


def _x(line: QTextLine, at: int, edge: QTextLine.Edge = QTextLine.Edge.Leading) -> float:
    return float(line.cursorToX(at, edge)[0])  # type: ignore[index]  # the stub knows no tuple
