"""Runs a job (a generator of `Progress`) in a worker thread; can be cancelled between steps."""

import logging
import threading
from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QObject, Signal

from annotator import bug_report
from annotator.core.errors import AnnotatorError
from annotator.jobs.progress import Progress

log = logging.getLogger(__name__)


class JobRunner(QObject):
    """One job at a time. Its signals arrive in the thread of the window."""

    progressed = Signal(object)  # Progress
    finished = Signal(object)  # what the job returned
    failed = Signal(object)  # an AnnotatorError
    cancelled = Signal()
    ended = Signal()  # after any of the three

    def __init__(self, parent: QObject | None = None) -> None:
        """Start idle."""
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._over = threading.Event()  # set before a job's end is told

    @property
    def running(self) -> bool:
        """Whether a job is under way."""
        return self._thread is not None and self._thread.is_alive()

    def run(self, job: Generator[Progress, None, Any]) -> None:
        """Start a job; RuntimeError while another one runs.

        Who hears of a job's end may start the next at once, though its thread still ends.
        """
        if self._thread is not None and self._over.is_set():
            self._thread.join()
        if self.running:
            raise RuntimeError("a job is running already")
        self._stop.clear()
        self._over.clear()
        self._thread = threading.Thread(target=self._work, args=(job,), name="job", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Ask the job to stop at its next step; it leaves nothing half done."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until the job has ended (it keeps running after the time given)."""
        if self._thread:
            self._thread.join(seconds)

    def _work(self, job: Generator[Progress, None, Any]) -> None:
        try:
            self._steps(job)
        except AnnotatorError as error:
            self._over.set()
            self.failed.emit(error)
        except Exception as error:
            self._over.set()
            # The one place beside the crash hook where everything is caught: a job that fails
            # must end calmly, since nobody else sees this thread.
            log.exception("a job failed")
            report = bug_report.write(error)
            self.failed.emit(
                AnnotatorError(
                    f"Something went wrong that should not have ({type(error).__name__}).",
                    "Your work is saved; nothing of this job was kept."
                    + (f" Please send us this report: {report}." if report else ""),
                )
            )
        finally:
            self.ended.emit()

    def _steps(self, job: Generator[Progress, None, Any]) -> None:
        while True:
            if self._stop.is_set():
                job.close()
                self._over.set()
                self.cancelled.emit()
                return
            try:
                progress = next(job)
            except StopIteration as end:
                self._over.set()
                self.finished.emit(end.value)
                return
            self.progressed.emit(progress)
