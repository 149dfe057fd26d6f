"""CSV with one row an annotation: to read, sort and count; never read back."""

import csv
import io
from collections.abc import Iterable, Iterator

from annotator.formats.format import Entry, Format, Output, Writing
from annotator.formats.tables.annotation_rows import LOSES, Cell, heading, rows
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


FORMAT = Format(
    name="csv",
    title="CSV",
    suffixes=(".csv",),
    description="One row an annotation with its words, offsets, sentence, attributes, note and "
    "annotator. A single quote stands before what a spreadsheet would take for a formula.",
    write=_write,
    loses=LOSES,
)
