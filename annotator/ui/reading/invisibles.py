"""Signs for characters that cannot be seen; they take no room and move nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import regex
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from annotator.ui.reading.paragraph import Paragraph

Draw = Callable[[QPainter, QRectF, float], None]
"""Draws a sign into a character's box (without width for one without width), at a scale."""


def _ring(painter: QPainter, box: QRectF, scale: float) -> None:
    """A blank at which no line breaks: a small ring."""
    painter.drawEllipse(box.center() - QPointF(0, 1 * scale), 2.1 * scale, 2.1 * scale)


def _tray(painter: QPainter, box: QRectF, scale: float) -> None:
    """A blank of another width: a tray as wide as it is."""
    low, high = box.bottom() - 4 * scale, box.bottom() - 7 * scale
    left, right = box.left() + 0.8, max(box.right() - 0.8, box.left() + 2.4)
    painter.drawPolyline(
        [QPointF(left, high), QPointF(left, low), QPointF(right, low), QPointF(right, high)]
    )


def _arrow(painter: QPainter, box: QRectF, scale: float) -> None:
    """A tab: an arrow over its room."""
    y, right = box.center().y(), box.right() - 2 * scale
    painter.drawLine(QPointF(box.left() + 2 * scale, y), QPointF(right, y))
    head = 2.6 * scale
    painter.drawPolyline(
        [QPointF(right - head, y - head), QPointF(right, y), QPointF(right - head, y + head)]
    )


def _stem(painter: QPainter, box: QRectF, scale: float) -> None:
    """A character without width: a thin stem."""
    x = box.center().x()
    painter.drawLine(QPointF(x, box.top() + 1), QPointF(x, box.bottom() - 1))


def _joint(painter: QPainter, box: QRectF, scale: float) -> None:
    """One that joins or parts letters: a stem with a knob."""
    _stem(painter, box, scale)
    painter.setBrush(painter.pen().color())
    painter.drawEllipse(QPointF(box.center().x(), box.top() + 2 * scale), 1.6 * scale, 1.6 * scale)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _flag(painter: QPainter, box: QRectF, scale: float, side: int) -> None:
    _stem(painter, box, scale)
    x, top, size = box.center().x(), box.top() + 1, 4 * scale
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(
        QPolygonF(
            [QPointF(x, top), QPointF(x + side * size, top + size / 2), QPointF(x, top + size)]
        )
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _to_right(painter: QPainter, box: QRectF, scale: float) -> None:
    """A control that turns to left-to-right: a flag to the right."""
    _flag(painter, box, scale, 1)


def _to_left(painter: QPainter, box: QRectF, scale: float) -> None:
    """A control that turns to right-to-left: a flag to the left."""
    _flag(painter, box, scale, -1)


def _end(painter: QPainter, box: QRectF, scale: float) -> None:
    """A control that ends a turn: a stem with a crossbar."""
    _stem(painter, box, scale)
    x, top = box.center().x(), box.top() + 1
    painter.drawLine(QPointF(x - 3 * scale, top), QPointF(x + 3 * scale, top))


@dataclass(frozen=True, slots=True)
class Sign:
    """How characters of one kind are shown."""

    characters: str
    draw: Draw
    wide: bool = False
    """Whether they take room, so that the sign stands in it."""


SIGNS = (
    Sign("\u00a0\u2007\u202f", _ring, wide=True),
    Sign("\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000", _tray, wide=True),
    Sign("\t", _arrow, wide=True),
    Sign("\u00ad\u034f\u180e\u200b\u2060-\u2064\ufeff", _stem),
    Sign("\u200c\u200d", _joint),
    Sign("\u200e\u202a\u202d\u2066", _to_right),
    Sign("\u061c\u200f\u202b\u202e\u2067\u2068", _to_left),
    Sign("\u202c\u2069", _end),
)
"""One row a kind of character that cannot be seen: a class of a regular expression, its sign."""
_FOUND = regex.compile("|".join(f"([{sign.characters}])" for sign in SIGNS))
_INSIDE_EMOJI = regex.compile(r"[\p{Extended_Pictographic}\ufe0f\U0001f3fb-\U0001f3ff]\u200d")


def paint_invisibles(painter: QPainter, paragraph: Paragraph, color: QColor) -> None:
    """Draw the signs of one paragraph; the painter's origin is its top left corner."""
    if paragraph.text.isascii() and "\t" not in paragraph.text:
        return
    scale = paragraph.setting.pixels / 18 * paragraph.setting.zoom
    painter.setPen(QPen(color, max(scale, 1.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for found in _FOUND.finditer(paragraph.text):
        if _INSIDE_EMOJI.match(paragraph.text, found.start() - 1):
            continue
        sign = SIGNS[found.lastindex - 1]
        box = _box(paragraph, found.start(), wide=sign.wide)
        if box is not None:
            sign.draw(painter, box, scale)


def _box(paragraph: Paragraph, at: int, *, wide: bool) -> QRectF | None:
    """Give where a character stands; None for a blank at which a line breaks."""
    unit = paragraph.units.to_utf16(at)
    number = paragraph.line_of_utf16(unit)
    line = paragraph.lines[number]
    top, height = line.top + line.fill_top, line.fill_bottom - line.fill_top
    if not wide:
        return QRectF(paragraph.caret_x(at), top, 0, height)
    intervals = paragraph.intervals(number, unit, unit + 1)
    if not intervals:
        return None
    left, right = intervals[0]
    return QRectF(left, top, right - left, height)
