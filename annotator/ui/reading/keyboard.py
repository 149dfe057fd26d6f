"""The keys that the reading view itself answers to; every other key is the window's."""

from typing import Literal, TypeAlias

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from annotator.ui.reading.walking import Unit

Way: TypeAlias = tuple[Unit | Literal["line_edge", "page"], int]

_NONE = Qt.KeyboardModifier.NoModifier
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_VERTICAL: dict[tuple[Qt.Key, Qt.KeyboardModifier], Way] = {
    (Qt.Key.Key_Up, _NONE): ("line", -1),
    (Qt.Key.Key_Down, _NONE): ("line", 1),
    (Qt.Key.Key_Up, _CONTROL): ("paragraph", -1),
    (Qt.Key.Key_Down, _CONTROL): ("paragraph", 1),
    (Qt.Key.Key_PageUp, _NONE): ("page", -1),
    (Qt.Key.Key_PageDown, _NONE): ("page", 1),
    (Qt.Key.Key_Home, _NONE): ("line_edge", -1),
    (Qt.Key.Key_End, _NONE): ("line_edge", 1),
    (Qt.Key.Key_Home, _CONTROL): ("article", -1),
    (Qt.Key.Key_End, _CONTROL): ("article", 1),
}
_SIDEWAYS: dict[Qt.KeyboardModifier, Unit] = {
    _NONE: "word",
    _CONTROL: "sentence",
    _ALT: "character",
}


def way_of(event: QKeyEvent, *, right_to_left: bool) -> tuple[Way, bool] | None:
    """Give where a key leads and whether it extends the selection; None for all other keys.

    Left and right are meant as seen, so they change places in a right-to-left paragraph.
    """
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    extend = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    key = Qt.Key(event.key())
    way: Way | None = _VERTICAL.get((key, modifiers))
    if way is None and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and modifiers in _SIDEWAYS:
        forwards = (key == Qt.Key.Key_Right) != right_to_left
        way = (_SIDEWAYS[modifiers], 1 if forwards else -1)
    return (way, extend) if way else None
