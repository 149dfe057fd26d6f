"""XLSX with one row an annotation: to read, sort and count; never read back."""

from collections.abc import Iterable, Iterator

from annotator.formats.format import Entry, Format, Output, Writing
from annotator.formats.tables.annotation_rows import LOSES, heading, rows
from annotator.formats.tables.workbook import Workbook


def _write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    with Workbook("Annotations", heading(writing.scheme), writing.lost) as book:
        for entry in found:
            for row in rows(entry, writing):
                book.add(row)
            yield
        book.save(output)


FORMAT = Format(
    name="xlsx",
    title="Excel table",
    suffixes=(".xlsx",),
    description="One row an annotation with its words, offsets, sentence, attributes, note and "
    "annotator. No cell is a formula.",
    write=_write,
    loses=(
        *LOSES, "characters that XLSX cannot hold (U+FFFD stands there)",
        "the rest of what is longer than a cell may be (32,767 characters)",
    ),
)  # fmt: skip
