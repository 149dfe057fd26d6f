"""Tables (CSV, TSV, XLSX, JSON, JSONL, Parquet): one article a row."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.formats.format import Entry, Format, Reading, shown
from annotator.formats.tables.columns import FIELDS, NAMES, found_columns
from annotator.formats.tables.rows import Row, rows_of

_LONGEST_FACT = 2_000
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
        for row in rows_of(path, reading):
            if not columns and row.cells.keys() >= _LABEL_LIST:
                reading.refuse(
                    "it is a list of labels, not of articles",
                    next_step="Make a project with it: annotator new PROJECT --scheme FILE, or "
                    "read it in the Scheme room.",
                )
                return
            columns = columns or found_columns(list(row.cells), reading.columns)
            if not row.cells.get(columns["text"], "").strip():
                without += 1
                continue
            try:
                yield _article(row, columns, path), []
            except FormatError as error:
                reading.leave_out(error.reason, row.line)
    except FormatError as error:
        reading.refuse(error.reason)
        return
    if not columns and not reading.problems:
        reading.refuse("the table holds no rows")
    if without:
        reading.note(f"{without} rows without a text were left out.")


def _article(row: Row, columns: Mapping[str, str], path: Path) -> Article:
    said = {field: row.cells.get(name, "").strip() for field, name in columns.items()}
    text = row.cells[columns["text"]]
    facts = {"file": shown(Path(path.name))}
    if said.get("id"):
        facts["id"] = said["id"][:_LONGEST_FACT]
    for name, value in row.cells.items():
        if name not in columns.values() and value.strip() and len(facts) < _MOST_FACTS:
            facts[name] = value.strip()[:_LONGEST_FACT]
    known = {field: said.get(field, "") for field in FIELDS if field not in ("text", "id")}
    return Article.new(text, metadata=facts, **known)


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
