"""Looking into the texts: which articles hold some words."""

from collections.abc import Iterator, Sequence

from sqlalchemy import func, select

from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.storage import rows
from annotator.storage.queries import Queries
from annotator.storage.tables import TABLES

_article, _text = TABLES["article"], TABLES["article_text"]


def holding(queries: Queries, parts: Sequence[str]) -> Iterator[tuple[Article, list[Value]]]:
    """Give, in list order, each article whose text holds all parts, with all that is said of it.

    Parts are small ASCII letters or digits; capitals in the text do not count. It reads every
    text once; memory does not grow with the project.
    """
    found = select(_article.c.id, _article.c.number).join(
        _text, _text.c.article == _article.c.number
    )
    small = func.lower(_text.c.text)
    for part in parts:
        found = found.where(func.instr(small, part) > 0)
    for identifier, number in queries.all(found.order_by(_article.c.number)):
        article_id = rows.text_id(identifier)
        yield queries.article(article_id), queries.values(article_id, number)
