"""The records of a JSON file: one a line, the members of a list, or one document.

Bounded: a record may have `LARGEST_RECORD` bytes, and what is nested deeper than a parser goes
is refused. A list is read member by member, so a long one needs no more memory than its largest.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from json import JSONDecodeError, JSONDecoder
from pathlib import Path
from typing import IO, Any, NamedTuple

from annotator.core.errors import FormatError
from annotator.formats.format import Reading

LARGEST_RECORD = 120_000_000
_CHUNK = 1 << 20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NESTED = "it is nested deeper than any data of this kind"
_decode = JSONDecoder(parse_constant=lambda name: _no_number(name)).raw_decode
_BLANK = re.compile(r"[ \t\r\n]*")


class Record(NamedTuple):
    """A member of a file: its line where the file has one a line, else its number in words."""

    table: dict[str, Any]
    line: int | None
    name: str


def plain_table(value: Any) -> dict[str, Any]:
    """Give a JSON object; FormatError for another value."""
    if not isinstance(value, dict):
        raise FormatError("it is no JSON object")
    return value


def records(
    path: Path, reading: Reading, table: Callable[[Any], dict[str, Any]] = plain_table
) -> Iterator[Record]:
    """Give the objects of a file; what is none of them is refused with its place.

    A format whose records are no objects says how each of them becomes one.
    """
    with path.open("rb") as file:
        first = _first_line(file)
        if not first.strip():
            reading.refuse("the file is empty")
            return
        if first.startswith(_WIDE):
            reading.refuse("the file is UTF-16 or UTF-32", next_step="Save it as UTF-8.")
            return
        file.seek(0)
        start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
        if start.startswith(b"[") or not _is_whole(first):
            yield from _members(file, reading, table)
        else:
            yield from _lines(file, reading, table)


def _first_line(file: IO[bytes]) -> bytes:
    while line := file.readline(LARGEST_RECORD):
        if line.strip(b"\xef\xbb\xbf \t\r\n"):
            return line
    return b""


def _is_whole(line: bytes) -> bool:
    """Say whether a line is one object, or is broken in a way that no further line could heal."""
    text = line.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    try:
        return _decode(text)[1] == len(text)
    except JSONDecodeError as error:
        return error.pos < len(text)
    except (FormatError, RecursionError, ValueError):
        return True


# --- one a line


def _lines(
    file: IO[bytes], reading: Reading, table: Callable[[Any], dict[str, Any]]
) -> Iterator[Record]:
    number = 0
    while raw := file.readline(LARGEST_RECORD):
        number += 1
        reading.bytes_read += len(raw)
        if len(raw) == LARGEST_RECORD:
            reading.refuse(f"the line is longer than {LARGEST_RECORD:,} bytes", number)
            return
        raw = raw.removeprefix(codecs.BOM_UTF8) if number == 1 else raw
        if not raw.strip():
            continue
        try:
            yield Record(table(parsed(raw)), number, "")
        except FormatError as problem:
            reading.refuse(problem.reason, number)


def parsed(raw: bytes) -> Any:
    """Give what the bytes of one JSON value hold; FormatError, with the reason, for others."""
    try:
        text = raw.decode("utf-8").strip(" \t\r\n")
        value, end = _decode(text)
    except UnicodeDecodeError as error:
        raise FormatError(f"it is not UTF-8 ({error.reason})") from error
    except RecursionError as error:
        raise FormatError(_NESTED) from error
    except JSONDecodeError as error:
        what = "the line ends in the middle" if error.pos >= len(text) else error.msg.lower()
        raise FormatError(f"it is no JSON: {what} at character {error.pos}") from error
    except ValueError as error:  # a number with more digits than can be
        raise FormatError("it is no JSON: a number is too long") from error
    if end != len(text):
        raise FormatError(f"it is no JSON: more follows after the value, at character {end}")
    if "\\u" in text:
        refuse_half_characters(value)
    return value


def _no_number(name: str) -> Any:
    raise FormatError(f"it holds {name}, which is no JSON number")


def refuse_half_characters(value: Any) -> None:
    """Raise FormatError when a text in a value holds a lone surrogate."""
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if isinstance(found, str):
            if not found.isascii() and _SURROGATE.search(found):
                raise FormatError("it holds half a character (a lone surrogate)")
        elif isinstance(found, dict):
            waiting += found
            waiting += found.values()
        elif isinstance(found, list):
            waiting += found


# --- members of a list, or one document


def _members(
    file: IO[bytes], reading: Reading, table: Callable[[Any], dict[str, Any]]
) -> Iterator[Record]:
    text = _Window(file, reading)
    try:
        listed = text.peek() == "["
        if listed:
            text.skip()
        number = 0
        while text.peek() not in ("", "]"):
            number += 1
            name = f"record {number}" if listed else ""
            yield Record(table(text.value()), None, name)
            if not listed:
                break
            if text.peek() == ",":
                text.skip()
            elif text.peek() != "]":
                raise FormatError("it is no JSON: a comma is missing between its records")
        if listed and text.peek() != "]":
            raise FormatError("it is no JSON: the list ends in the middle")
        if listed:
            text.skip()
        if text.peek():
            raise FormatError("it is no JSON: more follows after its end")
    except FormatError as problem:
        reading.refuse(problem.reason)


class _Window:
    """The part of a file that is looked at, as text."""

    def __init__(self, file: IO[bytes], reading: Reading) -> None:
        self._file, self._reading = file, reading
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self._text, self._at, self._end = "", 0, False

    def peek(self) -> str:
        """Give the next character that is no blank; "" at the end."""
        while True:
            found = _BLANK.match(self._text, self._at)
            assert found is not None
            self._at = found.end()
            if self._at < len(self._text) or self._end:
                return self._text[self._at : self._at + 1]
            self._more(_CHUNK)

    def skip(self) -> None:
        """Pass the next character."""
        self._at += 1

    def value(self) -> Any:
        """Give the next value."""
        wanted = _CHUNK
        while True:
            try:
                value, end = _decode(self._text, self._at)
            except RecursionError as error:
                raise FormatError(_NESTED) from error
            except JSONDecodeError as error:
                if self._end:
                    at = self._reading.bytes_read - len(self._text) + error.pos
                    raise FormatError(f"it is no JSON: {error.msg.lower()} near {at}") from error
            except ValueError as error:
                raise FormatError("it is no JSON: a number is too long") from error
            else:
                if end < len(self._text) or self._end:
                    part = self._text[self._at : end]
                    if "\\u" in part:
                        refuse_half_characters(value)
                    self._at = end
                    return value
            if len(self._text) - self._at > LARGEST_RECORD:
                raise FormatError(f"one of its records is longer than {LARGEST_RECORD:,} bytes")
            self._more(wanted)
            wanted *= 2

    def _more(self, wanted: int) -> None:
        raw = self._file.read(wanted)
        self._reading.bytes_read += len(raw)
        self._end = len(raw) < wanted
        try:
            self._text = self._text[self._at :] + self._decoder.decode(raw, self._end)
        except UnicodeDecodeError as error:
            raise FormatError(f"it is not UTF-8 ({error.reason})") from error
        self._at = 0


# --- what kind of record it is


@lru_cache(maxsize=8)
def first_table(head: bytes) -> dict[str, Any]:
    """Give the first object of a file's first bytes, as far as it is there; {} for no JSON.

    Of an object that is cut off, the keys with whole values are given.
    """
    text = head.decode("utf-8", "ignore").lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        text = text[1:].lstrip()
    if not text.startswith("{"):
        return {}
    try:
        value, _ = _decode(text)
        return value if isinstance(value, dict) else {}
    except (FormatError, RecursionError, ValueError):
        return _begun(text)


def _begun(text: str) -> dict[str, Any]:
    table: dict[str, Any] = {}
    at = 1
    try:
        while True:
            at = _blank(text, at)
            key, at = _decode(text, at)
            at = _blank(text, at)
            if text[at : at + 1] != ":" or not isinstance(key, str):
                return table
            table[key] = _started(text, at := _blank(text, at + 1))
            table[key], at = _decode(text, at)
            at = _blank(text, at)
            if text[at : at + 1] != ",":
                return table
            at += 1
    except (FormatError, RecursionError, ValueError):
        return table


def _started(text: str, at: int) -> Any:
    """Give an empty value of the kind that begins at a place."""
    return {"[": [], "{": {}, '"': ""}.get(text[at : at + 1])


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
