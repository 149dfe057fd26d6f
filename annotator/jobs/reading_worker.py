"""What runs in a worker process: files read one after the other, their articles sent back.

Messages are MessagePack, so that nothing that comes through a pipe can run as code.
"""

import os
import sys
import time
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.completion import completed_entries
from annotator.formats.format import FileRefused, Reading
from annotator.formats.registry import format_named

MOST_MEMORY = 4_000_000_000
"""Bytes that a worker may ask for, where the system can hold it to that; then it is ended."""
_AT_ONCE, _SECONDS = 32, 0.2

Problem = tuple[str, str, int | None, str]
"""A FormatError: reason, file, line, next step."""


class Task(msgspec.Struct, frozen=True):
    """A file to read, as `Reading` knows it; the path as the system's bytes."""

    path: bytes
    format_name: str
    file: str
    from_archive: bool
    columns: dict[str, str]


class Part(msgspec.Struct, frozen=True, tag="part"):
    """Some articles of the file being read."""

    articles: list[Article]
    bytes_read: int


class End(msgspec.Struct, frozen=True, tag="end"):
    """What a reader had to say when it was done; with ``refused`` nothing of it is kept."""

    refused: list[Problem]
    notes: list[str]
    left_out: list[Problem]
    left_out_in_all: int
    mended: dict[str, int]
    bytes_read: int


class Fault(msgspec.Struct, frozen=True, tag="fault"):
    """A bug in a reader: what was raised, and where."""

    kind: str
    trace: str


Message = Part | End | Fault


def plain(value: Any) -> Any:
    """Give what MessagePack has no kind for: a mapping that cannot be changed."""
    return dict(value)


def work(connection: Connection) -> None:
    """Read the files that are asked for until nobody asks any more."""
    _prepare()
    send = msgspec.msgpack.Encoder(enc_hook=plain)
    tasks = msgspec.msgpack.Decoder(Task)
    with connection, _Reported(connection, send):
        connection.send_bytes(b"")  # it greets: it could be started here
        while True:
            try:
                task = tasks.decode(connection.recv_bytes())
                for message in _messages(task):
                    connection.send_bytes(send.encode(message))
            except (EOFError, OSError):
                return  # whoever asked is gone


def _prepare() -> None:
    # An interrupt from the keyboard goes to all; the one who asked decides what it means.
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _messages(task: Task) -> Iterator[Message]:
    how = format_named(task.format_name)
    reading = Reading(file=task.file, from_archive=task.from_archive, columns=task.columns)
    refused: tuple[FormatError, ...] = ()
    held: list[Article] = []
    until = time.monotonic() + _SECONDS
    try:
        for article, _ in completed_entries(how, Path(os.fsdecode(task.path)), reading):
            held.append(article)
            if len(held) >= _AT_ONCE or time.monotonic() > until:
                yield Part(held, reading.bytes_read)
                held, until = [], time.monotonic() + _SECONDS
    except FileRefused as refusal:
        refused = refusal.problems
    except FormatError as error:
        refused = (error,)
    except MemoryError:
        refused = (FormatError("it needs more memory than there is.", file=task.file),)
    except RecursionError:
        refused = (FormatError("it is nested deeper than any article.", file=task.file),)
    if held and not refused:
        yield Part(held, reading.bytes_read)
    yield End(
        list(map(_problem, refused)), reading.notes, list(map(_problem, reading.left_out)),
        reading.left_out_in_all, dict(reading.mended), reading.bytes_read,
    )  # fmt: skip


def _problem(error: FormatError) -> Problem:
    return error.reason, error.file, error.line, error.next_step


class _Reported:
    """Tells of a bug before the worker ends of it, without printing anything."""

    def __init__(self, connection: Connection, send: msgspec.msgpack.Encoder) -> None:
        self._connection, self._send = connection, send

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:  # fmt: skip
        if kind is not None and issubclass(kind, Exception):
            said = "".join(traceback.format_exception(kind, error, trace))
            self._connection.send_bytes(self._send.encode(Fault(kind.__name__, said[-8_000:])))
        return kind is not None and issubclass(kind, Exception)
