"""Reading files ahead: heavy ones in worker processes on all cores, the others here.

The articles come in the order of the files, however fast each is read. A worker that dies, of a
fault in a library or for want of memory, costs the one file that it was reading.
"""

import logging
import multiprocessing
import os
import sys
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType

import msgspec

from annotator.core.errors import FormatError
from annotator.formats.completion import brings_articles_alone, completed_entries
from annotator.formats.format import Entry, FileRefused, Format, Reading
from annotator.formats.registry import format_of, formats
from annotator.jobs.found_files import FoundFile
from annotator.jobs.reading_worker import End, Fault, Message, Part, Problem, Task, work

FEWEST = 6
"""Files from which on workers are started."""
LONGEST = 900.0
"""Seconds that one file may take before it is given up."""
_LIGHT = ("text", "markdown", "table")
_MOST_WORKERS = 16
_AHEAD = 3  # files that wait in a worker's pipe, so that it never waits for us
_MOST_WAITING = 64  # files read and not yet asked for
_MOST_HELD = 32_000_000  # bytes of articles that wait
_STEP = 0.05  # seconds

log = logging.getLogger(__name__)
_decoder = msgspec.msgpack.Decoder(Message)


def is_heavy(how: Format) -> bool:
    """Say whether a format's files take so long to read that a worker is worth its start."""
    return brings_articles_alone(how) and how.name not in _LIGHT


@cache
def _heavy_suffixes() -> frozenset[str]:
    heavy = {s for known in formats() if is_heavy(known) for s in known.suffixes}
    return frozenset(heavy - {s for known in formats() if not is_heavy(known) and known.read
                              for s in known.suffixes} | {".html", ".htm", ".docx"})  # fmt: skip


def may_start_workers() -> bool:
    """Say whether processes can be started: a script of the user's would be run again by each."""
    main = sys.modules.get("__main__")
    return (
        "annotator.__main__" in sys.modules or hasattr(sys, "frozen")
        or getattr(main, "__spec__", None) is not None or not hasattr(main, "__file__")
    )  # fmt: skip


@dataclass(slots=True)
class _Asked:
    """A file that a worker reads or has read, and what has come of it so far."""

    task: Task
    parts: deque[tuple[Message, int]] = field(default_factory=deque)
    ended: bool = False
    fault: str = ""
    began: float = 0.0
    here: bool = False  # no worker can be had: it is read in this process


class _Worker:
    """A process, the pipe to it, and the files that it was given, the one being read first."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()
        self.asked: deque[_Asked] = deque()
        self.has_begun = False

    def give(self, asked: _Asked) -> None:
        if not self.asked:
            asked.began = time.monotonic()
        self.asked.append(asked)
        with suppress(OSError):  # one that has died is seen to when its pipe is read
            self.connection.send_bytes(msgspec.msgpack.encode(asked.task))

    def stop(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.join(5)
        if self.process.exitcode is not None:
            self.process.close()


class Readers:
    """Reads some files in their order; workers end with the block."""

    def __init__(self, files: Sequence[FoundFile], *, workers: int | None = None) -> None:
        """Use so many processes at most; None for one a core, 0 for none.

        For a few files none is started: that would take longer than reading them.
        """
        self._found = files
        cores = min(_MOST_WORKERS, os.cpu_count() or 1)
        self._most = cores if workers is None else workers
        if not may_start_workers() or (workers is None and len(files) < FEWEST):
            self._most = 0
        self._workers: list[_Worker] = []
        self._waiting: deque[_Asked] = deque()
        self._files: dict[Path, _Asked] = {}
        self._held = 0

    def __enter__(self) -> "Readers":
        """Give the readers; no process is started before the first heavy file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """End all workers, whatever they are doing."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    @property
    def full(self) -> bool:
        """Whether so much is read ahead that the next file need not be announced yet."""
        return len(self._files) >= _MOST_WAITING

    def announced(self, chosen: Format | None, columns: Mapping[str, str]) -> Iterator[FoundFile]:
        """Give the files one after the other; those that follow are begun to be read."""
        ahead = iter(self._found)
        for file in self._found:
            while self._most and not self.full:
                coming = next(ahead, None)
                if coming is None:
                    break
                if chosen is None and coming.path.suffix.lower() not in _heavy_suffixes():
                    continue  # not worth telling its format twice
                with suppress(FormatError):  # what is wrong with it is told in its turn
                    self.announce(coming, chosen or format_of(coming.path), columns)
            yield file

    def announce(self, file: FoundFile, how: Format, columns: Mapping[str, str]) -> None:
        """Begin to read a file if it is a heavy one; `batches` gives what came of it."""
        if self._most and is_heavy(how):
            path = os.fsencode(file.path)
            task = Task(path, how.name, file.name, file.from_archive, dict(columns))
            asked = self._files[file.path] = _Asked(task)
            self._waiting.append(asked)
            self._deal()

    def batches(self, file: FoundFile, how: Format, reading: Reading) -> Iterator[Iterable[Entry]]:
        """Give the entries of a file, some at a time; none where nothing came for a moment.

        Raises FileRefused as `entries` does.
        """
        asked = self._files.get(file.path)
        try:
            while asked and not asked.here and (asked.parts or not asked.ended):
                if asked.parts:
                    yield from self._taken(asked, reading)
                else:
                    self._pump(asked)
                    yield ()
        finally:
            self._files.pop(file.path, None)
        if asked is None or asked.here:
            yield completed_entries(how, file.path, reading)
        elif asked.fault:
            raise FileRefused([FormatError(asked.fault, file=file.name)])

    def _taken(self, asked: _Asked, reading: Reading) -> Iterator[Iterable[Entry]]:
        message, size = asked.parts.popleft()
        self._held -= size
        if isinstance(message, Part):
            reading.bytes_read = message.bytes_read
            yield [(article, []) for article in message.articles]
        elif isinstance(message, End):
            _take_end(message, reading)

    # --- the workers

    def _deal(self) -> None:
        """Give waiting files to the workers with the fewest; start one where all have some."""
        while self._waiting:
            idle = min(self._workers, key=lambda w: len(w.asked), default=None)
            if (idle is None or idle.asked) and len(self._workers) < self._most:
                idle = self._started()
            if idle is None:
                self._waiting.popleft().here = True
            elif len(idle.asked) < _AHEAD:
                idle.give(self._waiting.popleft())
            else:
                return

    def _started(self) -> _Worker | None:
        try:
            self._workers.append(_Worker())
        except OSError as error:
            log.warning("no more processes to read files: %s", error)
            self._most = len(self._workers)
            return self._workers[0] if self._workers else None
        return self._workers[-1]

    def _pump(self, wanted: _Asked) -> None:
        """Take in what the workers sent, waiting a moment for it."""
        busy = {
            worker.connection: worker
            for worker in self._workers
            # Where much waits already, only what is asked for is taken in.
            if worker.asked and (self._held < _MOST_HELD or wanted in worker.asked)
        }
        for ready in wait(list(busy), _STEP):
            assert isinstance(ready, Connection)
            self._receive(busy[ready])
        self._give_up_slow(wanted)
        self._deal()

    def _receive(self, worker: _Worker) -> None:
        try:
            data = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._died(worker, "reading it ended its reader, as a damaged file can.")
            return
        worker.has_begun = True
        if not data:
            return  # it greets
        asked, message = worker.asked[0], _decoder.decode(data)
        if isinstance(message, Fault):
            log.error("a reader failed at %s: %s", asked.task.file, message.trace)
            self._died(worker, f"its reader failed, which is a fault of ours ({message.kind}).")
            return
        asked.parts.append((message, len(data)))
        self._held += len(data)
        if isinstance(message, End):
            asked.ended = True
            worker.asked.popleft()
            if worker.asked:
                worker.asked[0].began = time.monotonic()

    def _died(self, worker: _Worker, reason: str) -> None:
        """Refuse the file that a worker was reading; the others that it had are read anew."""
        self._workers.remove(worker)
        worker.stop()
        if not worker.has_begun:
            log.warning("a reader's process ended before it began; files are read here")
            self._most = len(self._workers)
            self._waiting.extendleft(reversed(worker.asked))
            return
        first, *others = worker.asked
        self._held -= sum(size for _, size in first.parts)
        first.parts.clear()
        first.fault, first.ended = reason, True
        self._waiting.extendleft(reversed(others))

    def _give_up_slow(self, wanted: _Asked) -> None:
        for worker in self._workers:
            if worker.asked and worker.asked[0] is wanted:
                if time.monotonic() - wanted.began > LONGEST:
                    self._died(worker, f"reading it took more than {LONGEST:,.0f} seconds.")
                return


def _take_end(end: End, reading: Reading) -> None:
    reading.notes += end.notes
    reading.left_out += map(_error, end.left_out)
    reading.left_out_in_all += end.left_out_in_all
    reading.mended += Counter(end.mended)
    if end.refused:
        raise FileRefused(map(_error, end.refused))


def _error(problem: Problem) -> FormatError:
    reason, file, line, next_step = problem
    return FormatError(reason, file=file, line=line, next_step=next_step)
