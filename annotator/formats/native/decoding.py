"""From the bytes of a line to its records, and from records to values' parts."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import msgspec

from annotator.core.article import LARGEST_TEXT, text_problem
from annotator.core.errors import FormatError
from annotator.core.identifiers import is_id, parse_time
from annotator.core.span import Fragments, Span
from annotator.formats.format import Reading
from annotator.formats.native.line import UNKNOWN_TIME, FileId, Line, Meta, SpanRecord

_JOIN = (
    "Import it with --format textless, or with none named, into the project that holds its texts."
)


class _Textless(msgspec.Struct):
    meta: Meta
    text: str | msgspec.UnsetType | None = msgspec.UNSET


_line = msgspec.json.Decoder(Line)
_textless = msgspec.json.Decoder(_Textless)
_encode = msgspec.json.Encoder().encode
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_FACTS = {"annotator", "author", "language", "outlet", "published", "title", "url"}
"""Keys of ``meta`` that lines written by hand have beside it."""
_KNOWN, _KNOWN_META = ({f.name for f in msgspec.structs.fields(kind)} for kind in (Line, Meta))


def decoded(raw: bytes, reading: Reading) -> Line:
    """Give what a line holds; FormatError, with the reason, when it is no line of this format.

    A title, an annotator and the like count as well where they stand beside ``meta``. Keys that
    the format does not know, of the line or its ``meta``, are kept as the article's metadata;
    those that hold lists and objects are left aside with a note.
    """
    raw = raw.rstrip(b"\r\n")
    line = _typed(raw)
    if len(line.text) > LARGEST_TEXT:  # before it is held in memory several times more
        raise FormatError(text_problem(line.text))
    # A line written as we write it holds no key twice and none that is unknown; only one that
    # another tool wrote needs the slow look.
    if _encode(line) != raw:
        _look_closely(raw, line, reading)
    return line


def _typed(raw: bytes) -> Line:
    try:
        return _line.decode(raw)
    except msgspec.ValidationError as error:
        if _is_without_text(raw):
            raise FormatError("it is a line of an export without texts", next_step=_JOIN) from error
        reason, _, place = str(error).partition(" - at ")
        place = place.strip("`").removeprefix("$").removeprefix(".")
        raise FormatError(
            f"{place + ': ' if place else ''}{reason[:1].lower()}{reason[1:]}".replace("`", "'")
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError(f"it is not UTF-8 ({error.reason})") from error
    except RecursionError as error:
        raise FormatError("it is nested deeper than any line of training data") from error
    except msgspec.DecodeError as error:
        if _SURROGATE.search(raw) and _is_json(raw):
            raise FormatError("it holds half a character (a lone surrogate)") from error
        raise FormatError(f"it is no JSON: {_in_words(error)}") from error


def _is_without_text(raw: bytes) -> bool:
    """Say whether a line lacks only its text, and names it by its hash."""
    try:
        line = _textless.decode(raw)
    except (ValueError, RecursionError):
        return False
    return line.text is msgspec.UNSET and bool(line.meta.sha256)


def _in_words(error: msgspec.DecodeError) -> str:
    reason = str(error).removeprefix("JSON is malformed: ")
    return "the line ends in the middle" if reason == "Input data was truncated" else reason


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except (ValueError, RecursionError):
        return False
    return True


def _look_closely(raw: bytes, line: Line, reading: Reading) -> None:
    try:
        table = json.loads(raw, object_pairs_hook=_table)
    except RecursionError as error:
        raise FormatError("it is nested deeper than any line of training data") from error
    except ValueError as error:
        raise FormatError(f"it is no JSON: {error}") from error
    kept, lost = _simple(table, _KNOWN)
    if line.meta is not None:
        more, less = _simple(table["meta"], _KNOWN_META)
        kept |= more
        lost += [f"meta.{key}" for key in less]
    for key in _FACTS & {key for key, value in kept.items() if isinstance(table.get(key), str)}:
        line.meta = line.meta or Meta()
        if not getattr(line.meta, key):
            setattr(line.meta, key, kept.pop(key))
    if kept:
        line.meta = line.meta or Meta()
        line.meta.metadata = kept | (line.meta.metadata or {})
    if lost:
        reading.note(f"its keys {', '.join(lost)} were left aside.")


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        twice = next(key for key, count in Counter(k for k, _ in pairs).items() if count > 1)
        raise FormatError(f"the key {twice!r:.80} stands twice in one object")
    return table


def _simple(table: dict[str, Any], known: set[str]) -> tuple[dict[str, str], list[str]]:
    """Give the unknown keys that hold one value, as text, and the names of the other ones."""
    more = {key: table[key] for key in sorted(table.keys() - known) if table[key] is not None}
    kept = {key: _as_text(x) for key, x in more.items() if isinstance(x, str | int | float)}
    return kept, [key for key in more if key not in kept]


def _as_text(value: str | int | float) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def identifier(given: FileId) -> str | None:
    """Give an identifier of a file in the usual form; None where it is none of ours."""
    if isinstance(given, str):
        if is_id(given):
            return given
        if len(given) == 36 and is_id(given.lower()):
            return given.lower()
    return None


def time_of(given: str | None) -> str:
    """Give a time as it is kept, `UNKNOWN_TIME` for none; FormatError for what is no time."""
    if not given:
        return UNKNOWN_TIME
    try:
        if _TIME.fullmatch(given):
            datetime.fromisoformat(given)
            return given
        return parse_time(given)
    except ValueError:
        raise FormatError(f"{given!r:.60} is no time like 2026-11-23T14:05:09.120Z") from None


def fragments_of_record(record: SpanRecord) -> Fragments:
    """Give the fragments of a span; FormatError when they contradict themselves."""
    if record.fragments is None:
        return (_span(record.start, record.end),)
    if not record.fragments:
        raise FormatError("its list of fragments is empty")
    parts = tuple(_span(start, end) for start, end in record.fragments)
    _in_order(parts)
    if (parts[0].start, parts[-1].end) != (record.start, record.end):
        raise FormatError(
            f"start {record.start} and end {record.end} are not those of its fragments"
        )
    return parts


def _span(start: int, end: int) -> Span:
    if not 0 <= start < end:
        raise FormatError(f"offsets {start} to {end} are no span")
    return Span(start, end)


def _in_order(parts: Sequence[Span]) -> None:
    if any(a.end >= b.start for a, b in pairwise(parts)):
        raise FormatError("its fragments overlap, touch or are out of order")
