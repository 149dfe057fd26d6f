"""How far a job is."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` (None: not known), and in words what is being done."""

    done: int
    total: int | None
    what: str


class Pace:
    """Says when to yield again: often enough to be cancelled at once, seldom enough to be free."""

    def __init__(self, seconds: float = 0.04) -> None:
        """Start now."""
        self._seconds = seconds
        self._next = time.monotonic() + seconds

    def due(self) -> bool:
        """Say whether it is time to yield."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
