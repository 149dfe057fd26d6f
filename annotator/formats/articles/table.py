"""Tables (CSV, TSV, XLSX, JSON, JSONL, Parquet): one article a row."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain, islice
from pathlib import Path

from annotator.core.article import Article
from annotator.core.dates import day_comes_first, iso_date
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.tables.columns import FIELDS, NAMES, found_columns
from annotator.formats.tables.rows import Row, rows_of

_LONGEST_FACT = 2_000
_SAMPLE = 1_000  # rows that tell how a table writes its dates
_EPOCH = re.compile(r"[1-9]\d{8,9}(?:\.\d+)?|[1-9]\d{12}")  # seconds or milliseconds since 1970
_MOST_FACTS = 60
_TEXT_KEY = re.compile(
    rb'"(%s)"\s*:\s*"' % b"|".join(name.encode() for name in NAMES["text"]), re.IGNORECASE
)

_MARKED = re.compile(
    rb'"(spans|entities|annotations|tokens|label|labels|relations|answer|meta)"\s*:\s*[\[{"]'
)  # what has these holds annotations; a format of its own reads it


_LABEL_LIST = {"text", "suffix_key", "background_color"}
"""What doccano says of a label."""


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    columns: dict[str, str] = {}
    without = 0
    try:
        rows = rows_of(path, reading)
        first = list(islice(rows, _SAMPLE))
        day_first: bool | None = None
        for row in chain(first, rows):
            if not columns and row.cells.keys() >= _LABEL_LIST:
                reading.refuse(
                    "it is a list of labels, not of articles",
                    next_step="Make a project with it: annotator new PROJECT --scheme FILE, or "
                    "read it in the Scheme room.",
                )
                return
            if not columns:
                columns = found_columns(list(row.cells), reading.columns)
                when = columns.get("published", "")
                day_first = day_comes_first(one.cells.get(when, "") for one in first)
            if not row.cells.get(columns["text"], "").strip():
                without += 1
                continue
            try:
                yield _article(row, columns, path, day_first), []
            except FormatError as error:
                reading.leave_out(error.reason, row.line)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    if not columns and not reading.problems:
        reading.refuse("the table holds no rows")
    if without:
        these = "row without a text was" if without == 1 else "rows without a text were"
        reading.note(f"{without:,} {these} left out.")


def _article(
    row: Row, columns: Mapping[str, str], path: Path, day_first: bool | None
) -> Article:  # fmt: skip
    said = {field: row.cells.get(name, "").strip() for field, name in columns.items()}
    text = row.cells[columns["text"]]
    facts = {"file": shown(Path(path.name))}
    if said.get("id"):
        facts["id"] = said["id"][:_LONGEST_FACT]
    for name, value in row.cells.items():
        if name not in columns.values() and value.strip() and len(facts) < _MOST_FACTS:
            facts[name] = value.strip()[:_LONGEST_FACT]
    known = {field: said.get(field, "") for field in FIELDS if field not in ("text", "id")}
    known["published"] = _day(known["published"], day_first)
    return Article.new(text, metadata=facts, **known)


def _day(said: str, day_first: bool | None) -> str:
    """Give a date as ISO 8601 where only a table can tell it, and else as it is said."""
    if _EPOCH.fullmatch(said):
        seconds = float(said) / (1000 if len(said) == len("1772352000000") else 1)
        return datetime.fromtimestamp(int(seconds), UTC).isoformat()
    return said if day_first is None else iso_date(said, day_first=day_first) or said


def _recognises(path: Path, head: bytes) -> bool:
    kind = path.suffix.lower()
    if kind in (".json", ".jsonl", ".ndjson"):
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        told = _TEXT_KEY.search(head) and not _MARKED.search(head)
        return start in (b"{", b"[") and bool(told)
    if kind == ".tsv":
        return not head.lstrip(b"\xef\xbb\xbf").startswith(b"#FORMAT=")
    return kind in (".xlsx", ".xls", ".xlsb", ".ods", ".parquet")


FORMAT = Format(
    name="table",
    title="Table of articles",
    suffixes=(".csv", ".tsv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".ndjson", ".parquet"),
    description="One article a row; columns are found by name or told by --columns.",
    read=_read,
    loses=("annotations",),
    recognises=_recognises,
)
