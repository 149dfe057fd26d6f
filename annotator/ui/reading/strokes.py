"""Where annotations run on the lines of a paragraph: one stroke an annotation and line."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.core.annotation import Annotation
from annotator.ui.reading.label_looks import LabelLook, LabelLooks
from annotator.ui.reading.lanes import levels_of
from annotator.ui.reading.paragraph import Interval, Paragraph


@dataclass(slots=True)
class Stroke:
    """One annotation on one line; its intervals are in pixels, from left to right."""

    annotation: str
    look: LabelLook
    level: int
    intervals: list[Interval]
    begins: bool = True
    owner: int = 0
    name_left: float | None = None

    @property
    def extent(self) -> Interval:
        """From where to where bars and name reach."""
        left, right = self.intervals[0][0], self.intervals[-1][1]
        if self.name_left is None:
            return left, right
        return min(left, self.name_left), max(right, self.name_left + self.look.name_width)


def strokes_of(
    paragraph: Paragraph, start: int, annotations: Sequence[Annotation], looks: LabelLooks,
    *, named: bool,
) -> list[list[Stroke]]:  # fmt: skip
    """Give the strokes of each line in the annotations' order.

    ``start`` is the paragraph's place in the article. With ``named``, the first stroke of each
    run of lines says where the label's name stands under it.
    """
    lines: list[list[Stroke]] = [[] for _ in paragraph.lines]
    levels = levels_of((a.start, a.end) for a in annotations)
    length = len(paragraph.text)
    for annotation, level in zip(annotations, levels, strict=True):
        look = looks.of(annotation)
        owner = looks.owner_of(annotation) if looks.owners else 0
        own: dict[int, Stroke] = {}
        for part in annotation.fragments:
            low, high = max(part.start - start, 0), min(part.end - start, length)
            if low < high:
                begins = annotation.start >= start
                blank = Stroke(annotation.id, look, level, [], begins, owner)
                touched = _add_part(paragraph, (low, high), blank, own)
                if named and look.named and touched and touched[0][0].name_left is None:
                    _place_name(touched, paragraph)
        for number, stroke in own.items():
            stroke.intervals.sort()
            lines[number].append(stroke)
    return lines


def _add_part(
    paragraph: Paragraph, part: tuple[int, int], blank: Stroke, own: dict[int, Stroke]
) -> list[tuple[Stroke, list[Interval]]]:
    """Add one fragment to an annotation's strokes by line; gives those that it touched.

    One that begins or ends inside a grapheme shows over all of it.
    """
    start = paragraph.units.to_utf16(paragraph.edge_before(part[0]))
    end = paragraph.units.to_utf16(paragraph.edge_after(part[1]))
    first, last = paragraph.line_of_utf16(start), paragraph.line_of_utf16(end - 1)
    touched = []
    for number in range(first, last + 1):
        intervals = paragraph.intervals(number, start, end)
        if not intervals:
            continue
        stroke = own.get(number)
        if stroke is None:
            stroke = own[number] = Stroke(
                blank.annotation, blank.look, blank.level, [], blank.begins, blank.owner
            )
        stroke.intervals += intervals
        touched.append((stroke, intervals))
    return touched


def _place_name(touched: list[tuple[Stroke, list[Interval]]], paragraph: Paragraph) -> None:
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
