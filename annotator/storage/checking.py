"""Proving a project: the file's pages, every text's hash, every mark's words, the log's chain."""

from collections.abc import Iterator

from sqlalchemy import select

from annotator.core.annotation import Annotation
from annotator.core.article import text_hash
from annotator.core.span import quote
from annotator.storage import engines, log
from annotator.storage.queries import Queries
from annotator.storage.tables import TABLES

_action = TABLES["action"]


def problems(queries: Queries) -> Iterator[str]:
    """Give every problem as a sentence; looks at every row."""
    yield from engines.faults(queries.engine)
    for article, said in queries.entries(None):
        if text_hash(article.text) != article.sha256:
            yield f"The text of “{article.headline}” is not the one that was imported."
        for mark in said:
            if isinstance(mark, Annotation) and quote(article.text, mark.fragments) != mark.quote:
                yield f"“{article.headline}”: the mark {mark.quote!r} lost its words."
    yield from _log_problems(queries)


def _log_problems(queries: Queries) -> Iterator[str]:
    head = log.NO_HASH
    for row in queries.all(select(_action).order_by(_action.c.number)):
        head = log.chained(head, tuple(row[:-1]))
        if head != row[-1]:
            yield f"Row {row[0]} of the edit log (“{row[4]}”) was changed after it was written."
            return
