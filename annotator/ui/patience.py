"""Waiting for a large edit: it is stored in a thread while the window goes on being drawn."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEventLoop, QObject, QTimer

from annotator.jobs.progress import Progress

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

SOON = 0.08
"""How many seconds a step may take before the window says that it waits."""
_LOOK = 15  # ms between two looks whether it is done
Result = TypeVar("Result")


class Patience(QObject):
    """Runs one step at a time; a short one as if it were called here.

    A longer one is shown by the bar in the status line. Until it is done the window is painted
    and its timers run, but it takes neither keys nor clicks: they come after it.
    """

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self.waiting = False

    def result_of(self, work: Callable[[], Result]) -> Result:
        """Give what a step gives, or raise what it raises."""
        with ThreadPoolExecutor(1, "edit") as threads:
            step = threads.submit(work)
            if not wait((step,), SOON).done:
                self._wait(step)
            return step.result()

    def _wait(self, step: "Future[Result]") -> None:
        status = self._window.status
        status.show_progress(Progress(0, None, "This is large; one moment"))
        status.cancel.hide()  # an edit is stored whole or not at all
        loop, look = QEventLoop(), QTimer(interval=_LOOK)
        look.timeout.connect(lambda: loop.quit() if step.done() else None)
        look.start()
        self.waiting = True
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.waiting = False
        look.stop()
        status.end_job()
