"""RTF files: one article a file."""

import re
from collections.abc import Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.office.article import entry_of
from annotator.formats.office.word import Document

LARGEST_FILE = 50_000_000
_CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_rtf(data: bytes) -> list[str]:
    """Give the lines of an RTF file; FormatError for what is none."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise FormatError("it is no RTF file")
    try:
        # The file is ASCII with escapes; bytes beyond that are in its code page.
        text: str = rtf_to_text(  # type: ignore[no-untyped-call]
            data.decode(_code_page(data), "replace"), errors="replace"
        )
    except (ValueError, IndexError, KeyError, TypeError, LookupError, RecursionError) as error:
        raise FormatError(f"it is damaged: {str(error)[:100]}") from error
    if _SURROGATE.search(text):
        # Letters beyond the first plane come as two halves, which no file can hold.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return [_row(line.rstrip()) for line in text.split("\n")]


def _row(line: str) -> str:
    """Give a table's row, which the library ends and divides by bars, with its cells by tabs."""
    return "\t".join(line[:-1].split("|")) if line.endswith("|") and line.count("|") > 1 else line


def _code_page(data: bytes) -> str:
    found = _CODE_PAGE.search(data[:2000])
    name = f"cp{int(found[1])}" if found else "cp1252"
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    size = reading.bytes_read = path.stat().st_size
    if size > LARGEST_FILE:
        reading.refuse(f"it has {size:,} bytes; an RTF file may have {LARGEST_FILE:,}")
        return
    try:
        found = Document(paragraphs=read_rtf(path.read_bytes()))
    except FormatError as error:
        reading.refuse(error.reason)
        return
    yield from entry_of(found, path, reading)


FORMAT = Format(
    name="rtf",
    title="RTF",
    suffixes=(".rtf",),
    description="One article a file; pictures are left out.",
    read=_read,
    loses=("annotations",),
    recognises=lambda path, head: head.lstrip().startswith(b"{\\rtf"),
)
