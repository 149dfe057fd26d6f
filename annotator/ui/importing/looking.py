"""Reads the source of the article that is looked at beside the window, and lets go of others."""

from collections.abc import Generator

from PySide6.QtCore import QObject, Signal

from annotator.jobs.progress import Progress
from annotator.ui.importing.source import Read, Source, read
from annotator.ui.job_runner import JobRunner

_AT_ONCE = 100_000
"""Characters of a text that are looked for in its source without a job."""


class Looking(QObject):
    """One source at a time; whoever looks at the next one does not wait for that before."""

    found = Signal(object)  # Read
    going_on = Signal(str)  # how far it has been read

    def __init__(self, parent: QObject) -> None:
        """Start with nothing to read."""
        super().__init__(parent)
        self.runner = JobRunner(self)
        self._is_read: Source | None = None
        self._next: tuple[Source, str] | None = None
        self._wanted: Source | None = None
        self.runner.progressed.connect(self._on_progressed)
        self.runner.finished.connect(self._on_ended)
        self.runner.failed.connect(lambda _: self._on_ended(None))
        self.runner.cancelled.connect(lambda: self._on_ended(None))

    def look(self, source: Source, came: str) -> None:
        """Read a source and find a text in it: at once what is short, else by a job."""
        self.let_go()
        self._wanted = source
        if source.is_text and len(came) < _AT_ONCE:
            self._read_now(read(source, came))
            return
        self._next = source, came
        if self._is_read is None:
            self._begin()

    def let_go(self) -> None:
        """Want nothing of what is being read."""
        self._next = self._wanted = None
        self.runner.cancel()

    def stop(self) -> None:
        """Read no more; when this returns no file is open any longer."""
        self.let_go()
        self.runner.wait()

    def _read_now(self, job: Generator[Progress, None, Read]) -> None:
        try:
            while True:
                next(job)
        except StopIteration as end:
            self.found.emit(end.value)

    def _begin(self) -> None:
        """Begin with the next source. Only when the end of the one before has been heard."""
        if self._next is not None:
            (self._is_read, came), self._next = self._next, None
            self.runner.run(read(self._is_read, came))

    def _on_progressed(self, progress: Progress) -> None:
        if self._is_read is self._wanted:
            self.going_on.emit(progress.what)

    def _on_ended(self, result: Read | None) -> None:
        wanted, self._is_read = self._is_read is self._wanted, None
        if wanted and result is not None:
            self.found.emit(result)
        self._begin()
