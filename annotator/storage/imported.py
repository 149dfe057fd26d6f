"""What an import brought, read from where it stands: its log row only names it."""

from collections.abc import Iterator

from sqlalchemy import select

from annotator.core.changes import Change, Value, added
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.storage import rows
from annotator.storage.log import Imported
from annotator.storage.queries import Queries
from annotator.storage.tables import TABLES

_MANY = 500  # identifiers a query


def standing(queries: Queries, found: Imported) -> tuple[Change, ...]:
    """Give an import's additions with the values that stand in the tables now.

    Since actions are undone last one first, these are the values that it added.
    """
    return (*found.changed, *map(added, _values(queries, found)))


def _values(queries: Queries, found: Imported) -> Iterator[Value]:
    for article_id in found.articles:
        yield queries.article(article_id)
        yield from queries.values(article_id, queries.number_of(article_id))
    wanted = {*found.annotations, *found.relations}
    judged = {*map(tuple, found.labels), *map(tuple, found.states)}
    for article_id in sorted(_articles_of(queries, found) - set(found.articles)):
        for value in queries.values(article_id, queries.number_of(article_id)):
            if getattr(value, "id", None) in wanted or _judgement(value) in judged:
                yield value


def _judgement(value: Value) -> tuple[str, ...]:
    match value:
        case ArticleLabel():
            return (value.article_id, value.annotator, value.name)
        case ArticleState():
            return (value.article_id, value.annotator)
    return ()


def _articles_of(queries: Queries, found: Imported) -> set[str]:
    article = TABLES["article"]
    keys = {item[0] for item in (*found.labels, *found.states)}
    for name, ids in (("annotation", found.annotations), ("relation", found.relations)):
        table = TABLES[name]
        for start in range(0, len(ids), _MANY):
            some = [rows.blob(i) for i in ids[start : start + _MANY]]
            joined = (
                select(article.c.id).distinct().join(table, table.c.article == article.c.number)
            )
            keys |= {
                rows.text_id(key) for (key,) in queries.all(joined.where(table.c.id.in_(some)))
            }
    return keys
