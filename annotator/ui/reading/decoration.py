"""Making the marks of a paragraph in each display mode, and giving its lines their room.

Made once, when a paragraph is laid out or its annotations change; painting only draws it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from annotator.core.annotation import Annotation
from annotator.ui.reading.chips import ChipRow, chip_rows
from annotator.ui.reading.label_looks import LabelLooks
from annotator.ui.reading.lanes import lanes_of
from annotator.ui.reading.marks import Bar, Chip, Fill, Marks, Name, Shape
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.owners import Rows, rows_of
from annotator.ui.reading.paragraph import Interval, Line, Paragraph
from annotator.ui.reading.strokes import Stroke, strokes_of

_MOST_INSETS = 3  # deeper levels look like the third: a line is only so high
_OVERHANG = 1.5  # pixels that fills and bars reach beyond their words


@dataclass(slots=True)
class Decoration:
    """The marks that one paragraph's annotations will have.

    `rows` are the chips that its lines have to leave room for before they are broken.
    """

    paragraph: Paragraph
    start: int
    annotations: Sequence[Annotation]
    looks: LabelLooks
    rows: list[ChipRow] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    _paths: dict[tuple[int, int], Fill] = field(default_factory=dict)

    def break_lines(self) -> None:
        """Break the paragraph's lines anew if its chips want other room than they have."""
        mode = self.paragraph.setting.mode
        if mode is Mode.INLINE and not self.paragraph.has_flips:
            self.rows = chip_rows(self.paragraph, self.start, self.annotations, self.looks)
            self.paragraph.make_room({row.end: row.room for row in self.rows})

    def made(self, above: Sequence[int] = ()) -> Marks:
        """Give the marks; the lines get the room for them, and ``above`` them that for arcs."""
        setting = self.paragraph.setting
        if setting.mode is Mode.INLINE and not self.paragraph.has_flips:
            self._make_chips(above)
        elif setting.mode is Mode.COMPACT:
            self._make_lanes(above, named=False)
        else:
            self._make_lanes(above, named=True)
        self.marks.fills = [self._paths[key] for key in sorted(self._paths)]
        return self.marks

    # --- lanes, with names or as bars alone

    def _make_lanes(self, above: Sequence[int], *, named: bool) -> None:
        lines = strokes_of(self.paragraph, self.start, self.annotations, self.looks, named=named)
        rows = [self._rows(strokes) for strokes in lines]
        tops = [
            self._lane_tops(strokes, own, named=named)
            for strokes, own in zip(lines, rows, strict=True)
        ]
        self.paragraph.place([max(line_tops[-1], 0) for line_tops in tops], above)
        for line, strokes, own, line_tops in zip(
            self.paragraph.lines, lines, rows, tops, strict=True
        ):
            for stroke, lane in zip(strokes, own.lanes, strict=True):
                shape = self._shape(stroke)
                self._add_boxes(shape, stroke, line, filled=named and stroke.look.filled)
                self._add_bars(shape, stroke, line.top + line.fill_bottom + line_tops[lane])
            for lane, owner in own.firsts.items() if named else ():
                self._add_tag(owner, line.top + line.fill_bottom + line_tops[lane])

    def _rows(self, strokes: list[Stroke]) -> Rows:
        if self.looks.owners:
            return rows_of(strokes, self.looks.owners)
        return Rows(lanes_of(stroke.extent for stroke in strokes), frozenset(), {})

    def _add_tag(self, owner: int, top: float) -> None:
        """Write an owner's initials before her row, in the margin."""
        setting, look = self.paragraph.setting, self.looks.tag(owner)
        right = setting.column + setting.scaled(9) + look.name_width
        left = right if self.paragraph.right_to_left else -setting.scaled(9)
        at = QPointF(left - look.name_width, top + setting.bar - setting.scaled(1.4))
        self.marks.names.append(Name(at, look))

    def _lane_tops(self, strokes: list[Stroke], rows: Rows, *, named: bool) -> list[int]:
        """Give where each lane of a line starts below the words, and last the height of all.

        Bars alone begin inside the room of descending letters, so that one lane costs nothing.
        """
        setting = self.paragraph.setting
        has_name = [False] * (max([*rows.lanes, *rows.named], default=-1) + 1)
        for lane in rows.named if named else ():
            has_name[lane] = True
        for stroke, lane in zip(strokes, rows.lanes, strict=True):
            has_name[lane] = has_name[lane] or stroke.name_left is not None
        tops = [0 if named else -setting.bare_lane]
        for with_name in has_name:
            tops.append(tops[-1] + (setting.named_lane if with_name else setting.bare_lane))
        return tops

    def _add_bars(self, shape: Shape, stroke: Stroke, top: float) -> None:
        look, setting, marks = stroke.look, self.paragraph.setting, self.marks
        for left, right in stroke.intervals:
            box = _whole(left - _OVERHANG, right + _OVERHANG, top, setting.bar)
            marks.bars.append(Bar(box, look.bar, look.dashed))
            shape.bars.append(box)
        self._join(shape, stroke, top)
        if stroke.name_left is not None:
            at = QPointF(stroke.name_left - 0.5, top + setting.bar - setting.scaled(1.4))
            marks.names.append(Name(at, look))
            height = setting.named_lane - setting.bar
            shape.names.append(QRectF(at.x(), top + setting.bar, look.name_width, height))

    def _join(self, shape: Shape, stroke: Stroke, top: float) -> None:
        """Draw the thin line between the parts of one annotation on a line."""
        for (_, left), (right, _) in pairwise(stroke.intervals):
            height = max(self.paragraph.setting.bar // 2, 1)
            thin = _whole(left + _OVERHANG, right - _OVERHANG, top, height)
            if thin.width() > 0:
                self.marks.bars.append(Bar(thin, stroke.look.bar))
                shape.bars.append(thin)

    # --- chips in the line

    def _make_chips(self, above: Sequence[int]) -> None:
        paragraph = self.paragraph
        lines = strokes_of(paragraph, self.start, self.annotations, self.looks, named=False)
        paragraph.place([0] * len(paragraph.lines), above)
        placed = self._place_chips()
        for number, (line, strokes) in enumerate(zip(paragraph.lines, lines, strict=True)):
            for stroke in strokes:
                chip = placed.get(stroke.annotation)
                if chip and chip[0] == number:
                    self._end_at(stroke, chip[1].box.right())
                shape = self._shape(stroke)
                self._add_boxes(shape, stroke, line, filled=stroke.look.filled)
                foot = line.top + line.fill_bottom - paragraph.setting.bar
                if not stroke.look.filled:
                    self._add_bars(shape, stroke, foot)
                else:
                    self._join(shape, stroke, foot + paragraph.setting.bar // 2)
        for annotation, (_, chip_drawn) in placed.items():
            self.marks.chips.append(chip_drawn)
            shape = self.marks.shapes.setdefault(annotation, Shape(chip_drawn.look, 0))
            shape.names.append(chip_drawn.box)
        self.marks.chip_grounds = self._chip_grounds()

    def _place_chips(self) -> dict[str, tuple[int, Chip]]:
        """Give each annotation's chip and the number of the line on which it stands."""
        paragraph, setting = self.paragraph, self.paragraph.setting
        height = setting.scaled(14)
        placed = {}
        for row in self.rows:
            start = paragraph.units.to_utf16(row.start)
            number = paragraph.line_of_utf16(start)
            line = paragraph.lines[number]
            letter = paragraph.intervals(number, start, paragraph.units.to_utf16(row.end))
            right = max(letter[-1][1] if letter else 0, row.room)
            middle = line.top + line.baseline - setting.scaled(setting.pixels * 0.28)
            for chip in row.chips:
                left = right - row.room + chip.left
                box = QRectF(left, middle - height / 2, chip.width, height)
                placed[chip.annotation] = (number, Chip(box, chip.look, chip.named))
        return placed

    def _chip_grounds(self) -> list[Fill]:
        grounds: dict[int, Fill] = {}
        radius = self.paragraph.setting.scaled(3)
        for chip in self.marks.chips:
            color = chip.look.name_color
            if not chip.look.dashed:
                ground = grounds.setdefault(color.rgb(), Fill(0, color, QPainterPath()))
                ground.path.addRoundedRect(chip.box, radius, radius)
        return list(grounds.values())

    @staticmethod
    def _end_at(stroke: Stroke, right: float) -> None:
        """Let a stroke end after its own chip, not after those of outer spans."""
        left, _ = stroke.intervals[-1]
        stroke.intervals[-1] = (left, max(right, left))

    # --- in every mode

    def _shape(self, stroke: Stroke) -> Shape:
        blank = Shape(stroke.look, stroke.level, stroke.begins)
        return self.marks.shapes.setdefault(stroke.annotation, blank)

    def _add_boxes(self, shape: Shape, stroke: Stroke, line: Line, *, filled: bool) -> None:
        setting = self.paragraph.setting
        inset = min(stroke.level, _MOST_INSETS) * setting.scaled(1)
        top = line.top + line.fill_top + inset
        height = line.fill_bottom - line.fill_top - 2 * inset
        boxes = [_box(interval, top, height) for interval in stroke.intervals]
        shape.boxes += boxes
        if filled:
            path = self._path(stroke)
            radius = setting.scaled(3)
            for box in boxes:
                path.addRoundedRect(box, radius, radius)

    def _path(self, stroke: Stroke) -> QPainterPath:
        key = (stroke.level, stroke.look.fill.rgb())
        fill = self._paths.get(key)
        if fill is None:
            fill = self._paths[key] = Fill(stroke.level, stroke.look.fill, QPainterPath())
            fill.path.setFillRule(Qt.FillRule.WindingFill)
        return fill.path


def _whole(left: float, right: float, top: float, height: float) -> QRectF:
    """Give a box on whole pixels."""
    return QRectF(round(left), round(top), round(right) - round(left), height)


def _box(interval: Interval, top: float, height: float) -> QRectF:
    left, right = interval
    return QRectF(left - _OVERHANG, top, right - left + 2 * _OVERHANG, height)
