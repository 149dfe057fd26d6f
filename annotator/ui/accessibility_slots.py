"""Two functions of `QAccessibleTextInterface` that PySide cannot override, put in by hand.

`selection` and `attributes` give offsets through pointers, so PySide leaves them to a C++ stub
that says nothing and leaves the offsets as they were: garbage, to a screen reader. Here the
object gets a copy of its table of virtual functions in which these two lead to Python. Qt keeps
the order of that table through all of Qt 6, and the layout is the platform's C++ ABI. Before
anything is changed, Qt and the platform must be among those known, and two neighbouring entries
must lie in PySide's library and answer as they should. Else nothing is touched: a screen reader
then reads text and caret, but neither the selection's ends nor what is marked under the caret.
"""

import ctypes
import platform
import sys
from collections.abc import Callable
from functools import cache

import shiboken6
from PySide6.QtCore import QLibraryInfo
from PySide6.QtGui import QAccessibleTextInterface

Range = tuple[int, int]
_WINDOWS = sys.platform == "win32"
# The Itanium ABI has two destructors at the front and two words before the table, Microsoft's one.
_FIRST, _BEFORE = (1, 1) if _WINDOWS else (2, 2)
_SELECTION, _SELECTION_COUNT, _CHARACTER_COUNT, _ATTRIBUTES, _ENTRIES = (
    _FIRST, _FIRST + 1, _FIRST + 11, _FIRST + 15, _FIRST + 16,
)  # fmt: skip
_KNOWN_MACHINES = ("x86_64", "amd64", "arm64", "aarch64")
_NEAR = 1 << 24  # bytes between two functions of one PySide class
_Out = ctypes.POINTER(ctypes.c_int)
_SelectionFunction = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, _Out, _Out)
_AttributesFunction = ctypes.CFUNCTYPE(
    ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, _Out, _Out
)
_CountFunction = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)


class _QString(ctypes.Structure):
    """Qt 6's string in memory; without a header it points at characters that live for ever."""

    _fields_ = (
        ("header", ctypes.c_void_p),
        ("characters", ctypes.c_void_p),
        ("size", ctypes.c_ssize_t),
    )


class Slots:
    """The two functions of one text interface; must live as long as it does."""

    def __init__(
        self,
        interface: QAccessibleTextInterface,
        selection: Callable[[], Range],
        attributes: Callable[[int], tuple[str, Range]],
    ) -> None:
        """Lead an interface's `selection` and `attributes` to Python; offsets are UTF-16 units.

        ``installed`` is False, and nothing is changed, where the table is not as expected.
        """
        self.installed = False
        if not is_known():
            return
        self._address = shiboken6.Shiboken.getCppPointer(interface)[0]
        self._table = (ctypes.c_void_p * (_BEFORE + _ENTRIES))()
        old = ctypes.c_void_p.from_address(self._address).value or 0
        ctypes.memmove(
            self._table,
            old - _BEFORE * ctypes.sizeof(ctypes.c_void_p),
            ctypes.sizeof(self._table),
        )
        self._selection = selection
        self._attributes = attributes
        self._functions = (
            _SelectionFunction(self._give_selection), _AttributesFunction(self._give_attributes)
        )  # fmt: skip
        self.installed = self._is_as_expected(interface)
        if self.installed:
            self._put(_SELECTION, self._functions[0])
            if platform.machine().lower() in ("x86_64", "amd64"):
                # Elsewhere the place of the text that is given back has a register of its own.
                self._put(_ATTRIBUTES, self._functions[1])
            new = ctypes.addressof(self._table) + _BEFORE * ctypes.sizeof(ctypes.c_void_p)
            ctypes.c_void_p.from_address(self._address).value = new

    def _is_as_expected(self, interface: QAccessibleTextInterface) -> bool:
        entries = [entry or 0 for entry in self._table[_BEFORE:]]
        overridden = [entries[at] for at in (0, _SELECTION_COUNT, _CHARACTER_COUNT)]
        if not all(entries) or max(overridden) - min(overridden) > _NEAR:
            return False  # no such table: nothing in it may be called

        def asked(entry: int) -> int:
            function = ctypes.cast(self._table[_BEFORE + entry] or 0, _CountFunction)
            return int(function(self._address))

        selections: int = interface.selectionCount()
        characters: int = interface.characterCount()
        return asked(_SELECTION_COUNT) == selections and asked(_CHARACTER_COUNT) == characters

    def _put(self, entry: int, function: object) -> None:
        self._table[_BEFORE + entry] = ctypes.cast(function, ctypes.c_void_p).value  # type: ignore[arg-type]

    def _give_selection(self, _this: int, _number: int, start: _Out, end: _Out) -> None:  # type: ignore[valid-type]
        start[0], end[0] = self._selection()  # type: ignore[index]

    def _give_attributes(
        self, one: int, other: int, offset: int, start: _Out, end: _Out  # type: ignore[valid-type]
    ) -> int:  # fmt: skip
        # The place for the text comes first, but on Windows after the object.
        place = other if _WINDOWS else one
        text, (start[0], end[0]) = self._attributes(offset)  # type: ignore[index]
        characters, size = _kept(text)
        string = _QString(None, characters, size)
        ctypes.memmove(place, ctypes.byref(string), ctypes.sizeof(string))
        return place


def is_known() -> bool:
    """Say whether this Qt, Python and machine are of those whose tables are known."""
    return (
        QLibraryInfo.version().majorVersion() == 6
        and sys.implementation.name == "cpython"
        and ctypes.sizeof(ctypes.c_void_p) == 8
        and platform.machine().lower() in _KNOWN_MACHINES
    )


_alive: list[object] = []


@cache
def _kept(text: str) -> tuple[int, int]:
    """Give the address and length of a text's UTF-16 units, which are kept for ever.

    A string without a header does not own its characters. Texts are label names in the
    combinations that occur, so there are few.
    """
    coded = text.encode("utf-16-le")
    buffer = ctypes.create_string_buffer(coded + b"\0\0")
    _alive.append(buffer)
    return ctypes.addressof(buffer), len(coded) // 2
