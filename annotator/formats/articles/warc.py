"""WARC, the archive files of web crawlers: one article a page that was answered with HTML."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.pages.article import entry_of
from annotator.formats.pages.main_text import LARGEST_PAGE, main_text

_LONGEST_LINE, _MOST_HEADERS = 16_384, 200
_MOST_BYTES = 5_000_000_000
_SKIP = 1 << 20
_CUT_OFF = "the file ends within a record"

Headers = dict[str, str]


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    with path.open("rb") as raw:
        is_gzip = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        file = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if is_gzip else raw
        count = 0
        try:
            for headers, body in _responses(file):
                reading.bytes_read = raw.tell()
                count += 1
                yield from _page(headers, body, path, reading)
        except FormatError as error:
            reading.refuse(error.reason)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            reading.refuse(f"it is damaged after {count} pages: {str(error)[:100]}")
    if not count and not reading.problems:
        reading.refuse("it holds no answer that is a web page")


def _page(headers: Headers, body: bytes, path: Path, reading: Reading) -> Iterator[Entry]:
    url = headers.get("warc-target-uri", "").strip("<>")
    facts = {"file": shown(Path(path.name)), "fetched": headers.get("warc-date", "")}
    own = Reading(file=reading.file)
    try:
        page = main_text(body, url=url)
    except FormatError as error:
        reading.leave_out(f"{url or 'a page'}: {error.reason}")
        return
    yield from entry_of(page, own, facts)
    for note in own.notes:
        said = note.removeprefix(f"{reading.file}: ")
        reading.note(f"{url}: {said}")
    for problem in own.problems:
        reading.leave_out(f"{url}: {problem.reason}")


def _responses(file: IO[bytes]) -> Iterator[tuple[Headers, bytes]]:
    """Give the archive's headers and the page of each answer of kind 200 in HTML."""
    read = 0
    while (first := _line(file)) is not None:
        if not first.strip():
            continue
        if not first.startswith(b"WARC/"):
            raise FormatError("it is no WARC file, or damaged: a record begins with other words")
        headers = _headers(file)
        length = _length(headers.get("content-length", ""))
        read += length
        if read > _MOST_BYTES:
            raise FormatError(f"its records hold more than {_MOST_BYTES:,} bytes")
        wanted = headers.get("warc-type", "").lower() in ("response", "resource")
        if not wanted or length > LARGEST_PAGE:
            _skip(file, length)
            continue
        record = file.read(length)
        if len(record) < length:
            raise EOFError(_CUT_OFF)
        body = _body(headers, record)
        if body is not None:
            yield headers, body


def _line(file: IO[bytes]) -> bytes | None:
    line = file.readline(_LONGEST_LINE)
    if len(line) >= _LONGEST_LINE:
        raise FormatError("it is no WARC file, or damaged: a line of a header never ends")
    return line or None


def _headers(file: IO[bytes]) -> Headers:
    found: Headers = {}
    for _ in range(_MOST_HEADERS):
        line = _line(file)
        if line is None or not line.strip():
            return found
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found[name.strip().lower()] = value.strip()
    raise FormatError(f"it is damaged: a record has more than {_MOST_HEADERS} headers")


def _length(said: str) -> int:
    if not (said.isascii() and said.isdigit() and len(said) < 14):
        raise FormatError("it is damaged: a record does not say how long it is")
    return int(said)


def _skip(file: IO[bytes], length: int) -> None:
    while length > 0:
        got = len(file.read(min(length, _SKIP)))
        if not got:
            raise EOFError(_CUT_OFF)
        length -= got


def _body(headers: Headers, record: bytes) -> bytes | None:
    """Give the page of an answer, unpacked; None for what is no page."""
    if headers.get("warc-type", "").lower() == "resource":
        return record if "html" in headers.get("content-type", "") else None
    head, _, body = record.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    http = {name.strip().lower(): value.strip() for name, _, value in
            (line.partition(":") for line in lines)}  # fmt: skip
    if " 200" not in first[:16] or "html" not in http.get("content-type", "").lower():
        return None
    if http.get("transfer-encoding", "").lower() == "chunked":
        body = _without_chunks(body)
    return unpacked(body, http.get("content-encoding", "").lower())


def _without_chunks(body: bytes) -> bytes:
    """Give a body that was sent in pieces as one; one that was joined already stays."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 20)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b"x"
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(parts) or body
        if not length:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def unpacked(body: bytes, encoding: str) -> bytes | None:
    """Give the bytes of a compressed answer, at most a page's; None for what is not known."""
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            data = zlib.decompressobj(bits).decompress(body, LARGEST_PAGE + 1)
        except zlib.error:
            continue
        return data if len(data) <= LARGEST_PAGE else None
    return body if body.lstrip().startswith(b"<") else None


def _recognises(path: Path, head: bytes) -> bool:
    if head.startswith(b"\x1f\x8b"):
        try:
            return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, 10).startswith(b"WARC/")
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


FORMAT = Format(
    name="warc",
    title="WARC",
    suffixes=(".warc", ".warc.gz"),
    description="The HTML pages of a web archive, each an article.",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
