"""Plain text: one file is one article, kept character by character as it was decoded."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.article import Article, character_problem
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown

LARGEST_FILE = 50_000_000
"""Bytes; a longer file is refused before it is read."""

_SAMPLE = 200_000  # bytes that an encoding is guessed from
_LIKELIEST = "windows-1252"
# The longer marks come first: UTF-32's starts like UTF-16's.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a Word file or an archive"),
    (b"SQLite format 3\x00", "a database; if it is a project, open it instead"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x1f\x8b", "a compressed file"),
)
_CONTROLS = bytes((*range(7), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F))
# ISO sets have only controls where Windows ones have curly quotes: with those, it was not ISO.
_UNPRINTED = re.compile("[\x80-\x84\x86-\x9f]")
_SAVE = "Save it as UTF-8 text and import it again"


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = path.stat().st_size
    if size > LARGEST_FILE:
        reading.refuse(
            f"it has {size:,} bytes; a text file may have {LARGEST_FILE:,}",
            next_step="Split it into articles.",
        )
        return
    data = path.read_bytes()
    reading.bytes_read = len(data)
    try:
        text = decoded(data, reading)
        article = Article.new(text, metadata={"file": shown(Path(path.name))})
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield article, []


def decoded(data: bytes, reading: Reading) -> str:
    """Give the text of a file's bytes without its byte-order mark.

    Tried are: the mark, strict UTF-8, then a guess, which is noted. Raises FormatError for what
    is no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    kind = next((kind for start, kind in _KINDS if data.startswith(start)), "")
    if kind:
        raise FormatError(f"it is {kind}, not plain text")
    _refuse_what_is_no_text(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_surrogates(data)
        return _guessed(data, reading, first_odd=error.start)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = (
            character_problem(data.decode(encoding, "surrogatepass"))
            if (_is_surrogate(error))
            else ""
        )
        raise FormatError(
            f"the text {problem}. {_SAVE}" if problem
            else f"its first bytes say {encoding}, but byte {error.start} is none. {_SAVE}"
        ) from error  # fmt: skip


def _is_surrogate(error: UnicodeDecodeError) -> bool:
    try:
        error.object.decode(error.encoding, "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _refuse_what_is_no_text(data: bytes) -> None:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > 3 and controls * 50 > len(sample):
        raise FormatError(f"it is a binary file, not text (or UTF-16 without a mark). {_SAVE}")


def _refuse_surrogates(data: bytes) -> None:
    try:
        problem = character_problem(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return
    raise FormatError(f"the text {problem}. {_SAVE}")


def _guessed(data: bytes, reading: Reading, *, first_odd: int) -> str:
    import chardet  # loaded late: most files are UTF-8

    # What cannot be UTF-8 is often one word in a long file, so the guess looks around it. News
    # is kept in the sets of the web and of national systems, not in those of old Macs and DOS.
    start = max(0, first_odd - _SAMPLE // 2)
    sample, eras = data[start : start + _SAMPLE], chardet.EncodingEra
    guess = chardet.detect(
        sample, encoding_era=eras.MODERN_WEB | eras.LEGACY_ISO | eras.LEGACY_REGIONAL
    )
    encoding, sure = guess["encoding"] or _LIKELIEST, guess["confidence"] or 0.0
    if encoding.lower() == "utf-8" or _is_damaged_utf8(sample):
        raise FormatError(f"it is UTF-8 with a damaged place at byte {first_odd}. {_SAVE}")
    text = _strict(data, encoding)
    if _UNPRINTED.search(text):
        encoding, sure = _LIKELIEST, 0.0
        text = _strict(data, encoding)
    if not text:
        raise FormatError(
            f"it is not UTF-8 (byte {first_odd}) and its encoding cannot be told. {_SAVE}"
        )
    how_sure = f" ({sure:.0%} sure)" if sure else ""
    reading.note(f"read as {encoding}, a guess{how_sure}; look at its accents and quotes.")
    return text.removeprefix("\ufeff")


def _is_damaged_utf8(sample: bytes) -> bool:
    text = sample.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    return sum(not c.isascii() for c in text) > 3 * damaged


def _strict(data: bytes, encoding: str) -> str:
    """Give the text of bytes, or an empty one where the encoding cannot be theirs."""
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return ""


FORMAT = Format(
    name="text",
    title="Plain text",
    suffixes=(".txt", ".text"),
    description="One article a file; UTF-8, or an encoding that its bytes tell.",
    read=_read,
    loses=("annotations",),
)
