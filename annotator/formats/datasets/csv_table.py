"""CSV with one row an annotation: to read, sort, count and correct, and to be read back.

It holds no texts, so it is read into the project that has them (see `tables.annotation_tables`).
What a spreadsheet would take for a formula stands behind a single quote, as does what begins
with one; reading takes the first single quote of a cell away.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Output, Reading, Writing
from annotator.formats.tables.annotation_rows import LOSES, Cell, heading, kept, rows
from annotator.formats.tables.annotation_tables import (
    csv_rows,
    cut_heading,
    entries_of_rows,
    is_heading,
)
from annotator.formats.tables.defusing import defused


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    output.write(_lines([heading(writing.scheme)]))
    for entry in found:
        output.write(_lines(rows(entry, writing)))
        yield


def _lines(table: Iterable[Iterable[Cell]]) -> bytes:
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    writer.writerows([_cell(cell) for cell in row] for row in table)
    return held.getvalue().encode()


def _cell(cell: Cell) -> Cell:
    return defused(cell) if isinstance(cell, str) else cell


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
        if _is_ours(head):
            yield from entries_of_rows(csv_rows(path, reading), reading)
        else:
            yield from _of_articles(path, reading)
    except FormatError as error:
        reading.refuse(error.reason.rstrip("."), next_step=error.next_step)


def _of_articles(path: Path, reading: Reading) -> Iterator[Entry]:
    """Read what is no table of annotations: whoever says CSV means a table of articles too."""
    from annotator.formats.articles.table import FORMAT as TABLE

    assert TABLE.read is not None
    yield from TABLE.read(path, reading)


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() in (".csv", ".tsv", ".txt") and _is_ours(head)


def _is_ours(head: bytes) -> bool:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    if (
        not wide and b"article_sha256" not in head
    ):  # asked of every text file, so first what is fast
        return False
    return is_heading(cut_heading(head.decode("utf-16" if wide else "utf-8", "replace")))


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv",),
    description="One row an annotation with its words, offsets, sentence, attributes, note and "
    "annotator; read back where the texts are. A single quote stands before what a spreadsheet "
    "would take for a formula.",
    read=_read,
    write=_write,
    loses=LOSES,
    carried=kept,
    recognises=_recognises,
    specific=True,
    textless=True,
)
