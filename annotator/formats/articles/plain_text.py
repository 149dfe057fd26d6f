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
_LEAST_SURE, _LIKELIEST = 0.2, "windows-1252"  # below it a rare set is a worse guess
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
_CONTROLS = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
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
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_what_is_no_text(data)
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
    if 0 in data[:_SAMPLE] or len(_CONTROLS.findall(data[:_SAMPLE])) * 50 > len(data[:_SAMPLE]):
        raise FormatError(f"it is a binary file, not text (or UTF-16 without a mark). {_SAVE}")
    try:
        problem = character_problem(data.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:
        return
    raise FormatError(f"the text {problem}. {_SAVE}")


def _guessed(data: bytes, reading: Reading, *, first_odd: int) -> str:
    import chardet  # loaded late: most files are UTF-8

    # What cannot be UTF-8 is often one word in a long file, so the guess looks around it.
    start = max(0, first_odd - _SAMPLE // 2)
    guess = chardet.detect(data[start : start + _SAMPLE])
    encoding = guess["encoding"] or ""
    if encoding.lower().startswith("iso") and (guess["confidence"] or 0.0) < _LEAST_SURE:
        encoding = _LIKELIEST
    try:
        text = data.decode(encoding) if encoding else ""
    except (UnicodeDecodeError, LookupError):
        encoding = text = ""
    if not encoding:
        raise FormatError(
            f"it is not UTF-8 (byte {first_odd}) and its encoding cannot be told. {_SAVE}"
        )
    # How sure the guesser is says little: it is at 14 % with a plain German text.
    reading.note(f"read as {encoding}, which is a guess; look at its accents and quotes.")
    return text.removeprefix("\ufeff")


FORMAT = Format(
    name="text",
    title="Plain text",
    suffixes=(".txt", ".text"),
    description="One article a file; UTF-8, or an encoding that its bytes tell.",
    read=_read,
    loses=("annotations",),
)
