"""A table with one row an annotation, its sentence beside it: to read, sort, count, and correct.

The text of the article is not in it, only its hash, so it is read where the text is known.
"""

import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TypeAlias

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.core.tokens import sentences
from annotator.formats.carrying import Keeps
from annotator.formats.format import Entry, Writing

Cell: TypeAlias = str | int | float | None
_BEFORE = (
    "article_id", "title", "outlet", "published", "url", "annotation_id", "annotator", "label",
    "quote", "start", "end", "fragments", "sentence",
)  # fmt: skip
_AFTER = (
    "note", "suggested_by", "score", "created", "changed", "article_sha256", "attributes",
)  # fmt: skip
ANSWER = "attributes."
"""What stands before the name of an attribute that has a column of its own."""
_KEEPS = Keeps(annotators=True, fragments=True, attributes=True, notes=True, suggestions=True)
LOSES = (
    "texts of articles (only the sentences around annotations are written)",
    "articles without annotations", "relations", "article labels", "states of articles",
)  # fmt: skip


def heading(scheme: Scheme) -> list[str]:
    """Give the names of the columns, one for each attribute of the scheme's labels."""
    return [*_BEFORE, *(f"{ANSWER}{name}" for name in _attributes(scheme)), *_AFTER]


def _attributes(scheme: Scheme) -> list[str]:
    return list(dict.fromkeys(asked.id for label in scheme.labels for asked in label.attributes))


def rows(entry: Entry, writing: Writing) -> Iterator[list[Cell]]:
    """Give the rows of an article by place in its text; what is no annotation is counted as lost.

    Offsets count code points. ``sentence`` is the whole of the sentences that an annotation
    lies in. ``attributes`` are all answers as JSON, which tells a number from its name; where a
    column of their own says something else, that counts when the table is read.
    """
    article, values = _KEEPS.taken(entry, writing)
    marks = [value for value in values if isinstance(value, Annotation)]
    if not marks:
        writing.lost["article without annotations"] += 1
        return
    named = _attributes(writing.scheme)
    context = _Context(article.text)
    for mark in sorted(marks, key=lambda a: (a.sort_key, a.annotator)):
        proposed = mark.suggested_by
        yield [
            article.id, article.title, article.outlet, article.published, article.url,
            mark.id, mark.annotator, mark.label, mark.quote, mark.start, mark.end,
            " ".join(f"{part.start}-{part.end}" for part in mark.fragments),
            context.around(mark.span),
            *(shown_answer(mark.attributes.get(name)) for name in named), mark.note,
            proposed.source if proposed else "", proposed.score if proposed else None,
            mark.created, mark.changed, article.sha256,
            json.dumps(dict(mark.attributes), sort_keys=True) if mark.attributes else "",
        ]  # fmt: skip


def kept(entry: Entry, writing: Writing) -> Entry:
    """Give what a row an annotation carries of an entry; nothing is counted."""
    return _KEEPS.carried(entry, writing)


def shown_answer(value: AttributeValue | None) -> Cell:
    """Give an answer as its column shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, tuple) else value


class _Context:
    """The sentences of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = list(sentences(text))
        self._starts = [span.start for span in found]
        self._ends = [span.end for span in found]

    def around(self, span: Span) -> str:
        """Give the words of all sentences that a span touches."""
        first = bisect_right(self._ends, span.start)
        last = bisect_left(self._starts, span.end) - 1
        if first > last:
            return self._text[span.start : span.end]
        start = min(span.start, self._starts[first])
        return self._text[start : max(span.end, self._ends[last])]
