"""What is drawn for the annotations of one paragraph: fills, bars, names, chips.

Rectangles are in pixels from the paragraph's top left corner. `decoration` makes them.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from annotator.ui.reading.label_looks import LabelLook


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
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A label's name and where its top left corner stands."""

    at: QPointF
    look: LabelLook


@dataclass(frozen=True, slots=True)
class Chip:
    """A label's name in the line, or a dot where there was no room for it."""

    box: QRectF
    look: LabelLook
    named: bool


@dataclass(slots=True)
class Shape:
    """Where one annotation shows in a paragraph: the boxes of its words, its bars, its names."""

    look: LabelLook
    level: int
    begins: bool = True
    """Whether the annotation begins in this paragraph, not in one before."""
    boxes: list[QRectF] = field(default_factory=list)
    bars: list[QRectF] = field(default_factory=list)
    names: list[QRectF] = field(default_factory=list)


@dataclass(slots=True)
class Marks:
    """Everything that is drawn for a paragraph's annotations, in drawing order."""

    fills: list[Fill] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    chip_grounds: list[Fill] = field(default_factory=list)
    """The chips' boxes, all of one colour in one path; those of dashed marks are not in it."""
    shapes: dict[str, Shape] = field(default_factory=dict)

    def chip_under(self, point: QPointF) -> str | None:
        """Give the annotation whose chip is under a point."""
        for annotation_id, shape in self.shapes.items() if self.chips else ():
            if any(box.contains(point) for box in shape.names):
                return annotation_id
        return None

    def under(self, point: QPointF) -> str | None:
        """Give the annotation whose bar, name or chip is under a point."""
        for annotation_id, shape in self.shapes.items():
            for box in (*shape.bars, *shape.names):
                if box.adjusted(-2, -3, 2, 3).contains(point):
                    return annotation_id
        return None
