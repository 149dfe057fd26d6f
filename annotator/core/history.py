"""Which action undo takes back next, and which one redo brings again."""

from collections.abc import Iterable
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["do", "undo", "redo"]


class History:
    """The undo and redo stacks as a fold over the edit log, of any depth.

    It holds only the numbers of actions, so a million of them cost a few megabytes; what an
    action changed is read from the log when it is needed. A new action empties the redo stack.

    >>> h = History([(1, "do", None), (2, "do", None), (3, "undo", 2)])
    >>> h.next_undo, h.next_redo
    (1, 2)
    """

    def __init__(self, log: Iterable[tuple[int, Kind, int | None]] = ()) -> None:
        """Fold log rows (number, kind, number of the action undone or redone) in order."""
        self._undo: list[int] = []
        self._redo: list[int] = []
        for number, kind, target in log:
            self.record(number, kind, target)

    @property
    def next_undo(self) -> int | None:
        """The number of the action that undo takes back, or None."""
        return self._undo[-1] if self._undo else None

    @property
    def next_redo(self) -> int | None:
        """The number of the action that redo brings again, or None."""
        return self._redo[-1] if self._redo else None

    def record(self, number: int, kind: Kind, target: int | None = None) -> None:
        """Follow one more row of the log; a row that does not fit is a damaged log (ValueError)."""
        if kind == "do":
            self._undo.append(number)
            self._redo.clear()
            return
        source, goal = (self._undo, self._redo) if kind == "undo" else (self._redo, self._undo)
        if not source or source[-1] != target:
            raise ValueError(f"row {number} of the edit log does not fit: {kind} of {target}")
        goal.append(source.pop())
