"""Drawing an article: one routine for the screen, print, PDF and SVG.

Order in each paragraph: fills from outer to inner, what was found, the selection, words, bars,
names; then the ring of the picked annotation, the arcs of relations and the caret.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from annotator.core.span import Span
from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.document_layout import DocumentLayout, LaidBlock
from annotator.ui.reading.invisibles import paint_invisibles
from annotator.ui.reading.label_looks import LabelLook
from annotator.ui.reading.marks import Bar, Marks
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.name_tags import name_corner, paint_name, paint_tags
from annotator.ui.reading.paragraph import Line, Paragraph
from annotator.ui.theme import Theme, mixed

OVERHANG = 12
"""How far letters may reach out of their line's height, in pixels at zoom 1."""


@dataclass(slots=True)
class Overlay:
    """What is shown besides the annotations; nothing of it decides where a line stands."""

    selection: Span | None = None
    armed: LabelLook | None = None
    matches: Sequence[Span] = ()
    match: int = -1
    picked: str | None = None
    caret: int | None = None
    focused: bool = False
    hovered: tuple[str, ...] = ()
    match_starts: list[int] = field(default_factory=list)
    link: tuple[QPointF, QPointF] | None = None
    """The line that is being dragged from an annotation, in pixels of the view."""
    pending: Sequence[Span] = ()
    """What becomes marks when it is accepted, in order; ``pending_at`` is the one gone to."""
    pending_at: int = -1
    pending_label: str = ""


def greyed_ink(theme: Theme) -> str:
    """Give the ink of what is no part of the article; readable on paper and on every fill."""
    return mixed(theme.muted, theme.ink, 0.45)


class PagePainter:
    """Draws any part of a laid-out article in a theme."""

    def __init__(self, theme: Theme) -> None:
        """Mix the colours."""
        self.theme = theme
        self.paper = QColor(theme.paper)
        self._ink = QColor(theme.ink)
        self._muted = QColor(theme.muted)
        self._greyed = QColor(greyed_ink(theme))
        self._selection = QColor(theme.selection)
        self._match = QColor(theme.match)
        self._match_current = QColor(theme.match_current)
        self._focus = QColor(theme.focus)
        self.invisibles = False
        """Whether characters that cannot be seen get a sign."""

    def paint(
        self, painter: QPainter, document: DocumentLayout, overlay: Overlay, top: int, bottom: int
    ) -> None:
        """Draw the page from a height to a height; the painter's origin is the column's top left.

        The paper is not drawn. What is not laid out yet is laid out.
        """
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        index = document.index_at(max(top, 0))
        y = document.top(index)
        while y < bottom and index < len(document.blocks):
            kind = document.blocks.kinds[index]
            if kind == Kind.TEXT:
                block = document.laid(index)
                painter.translate(0, y)
                self._paint_block(painter, document, block, overlay, (top - y, bottom - y))
                if self.invisibles:
                    paint_invisibles(painter, block.paragraph, self._muted)
                if document.arcs is not None:
                    document.arcs.paint(painter, block.paragraph, block.start)
                caret = overlay.caret if overlay.focused else None
                if caret is not None and document.index_of(caret) == index:
                    self._paint_caret(painter, block, caret)
                if index == document.head.headline_block:
                    self._paint_byline(painter, document, block.paragraph.height)
                painter.translate(0, -y)
            elif kind == Kind.HEAD:
                self._paint_head(painter, document)
            index += 1
            y = document.top(index)
        if document.setting.mode is Mode.COMPACT:
            names = {*overlay.hovered, *filter(None, (overlay.picked,))}
            paint_tags(painter, document, names, self.paper, (top, bottom))

    # --- the head

    def _paint_head(self, painter: QPainter, document: DocumentLayout) -> None:
        head = document.head
        y = head.top_margin
        if head.title:
            painter.setPen(self._ink)
            painter.translate(0, y)
            for line in head.title.lines:
                self.draw_line(painter, line)
            painter.translate(0, -y)
            y += head.title.height
        if head.headline_block is None:
            self._paint_byline(painter, document, y)

    def _paint_byline(self, painter: QPainter, document: DocumentLayout, y: int) -> None:
        head, setting = document.head, document.setting
        if not head.byline:
            return
        painter.setPen(self._muted)
        painter.setFont(setting.byline_font)
        side = Qt.AlignmentFlag.AlignRight if head.right_to_left else Qt.AlignmentFlag.AlignLeft
        box = QRectF(0, y, setting.column, head.byline_height)
        text = painter.fontMetrics().elidedText(
            head.byline, Qt.TextElideMode.ElideRight, setting.column
        )
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    # --- a block of words

    def _paint_block(
        self, painter: QPainter, document: DocumentLayout, block: LaidBlock, overlay: Overlay,
        clip: tuple[int, int],
    ) -> None:  # fmt: skip
        marks = block.marks
        self._paint_fills(painter, marks, overlay)
        self._paint_matches(painter, block, overlay)
        self._paint_selection(painter, block, overlay)
        self._paint_pending(painter, document, block, overlay)
        self._paint_words(painter, document, block, clip)
        _paint_bars(painter, marks)
        self._paint_chips(painter, document, marks)
        painter.setFont(document.setting.name_font)
        color = None
        for name in marks.names:
            if name.look.name_color is not color:
                color = name.look.name_color
                painter.setPen(color)
            painter.drawStaticText(name.at, name.look.name)
        if overlay.picked is not None and overlay.picked in marks.shapes:
            self._paint_picked(painter, document, marks, overlay)

    def _paint_chips(self, painter: QPainter, document: DocumentLayout, marks: Marks) -> None:
        if not marks.chips:
            return
        for ground in marks.chip_grounds:
            painter.fillPath(ground.path, ground.color)
        painter.setPen(self.paper)
        painter.setFont(document.setting.name_font)
        for chip in marks.chips:
            if chip.named and not chip.look.dashed:
                painter.drawStaticText(name_corner(chip.look, chip.box), chip.look.name)
        for chip in marks.chips:
            if chip.look.dashed:
                paint_name(
                    painter, chip.look, chip.box, self.paper, document.setting, named=chip.named
                )

    def _paint_words(
        self, painter: QPainter, document: DocumentLayout, block: LaidBlock, clip: tuple[int, int]
    ) -> None:
        """Draw the lines that touch some heights; what is no part of the article is muted."""
        overhang = document.setting.scaled(OVERHANG)
        low, high = clip[0] - overhang, clip[1] + overhang
        own = Span(block.start, block.start + len(block.paragraph.text))
        greyed = [part for part in document.greyed if part.overlaps(own)]
        muted = [box for part in greyed for box in boxes_of(block, part)]
        painter.setPen(self._ink)
        for line in block.paragraph.lines:
            if line.top < high and line.top + line.height > low:
                here = [box for box in muted if line.top <= box.top() < line.top + line.height]
                if here:
                    self._paint_muted(painter, line, here)
                else:
                    self.draw_line(painter, line)

    def draw_line(self, painter: QPainter, line: Line) -> None:
        """Draw a line's words in the painter's pen."""
        line.qt.draw(painter, QPointF(0, 0))

    def _paint_muted(self, painter: QPainter, line: Line, boxes: Sequence[QRectF]) -> None:
        """Draw a line in ink but for some boxes; what is in them muted, with a bar at the side."""
        side = min(line.qt.naturalTextRect().left(), 0.0) - 16
        painter.fillRect(QRectF(side, line.top, 3, line.height), self._muted)
        within, around = QPainterPath(), QPainterPath()
        for box in boxes:
            within.addRect(QRectF(box.left(), line.top, box.width(), line.height))
        around.addRect(QRectF(-200, line.top - 40, 20_000, line.height + 80))
        words = line.qt.naturalTextRect()
        inked = around.subtracted(within).intersects(words.adjusted(3, 3, -3, -3))
        for path, color in ((around.subtracted(within), self._ink), (within, self._greyed)):
            if path is within or inked:
                painter.save()
                if inked:
                    painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
                painter.setPen(color)
                self.draw_line(painter, line)
                painter.restore()

    def _paint_fills(self, painter: QPainter, marks: Marks, overlay: Overlay) -> None:
        picked = marks.shapes.get(overlay.picked) if overlay.picked else None
        pending = picked
        for fill in marks.fills:
            if pending and fill.level > pending.level:
                self._fill_boxes(painter, pending.boxes, pending.look.strong)
                pending = None
            painter.fillPath(fill.path, fill.color)
        if pending:
            self._fill_boxes(painter, pending.boxes, pending.look.strong)

    def _paint_matches(self, painter: QPainter, block: LaidBlock, overlay: Overlay) -> None:
        if not overlay.matches:
            return
        end = block.start + len(block.paragraph.text)
        at = max(bisect_left(overlay.match_starts, block.start) - 1, 0)
        while at < len(overlay.matches) and overlay.matches[at].start < end:
            color = self._match_current if at == overlay.match else self._match
            boxes = boxes_of(block, overlay.matches[at])
            self._fill_boxes(painter, boxes, color)
            if at == overlay.match:
                painter.setPen(QPen(self._ink, 1))
                for box in boxes:
                    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            at += 1

    def _paint_selection(self, painter: QPainter, block: LaidBlock, overlay: Overlay) -> None:
        if overlay.selection is None:
            return
        boxes = boxes_of(block, overlay.selection)
        if overlay.armed is None:
            self._fill_boxes(painter, boxes, self._selection)
            return
        self._fill_boxes(painter, boxes, overlay.armed.strong)
        for box in boxes:
            painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 2), overlay.armed.bar)

    def _paint_pending(
        self, painter: QPainter, document: DocumentLayout, block: LaidBlock, overlay: Overlay
    ) -> None:
        """Draw a dashed frame around what waits to be accepted; the one gone to is filled."""
        if not overlay.pending:
            return
        look = document.looks[overlay.pending_label]
        own = Span(block.start, block.start + max(len(block.paragraph.text), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, span in enumerate(overlay.pending):
            if not span.overlaps(own):
                continue
            boxes = boxes_of(block, span)
            if number == overlay.pending_at:
                self._fill_boxes(painter, boxes, look.strong)
            pen = QPen(look.bar, 1.6 if number == overlay.pending_at else 1.2)
            pen.setDashPattern([3, 2])
            painter.setPen(pen)
            for box in boxes:
                painter.drawRoundedRect(box.adjusted(0, 0.5, 0, -0.5), 3, 3)

    def _paint_picked(
        self, painter: QPainter, document: DocumentLayout, marks: Marks, overlay: Overlay
    ) -> None:
        """Draw what tells the picked annotation apart even without colour: outline and name."""
        assert overlay.picked is not None
        shape, setting = marks.shapes[overlay.picked], document.setting
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for bar in shape.bars:
            painter.fillRect(bar.adjusted(0, 0, 0, bar.height() // 2), shape.look.bar)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in shape.boxes:
            painter.setPen(QPen(shape.look.bar, 1.2))
            painter.drawRoundedRect(box.adjusted(0, 0.5, 0, 0), 3, 3)
            if overlay.focused:
                painter.setPen(QPen(self._focus, 1.5))
                painter.drawRoundedRect(box.adjusted(-2, -1.5, 2, 2), 4.5, 4.5)
        for name in () if marks.chips else shape.names:
            chip = QPainterPath()
            chip.addRoundedRect(name.adjusted(-3, 1.5, 3, 0.5), 3, 3)
            painter.fillPath(chip, shape.look.name_color)
            painter.setPen(self.paper)
            painter.setFont(setting.name_font)
            at = QPointF(name.left(), name.top() - setting.scaled(1.4))
            painter.drawStaticText(at, shape.look.name)

    def _paint_caret(self, painter: QPainter, block: LaidBlock, caret: int) -> None:
        paragraph = block.paragraph
        within = min(max(caret - block.start, 0), len(paragraph.text))
        line = paragraph.lines[paragraph.line_of(within)]
        x = round(paragraph.caret_x(within))
        height = line.fill_bottom - line.fill_top
        painter.fillRect(QRectF(x - 1, line.top + line.fill_top, 2, height), self._focus)

    @staticmethod
    def _fill_boxes(painter: QPainter, boxes: Sequence[QRectF], color: QColor) -> None:
        if not boxes:
            return
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        for box in boxes:
            path.addRoundedRect(box, 3, 3)
        painter.fillPath(path, color)


def _paint_bars(painter: QPainter, marks: Marks) -> None:
    """Draw bars, which lie on whole pixels, exactly: smoothed, a cut one differs by a shade."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for bar in marks.bars:
        if bar.dashed:
            _dash(painter, bar)
        else:
            painter.fillRect(bar.box, bar.color)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _dash(painter: QPainter, bar: Bar) -> None:
    """Draw a bar as a row of short strokes."""
    dash = round(bar.box.height() * 2)
    left = round(bar.box.left())
    while left < bar.box.right():
        width = min(dash, bar.box.right() - left)
        painter.fillRect(QRectF(left, bar.box.top(), width, bar.box.height()), bar.color)
        left += dash + dash // 2


def boxes_of(block: LaidBlock, span: Span) -> list[QRectF]:
    """Give the boxes of a span's words in a block, in pixels from the block's corner."""
    paragraph: Paragraph = block.paragraph
    low = max(span.start - block.start, 0)
    high = min(span.end - block.start, len(paragraph.text))
    if low >= high:
        return []
    start, end = paragraph.units.to_utf16(low), paragraph.units.to_utf16(high)
    boxes = []
    for number in range(paragraph.line_of_utf16(start), paragraph.line_of_utf16(end - 1) + 1):
        line = paragraph.lines[number]
        top, height = line.top + line.fill_top, line.fill_bottom - line.fill_top
        for left, right in paragraph.intervals(number, start, end):
            boxes.append(QRectF(left - 1, top, right - left + 2, height))
    return boxes
