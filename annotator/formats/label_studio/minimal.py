"""Label Studio's flat exports, JSON-MIN, CSV and TSV: the regions stand in a field as a list."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from annotator.core.errors import FormatError
from annotator.formats.draft import Draft
from annotator.formats.fields import article_text, facts_and_rest, listed, name_of, whole_number
from annotator.formats.format import Reading
from annotator.formats.json_records import Record, parsed, records
from annotator.formats.label_studio.tasks import text_key, who

HEAD = {"annotation_id", "lead_time"}
"""Fields by which the flat exports are known."""
LARGEST_FILE = 200_000_000
_OWN = {"annotation_id", "annotator", "created_at", "updated_at", "lead_time", "id", "agreement"}


def read_minimal(path: Path, reading: Reading) -> Iterator[Draft]:
    """Give a draft for each record; several of one text are different annotators'."""
    is_table = path.suffix.lower() in (".csv", ".tsv")
    for record in (_rows if is_table else records)(path, reading):
        try:
            yield _draft(record)
        except FormatError as problem:
            where = f"{record.name}: " if record.name else ""
            reading.refuse(f"{where}{problem.reason}", record.line)


def _rows(path: Path, reading: Reading) -> Iterator[Record]:
    if path.stat().st_size > LARGEST_FILE:
        reading.refuse(f"the file has more than {LARGEST_FILE:,} bytes")
        return
    data = path.read_bytes()
    reading.bytes_read += len(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reading.refuse(f"it is not UTF-8 ({error.reason})")
        return
    first = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    try:
        names = next(rows, [])
        for row in rows:
            if row:
                yield Record(dict(zip(names, row, strict=False)), rows.line_num, "")
    except csv.Error as error:
        reading.refuse(f"it is no table: {error}", rows.line_num)


def _draft(record: Record) -> Draft:
    data = {key: _opened(value) for key, value in record.table.items()}
    regions = {key: value for key, value in data.items() if _is_regions(value)}
    quotes = (item.get("text") for items in regions.values() for item in items)
    left = {k: v for k, v in data.items() if k not in _OWN}
    key = text_key(left, [], quotes)
    facts, rest = facts_and_rest(data, (key, *_OWN, *regions))
    draft = Draft(
        article_text(data.get(key)), line=record.line, record=record.name, facts=facts,
        metadata=rest, source_id=str(data.get("id") or ""),
    )  # fmt: skip
    annotator = _annotator(data.get("annotator"))
    for items in regions.values():
        for item in items:
            start = whole_number(item.get("start"), "the start of a region")
            end = whole_number(item.get("end"), "the end of a region")
            quoted = item.get("text")
            for label in listed(item.get("labels"), "labels"):
                draft.mark(
                    name_of(label, "a label"), start, end,
                    quoted if isinstance(quoted, str) else None, annotator=annotator,
                )  # fmt: skip
    return draft


def _annotator(value: Any) -> str:
    if isinstance(value, str) and value.isdigit() and len(value) < 12:
        value = int(value)
    return who(value)


def _opened(value: Any) -> Any:
    """Give the list that a text holds as JSON, else the value."""
    if isinstance(value, str) and value.startswith("[{"):
        try:
            return parsed(value.encode("utf-8"))
        except (FormatError, UnicodeEncodeError):
            return value
    return value


def _is_regions(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, dict) and "start" in item and "labels" in item for item in value)
    )
