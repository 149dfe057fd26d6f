"""Getting out of a damaged file what is sound: rows, log, witness and backup, joined.

Nothing is written to the damaged file: what is read is a copy. SQLite's own `.recover` is not
in every build, so rows are read from both ends and by article, around what cannot be read.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article, text_hash
from annotator.core.changes import Key, Value, key_of
from annotator.core.errors import AnnotatorError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.scheme import Scheme
from annotator.core.scheme_file import scheme_from_data
from annotator.storage import log, records, rows, wal
from annotator.storage.action_log import LogRow
from annotator.storage.folding import last_values
from annotator.storage.project import Project
from annotator.storage.tables import TABLES

_HEADER = (
    b"SQLite format 3\0" + (4096).to_bytes(2) + b"\x01\x01\x00\x40\x20\x20"
)  # as every project's begins, but for the log beside it, which a copy has no more
_UNREADABLE = (sqlite3.Error, msgspec.MsgspecError, ValueError, TypeError, KeyError, AnnotatorError,
               OverflowError, IndexError)  # fmt: skip
_FURTHEST, _PATIENCE = 1 << 20, 2_000  # the last number tried; ranges that may fail
_PAGE = 4096
_STEPS = 50_000_000  # of SQLite's machine a statement: a page that leads in a circle ends there


@dataclass(slots=True)
class Salvage:
    """What is known of a project from everywhere; ``marks`` are all that were ever met."""

    scheme: Scheme | None = None
    values: dict[Key, Value] = field(default_factory=dict)
    met: set[Key] = field(default_factory=set)

    def take(self, values: Iterable[Value]) -> None:
        """Take values in; a later one of the same key stands."""
        for value in values:
            if isinstance(value, Scheme):
                self.scheme = value
            else:
                self.values[key_of(value)] = value
                self.met.add(key_of(value))

    def follow(self, actions: Iterable[LogRow]) -> None:
        """Let the last word of a log stand, over what was read of the tables."""
        for key, value in last_values(actions).items():
            if value is None:
                self.values.pop(key, None)
                self.met.discard(key)
            else:
                self.take([value])


def salvaged(path: Path, folder: Path) -> tuple[Salvage, list[LogRow]]:
    """Read what can be read of a damaged project, through a copy in a folder; and its log.

    The log ends where its chain breaks.
    """
    found, actions = Salvage(), []
    copied = Path(shutil.copy(path, folder / "damaged"))
    if wal.beside(path).exists():
        shutil.copy(wal.beside(path), wal.beside(copied))
        wal.mend(wal.beside(copied))
    _mend_header(copied)
    _mend_schema(copied, folder / "fresh")
    with suppress(*_UNREADABLE), closing(_opened(copied)) as raw:
        actions = list(_chained(_rowid_rows(raw, "action", "number")))
        _take_schemes(raw, found)
        _take_tables(raw, found)
    return found, actions


def _opened(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.set_progress_handler(lambda: 1, _STEPS)
    raw.execute("PRAGMA trusted_schema = OFF")
    raw.text_factory = lambda data: data.decode("utf-8", "replace")
    return raw


def _mend_header(path: Path) -> None:
    """Put right the first bytes, which are the same in every project, and the size."""
    with path.open("r+b") as file:
        header = bytearray(file.read(100))
        if len(header) < 100:
            return
        logged = header[18:20] == b"\x02\x02"
        header[: len(_HEADER)] = _HEADER
        if logged and wal.beside(path).exists():
            header[18:20] = b"\x02\x02"
        header[28:32] = (path.stat().st_size // 4096).to_bytes(4)
        header[44:48] = (4).to_bytes(4)
        header[56:60] = (1).to_bytes(4)
        header[92:96] = header[24:28]  # so that the size is believed
        file.seek(0)
        file.write(header)


def _mend_schema(path: Path, fresh: Path) -> None:
    """Put the pages that describe the tables back from a new project, where they are damaged.

    They are the same in all projects that were made by one version of the tables.
    """
    with suppress(*_UNREADABLE), closing(_opened(path)) as raw:
        names = {row[0] for row in raw.execute("SELECT name FROM sqlite_schema")}
        if names >= set(TABLES):
            return
    Project.make(fresh, Scheme("none", "None", "0", ()))
    with closing(sqlite3.connect(fresh)) as raw:
        roots = {row[0] for row in raw.execute("SELECT rootpage FROM sqlite_schema")}
    pages = fresh.read_bytes()
    with path.open("r+b") as file:
        size = path.stat().st_size // _PAGE
        for number in range(1, len(pages) // _PAGE + 1):
            if number not in roots and number <= size:
                file.seek((number - 1) * _PAGE)
                file.write(pages[(number - 1) * _PAGE : number * _PAGE])
    _mend_header(path)


def _chained(found: Iterable[LogRow]) -> Iterator[LogRow]:
    head = log.NO_HASH
    for row in found:
        try:
            whole = log.chained(head, row[:-1]) == row[-1]
        except _UNREADABLE:
            return
        if not whole:
            return
        head = row[-1]  # type: ignore[assignment]
        yield row


# --- rows


def _rowid_rows(raw: sqlite3.Connection, table: str, key: str) -> list[LogRow]:
    """Give the rows of a table with numbers: from both ends, then the range between, halved."""
    found: dict[Any, LogRow] = {}
    if not _until_error(raw, f"SELECT * FROM {table} ORDER BY {key}", found):
        low = max(found, default=0)
        behind: dict[Any, LogRow] = {}
        _until_error(raw, f"SELECT * FROM {table} ORDER BY {key} DESC", behind)
        found |= behind
        between = (low + 1, min(behind, default=_FURTHEST) - 1)
        _halve(raw, f"SELECT * FROM {table} WHERE {key} BETWEEN ? AND ?", between, found)
    return [found[number] for number in sorted(found)]


def _until_error(raw: sqlite3.Connection, sql: str, found: dict[Any, LogRow]) -> bool:
    """Take rows as long as they come; says whether all came."""
    try:
        for row in raw.execute(sql):
            if type(row[0]) is int:
                found[row[0]] = row
    except _UNREADABLE:
        return False
    return True


def _halve(
    raw: sqlite3.Connection, sql: str, between: tuple[int, int], found: dict[Any, LogRow]
) -> None:
    ranges, patience = [between], _PATIENCE
    while ranges and patience:
        low, high = ranges.pop()
        try:
            found |= {row[0]: row for row in raw.execute(sql, (low, high)) if type(row[0]) is int}
        except _UNREADABLE:
            patience -= 1
            if low < high:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]


def _keyed_rows(raw: sqlite3.Connection, table: str, order: str, articles: list[int]) -> list[Any]:
    """Give the rows of a table without numbers: from both ends, then by article."""
    found: dict[Any, Any] = {}
    statements: list[tuple[str, tuple[int, ...]]] = [
        (f"SELECT * FROM {table} ORDER BY {order}", ()),
        (f"SELECT * FROM {table} ORDER BY {order.replace(',', ' DESC,')} DESC", ()),
    ]
    first = len(statements)
    statements += [(f"SELECT * FROM {table} WHERE article = ?", (n,)) for n in articles]
    for number, (sql, values) in enumerate(statements):
        try:
            for row in raw.execute(sql, values):
                found[row] = None
            if number < first:
                break  # all was readable
        except _UNREADABLE:
            continue
    return list(found)


def _take_schemes(raw: sqlite3.Connection, found: Salvage) -> None:
    for _, _, data in _rowid_rows(raw, "scheme", "number"):
        with suppress(*_UNREADABLE):
            found.scheme = scheme_from_data(rows.plain(str(data)))


def _take_tables(raw: sqlite3.Connection, found: Salvage) -> None:
    names = {row[0]: row[1] for row in _rowid_rows(raw, "annotator", "number")}
    texts = {row[0]: row[1] for row in _rowid_rows(raw, "article_text", "article")}
    ids: dict[Any, str] = {}
    for row in _rowid_rows(raw, "article", "number"):
        with suppress(*_UNREADABLE):
            text = str(texts[row[0]])
            article = rows.article_value(row, text)
            ids[row[0]] = article.id
            if text_hash(text) == article.sha256:
                found.take([article])
    articles = sorted(ids)
    for table, order in _ORDERS.items():
        for row in _keyed_rows(raw, table, order, articles):
            with suppress(*_UNREADABLE):
                found.take([_value(table, row, ids, names)])
    for kind, _, _, data in _keyed_rows(raw, "record", "kind, id", []):
        with suppress(*_UNREADABLE):
            found.take([records.value(kind, data)])


_ORDERS = {"annotation": "id", "relation": "id", "article_label": "article, annotator, name",
           "article_state": "article, annotator"}  # fmt: skip


def _value(table: str, row: Any, ids: dict[Any, str], names: dict[Any, Any]) -> Value:
    if table == "annotation":
        return rows.annotation_value(row, ids[row[1]], names[row[2]])
    if table == "relation":
        return rows.relation_value(row, ids[row[1]], names[row[2]])
    if table == "article_label":
        return ArticleLabel(ids[row[0]], names[row[1]], row[2], rows.answer(row[3]), row[4])
    return ArticleState(ids[row[0]], names[row[1]], row[2], row[3])


def marks_met(found: Salvage) -> int:
    """Give how many annotations were met, sound or not."""
    return sum(key[0] == Annotation.__name__ for key in found.met)


def articles_met(found: Salvage) -> list[Article]:
    """Give the articles that are whole, in the order in which they were made."""
    return [value for value in found.values.values() if isinstance(value, Article)]
