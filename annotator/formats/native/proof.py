"""Whether a file of native training data says what was to be written, line beside entry.

The general check reads a file with its reader into values and keeps a hash of each text. This
one holds every record against its value as it stands in the file, which costs a fifth.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Suggestion
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import quote
from annotator.formats.format import Entry
from annotator.formats.native.line import (
    UNKNOWN_TIME,
    Line,
    Meta,
    Proposal,
    RelationRecord,
    SpanRecord,
)

_NO_META = Meta()


class NativeProof:
    """Reads a file that is still being written, entry by entry in the order of the writing."""

    def __init__(self, path: Path) -> None:
        """Start at the file's beginning."""
        self._file = path.open("rb")
        self._decode = msgspec.json.Decoder(Line).decode
        self._next: Line | None = None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def differs(self, entry: Entry) -> str:
        """Say how the file's next lines differ from an entry; "" where they say the same."""
        article, values = entry
        lines = list(self._lines_of(article.id))
        if not lines:
            return f"the article “{article.headline}” is missing"
        try:
            held = {v.id if type(v) is Annotation else _key(v): v for v in values}
            if len(held) != len(values):
                return f"the article “{article.headline}” has an identifier twice"
            for line in lines:
                _tell_off(line, article, held)
        except _Different as difference:
            return f"the article “{article.headline}” {difference}"
        if held:
            return f"the article “{article.headline}” lacks {len(held):,} of its annotations"
        return ""

    def rest(self) -> str:
        """Say what stands in the file after the last entry; "" for nothing."""
        return "there is more than was written" if self._ahead() else ""

    def _lines_of(self, article: str) -> Iterator[Line]:
        while (line := self._ahead()) is not None and line.id == article:
            self._next = None
            yield line

    def _ahead(self) -> Line | None:
        if self._next is None and (raw := self._file.readline()):
            try:
                self._next = self._decode(raw)
            except msgspec.DecodeError:
                self._next = Line(text="")  # of no article: the next entry is missing
        return self._next


class _Different(Exception):  # noqa: N818 - a sentence's end, never seen outside
    pass


def _key(value: Value) -> tuple[str, ...] | str:
    """Give what tells a value from the others of its article."""
    if type(value) is ArticleLabel:
        return "label", value.annotator, value.name
    if type(value) is ArticleState:
        return "state", value.annotator
    assert type(value) is Annotation or type(value) is Relation
    return value.id


def _tell_off(line: Line, article: Article, held: dict[tuple[str, ...] | str, Value]) -> None:
    """Take from ``held`` all that a line says; _Different where it says something else."""
    meta = line.meta or _NO_META
    if line.text != article.text or not _same_facts(meta, article):
        raise _Different("has another text or other facts")
    who = meta.annotator or ""
    for span in line.spans or ():
        mark = held.pop(str(span.id), None)
        if (
            type(mark) is not Annotation
            or mark.annotator != who
            or not _holds(span, mark, line.text)
        ):
            raise _Different(f"has another annotation {span.start} to {span.end} ({span.label})")
    for record in line.relations or ():
        link = held.pop(str(record.id), None)
        if not isinstance(link, Relation) or not _same_link(record, link, who):
            raise _Different(f"has another relation {record.type}")
    for name, value in (line.article_labels or {}).items():
        label = held.pop(("label", who, name), None)
        changed = (meta.labels_changed or {}).get(name, UNKNOWN_TIME)
        if label != ArticleLabel(article.id, who, name, value, changed):
            raise _Different(f"has another article label {name}")
    if meta.state:
        state = held.pop(("state", who), None)
        said = isinstance(state, ArticleState) and (state.state, state.changed)
        if said != (meta.state, meta.state_changed or UNKNOWN_TIME):
            raise _Different("has another state")


def _same_facts(meta: Meta, article: Article) -> bool:
    return (
        meta.sha256 == article.sha256
        and (meta.title or "") == article.title
        and (meta.outlet or "") == article.outlet
        and (meta.author or "") == article.author
        and (meta.published or "") == article.published
        and (meta.url or "") == article.url
        and (meta.language or "") == article.language
        and (meta.metadata or {}) == article.metadata
    )


def _holds(span: SpanRecord, mark: Annotation, text: str) -> bool:
    """Say whether a span's record holds all that an annotation says."""
    parts = mark.fragments
    first, last = parts[0].start, parts[-1].end
    return (
        span.start == first
        and span.end == last
        and span.label == mark.label
        and span.text == mark.quote
        and (text[first:last] if len(parts) == 1 else quote(text, parts)) == mark.quote
        and (span.created or UNKNOWN_TIME) == mark.created
        and (span.changed or span.created or UNKNOWN_TIME) == mark.changed
        and (span.note or "") == mark.note
        and (
            not mark.attributes if span.attributes is None
            else span.attributes == mark.attributes
        )
        and (
            span.fragments is None if len(parts) == 1
            else span.fragments == [(part.start, part.end) for part in parts]
        )
        and (
            span.suggested_by is None if mark.suggested_by is None
            else span.suggested_by == _proposal(mark.suggested_by)
        )
    )  # fmt: skip


def _proposal(made: Suggestion) -> Proposal:
    return Proposal(source=made.source, score=made.score)


def _same_link(record: RelationRecord, link: Relation, who: str) -> bool:
    return (
        (record.type, record.head, record.tail) == (link.type, link.head, link.tail)
        and (record.created or UNKNOWN_TIME) == link.created
        and (record.changed or record.created or UNKNOWN_TIME) == link.changed
        and link.annotator == who
        and (record.attributes or NO_ATTRIBUTES) == link.attributes
        and (record.note or "") == link.note
    )
