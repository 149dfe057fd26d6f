"""Nexis Uni and Lexis Advance: the many articles of a Word or RTF export."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.articles.rtf import read_rtf
from annotator.formats.databases.nexis import ENDS, stories_in
from annotator.formats.databases.story import LARGEST_EXPORT, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.office.parts import Parts
from annotator.formats.office.word import read_word

_ANY = "|".join(ENDS).encode()
_END = re.compile(rb">[\s\xc2\xa0]*(?:" + _ANY + rb")[\s\xc2\xa0]*<", re.IGNORECASE)
_END_LINE = re.compile(_ANY, re.IGNORECASE)
_FACT = re.compile(rb">\s*(?:Body|Text|Length|Section|Byline|Load-Date|Copyright|L\xc3\xa4nge"
                   rb"|Longueur|Longitud|Lengte|Corps|Cuerpo|Corpo|\xc2\xa9)\b")  # fmt: skip


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    try:
        if size > LARGEST_EXPORT:
            raise FormatError(f"it has {size:,} bytes; an export may have {LARGEST_EXPORT:,}")
        with path.open("rb") as file:
            is_word = file.read(4).startswith(b"PK")
        lines = read_word(path).paragraphs if is_word else read_rtf(path.read_bytes())
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entries_of(stories_in(lines), path, reading, "Nexis Uni")


def _recognises(path: Path, head: bytes) -> bool:
    if head.lstrip().startswith(b"{\\rtf"):
        with path.open("rb") as file:
            data = file.read(LARGEST_EXPORT)
        return bool(_END_LINE.search(data)) and b"Body" in data and b"Length" in data
    if not (head.startswith(b"PK\x03\x04") and b"word/" in head):
        return False
    try:
        with Parts(path) as parts:
            data = parts.data("word/document.xml")
    except FormatError:
        return False  # the reader of Word files tells what is wrong with it
    return bool(_END.search(data)) and bool(_FACT.search(data))


FORMAT = Format(
    name="nexis",
    title="Nexis Uni",
    suffixes=(".docx", ".rtf"),
    description="The articles of a Nexis Uni or Lexis Advance export (Word, RTF).",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
    specific=True,
)
