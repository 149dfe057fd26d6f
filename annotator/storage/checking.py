"""Proving a project: every page, every text's hash, every mark's words, the log and its chain."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import select

from annotator.core.annotation import Annotation
from annotator.core.article import Article, text_hash
from annotator.core.changes import Key, Value, key_of
from annotator.core.errors import DamagedProject, SchemeError
from annotator.core.relation import Relation
from annotator.core.scheme_file import scheme_from_data
from annotator.core.span import quote
from annotator.storage import engines, log, records, rows
from annotator.storage.folding import Fold
from annotator.storage.queries import Queries, readable
from annotator.storage.tables import TABLES

_action, _scheme, _record = TABLES["action"], TABLES["scheme"], TABLES["record"]
_article, _annotation = TABLES["article"], TABLES["annotation"]
Counts = Counter[str]
"""How many rows were proven, by what they are; for a message to the user."""
_PLURALS = {"Annotation": "annotations", "Relation": "relations", "ArticleLabel": "article labels",
            "ArticleState": "states"}  # fmt: skip
_NAMES = {"Article": "an article", "Annotation": "an annotation", "Relation": "a relation",
          "ArticleLabel": "an article label", "ArticleState": "a state"}  # fmt: skip
_DERIVED = (_article.c.id, _article.c.headline, _article.c.search, _article.c.length)
BY_WORDS = "annotations by their words alone"
"""How the annotations are counted of which no digest tells whether the rest was changed."""


def problems(queries: Queries, path: Path, proven: Counts | None = None) -> Iterator[str]:
    """Give every problem as a sentence; looks at every row, and counts those that are sound.

    Every value that the edit log tells of must stand in the tables exactly as it was written
    there, and what an import brought as its digests say. What an earlier version imported has
    none: it is proven by its words and hashes, and counted as `BY_WORDS`. A part that cannot be
    read is a problem, after which the next is looked at.
    """
    proven = Counter() if proven is None else proven
    fold = Fold()
    unmet: dict[Key, int] = {}
    for part in (
        engines.faults(queries.engine),
        _log_problems(queries, fold, proven, unmet),
        _scheme_problems(queries, fold, proven),
        _record_problems(queries, fold, proven, unmet),
        _hull_problems(queries),
        _said_problems(queries, fold, proven, unmet),
        _unmet_problems(unmet),
    ):
        try:
            with engines.told(path), readable():
                yield from part
        except DamagedProject as error:
            yield error.message


def _said_problems(
    queries: Queries, fold: Fold, proven: Counts, unmet: dict[Key, int]
) -> Iterator[str]:
    derived = {row[0]: row[1:] for row in queries.all(select(*_DERIVED))}
    for article, said in queries.entries(None):
        proven["articles"] += 1
        unmet.pop(key_of(article), None)
        fault = _article_fault(queries, fold, article, derived.pop(rows.blob(article.id)))
        if fault:
            yield fault
        alone = []
        for value in said:
            key = key_of(value)
            if key in fold:
                unmet.pop(key, None)
            else:
                alone.append(value)
            fault = _fault(queries, fold, article, value)
            if fault:
                yield f"“{article.headline}”: {fault}"
            else:
                proven[_PLURALS[type(value).__name__]] += 1
        if not fold.is_proven(article.id):
            proven[BY_WORDS] += sum(isinstance(value, Annotation) for value in alone)
        elif not fold.came_as(article, alone):
            yield _not_as_imported(fold, article)


def _article_fault(queries: Queries, fold: Fold, article: Article, derived: rows.Row) -> str:
    if text_hash(article.text) != article.sha256:
        return f"The text of “{article.headline}” is not the one that was imported."
    if key_of(article) in fold and not _as_logged(queries, fold, article):
        return f"What is known of “{article.headline}” is not what the edit log says."
    if rows.article_row(0, article)[-len(derived) :] != tuple(derived):
        return f"“{article.headline}” is listed and found as something else than it is."
    return ""


def _not_as_imported(fold: Fold, article: Article) -> str:
    number = fold.import_of(article.id)
    if number is not None:
        return (
            f"“{article.headline}”: it, or something that is said of it, is not as action {number} "
            "imported it."
        )
    if key_of(article) in fold:
        return f"“{article.headline}”: something is said of it that is not in the edit log."
    return f"“{article.headline}” is in the project, and not in the edit log."


def _unmet_problems(unmet: dict[Key, int]) -> Iterator[str]:
    for key, action in sorted(unmet.items()):
        if key[0] != "Scheme":
            kind = _NAMES.get(key[0], "record")
            yield f"Action {action} stored {kind} that is not there."


def _fault(queries: Queries, fold: Fold, article: Article, value: Value) -> str:
    if isinstance(value, Annotation) and quote(article.text, value.fragments) != value.quote:
        return f"the mark {value.quote!r} lost its words."
    if not _as_logged(queries, fold, value):
        words = f" {value.quote!r}" if isinstance(value, Annotation) else ""
        return f"the {type(value).__name__.lower()}{words} is not what the edit log says."
    if isinstance(value, Relation) and value.head == value.tail:
        return "a relation leads from a mark to itself."
    return ""


def _as_logged(queries: Queries, fold: Fold, value: Value) -> bool:
    """Compare by value: an earlier version may have written the same in other words."""
    if fold.agrees(value):
        return True
    key = key_of(value)
    if key not in fold or fold.must_be_gone(key) or fold.is_moved(value):
        return False
    row = queries.one(select(_action.c.payload).where(_action.c.number == fold.action_of(key)))
    action = log.read("", row[0])
    changes = action.changed if isinstance(action, log.Imported) else action.changes
    spoken = fold.as_spoken(value)
    return any(change.after == spoken for change in changes)


def _log_problems(
    queries: Queries, fold: Fold, proven: Counts, unmet: dict[Key, int]
) -> Iterator[str]:
    head = log.NO_HASH
    for row in _streamed(queries):
        head = log.chained(head, tuple(row[:-1]))
        if head != row[-1]:
            yield f"Row {row[0]} of the edit log (“{row[4]}”) was changed after it was written."
            return
        fold.follow(tuple(row))
        proven["actions"] += 1
    unmet.update(fold.standing)


def _streamed(queries: Queries, some: int = 2_000) -> Iterator[Any]:
    number = 0
    while True:
        page = select(_action).where(_action.c.number > number).order_by(_action.c.number)
        found = queries.all(page.limit(some))
        yield from found
        if not found:
            return
        number = found[-1][0]


def _scheme_problems(queries: Queries, fold: Fold, proven: Counts) -> Iterator[str]:
    last = None
    for number, data in queries.all(select(_scheme.c.number, _scheme.c.data)):
        try:
            last = scheme_from_data(rows.plain(data))
            proven["schemes"] += 1
        except (SchemeError, msgspec.DecodeError):
            yield f"Scheme {number} cannot be read."
            last = None
    if last is not None and not _as_logged(queries, fold, last):
        yield "The scheme is not what the edit log says."


def _record_problems(
    queries: Queries, fold: Fold, proven: Counts, unmet: dict[Key, int]
) -> Iterator[str]:
    columns = (_record.c.kind, _record.c.id, _record.c.data, _article.c.id)
    joined = select(*columns).outerjoin(_article, _article.c.number == _record.c.article)
    for kind, own, data, article in queries.all(joined):
        try:
            value = records.value(kind, data)
        except (KeyError, msgspec.DecodeError):
            yield f"A record of the kind {kind} cannot be read."
            continue
        unmet.pop(key_of(value), None)
        home = rows.text_id(article) if article else ""
        placed = (rows.blob(value.id), home) == (own, getattr(value, "article_id", ""))
        if not placed or key_of(value) not in fold or not _as_logged(queries, fold, value):
            yield f"A record of the kind {kind} is not what the edit log says."
        else:
            proven["records"] += 1


def _hull_problems(queries: Queries) -> Iterator[str]:
    """Look at the hull of marks in several places, which their columns only repeat."""
    several = select(_annotation).where(_annotation.c.fragments.is_not(None))
    for row in queries.all(several):
        mark = rows.annotation_value(row, "", "")
        if (mark.start, mark.end) != (row[4], row[5]):
            yield f"The mark {mark.quote!r} is listed in another place than where it stands."
