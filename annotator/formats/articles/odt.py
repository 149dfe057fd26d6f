"""OpenDocument texts: one article a file."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.office.article import entry_of
from annotator.formats.office.opendocument import read_opendocument


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    reading.bytes_read = path.stat().st_size
    try:
        found = read_opendocument(path)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entry_of(found, path, reading)


FORMAT = Format(
    name="odt",
    title="OpenDocument text",
    suffixes=(".odt",),
    description="One article a file; tables, text boxes and notes included, comments left out.",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: b"mimetypeapplication/vnd.oasis.opendocument.text" in head,
)
