"""Relations drawn as thin brackets over the lines, each with its name.

Where both ends stand on one line, the bracket joins them; else the head gets a short stub that
names the relation and the words at its other end, and the tail an arrow. Nothing out of sight is
laid out for it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.ui.reading.lanes import lanes_of
from annotator.ui.reading.paragraph import Line, Paragraph
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme, mixed

_LONGEST_WORDS = 22  # of what a stub leads to
_CENTRED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
_NEAR = 4.0  # pixels around a bracket in which a click means it


@dataclass(frozen=True, slots=True)
class Links:
    """Where relations and annotations are found; only what may be seen is given."""

    relations_of: Callable[[str], Sequence[Relation]]
    annotation: Callable[[str], Annotation | None]
    touching: Callable[[int, int], Sequence[Annotation]]
    name_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Arc:
    """A bracket, or a stub of one, on one line of a paragraph.

    ``feet`` are where it comes down to the words: x, and whether an arrow stands there.
    ``lane`` 0 is nearest to the words; -1 is an arrow alone, right over them.
    """

    relation: str
    line: int
    left: float
    right: float
    feet: tuple[tuple[float, bool], ...]
    name: str
    name_at: float
    name_width: float
    lane: int = 0

    @property
    def extent(self) -> tuple[float, float]:
        """What the bracket and its name take of the line."""
        return (
            min(self.left, self.name_at) - 3,
            max(self.right, self.name_at + self.name_width) + 3,
        )


@dataclass(slots=True)
class Arcs:
    """The brackets of an article's blocks, made when a block's lines get their room."""

    links: Links
    theme: Theme
    setting: Typesetting
    picked: str | None = None
    _of_block: dict[int, list[Arc]] = field(default_factory=dict)
    _widths: dict[str, float] = field(default_factory=dict)

    # --- making them

    def room(self, paragraph: Paragraph, start: int) -> Sequence[int]:
        """Make the brackets of a block, and give the room that they need over each line."""
        arcs = list(self._placed(list(self._made(paragraph, start))))
        self._of_block[start] = arcs
        rooms = [0] * len(paragraph.lines)
        for arc in arcs:
            rooms[arc.line] = max(rooms[arc.line], (arc.lane + 1) * self._pitch + self._gap)
        return rooms

    @property
    def _pitch(self) -> int:
        return self.setting.scaled(13)

    @property
    def _gap(self) -> int:
        return self.setting.scaled(3)

    def _made(self, paragraph: Paragraph, start: int) -> Iterator[Arc]:
        end = start + len(paragraph.text)
        seen: set[str] = set()
        for mark in self.links.touching(start, end):
            for relation in self.links.relations_of(mark.id):
                if relation.id not in seen:
                    seen.add(relation.id)
                    yield from self._arcs_of(relation, paragraph, start)

    def _arcs_of(self, relation: Relation, paragraph: Paragraph, start: int) -> Iterator[Arc]:
        head, tail = self.links.annotation(relation.head), self.links.annotation(relation.tail)
        if head is None or tail is None:
            return
        ends = [self._anchor(mark, paragraph, start) for mark in (head, tail)]
        name = self.links.name_of(relation.type)
        if ends[0] and ends[1] and ends[0][0] == ends[1][0]:
            yield self._bracket(relation, ends[0][0], ends[0][1], ends[1][1], name)
            return
        if ends[0] is not None:
            forward = tail.sort_key > head.sort_key
            said = f"{name} → {_cut(tail.quote)}"
            yield self._stub(relation, *ends[0], said, paragraph, forward=forward)
        if ends[1] is not None:  # named at its head alone: here an arrow is enough
            line, x = ends[1]
            yield Arc(relation.id, line, x, x, ((x, True),), "", x, 0.0, lane=-1)

    def _anchor(
        self, mark: Annotation, paragraph: Paragraph, start: int
    ) -> tuple[int, float] | None:
        """Give line and x of the middle of a mark's first words, where they are in the block."""
        first = mark.fragments[0]
        if not start <= first.start < start + len(paragraph.text):
            return None
        low = paragraph.units.to_utf16(first.start - start)
        high = paragraph.units.to_utf16(min(first.end - start, len(paragraph.text)))
        number = paragraph.line_of_utf16(low)
        found = paragraph.intervals(number, low, high)
        if not found:
            return number, paragraph.caret_x(first.start - start)
        return number, (found[0][0] + found[0][1]) / 2

    def _bracket(self, relation: Relation, line: int, head: float, tail: float, name: str) -> Arc:
        if abs(tail - head) < 6:  # ends on the same words: two feet side by side
            head, tail = head - 4, tail + 4
        left, right = min(head, tail), max(head, tail)
        width = self._width(name)
        feet = ((head, False), (tail, True))
        return Arc(relation.id, line, left, right, feet, name, (left + right - width) / 2, width)

    def _stub(
        self, relation: Relation, line: int, x: float, name: str, paragraph: Paragraph,
        *, forward: bool,
    ) -> Arc:  # fmt: skip
        width, lead = self._width(name), self.setting.scaled(9)
        to_right = forward != paragraph.right_to_left
        if to_right and x + lead + width > self.setting.column:
            to_right = x - lead - width < 0
        elif not to_right and x - lead - width < 0:
            to_right = x + lead + width <= self.setting.column
        left, right = (x, x + lead) if to_right else (x - lead, x)
        at = right if to_right else left - width
        return Arc(relation.id, line, left, right, ((x, False),), name, at, width)

    def _placed(self, arcs: Iterable[Arc]) -> Iterator[Arc]:
        """Give each bracket its lane: on every line the shorter ones lie nearer to the words."""
        by_line: dict[int, list[Arc]] = {}
        for arc in arcs:
            if arc.lane < 0:
                yield arc
            else:
                by_line.setdefault(arc.line, []).append(arc)
        for own in by_line.values():
            own.sort(key=lambda arc: (arc.extent[1] - arc.extent[0], arc.relation))
            lanes = lanes_of(arc.extent for arc in own)
            yield from (replace(arc, lane=lane) for arc, lane in zip(own, lanes, strict=True))

    def font(self) -> QFont:
        """Give the font of the names."""
        font = QFont(self.setting.name_font)
        font.setWeight(QFont.Weight.Normal)
        return font

    def _width(self, name: str) -> float:
        if name not in self._widths:
            self._widths[name] = QFontMetricsF(self.font()).horizontalAdvance(name) + 4
        return self._widths[name]

    # --- drawing and finding

    def paint(self, painter: QPainter, paragraph: Paragraph, start: int) -> None:
        """Draw the brackets of a block; the painter's origin is the block's top left."""
        arcs = self._of_block.get(start)
        if not arcs:
            return
        painter.setFont(self.font())
        theme, lines = self.theme, paragraph.lines
        quiet = QColor(mixed(theme.muted, theme.paper, 0.8)), QColor(theme.muted)
        accent, paper = QColor(theme.accent), QColor(theme.paper)
        for arc in sorted(arcs, key=lambda arc: arc.relation == self.picked):
            inks = (accent, accent) if arc.relation == self.picked else quiet
            self._paint(painter, arc, lines[arc.line], inks, paper)

    def _paint(
        self, painter: QPainter, arc: Arc, line: Line, inks: tuple[QColor, QColor], paper: QColor
    ) -> None:
        """Draw a bracket in the first ink, its name in the second."""
        ink, name_ink = inks
        painter.setPen(QPen(ink, 2 if arc.relation == self.picked else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        y, foot = self._height(arc, line), line.top + line.fill_top - 1
        if arc.lane >= 0:
            painter.drawLine(QPointF(arc.left, y), QPointF(arc.right, y))
        for x, arrow in arc.feet:
            if arc.lane >= 0:
                painter.drawLine(QPointF(x, y), QPointF(x, foot))
            if arrow:
                self._arrow(painter, x, foot, ink)
        if not arc.name:
            return
        box = self._name_box(arc, y)
        painter.fillRect(box, paper)
        painter.setPen(name_ink)
        painter.drawText(box, _CENTRED, arc.name)

    def _arrow(self, painter: QPainter, x: float, foot: float, ink: QColor) -> None:
        size = self.setting.scaled(3)
        head = QPolygonF(
            [QPointF(x, foot + 1), QPointF(x - size, foot - size), QPointF(x + size, foot - size)]
        )
        painter.setBrush(ink)
        painter.drawPolygon(head)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _height(self, arc: Arc, line: Line) -> float:
        """Give the y of a bracket's bar, on the middle of a pixel."""
        top = line.top + line.fill_top - self._gap - (arc.lane + 1) * self._pitch
        return float(top + self._pitch // 2) + 0.5

    def _name_box(self, arc: Arc, y: float) -> QRectF:
        return QRectF(arc.name_at, y - self._pitch / 2, arc.name_width, self._pitch - 1)

    def at(self, point: QPointF, paragraph: Paragraph, start: int) -> str | None:
        """Give the relation whose bracket or name is under a point of a block, or None."""
        for arc in self._of_block.get(start, ()):
            line = paragraph.lines[arc.line]
            y = self._height(arc, line)
            bar = QRectF(arc.left - _NEAR, y - _NEAR, arc.right - arc.left + 2 * _NEAR, 2 * _NEAR)
            if bar.contains(point) or self._name_box(arc, y).contains(point):
                return arc.relation
        return None

    def of_block(self, start: int) -> tuple[Arc, ...]:
        """Give the brackets of a laid-out block."""
        return tuple(self._of_block.get(start, ()))


def _cut(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST_WORDS else plain[: _LONGEST_WORDS - 1].rstrip() + "…"
