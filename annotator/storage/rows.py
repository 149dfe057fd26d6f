"""Between rows and frozen values, without object-relational mapping: plain tuples both ways."""

import unicodedata
from collections.abc import Sequence
from typing import Any

import msgspec
from uuid_utils import UUID

from annotator.core.annotation import (
    NO_ATTRIBUTES,
    Annotation,
    Attributes,
    AttributeValue,
    Suggestion,
)
from annotator.core.article import Article
from annotator.core.changes import Said
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import Span

_attributes = msgspec.json.Decoder(dict[str, str | int | float | bool | tuple[str, ...]])
_answer = msgspec.json.Decoder(str | int | float | bool | tuple[str, ...])
_fragments = msgspec.json.Decoder(list[tuple[int, int]])
_suggestion = msgspec.json.Decoder(Suggestion)
_facts = msgspec.json.Decoder(dict[str, str])
encode = msgspec.json.Encoder(enc_hook=dict).encode

Row = Sequence[Any]


def blob(identifier: str) -> bytes:
    """Give the 16 bytes of an identifier."""
    return bytes.fromhex(identifier.replace("-", ""))


def text_id(data: bytes) -> str:
    """Give the identifier of 16 bytes."""
    return str(UUID(bytes=data))


def as_json(value: object) -> str:
    """Give a plain value as JSON text."""
    return encode(value).decode("utf-8")


class _WithoutAccents(dict[int, int | None]):
    """What `str.translate` puts for each character: nothing for an accent; learnt as it goes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_ACCENTS = _WithoutAccents()


def folded(text: str) -> str:
    """Give a text without case and accents, as it is searched."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(_WITHOUT_ACCENTS)


def article_row(number: int, article: Article) -> tuple[Any, ...]:
    """Give the row of an article (without its text)."""
    headline = article.headline
    search = folded(" ".join(filter(None, (headline, article.outlet, article.author))))
    return (
        number, blob(article.id), bytes.fromhex(article.sha256), article.title, article.outlet,
        article.author, article.published, article.url, article.language,
        as_json(article.metadata) if article.metadata else "{}",
        headline, search, len(article.text),
    )  # fmt: skip


def article_value(row: Row, text: str) -> Article:
    """Give the article of a row (its first ten columns) and its text."""
    _, id_, sha256, title, outlet, author, published, url, language, metadata = row[:10]
    facts = _facts.decode(metadata) if metadata != "{}" else {}
    return Article(
        text_id(id_), text, sha256.hex(), title, outlet, author, published, url, language, facts
    )


def annotation_row(value: Annotation, article: int, annotator: int) -> tuple[Any, ...]:
    """Give the row of an annotation."""
    parts = value.fragments
    return (
        blob(value.id), article, annotator, value.label, parts[0].start, parts[-1].end,
        None if len(parts) == 1 else as_json([(p.start, p.end) for p in parts]),
        value.quote, attributes_json(value.attributes), value.note,
        None if value.suggested_by is None else as_json(value.suggested_by),
        value.created, value.changed,
    )  # fmt: skip


def annotation_value(row: Row, article_id: str, annotator: str) -> Annotation:
    """Give the annotation of a row."""
    (id_, _, _, label, first, last, fragments, quote, attributes, note, suggested, created,
     changed) = row  # fmt: skip
    return Annotation(
        text_id(id_),
        article_id,
        annotator,
        label,
        (Span(first, last),) if fragments is None
        else tuple(Span(a, b) for a, b in _fragments.decode(fragments)),
        quote,
        created,
        changed,
        NO_ATTRIBUTES if attributes is None else _attributes.decode(attributes),
        note,
        None if suggested is None else _suggestion.decode(suggested),
    )  # fmt: skip


def plain(data: str) -> Any:
    """Give any JSON as plain values."""
    return msgspec.json.decode(data)


def answer(data: str) -> AttributeValue:
    """Give the value of an article label from its JSON."""
    value: AttributeValue = _answer.decode(data)
    return value


def relation_row(value: Relation, article: int, annotator: int) -> tuple[Any, ...]:
    """Give the row of a relation."""
    return (
        blob(value.id), article, annotator, value.type, blob(value.head), blob(value.tail),
        attributes_json(value.attributes), value.note, value.created, value.changed,
    )  # fmt: skip


def relation_value(row: Row, article_id: str, annotator: str) -> Relation:
    """Give the relation of a row."""
    id_, _, _, kind, head, tail, attributes, note, created, changed = row
    return Relation(
        text_id(id_), article_id, annotator, kind, text_id(head), text_id(tail), created, changed,
        NO_ATTRIBUTES if attributes is None else _attributes.decode(attributes), note,
    )  # fmt: skip


def said_row(value: Said, article: int, annotator: int) -> tuple[str, tuple[Any, ...]]:
    """Give the table and the row of something that is said of an article."""
    match value:
        case Annotation():
            return "annotation", annotation_row(value, article, annotator)
        case Relation():
            return "relation", relation_row(value, article, annotator)
        case ArticleLabel():
            own = (value.name, as_json(value.value), value.changed)
            return "article_label", (article, annotator, *own)
        case ArticleState():
            return "article_state", (article, annotator, value.state, value.changed)


def attributes_value(data: str | None) -> Attributes:
    """Give the attributes in a column."""
    return NO_ATTRIBUTES if data is None else _attributes.decode(data)


def attributes_json(attributes: Attributes) -> str | None:
    """Give attributes as a column holds them: JSON, or nothing where there are none."""
    return as_json(attributes) if attributes else None
