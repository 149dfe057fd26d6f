"""One block of words laid out: its lines, and every way between characters and pixels.

Offsets are code points from the block's start; pixels are counted from the block's top left
corner. Inside, Qt's UTF-16 units; `core.offsets.Utf16Map` is the only way between the two.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from math import ceil

import regex
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QTextLayout, QTextLine

from annotator.core.offsets import Utf16Map, grapheme_after, grapheme_before
from annotator.ui.reading.bidi_line import Cell, cells_of
from annotator.ui.reading.typesetting import Typesetting

Interval = tuple[float, float]
_RIGHT_TO_LEFT = regex.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_STRONG = regex.compile(r"[\p{Bidi_Class=L}\p{Bidi_Class=R}\p{Bidi_Class=AL}]")


def reads_right_to_left(text: str) -> bool:
    """Say whether the first strong character of a text reads from the right.

    >>> reads_right_to_left("— 40% من"), reads_right_to_left("Omar عمر")
    (True, False)
    """
    if text.isascii():
        return False
    strong = _STRONG.search(text)
    return bool(strong and _RIGHT_TO_LEFT.match(strong[0]))


class Line:
    """One line of a paragraph: a UTF-16 range, and where it stands."""

    __slots__ = ("_cells", "_down", "_up", "above", "ascent", "baseline", "end", "fill_bottom",
                 "fill_top", "height", "qt", "start", "stop", "top")  # fmt: skip

    def __init__(self, qt: QTextLine, setting: Typesetting) -> None:
        """Measure a line that Qt has broken."""
        self.qt = qt
        self.start: int = qt.textStart()
        self.end: int = self.start + qt.textLength()
        self.ascent = max(setting.ascent, int(qt.ascent() + 0.5))
        self._up = max(setting.fill_up, self.ascent - setting.scaled(2))
        self._down = max(setting.fill_down, min(ceil(qt.descent()), 2 * setting.fill_down))
        self.stop: int | None = None  # the offset before the blank at its end, once asked for
        self._cells: list[Cell] | None = None
        self.place(0, 0, 0, setting)

    def place(self, top: int, below: int, above: int, setting: Typesetting) -> None:
        """Put the line somewhere, with room for lanes under it and for arcs over it.

        The fill's top and bottom are counted from the line's top, the room above included.
        """
        self.top, self.above = top, above
        baseline = above + setting.leading + self.ascent
        self.fill_top = baseline - self._up
        self.fill_bottom = baseline + self._down
        self.baseline = baseline
        self.height = self.fill_bottom + below
        self.qt.setPosition(QPointF(0, top + baseline - self.qt.ascent()))

    def cells(self, text: str, units: Utf16Map) -> list[Cell]:
        """Give the graphemes of a line with right-to-left letters."""
        if self._cells is None:
            own = text[units.to_code_points(self.start) : units.to_code_points(self.end)]
            self._cells = cells_of(self.qt, own, self.start)
        return self._cells


class Paragraph:
    """A block of words, broken into lines of a column's width."""

    def __init__(self, text: str, setting: Typesetting, font: QFont | None = None) -> None:
        """Lay a text without line ends out."""
        self.text = text
        self.setting = setting
        self.units = Utf16Map(text)
        self.right_to_left = reads_right_to_left(text)
        self._has_flips = not text.isascii() and bool(_RIGHT_TO_LEFT.search(text))
        self._layout = QTextLayout(_as_qt_takes_it(text), font or setting.text_font)
        self._layout.setCacheEnabled(True)
        self._layout.setTextOption(setting.option(right_to_left=self.right_to_left))
        self._rooms: dict[int, int] = {}
        self._lines: list[Line] | None = None
        self._starts: list[int] = []
        self._height = 0

    @property
    def has_flips(self) -> bool:
        """Whether there are right-to-left letters or controls in it."""
        return self._has_flips

    @property
    def lines(self) -> list[Line]:
        """The lines, broken when they are first asked for."""
        if self._lines is None:
            self._lines = self._broken()
            self._starts = [line.start for line in self._lines]
            self.place([0] * len(self._lines))
        return self._lines

    @property
    def height(self) -> int:
        """How high all lines are together."""
        return self._height if self.lines else 0

    def make_room(self, rooms: Mapping[int, int]) -> None:
        """Leave room in the line after graphemes: pixels by the offset at which each ends.

        No character is inserted: the grapheme is only set wider. Lines are broken anew when
        anything changed. Not for paragraphs with right-to-left letters, whose letters join.
        """
        wanted = {self.units.to_utf16(end): pixels for end, pixels in rooms.items()}
        if wanted == self._rooms:
            return
        self._rooms = wanted
        self._lines = None
        self._layout.setFormats(
            [self._wider(end, pixels) for end, pixels in sorted(rooms.items()) if pixels]
        )

    def room_after(self, offset: int) -> int:
        """Give the room in the line that `make_room` left before an offset."""
        return self._rooms.get(self.units.to_utf16(offset), 0)

    def _wider(self, end: int, pixels: int) -> QTextLayout.FormatRange:
        wider = QTextLayout.FormatRange()
        wider.start = self.units.to_utf16(self.edge_before(end - 1))
        wider.length = self.units.to_utf16(end) - wider.start
        wider.format.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
        wider.format.setFontLetterSpacing(pixels)
        return wider

    def _broken(self) -> list[Line]:
        lines = []
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(self.setting.column)
            lines.append(line)
        self._layout.endLayout()
        return [Line(line, self.setting) for line in lines]

    @property
    def layout(self) -> QTextLayout:
        """Qt's layout, to draw."""
        return self._layout

    def place(self, below: Sequence[int], above: Sequence[int] = ()) -> None:
        """Stack the lines, each with the room that its lanes need below and its arcs above.

        ``above`` may be empty: no line has arcs.
        """
        top = 0
        for line, under, over in zip(
            self.lines, below, above or [0] * len(self.lines), strict=True
        ):
            line.place(top, under, over, self.setting)
            top += line.height
        self._height = top

    # --- from characters to pixels

    def line_of(self, offset: int) -> int:
        """Give the number of the line that an offset is on."""
        return self.line_of_utf16(self.units.to_utf16(offset))

    def line_of_utf16(self, unit: int) -> int:
        """Give the number of the line that a UTF-16 unit is on."""
        return max(bisect_right(self._starts, unit) - 1, 0) if self.lines else 0

    def start_of_line(self, number: int) -> int:
        """Give the offset at which a line starts."""
        return self.units.to_code_points(self.lines[number].start)

    def end_of_line(self, number: int) -> int:
        """Give the offset of the last place on a line, before the blank at which it breaks."""
        line = self.lines[number]
        if line.stop is None:
            stop = self.units.to_code_points(line.end)
            if number + 1 < len(self.lines):
                start = self.start_of_line(number)
                stop = start + len(self.text[start:stop].rstrip())
            line.stop = stop
        return line.stop

    def intervals(self, number: int, start: int, end: int) -> list[Interval]:
        """Give where UTF-16 units of one line stand, from left to right, in pixels.

        There are several only where the direction changes. Blanks at which the line breaks
        take no room.
        """
        line = self.lines[number]
        start, end = max(start, line.start), min(end, line.end)
        if end == line.end:
            end = self.units.to_utf16(self.end_of_line(number))
        if start >= end:
            return []
        if not self._has_flips:
            left, right = _x(line.qt, start), _x(line.qt, end)
            return [(left, right)] if right > left else []
        cells = [
            (cell.left, cell.right)
            for cell in line.cells(self.text, self.units)
            if cell.start < end and cell.end > start
        ]
        return _merged(cells)

    def caret_x(self, offset: int) -> float:
        """Give where a caret before an offset stands."""
        unit = self.units.to_utf16(offset)
        line = self.lines[self.line_of_utf16(unit)]
        if not self._has_flips:
            return _x(line.qt, unit)
        cells = line.cells(self.text, self.units)
        cell = next((c for c in cells if c.start <= unit < c.end), None)
        if cell:
            return cell.leading
        return cells[-1].trailing if cells else 0.0

    # --- from pixels to characters

    def line_at(self, y: float) -> int:
        """Give the number of the line at a height; the first or last one beyond the ends."""
        tops = [line.top for line in self.lines]
        return max(bisect_right(tops, y) - 1, 0)

    def offset_near(self, number: int, x: float) -> int:
        """Give the offset between two graphemes that is nearest to a point on a line."""
        line = self.lines[number]
        if self._has_flips:
            cell = self._cell_at(line, x)
            if cell is None:
                return self.start_of_line(number)
            near_leading = abs(x - cell.leading) <= abs(x - cell.trailing)
            offset = self.units.to_code_points(cell.start if near_leading else cell.end)
        else:
            offset, after = self._grapheme_at(line, x)
            room = self.room_after(after)  # a chip stands there; the letter is what is aimed at
            middle = (self._x_of(line, offset) + self._x_of(line, after) - room) / 2
            offset = after if x > middle else offset
        return min(offset, self.end_of_line(number))

    def character_at(self, number: int, x: float) -> int | None:
        """Give the offset of the grapheme under a point of a line, or None beside the words."""
        line = self.lines[number]
        box = line.qt.naturalTextRect()
        if not box.left() <= x < box.right():
            return None
        if self._has_flips:
            cell = self._cell_at(line, x)
            return self.units.to_code_points(cell.start) if cell else None
        return self._grapheme_at(line, x)[0]

    def _grapheme_at(self, line: Line, x: float) -> tuple[int, int]:
        """Give start and end of the grapheme at a point; Qt's answer is off inside ligatures."""
        last = self.edge_before(max(self.units.to_code_points(line.end) - 1, 0))
        unit = line.qt.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
        offset = min(self.edge_before(self.units.to_code_points(unit)), last)
        while (
            offset > 0 and x < self._x_of(line, offset) and self.units.to_utf16(offset) > line.start
        ):
            offset = self.edge_before(offset - 1)
        after = self.edge_after(offset + 1)
        while offset < last and x >= self._x_of(line, after):
            offset, after = after, self.edge_after(after + 1)
        return offset, after

    def _x_of(self, line: Line, offset: int) -> float:
        return _x(line.qt, self.units.to_utf16(offset))

    def edge_before(self, offset: int) -> int:
        """Give the grapheme edge at or before an offset."""
        return offset if self.text.isascii() else grapheme_before(self.text, offset)

    def edge_after(self, offset: int) -> int:
        """Give the grapheme edge at or after an offset."""
        return offset if self.text.isascii() else grapheme_after(self.text, offset)

    def _cell_at(self, line: Line, x: float) -> Cell | None:
        def distance(cell: Cell) -> float:
            return max(cell.left - x, x - cell.right, 0.0)

        return min(line.cells(self.text, self.units), key=distance, default=None)


def _as_qt_takes_it(text: str) -> str:
    """Give a text of the same length and looks that Qt neither cuts nor reads anything into.

    It would look for an embedded object in U+FFFC, and take a byte-order mark at the very start
    as one, which shifts every offset after it.
    """
    if text[:1] in ("\ufeff", "\ufffe"):
        text = "\u2060" + text[1:]
    return text.replace("\ufffc", "\ufffd")


def _merged(intervals: list[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for left, right in sorted(intervals):
        if right <= left:
            continue
        if merged and left <= merged[-1][1] + 0.6:
            merged[-1] = (merged[-1][0], max(merged[-1][1], right))
        else:
            merged.append((left, right))
    return merged


def _x(line: QTextLine, unit: int) -> float:
    return float(line.cursorToX(unit)[0])  # type: ignore[index]  # the stub knows no tuple
