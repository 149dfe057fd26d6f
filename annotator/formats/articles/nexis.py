"""Nexis Uni and Lexis Advance: the many articles of a Word, RTF, text or page export."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.databases.lines import lines_of, telling_lines
from annotator.formats.databases.nexis import are_of_an_export, stories_in
from annotator.formats.databases.story import entries_of
from annotator.formats.format import Entry, Format, Reading


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    try:
        lines = lines_of(path, reading)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entries_of(stories_in(lines), path, reading, "Nexis Uni")


def _recognises(path: Path, head: bytes) -> bool:
    lines = telling_lines(path, head)
    return bool(lines) and are_of_an_export(lines.decode("utf-8", "replace").split("\n"))


FORMAT = Format(
    name="nexis",
    title="Nexis Uni",
    suffixes=(".docx", ".rtf", ".txt", ".html"),
    description="The articles of a Nexis Uni or Lexis Advance export (Word, RTF, text, HTML).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
