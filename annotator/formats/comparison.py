"""Whether what was read back is what was written, told without keeping all of it in memory."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.formats.format import Entry

_ALL = (1 << 128) - 1


def likeness(value: Value, marks: dict[str, tuple[Any, ...]], *, exact: bool) -> tuple[Any, ...]:
    """Give what a value says, in a form that is equal for equal meanings.

    ``marks`` holds the likeness of the annotations of its entry, for the ends of relations.
    Identifiers and times count only where ``exact``.
    """
    match value:
        case Annotation():
            said: tuple[Any, ...] = (
                "annotation", value.annotator, value.label,
                tuple((part.start, part.end) for part in value.fragments), value.quote,
                _table(value.attributes), value.note,
                value.suggested_by and (value.suggested_by.source, value.suggested_by.score),
            )  # fmt: skip
            return (*said, value.id, value.created, value.changed) if exact else said
        case Relation():
            ends = (marks.get(value.head, value.head), marks.get(value.tail, value.tail))
            said = (
                "relation", value.annotator, value.type, *ends, _table(value.attributes),
                value.note,
            )  # fmt: skip
            return (*said, value.id, value.created, value.changed) if exact else said
        case ArticleLabel():
            return ("label", value.annotator, value.name, value.value)
        case ArticleState():
            return ("state", value.annotator, value.state)
    return ("article",)


def _table(values: Any) -> tuple[Any, ...]:
    return tuple(sorted(values.items()))


@dataclass(slots=True)
class _Sum:
    """What is said of a text, as a sum of hashes, so that the order does not count."""

    total: int = 0
    marks: int = 0
    relations: int = 0
    others: int = 0
    first: str = ""


class Contents:
    """What some entries say of each text; a hundred bytes or two an article."""

    def __init__(self, *, exact: bool) -> None:
        """Hold nothing yet."""
        self._exact = exact
        self._texts: dict[bytes, _Sum] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing was taken in."""
        return not self._texts

    def take(self, entry: Entry) -> None:
        """Take in an entry; entries of one text are one."""
        article, values = entry
        found = self._texts.setdefault(bytes.fromhex(article.sha256), _Sum())
        found.first = found.first or article.headline
        if self._exact:
            found.total = found.total + _hash(_facts(article)) & _ALL
        marks: dict[str, tuple[Any, ...]] = {}
        for value in sorted(values, key=lambda v: not isinstance(v, Annotation)):
            said = likeness(value, marks, exact=self._exact)
            if isinstance(value, Annotation):
                marks[value.id] = said
                found.marks += 1
            elif isinstance(value, Relation):
                found.relations += 1
            else:
                found.others += 1
            found.total = found.total + _hash(said) & _ALL

    def differences(self, other: "Contents") -> Iterator[str]:
        """Say, article by article, what the other contents lack or have too much."""
        for key, mine in self._texts.items():
            theirs = other._texts.get(key)
            if theirs is None:
                yield f"the article “{mine.first}” is missing or has another text"
            elif theirs.total != mine.total:
                yield f"the article “{mine.first}” {_what_differs(mine, theirs)}"
        for key, theirs in other._texts.items():
            if key not in self._texts:
                yield f"there is an article “{theirs.first}” that was not written"


def _what_differs(mine: _Sum, theirs: _Sum) -> str:
    for noun, before, after in (
        ("annotations", mine.marks, theirs.marks),
        ("relations", mine.relations, theirs.relations),
        ("article labels and states", mine.others, theirs.others),
    ):
        if before != after:
            return f"has {after:,} {noun} instead of {before:,}"
    return "is said to be something else than was written"


def _facts(article: Article) -> tuple[Any, ...]:
    return (
        article.id, article.title, article.outlet, article.author, article.published,
        article.url, article.language, _table(article.metadata),
    )  # fmt: skip


def _hash(said: object) -> int:
    return int.from_bytes(
        hashlib.blake2b(repr(said).encode(errors="replace"), digest_size=16).digest()
    )


def contents(entries: Iterable[Entry], *, exact: bool) -> Contents:
    """Give the contents of entries."""
    found = Contents(exact=exact)
    for entry in entries:
        found.take(entry)
    return found
