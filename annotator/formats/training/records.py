"""The records of training files: what one annotator says of one article, as plain data.

Every record of a file has the same keys with values of the same types, so that a program that
guesses columns from the first records guesses right. What has no fixed type (answers to
attributes, article labels) is JSON inside a text.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import Span, quote
from annotator.core.tokens import TOKENIZER
from annotator.formats.carrying import Keeps
from annotator.formats.fields import FACTS
from annotator.formats.format import Entry, Writing
from annotator.formats.tagged.tags import encoded
from annotator.formats.tagged.writing import Layer, layered

OVERLAPS = (
    "tags of annotations nested in or crossing others (of those that overlap, the one that starts "
    "first is tagged, and of those the longest)"
)
WIDENED = "edges of annotations inside a token (the whole token is tagged)"


@dataclass(frozen=True, slots=True)
class Said:
    """What one annotator says of an article, each kind in the order in which it is written."""

    annotator: str
    marks: Sequence[Annotation]
    links: Sequence[Relation]
    labels: Sequence[ArticleLabel]
    state: str


def said_of(values: Iterable[Value]) -> list[Said]:
    """Give what each annotator says, by name; one of nobody where none says anything."""
    by_name: dict[str, list[Value]] = {}
    for value in values:
        if isinstance(value, SAID):
            by_name.setdefault(value.annotator, []).append(value)
    return [_said(name, by_name[name]) for name in sorted(by_name)] or [Said("", (), (), (), "")]


def _said(name: str, values: Sequence[Value]) -> Said:
    return Said(
        name,
        sorted((v for v in values if isinstance(v, Annotation)), key=lambda a: a.sort_key),
        sorted((v for v in values if isinstance(v, Relation)), key=lambda r: r.sort_key),
        sorted((v for v in values if isinstance(v, ArticleLabel)), key=lambda v: v.name),
        next((v.state for v in values if isinstance(v, ArticleState)), ""),
    )


# --- with spans


def span_record(article: Article, said: Said) -> dict[str, Any]:
    """Give a record with spans by code points."""
    numbers = {mark.id: number for number, mark in enumerate(said.marks)}
    return {
        "id": article.id, "annotator": said.annotator, "state": said.state,
        **{name: getattr(article, name) for name in FACTS},
        "text": article.text,
        "spans": [_span(mark) for mark in said.marks],
        "relations": [
            {"type": link.type, "head": numbers[link.head], "tail": numbers[link.tail],
             "attributes": as_text(link.attributes), "note": link.note}
            for link in said.links
        ],
        "article_labels": as_text({label.name: label.value for label in said.labels}),
    }  # fmt: skip


def _span(mark: Annotation) -> dict[str, Any]:
    return {
        "start": mark.start, "end": mark.end, "label": mark.label, "text": mark.quote,
        "fragments": [[part.start, part.end] for part in mark.fragments],
        "attributes": as_text(mark.attributes), "note": mark.note,
    }  # fmt: skip


def as_text(answers: Mapping[str, Any]) -> str:
    """Give answers as a JSON object in a text, its keys sorted."""
    return json.dumps(dict(answers), ensure_ascii=False, sort_keys=True)


# --- with tokens


@dataclass(slots=True)
class Tagged:
    """A text's tokens; a whole text's are cut once for all its annotators."""

    text: str
    words: Sequence[Span]
    tokenizer: str = TOKENIZER

    @classmethod
    def of(cls, text: str, writing: Writing) -> "Tagged":
        """Give the tokens of a text by the tokenizer that is written with."""
        return cls(text, writing.tokens(text), writing.tokenizer)

    def record(self, marks: Iterable[Annotation], writing: Writing) -> dict[str, Any]:
        """Give tokens, their offsets and IOB2 tags; what finds no tag is counted as lost."""
        layer = one_layer(self, marks, writing)
        return {
            "tokens": [self.text[word.start : word.end] for word in self.words],
            "offsets": [[word.start, word.end] for word in self.words],
            "ner_tags": encoded((piece for piece, _ in layer), len(self.words), ends=False),
            "tokenizer": self.tokenizer,
        }

    def marks_on(self, layer: Layer) -> Iterator[Annotation]:
        """Give marks as the tokens that they were put on say them."""
        for (first, last, label), mark in layer:
            spans = (Span(self.words[first].start, self.words[last].end),)
            yield replace(mark, label=label, fragments=spans, quote=quote(self.text, spans))


def one_layer(tagged: Tagged, marks: Iterable[Annotation], writing: Writing) -> Layer:
    """Put on tokens the marks that do not overlap; the others are counted as lost."""
    (layer,) = layered(tagged.words, marks, 1, writing)
    return layer


PutOn: TypeAlias = Callable[[Tagged, Iterable[Annotation], Writing], Layer]
"""Puts marks on tokens as a format does, and counts what finds no place."""


def carried_by_tokens(entry: Entry, writing: Writing, keeps: Keeps, put_on: PutOn) -> Entry:
    """Give what comes back of an entry whose marks are put on tokens; nothing is counted."""
    quiet = replace(writing, lost=Counter())
    article, values = keeps.taken(entry, quiet)
    tagged = Tagged.of(article.text, writing)
    kept: list[Value] = []
    for said in said_of(values):
        kept += tagged.marks_on(put_on(tagged, said.marks, quiet))
    return article, kept
