"""The witness: every action once more, one line each, in a file apart from the project.

SQLite drops the end of a damaged log beside a project in silence. The witness notices, since
its chain of hashes goes on where the project's ends, and has the actions, so they can be brought
back. Its lines are the rows of the edit log. They are not synced: what it guards against is
damage and copies made without the log, not a power cut.
"""

import contextlib
import json
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from annotator import paths
from annotator.storage import log
from annotator.storage.action_log import LogRow

Head = tuple[int, bytes]
"""The number and the hash of a log's last row."""
_log = logging.getLogger(__name__)


class Witness:
    """The side file of one project. Trouble with it is logged and never stops an edit."""

    def __init__(self, identity: str, project: Path | None = None) -> None:
        """Read what is known of a project; nothing is written yet.

        ``project`` is the path that is noted, so that the witness of a file is found that
        cannot tell its identity any more.
        """
        self._project = str(project.resolve()) if project else ""
        self._file: Path | None = None
        self._base: Head = (0, log.NO_HASH)
        self._rows: list[LogRow] = []
        self._sound = 0  # bytes that hold whole, verified lines
        self.missing: list[LogRow] = []
        self.lost = 0
        with self._calmly():
            self._file = file_of(identity)
            if self._file.exists():
                self._read(self._file)

    @property
    def last(self) -> Head:
        """The number and hash of the last action that is known."""
        return _head(self._rows[-1]) if self._rows else self._base

    @property
    def actions(self) -> Sequence[LogRow]:
        """The actions that it holds."""
        return self._rows

    def peek(self, head: Head) -> None:
        """Find the missing actions as `compare` does, and never write anything."""
        self._file = None
        if head in [self._base, *map(_head, self._rows)]:
            self.missing = [row for row in self._rows if _number(row) > head[0]]
        else:
            self.lost = max(0, self.last[0] - head[0])

    def compare(self, head: Head, later: Callable[[int], Iterable[LogRow]]) -> None:
        """Find the actions that a project with a given head lacks: `missing`.

        ``later`` gives the project's own rows after a number; what the witness lacks of them is
        written to it. `lost` counts actions that were seen here and cannot be brought back,
        because an older backup holds them.
        """
        known = {self._base[0]: self._base[1], **dict(map(_head, self._rows))}
        if known.get(head[0]) == head[1]:
            self.missing = [row for row in self._rows if _number(row) > head[0]]
            self._keep_sound()
        elif head[0] > self.last[0] and self._continues(later):
            self._keep_sound()
            for row in later(self.last[0]):
                self.append(row)
        else:
            self.lost = max(0, self.last[0] - head[0])
            self.set_aside(head)

    def _continues(self, later: Callable[[int], Iterable[LogRow]]) -> bool:
        """Say whether the project's rows follow the witness's last one, by the chain."""
        for row in later(self.last[0]):
            return bool(log.chained(self.last[1], row[:-1]) == row[-1])
        return False

    def append(self, row: LogRow) -> None:
        """Write one more action, after it is durable in the project."""
        if self.missing:
            # The user went on without what was missing: another history begins.
            self.set_aside((_number(row) - 1, b""))
        with self._calmly():
            if self._file is not None:
                if not self._file.exists():
                    self._write_header()
                with self._file.open("ab") as file:
                    file.write(_line(row))
                self._rows.append(row)

    def trim(self, head: Head) -> None:
        """Forget the actions up to one that a verified backup holds."""
        if (head[0], head[1]) not in map(_head, self._rows):
            return
        rest = [row for row in self._rows if _number(row) > head[0]]
        with self._calmly():
            if self._file is not None and not self.missing:
                self._base, self._rows = head, rest
                self._write_header()

    def replayed(self, count: int) -> None:
        """Note that so many of the missing actions are in the project again."""
        self.missing = self.missing[count:]

    def set_aside(self, head: Head) -> None:
        """Start anew at a project's head; what was known is kept beside under another name."""
        with self._calmly():
            if self._file is not None and self._rows:
                number = 1
                while (aside := self._file.with_suffix(f".{number}.aside")).exists():
                    number += 1
                os.replace(self._file, aside)
            self._base, self._rows, self.missing = head, [], []
            if self._file is not None:
                self._write_header()

    # --- the file

    def _read(self, file: Path) -> None:
        """Take lines as long as each is whole and follows from the one before."""
        with file.open("rb") as lines:
            for number, line in enumerate(lines):
                row = _parsed(line)
                if row is None or not self._take(row, first=number == 0):
                    return
                self._sound += len(line)

    def _take(self, row: list[Any], *, first: bool) -> bool:
        if first:
            if len(row) != 3:
                return False
            self._base = (row[0], row[1])
            self._project = self._project or row[2]
            return True
        if len(row) != 9:
            return False
        if self._base[1] == b"" and not self._rows:
            self._rows.append(tuple(row))  # the first row of a history begun aside
            return True
        if log.chained(self.last[1], tuple(row[:-1])) != row[-1]:
            return False
        self._rows.append(tuple(row))
        return True

    def _keep_sound(self) -> None:
        """Cut off a torn last line, so that what is appended can be read."""
        with self._calmly():
            if self._file is not None:
                if self._file.exists() and self._sound:
                    os.truncate(self._file, self._sound)
                else:
                    self._write_header()

    def _write_header(self) -> None:
        assert self._file is not None
        self._file.parent.mkdir(parents=True, exist_ok=True)
        working = self._file.with_suffix(".new")
        with working.open("wb") as file:
            file.write(_line((*self._base, self._project)))
            file.writelines(map(_line, self._rows))
        os.replace(working, self._file)

    @contextlib.contextmanager
    def _calmly(self) -> Any:
        try:
            yield
        except OSError as error:
            _log.warning("the witness cannot be used: %s", error.strerror)
            self._file = None


def file_of(identity: str) -> Path:
    """Give where the witness of a project lies; OSError where the home cannot be written."""
    return paths.user_data() / "witness" / f"{identity}.jsonl"


def actions_of_file(path: Path) -> Sequence[LogRow]:
    """Give the actions that are known of the file at a path, which may be damaged."""
    wanted = str(path.resolve())
    with contextlib.suppress(OSError):
        for file in file_of("x").parent.glob("*.jsonl"):
            with file.open("rb") as lines:
                header = _parsed(lines.readline())
            if header and header[-1] == wanted:
                return Witness(file.stem).actions
    return ()


def _number(row: LogRow) -> int:
    return int(row[0])  # type: ignore[call-overload, no-any-return]


def _head(row: LogRow) -> Head:
    return _number(row), bytes(row[-1])  # type: ignore[call-overload]


def _line(row: tuple[object, ...]) -> bytes:
    plain = [{"hex": item.hex()} if isinstance(item, bytes) else item for item in row]
    return json.dumps(plain, ensure_ascii=False).encode("utf-8") + b"\n"


def _parsed(line: bytes) -> list[Any] | None:
    """Give the row of a line, or None where it is torn or damaged."""
    try:
        row = json.loads(line) if line.endswith(b"\n") else None
        if not isinstance(row, list) or not row or type(row[0]) is not int:
            return None
        return [bytes.fromhex(i["hex"]) if isinstance(i, dict) else i for i in row]
    except (ValueError, KeyError, TypeError):
        return None
