"""Choosing a label's colour: hues that can be read in both themes and told from the others."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from annotator.core.palette import PALETTE
from annotator.ui.theme import DARK, LIGHT, Theme, distance, label_shades

MORE = (
    "#0072b2", "#56b4e9", "#009e73", "#00b4a0", "#7a9a01", "#b58900", "#e69f00", "#d55e00",
    "#cc3311", "#903150", "#ee3377", "#cc79a7", "#ad3d96", "#70067a", "#533bbe", "#332288",
    "#195118", "#6b4f2a", "#555555", "#888888",
)  # fmt: skip
LEAST_APART = 0.045
"""The least distance (OKLab, the worst of usual, red-blind and green-blind sight) of two bars."""
_OFFERED = tuple(dict.fromkeys((*PALETTE, *MORE)))
_SIDE, _GAP, _ROW = 24, 6, 10


def apart(color: str, other: str) -> float:
    """Give how far the bars of two colours are apart, in the worse of both themes."""
    return min(
        distance(label_shades(color, theme).bar, label_shades(other, theme).bar)
        for theme in (LIGHT, DARK)
    )


def too_near(color: str, others: Iterable[str]) -> bool:
    """Say whether a colour's bar can hardly be told from that of any of others."""
    return any(apart(color, other) < LEAST_APART for other in others)


class ColorChoice(QWidget):
    """A grid of colours; those too near to another label's are crossed, but can be chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Offer colours."""
        super().__init__(parent)
        self.theme = theme
        self._colors = _OFFERED
        self._near: frozenset[str] = frozenset()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Colour of the label")
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Give the room of the grid."""
        rows = -(-len(self._colors) // _ROW)
        return QSize(_ROW * (_SIDE + _GAP), rows * (_SIDE + _GAP) + 2)

    def show_color(self, color: str, others: Iterable[str]) -> None:
        """Show the present colour, and which ones are too near to other labels'."""
        self._current = color.lower()
        held = set(others)
        own = (self._current,) if self._current not in _OFFERED else ()
        self._colors = (*_OFFERED[: len(_OFFERED) - len(own)], *own)
        self._near = frozenset(c for c in self._colors if too_near(c, held))
        said = "chosen" if self._current not in self._near else "near to another label's"
        self.setAccessibleDescription(f"{self._current}, {said}; arrows choose another")
        self.update()

    def _at(self, number: int) -> tuple[int, int]:
        return (number % _ROW) * (_SIDE + _GAP) + 2, (number // _ROW) * (_SIDE + _GAP) + 2

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the grid."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number, color in enumerate(self._colors):
                x, y = self._at(number)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(label_shades(color, self.theme).bar))
                painter.drawRoundedRect(x, y, _SIDE - 4, _SIDE - 4, 5, 5)
                if color == self._current:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    ring = self.theme.focus if self.hasFocus() else self.theme.ink
                    painter.setPen(QPen(QColor(ring), 2))
                    painter.drawRoundedRect(x - 1, y - 1, _SIDE - 2, _SIDE - 2, 6, 6)
                elif color in self._near:
                    painter.setPen(QPen(QColor(self.theme.paper), 1.5))
                    painter.drawLine(x + 4, y + _SIDE - 8, x + _SIDE - 8, y + 4)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the colour under the pointer."""
        spot = event.position().toPoint()
        number = spot.y() // (_SIDE + _GAP) * _ROW + spot.x() // (_SIDE + _GAP)
        if 0 <= number < len(self._colors) and spot.x() < _ROW * (_SIDE + _GAP):
            self.chosen.emit(self._colors[number])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the grid by the arrows."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1,
                 Qt.Key.Key_Down: _ROW, Qt.Key.Key_Up: -_ROW}  # fmt: skip
        step = steps.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        at = self._colors.index(self._current) if self._current in self._colors else 0
        self.chosen.emit(self._colors[(at + step) % len(self._colors)])
