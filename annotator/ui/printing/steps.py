"""Runs a drawing job in the window's own thread, a little at a time; fonts and printers want that.

What is slow elsewhere goes to `JobRunner`, with the same signals.
"""

import time
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import AnnotatorError
from annotator.jobs.progress import Progress

_TURN = 0.012
"""Seconds before the window gets its turn again."""


class Steps(QObject):
    """One job at a time, stepped whenever the window has nothing else to do."""

    progressed = Signal(object)  # Progress
    finished = Signal(object)  # what the job returned
    failed = Signal(object)  # an AnnotatorError
    cancelled = Signal()
    ended = Signal()  # after any of the three, or after a bug

    def __init__(self, parent: QObject) -> None:
        """Start idle."""
        super().__init__(parent)
        self._job: Generator[Progress, None, Any] | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._job is not None

    def run(self, job: Generator[Progress, None, Any]) -> None:
        """Start a job; RuntimeError while another one runs."""
        if self.running:
            raise RuntimeError("a job is running already")
        self._job = job
        self._timer.start()

    def cancel(self) -> None:
        """Stop the job now; it leaves nothing half done."""
        if self._job is not None:
            self._end()
            self.cancelled.emit()
            self.ended.emit()

    def _end(self) -> None:
        job, self._job = self._job, None
        self._timer.stop()
        if job is not None:
            job.close()

    def _turn(self) -> None:
        job, until = self._job, time.monotonic() + _TURN
        if job is None:
            return
        going = False
        try:
            progress = next(job)
            while time.monotonic() < until:
                progress = next(job)
            going = True
        except StopIteration as end:
            self._end()
            self.finished.emit(end.value)
        except AnnotatorError as error:
            self._end()
            self.failed.emit(error)
        finally:
            if not going:
                self._end()
                self.ended.emit()
        if going:
            self.progressed.emit(progress)
