"""Word files: one article a file."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.office.article import entry_of
from annotator.formats.office.word import read_word


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.bytes_read = path.stat().st_size
    try:
        found = read_word(path)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entry_of(found, path, reading)


def _recognises(path: Path, head: bytes) -> bool:
    return head.startswith(b"PK\x03\x04") and b"word/" in head


FORMAT = Format(
    name="docx",
    title="Word",
    suffixes=(".docx", ".docm", ".doc"),
    description="One article a file; tables, text boxes and notes included, comments left out.",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
)
