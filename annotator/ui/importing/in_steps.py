"""Work over all rows in short steps, on the window's own thread: it stays alive meanwhile."""

import time
from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

_SLICE = 0.008
"""Seconds at a time, half of what a screen shows one picture for."""


class InSteps(QObject):
    """Runs one iterator at a time to its end, a little each time that the window is idle."""

    def __init__(self, parent: QObject) -> None:
        """Start with nothing to do."""
        super().__init__(parent)
        self._steps: Iterator[None] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether there is something left to do."""
        return self._steps is not None

    def run(self, steps: Iterator[None]) -> None:
        """Begin at once, in the place of what was run before; short work ends here and now."""
        self._steps = steps
        self._go_on()
        if self.running:
            self._timer.start()

    def stop(self) -> None:
        """Leave the rest undone."""
        self._steps = None
        self._timer.stop()

    def _go_on(self) -> None:
        steps, until = self._steps, time.perf_counter() + _SLICE
        if steps is None:
            return
        for _ in steps:
            if self._steps is not steps:
                return  # begun anew from within
            if time.perf_counter() > until:
                return
        if self._steps is steps:
            self.stop()
