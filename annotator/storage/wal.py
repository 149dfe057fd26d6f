"""The log beside a project (SQLite's -wal): what of it SQLite would drop in silence.

One wrong bit ends the log for SQLite: it drops that transaction and all later ones without a word
(measured, see tests). Each commit waits for the disk, so of a program or a machine that ended amid
writing at most one transaction is not whole; more than one behind a wrong frame is damage. As in
https://sqlite.org/fileformat2.html#the_write_ahead_log
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

_HEADER, _FRAME = 32, 24
_LITTLE, _FORMAT, _PAGE = 0x377F0682, 3007000, 4096
_LONGEST = 256_000_000
Sum: TypeAlias = tuple[int, int]
Data: TypeAlias = bytes | bytearray


@dataclass(frozen=True, slots=True)
class _Frame:
    at: int
    commits: bool
    salts: bytes
    page_number: int


def beside(path: Path) -> Path:
    """Give the log's path for a project's."""
    return path.with_name(path.name + "-wal")


def behind_damage(log: Path) -> int:
    """Give how many transactions lie behind damage in a log; 0 where none provably does.

    Nothing is written. A log of more than 256 MB is not looked at.
    """
    data = _read(log)
    dropped = len(_dropped(data))
    # While another window writes, what was read may be of two moments.
    return dropped if dropped and data == _read(log) else 0


def mend(log: Path) -> None:
    """Let SQLite read what lies behind damage: for a copy, since a wrong page may come with it."""
    data = bytearray(_read(log))
    dropped = _dropped(data)
    if not dropped:
        return
    salts = _salts(data)
    struct.pack_into(">III", data, 0, _LITTLE, _FORMAT, _PAGE)
    data[16:24] = salts
    sums = _summed(data[:24], (0, 0), "<")
    struct.pack_into(">II", data, 24, *sums)
    for frame in _frames(data):
        if frame.at > dropped[-1].at:
            break
        data[frame.at + 8 : frame.at + 16] = salts
        sums = _frame_sum(data, frame, sums, "<")
        struct.pack_into(">II", data, frame.at + 16, *sums)
    log.write_bytes(data)


def _read(log: Path) -> bytes:
    try:
        return log.read_bytes() if log.stat().st_size <= _LONGEST else b""
    except OSError:
        return b""


def _dropped(data: Data) -> list[_Frame]:
    """Give the frames that end transactions behind the first that does not hold."""
    if len(data) < _HEADER + _FRAME + _PAGE:
        return []
    salts = _salts(data)
    ends = [frame for frame in _frames(data) if frame.commits and frame.salts == salts]
    if len(ends) < 2:  # a program that ended amid a long import leaves much, and nothing whole
        return []
    bad = _first_bad(data, ends[-2].at)
    behind = [frame for frame in ends if frame.at >= bad]
    return behind if len(behind) > 1 else []


def _first_bad(data: Data, last: int) -> int:
    """Give where SQLite stops reading, if that is not behind a place; else the log's length."""
    order, sums = _order(data), _header_sum(data)
    if sums is None:
        return 0
    for frame in _frames(data):
        if frame.at > last:
            break
        if frame.salts != data[16:24] or not frame.page_number:
            return frame.at
        sums = _frame_sum(data, frame, sums, order)
        if sums != struct.unpack_from(">II", data, frame.at + 16):
            return frame.at
    return len(data)


def _frames(data: Data) -> Iterator[_Frame]:
    for at in range(_HEADER, len(data) - _FRAME - _PAGE + 1, _FRAME + _PAGE):
        number, size = struct.unpack_from(">II", data, at)
        yield _Frame(at, bool(size), bytes(data[at + 8 : at + 16]), number)


def _salts(data: Data) -> bytes:
    """Give what marks the frames of this log, and not those that an earlier one left."""
    first = _HEADER + 8
    return bytes(data[16:24] if _header_sum(data) else data[first : first + 8])


def _order(data: Data) -> str:
    return "<" if data[3] == _LITTLE & 0xFF else ">"


def _header_sum(data: Data) -> Sum | None:
    """Give the header's sums, or None where they are wrong."""
    magic, form, page = struct.unpack_from(">III", data)
    sums = _summed(data[:24], (0, 0), _order(data))
    whole = sums == struct.unpack_from(">II", data, 24)
    return sums if whole and (magic | 1, form, page) == (_LITTLE | 1, _FORMAT, _PAGE) else None


def _frame_sum(data: Data, frame: _Frame, sums: Sum, order: str) -> Sum:
    start = frame.at + _FRAME
    return _summed(data[frame.at : frame.at + 8] + data[start : start + _PAGE], sums, order)


def _summed(data: Data, sums: Sum, order: str) -> Sum:
    first, second = sums
    words = iter(struct.unpack(f"{order}{len(data) // 4}I", data))
    for one, two in zip(words, words, strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
