"""What the annotations of one paragraph look like: fills, bars, names, and where they stand.

Made once, when a paragraph is laid out or its annotations change; painting only draws it.
Rectangles are in pixels from the paragraph's top left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainterPath

from annotator.core.annotation import Annotation
from annotator.ui.reading.label_looks import LabelLook, LabelLooks
from annotator.ui.reading.lanes import lanes_of, levels_of
from annotator.ui.reading.paragraph import Interval, Line, Paragraph
from annotator.ui.reading.typesetting import Typesetting

_MOST_INSETS = 3  # deeper levels look like the third: a line is only so high


@dataclass(frozen=True, slots=True)
class Fill:
    """All fills of one colour and level, as one path."""

    level: int
    color: QColor
    path: QPainterPath


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar under words, or the thin line that joins two parts of one annotation."""

    box: QRectF
    color: QColor


@dataclass(frozen=True, slots=True)
class Name:
    """A label's name and where its top left corner stands."""

    at: QPointF
    look: LabelLook


@dataclass(slots=True)
class Shape:
    """Where one annotation shows in a paragraph: the boxes of its words, its bars, its names."""

    look: LabelLook
    level: int
    boxes: list[QRectF] = field(default_factory=list)
    bars: list[QRectF] = field(default_factory=list)
    names: list[QRectF] = field(default_factory=list)


@dataclass(slots=True)
class Marks:
    """Everything that is drawn for a paragraph's annotations, in drawing order."""

    fills: list[Fill] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def under(self, point: QPointF) -> str | None:
        """Give the annotation whose bar or name is under a point below the words."""
        for annotation_id, shape in self.shapes.items():
            for box in (*shape.bars, *shape.names):
                if box.adjusted(-2, -3, 2, 3).contains(point):
                    return annotation_id
        return None


@dataclass(slots=True)
class _Stroke:
    """One annotation on one line."""

    annotation: str
    look: LabelLook
    level: int
    intervals: list[Interval]
    name_left: float | None = None

    @property
    def extent(self) -> Interval:
        left, right = self.intervals[0][0], self.intervals[-1][1]
        if self.name_left is None:
            return left, right
        return min(left, self.name_left), max(right, self.name_left + self.look.name_width)


def decorate(
    paragraph: Paragraph, start: int, annotations: Sequence[Annotation], looks: LabelLooks,
    above: Sequence[int] = (),
) -> Marks:  # fmt: skip
    """Give the marks of annotations in a paragraph, and give its lines the room they need.

    ``start`` is the paragraph's place in the article; annotations come in their usual order.
    ``above`` is the room over each line, for arcs; empty: none.
    """
    lines = _strokes(paragraph, start, annotations, looks)
    lanes = [lanes_of(stroke.extent for stroke in strokes) for strokes in lines]
    tops = [
        _lane_tops(strokes, numbers, paragraph.setting)
        for strokes, numbers in zip(lines, lanes, strict=True)
    ]
    paragraph.place([line_tops[-1] for line_tops in tops], above)
    marks = Marks()
    paths: dict[tuple[int, int], Fill] = {}
    for line, strokes, numbers, line_tops in zip(paragraph.lines, lines, lanes, tops, strict=True):
        for stroke, lane in zip(strokes, numbers, strict=True):
            shape = marks.shapes.setdefault(stroke.annotation, Shape(stroke.look, stroke.level))
            _add_fill(paths, shape, stroke, line, paragraph.setting)
            bottom = line.top + line.fill_bottom + line_tops[lane]
            _add_bars(marks, shape, stroke, bottom, paragraph.setting)
    marks.fills = [paths[key] for key in sorted(paths)]
    return marks


def _strokes(
    paragraph: Paragraph, start: int, annotations: Sequence[Annotation], looks: LabelLooks
) -> list[list[_Stroke]]:
    lines: list[list[_Stroke]] = [[] for _ in paragraph.lines]
    levels = levels_of((a.start, a.end) for a in annotations)
    length = len(paragraph.text)
    for annotation, level in zip(annotations, levels, strict=True):
        look = looks[annotation.label]
        own: dict[int, _Stroke] = {}
        for part in annotation.fragments:
            low, high = max(part.start - start, 0), min(part.end - start, length)
            if low < high:
                _add_part(paragraph, (low, high), _Stroke(annotation.id, look, level, []), own)
        for number, stroke in own.items():
            stroke.intervals.sort()
            lines[number].append(stroke)
    return lines


def _add_part(
    paragraph: Paragraph, part: tuple[int, int], blank: _Stroke, own: dict[int, _Stroke]
) -> None:
    """Add one fragment to an annotation's strokes by line, and say where its name stands."""
    start, end = paragraph.units.to_utf16(part[0]), paragraph.units.to_utf16(part[1])
    first, last = paragraph.line_of_utf16(start), paragraph.line_of_utf16(end - 1)
    touched = []
    for number in range(first, last + 1):
        intervals = paragraph.intervals(number, start, end)
        if not intervals:
            continue
        stroke = own.get(number)
        if stroke is None:
            stroke = own[number] = _Stroke(blank.annotation, blank.look, blank.level, [])
        stroke.intervals += intervals
        touched.append((stroke, intervals))
    if touched and touched[0][0].name_left is None:
        _place_name(touched, paragraph)


def _place_name(touched: list[tuple[_Stroke, list[Interval]]], paragraph: Paragraph) -> None:
    """Put a name under a fragment's start, or on its next line where it would leave the column."""
    column, width = paragraph.setting.column, touched[0][0].look.name_width
    for stroke, intervals in touched[:2]:
        left = intervals[-1][1] - width if paragraph.right_to_left else intervals[0][0]
        if left >= 0 and left + width <= column:
            stroke.name_left = left
            return
    stroke, intervals = touched[0]
    left = intervals[-1][1] - width if paragraph.right_to_left else intervals[0][0]
    stroke.name_left = max(min(left, column - width), 0.0)


def _lane_tops(strokes: list[_Stroke], lanes: list[int], setting: Typesetting) -> list[int]:
    """Give where each lane of a line starts below the words, and last the height of all."""
    named = [False] * (max(lanes, default=-1) + 1)
    for stroke, lane in zip(strokes, lanes, strict=True):
        named[lane] = named[lane] or stroke.name_left is not None
    tops = [0]
    for has_name in named:
        tops.append(tops[-1] + (setting.named_lane if has_name else setting.bare_lane))
    return tops


def _add_fill(
    paths: dict[tuple[int, int], Fill], shape: Shape, stroke: _Stroke, line: Line,
    setting: Typesetting,
) -> None:  # fmt: skip
    inset = min(stroke.level, _MOST_INSETS) * setting.scaled(1)
    top = line.top + line.fill_top + inset
    height = line.fill_bottom - line.fill_top - 2 * inset
    key = (stroke.level, stroke.look.fill.rgb())
    fill = paths.get(key)
    if fill is None:
        fill = paths[key] = Fill(stroke.level, stroke.look.fill, QPainterPath())
        fill.path.setFillRule(Qt.FillRule.WindingFill)
    radius = setting.scaled(3)
    for left, right in stroke.intervals:
        box = QRectF(left - 1.5, top, right - left + 3, height)
        fill.path.addRoundedRect(box, radius, radius)
        shape.boxes.append(box)


def _add_bars(
    marks: Marks, shape: Shape, stroke: _Stroke, top: float, setting: Typesetting
) -> None:
    look = stroke.look
    for left, right in stroke.intervals:
        box = QRectF(left - 1.5, top, right - left + 3, setting.bar)
        marks.bars.append(Bar(box, look.bar))
        shape.bars.append(box)
    for (_, left), (right, _) in pairwise(stroke.intervals):
        thin = QRectF(left + 1.5, top, right - left - 3, max(setting.bar // 2, 1))
        if thin.width() > 0:
            marks.bars.append(Bar(thin, look.bar))
            shape.bars.append(thin)
    if stroke.name_left is not None:
        at = QPointF(stroke.name_left - 0.5, top + setting.bar - setting.scaled(1.4))
        marks.names.append(Name(at, look))
        shape.names.append(
            QRectF(at.x(), top + setting.bar, look.name_width, setting.named_lane - setting.bar)
        )
