"""XLSX with one row an annotation: to read, sort, count and correct, and to be read back.

It holds no texts, so it is read into the project that has them (see `tables.annotation_tables`).
"""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from annotator.core.annotation import Annotation, Suggestion
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.tables.annotation_rows import LOSES, heading, kept, rows
from annotator.formats.tables.annotation_tables import entries_of_rows, is_heading, table_rows
from annotator.formats.tables.sheet import first_row, sheet_rows
from annotator.formats.tables.workbook import Workbook, as_kept

_FIRST_CELLS = {"xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"}
_HEAD = 1 << 16


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    with Workbook("Annotations", heading(writing.scheme), writing.lost) as book:
        for entry in found:
            for row in rows(entry, writing):
                book.add(row)
            yield
        book.save(output)


def _kept(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back: free words as a cell holds them."""
    article, values = kept(entry, writing)
    marks = (value for value in values if isinstance(value, Annotation))
    return article, [
        replace(
            mark, note=as_kept(mark.note), annotator=as_kept(mark.annotator),
            suggested_by=_source(mark.suggested_by),
        )
        for mark in marks
    ]  # fmt: skip


def _source(made: Suggestion | None) -> Suggestion | None:
    return made and replace(made, source=as_kept(made.source))


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    try:
        if is_heading(first_row(path)):
            yield from entries_of_rows(table_rows(sheet_rows(path)), reading)
        else:
            from annotator.formats.articles.table import FORMAT as TABLE

            assert TABLE.read is not None
            yield from TABLE.read(path, reading)
    except FormatError as error:
        reading.refuse(error.reason.rstrip("."), next_step=error.next_step)


def _recognises(path: Path, head: bytes) -> bool:
    if path.suffix.lower() != ".xlsx" or not head.startswith(b"PK") or not _may_be(path):
        return False
    try:
        return is_heading(first_row(path))
    except FormatError:
        return False


def _may_be(path: Path) -> bool:
    """Say whether a name of our columns stands where the first cells do; it costs little."""
    try:
        with ZipFile(path) as book:
            for member in _FIRST_CELLS & set(book.namelist()):
                with book.open(member) as part:
                    if b"article_sha256" in part.read(_HEAD):
                        return True
    except (
        BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
        NotImplementedError,
        zlib.error,
    ):
        pass
    return False


FORMAT = Format(
    name="xlsx",
    title="Excel table",
    suffixes=(".xlsx",),
    description="One row an annotation with its words, offsets, sentence, attributes, note and "
    "annotator; read back where the texts are. No cell is a formula.",
    read=_read,
    write=_write,
    loses=(
        *LOSES, "characters that XLSX cannot hold (U+FFFD stands there)",
        "the rest of what is longer than a cell may be (32,767 characters)",
    ),
    carried=_kept,
    recognises=_recognises,
    specific=True,
    textless=True,
)  # fmt: skip
