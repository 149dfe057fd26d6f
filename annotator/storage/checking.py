"""Proving a project: every page, every text's hash, every mark's words, the log and its chain."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from annotator.core.annotation import Annotation
from annotator.core.article import Article, text_hash
from annotator.core.changes import ChangeSet, Value, key_of
from annotator.core.errors import DamagedProject, SchemeError
from annotator.core.relation import Relation
from annotator.core.scheme_file import scheme_from_data
from annotator.core.span import quote
from annotator.storage import engines, log, records, rows
from annotator.storage.folding import Fold
from annotator.storage.queries import Queries, readable
from annotator.storage.reworked import Reworked
from annotator.storage.tables import TABLES

_action, _scheme, _record = TABLES["action"], TABLES["scheme"], TABLES["record"]
Counts = Counter[str]
"""How many rows were proven, by what they are; for a message to the user."""
_PLURALS = {"Annotation": "annotations", "Relation": "relations", "ArticleLabel": "article labels",
            "ArticleState": "states"}  # fmt: skip


def problems(queries: Queries, path: Path, proven: Counts | None = None) -> Iterator[str]:
    """Give every problem as a sentence; looks at every row, and counts those that are sound.

    Every value that the edit log tells of must stand in the tables exactly as it was written
    there; what an import brought is proven by its words and hashes alone. A part that cannot be
    read is a problem, after which the next is looked at.
    """
    proven = Counter() if proven is None else proven
    fold = Fold()
    for part in (
        engines.faults(queries.engine),
        _log_problems(queries, fold, proven),
        _other_problems(queries, proven),
        _said_problems(queries, fold, proven),
    ):
        try:
            with engines.told(path), readable():
                yield from part
        except DamagedProject as error:
            yield error.message


def _said_problems(queries: Queries, fold: Fold, proven: Counts) -> Iterator[str]:
    standing = fold.standing
    for article, said in queries.entries(None):
        proven["articles"] += 1
        standing.discard(key_of(article))
        if text_hash(article.text) != article.sha256:
            yield f"The text of “{article.headline}” is not the one that was imported."
        elif key_of(article) in fold and not _as_logged(queries, fold, article):
            yield f"What is known of “{article.headline}” is not what the edit log says."
        for value in said:
            standing.discard(key_of(value))
            fault = _fault(queries, fold, article, value)
            if fault:
                yield f"“{article.headline}”: {fault}"
            else:
                proven[_PLURALS[type(value).__name__]] += 1
    for key in sorted(standing):
        if key[0] in (*_PLURALS, "Article"):
            yield f"Action {fold.action_of(key)} stored a {key[0].lower()} that is not there."


def _fault(queries: Queries, fold: Fold, article: Article, value: Value) -> str:
    if isinstance(value, Annotation) and quote(article.text, value.fragments) != value.quote:
        return f"the mark {value.quote!r} lost its words."
    if not fold.agrees(value) and not _as_logged(queries, fold, value):
        words = f" {value.quote!r}" if isinstance(value, Annotation) else ""
        return f"the {type(value).__name__.lower()}{words} is not what the edit log says."
    if isinstance(value, Relation) and value.head == value.tail:
        return "a relation leads from a mark to itself."
    return ""


def _as_logged(queries: Queries, fold: Fold, value: Value) -> bool:
    """Compare by value: an earlier version may have written the same in other words."""
    if fold.agrees(value):
        return True
    if fold.must_be_gone(key_of(value)):
        return False
    where = _action.c.number == fold.action_of(key_of(value))
    action = log.read("", queries.one(select(_action.c.payload).where(where))[0])
    changes = action.changes if isinstance(action, ChangeSet | Reworked) else ()
    return any(change.after == value for change in changes)


def _log_problems(queries: Queries, fold: Fold, proven: Counts) -> Iterator[str]:
    head = log.NO_HASH
    for row in _streamed(queries):
        head = log.chained(head, tuple(row[:-1]))
        if head != row[-1]:
            yield f"Row {row[0]} of the edit log (“{row[4]}”) was changed after it was written."
            return
        fold.follow(tuple(row))
        proven["actions"] += 1


def _streamed(queries: Queries, some: int = 2_000) -> Iterator[Any]:
    number = 0
    while True:
        page = select(_action).where(_action.c.number > number).order_by(_action.c.number)
        found = queries.all(page.limit(some))
        yield from found
        if not found:
            return
        number = found[-1][0]


def _other_problems(queries: Queries, proven: Counts) -> Iterator[str]:
    for number, data in queries.all(select(_scheme.c.number, _scheme.c.data)):
        try:
            scheme_from_data(rows.plain(data))
            proven["schemes"] += 1
        except (SchemeError, msgspec.DecodeError):
            yield f"Scheme {number} cannot be read."
    for kind, data in queries.all(select(_record.c.kind, _record.c.data)):
        try:
            records.value(kind, data)
            proven["records"] += 1
        except (KeyError, msgspec.DecodeError):
            yield f"A record of the kind {kind} cannot be read."
