"""Marks anywhere in the project with the words around them: mentions of an entity, search."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from annotator.core.annotation import Annotation
from annotator.storage import rows
from annotator.storage.article_terms import instant
from annotator.storage.queries import Queries, readable
from annotator.storage.tables import TABLES

_article, _text, _annotation = TABLES["article"], TABLES["article_text"], TABLES["annotation"]
_AROUND = 60
_ESCAPE = "\\"


@dataclass(frozen=True, slots=True)
class Passage:
    """A mark with the words before and after it (at most 60 code points each)."""

    mark: Annotation
    headline: str
    published: str
    before: str
    after: str


def mentions(queries: Queries, entity_id: str) -> list[Passage]:
    """Give every mark that means an entity, in list order; looks at every mark's answers."""
    held = func.instr(_annotation.c.attributes, entity_id) > 0
    found = _passages(queries, _with_context().where(held))
    return [p for p in found if entity_id in p.mark.attributes.values()]


def mention_counts(queries: Queries, attributes: Collection[str]) -> Counter[str]:
    """Count the marks that give each answer to any of some attributes."""
    data = _annotation.c.attributes
    counted = select(data, func.count()).where(data.is_not(None)).group_by(data)
    found: Counter[str] = Counter()
    with readable():
        for held, count in queries.all(counted):
            values = rows.attributes_value(held)
            for name in attributes:
                if isinstance(value := values.get(name), str):
                    found[value] += count
    return found


def like(
    queries: Queries, words: str, labels: Collection[str], *, beside: str, most: int
) -> list[Passage]:
    """Give marks of some labels whose words or article's headline hold some words.

    ``beside`` is an article to leave out. Newest articles come first.
    """
    wanted = _with_context().where(
        _annotation.c.label.in_(labels), _article.c.id != rows.blob(beside)
    )
    if words.strip():
        plain = words.strip()
        for sign in (_ESCAPE, "%", "_"):
            plain = plain.replace(sign, _ESCAPE + sign)
        in_words = _annotation.c.quote.like(f"%{plain}%", escape=_ESCAPE)
        in_head = _article.c.search.like(f"%{rows.folded(plain)}%", escape=_ESCAPE)
        wanted = wanted.where(or_(in_words, in_head))
    newest = (instant().desc(), _article.c.number, _annotation.c.first)
    return _passages(queries, wanted.order_by(None).order_by(*newest).limit(most))


def passage(queries: Queries, annotation_id: str) -> Passage | None:
    """Give the mark with an identifier, or None where the project has none."""
    found = _passages(queries, _with_context().where(_annotation.c.id == rows.blob(annotation_id)))
    return found[0] if found else None


def is_earlier(queries: Queries, mark: Annotation) -> bool:
    """Say whether an article published before the mark's own has a mark of the same label.

    An article is earlier when the last moment that its date may mean comes before the first that
    the other's may: March 2026 is neither earlier nor later than 2026, nor a day than one of its
    hours. Articles without a date are neither earlier nor later than any.
    """
    mine = select(instant()).where(_article.c.id == rows.blob(mark.article_id), _is_dated())
    found = queries.one(mine)
    if not found:
        return False
    earlier = (
        select(_annotation.c.id)
        .join(_article, _article.c.number == _annotation.c.article)
        .where(_annotation.c.label == mark.label, _is_dated(), _latest() < found[0])
        .limit(1)
    )
    return queries.one(earlier) is not None


def _is_dated() -> ColumnElement[bool]:
    return _article.c.published.op("GLOB")("[0-9][0-9][0-9][0-9]*")


def _latest() -> ColumnElement[str]:
    """Give a text that comes after each moment an article's date may mean; a time means itself."""
    said = _article.c.published
    return case((func.length(said) > len("2026-03-01"), instant()), else_=said + "~")


def _with_context() -> Select[Any]:
    first, last = _annotation.c.first, _annotation.c.last
    start = func.max(first - _AROUND, 0)
    return (
        select(
            _annotation, _article.c.id, _article.c.headline, _article.c.published,
            func.substr(_text.c.text, start + 1, first - start),
            func.substr(_text.c.text, last + 1, _AROUND),
        )
        .join(_article, _article.c.number == _annotation.c.article)
        .join(_text, _text.c.article == _article.c.number)
        .order_by(_annotation.c.article, first, last.desc())
    )  # fmt: skip


def _passages(queries: Queries, statement: Select[Any]) -> list[Passage]:
    names = queries.annotator_names()
    with readable():
        return [
            Passage(
                rows.annotation_value(row[:13], rows.text_id(row[13]), names[row[2]]), *row[14:]
            )
            for row in queries.all(statement)
        ]
