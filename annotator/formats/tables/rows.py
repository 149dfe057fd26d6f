"""The rows of a table file, whatever its kind: where each stands, and its cells by column."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.articles.plain_text import decoded
from annotator.formats.format import Reading
from annotator.formats.json_records import records
from annotator.formats.office.parts import LOCKED, is_locked

LARGEST_TABLE = 500_000_000
_DELIMITERS = (",", ";", "\t", "|")
csv.field_size_limit(50_000_000)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line (or number) in the file, and its cells as texts by column."""

    line: int | None
    cells: dict[str, str]


def rows_of(path: Path, reading: Reading) -> Iterator[Row]:
    """Give the rows of a table; FormatError for what is none.

    Every row has the same columns; empty rows are skipped.
    """
    kind = path.suffix.lower()
    if path.stat().st_size > LARGEST_TABLE:
        raise FormatError(f"it has more than {LARGEST_TABLE:,} bytes. Split it")
    if kind in (".xlsx", ".xls", ".xlsb", ".ods"):
        yield from _with_header(_sheet(path))
    elif kind in (".json", ".jsonl", ".ndjson"):
        for record in records(path, reading):
            yield Row(record.line, {name: _cell(value) for name, value in record.table.items()})
    elif kind == ".parquet":
        yield from _parquet(path)
    else:
        data = path.read_bytes()
        reading.bytes_read = len(data)
        yield from _with_header(_separated(decoded(data, reading), kind))


# --- CSV


def _separated(text: str, kind: str) -> Iterator[tuple[int, list[str]]]:
    if "\x00" in text:
        raise FormatError("it holds NUL characters; it is damaged or no text")
    delimiter = _delimiter(text, "\t" if kind == ".tsv" else "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FormatError(f"line {reader.line_num}: {error}") from error


def _delimiter(text: str, said: str) -> str:
    """Give the separator that cuts the first row into the most cells.

    ``said`` is what the file's name says, which is right where it cuts at all.
    """
    if said and said in text.partition("\n")[0]:
        return said
    counts = {}
    for delimiter in _DELIMITERS:
        first = next(csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter), [])
        counts[delimiter] = len(first)
    return max(counts, key=lambda delimiter: counts[delimiter])


# --- spreadsheets


def _sheet(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of the first sheet that holds any."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        sheets: list[list[list[Any]]] = (
            book.get_sheet_by_index(at).to_python() for at in range(len(book.sheet_names))
        )  # type: ignore[assignment]
        rows = next((sheet for sheet in sheets if sheet), [])
    except (CalamineError, OSError, ValueError, ArithmeticError) as error:
        if is_locked(path):
            raise FormatError(LOCKED) from error
        raise FormatError(f"it is no readable spreadsheet: {str(error)[:150]}") from error
    for number, row in enumerate(rows, 1):
        yield number, [_cell(value) for value in row]


# --- Parquet


def _parquet(path: Path) -> Iterator[Row]:
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError as error:
        raise FormatError(
            "Parquet needs a part that is not installed (pip install 'annotator[parquet]')"
        ) from error
    try:
        number = 0
        for batch in parquet.ParquetFile(path).iter_batches(batch_size=256):
            for record in batch.to_pylist():
                number += 1
                yield Row(number, {str(name): _cell(value) for name, value in record.items()})
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise FormatError(f"it is no readable Parquet file: {str(error)[:150]}") from error


# --- what all have in common


def _with_header(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    found = ((line, cells) for line, cells in rows if any(cell.strip() for cell in cells))
    line, header = next(found, (1, []))
    names = [name.strip() for name in header]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise FormatError("the table is empty")
    if len(names) == 1 and not _is_heading(names[0]):
        # One column and no heading: every cell is a text.
        yield Row(line, {"text": header[0]})
        names = ["text"]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise FormatError(f"two columns are called “{twice}”")
    for line, cells in found:
        if any(cell.strip() for cell in cells[len(names) :]):
            raise FormatError(
                f"row {line} has {len(cells)} cells, but there are {len(names)} columns. "
                "A text with commas must stand in quotation marks"
            )
        filled = [*cells[: len(names)], *[""] * (len(names) - len(cells))]
        yield Row(line, dict(zip(names, filled, strict=True)))


def _is_heading(name: str) -> bool:
    from annotator.formats.tables.columns import found_columns

    try:
        return bool(found_columns([name], {}))
    except FormatError:
        return False


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list | tuple):
        return "; ".join(_cell(part) for part in value)
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
