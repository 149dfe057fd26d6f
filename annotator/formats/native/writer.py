"""Writing the native training data: the same entries give the same bytes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import TypeVar

import msgspec

from annotator.core.annotation import GOLD, Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.formats.format import Entry, Output, Writing
from annotator.formats.native.line import (
    UNKNOWN_TIME,
    Line,
    Meta,
    Proposal,
    RelationRecord,
    SpanRecord,
)

_T = TypeVar("_T")


class _Said:
    """What one annotator says of an article."""

    __slots__ = ("annotations", "labels", "relations", "state")

    def __init__(self) -> None:
        self.annotations: list[Annotation] = []
        self.relations: list[Relation] = []
        self.labels: dict[str, ArticleLabel] = {}
        self.state: ArticleState | None = None


def write(entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
    """Write a line an article and annotator; an article without a value is a line of nobody.

    A relation is left out, and counted as lost, when one of its ends is not written.
    """
    encoder = msgspec.json.Encoder()
    buffer = bytearray()
    for article, values in entries:
        buffer.clear()
        for line in _lines(article, values, writing):
            buffer += encoder.encode(line)
            buffer += b"\n"
        output.write(bytes(buffer))
        yield


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry: all but relations to what is not written."""
    article, values = entry
    uncounted = Writing(writing.scheme, writing.chosen)
    return article, list(_without_loose_ends(values, uncounted))


def _lines(article: Article, values: list[Value], writing: Writing) -> Iterator[Line]:
    said = _by_annotator(_without_loose_ends(values, writing))
    if not said:
        said[""] = _Said()
    for annotator in sorted(said):
        yield _line(article, annotator, said[annotator], writing)


def _by_annotator(values: Iterable[Value]) -> dict[str, _Said]:
    said: defaultdict[str, _Said] = defaultdict(_Said)
    for value in values:
        if type(value) is Annotation:  # nearly all are; the match below costs three times that
            said[value.annotator].annotations.append(value)
            continue
        match value:
            case Relation():
                said[value.annotator].relations.append(value)
            case ArticleLabel():
                said[value.annotator].labels[value.name] = value
            case ArticleState():
                said[value.annotator].state = value
    return said


def _without_loose_ends(values: list[Value], writing: Writing) -> Iterable[Value]:
    relations = [value for value in values if type(value) is Relation]
    if not relations:
        return values
    here = {value.id for value in values if type(value) is Annotation}
    kinds = writing.scheme.relations_by_id

    def stands(relation: Relation) -> bool:
        kind = kinds.get(relation.type)
        elsewhere = (
            kind is not None
            and kind.across_articles
            and (writing.chosen is None or relation.tail in writing.chosen)
        )
        return relation.head in here and (relation.tail in here or elsewhere)

    loose = {relation.id for relation in relations if not stands(relation)}
    if not loose:  # nearly always; a list of all values again costs a tenth of the writing
        return values
    writing.lost["relation to an annotation that is left out"] += len(loose)
    return [value for value in values if type(value) is not Relation or value.id not in loose]


def _line(article: Article, annotator: str, said: _Said, writing: Writing) -> Line:
    annotations = sorted(said.annotations, key=attrgetter("sort_key"))
    relations = sorted(said.relations, key=attrgetter("sort_key"))
    return Line(
        id=article.id,
        text=article.text,
        spans=[_span(a) for a in annotations],
        relations=[_relation(r) for r in relations] or None,
        article_labels=_sorted({n: label.value for n, label in said.labels.items()}),
        meta=_meta(article, annotator, said, writing),
    )


def _span(annotation: Annotation) -> SpanRecord:
    fragments = annotation.fragments
    proposed = annotation.suggested_by
    return SpanRecord(
        id=annotation.id,
        start=fragments[0].start,
        end=fragments[-1].end,
        label=annotation.label,
        text=annotation.quote,
        fragments=[(f.start, f.end) for f in fragments] if len(fragments) > 1 else None,
        attributes=_sorted(annotation.attributes) if annotation.attributes else None,
        note=annotation.note or None,
        suggested_by=Proposal(source=proposed.source, score=proposed.score) if proposed else None,
        created=annotation.created if annotation.created != UNKNOWN_TIME else None,
        changed=annotation.changed if annotation.changed != UNKNOWN_TIME else None,
    )


def _relation(relation: Relation) -> RelationRecord:
    return RelationRecord(
        id=relation.id,
        type=relation.type,
        head=relation.head,
        tail=relation.tail,
        attributes=_sorted(relation.attributes),
        note=relation.note or None,
        created=_time(relation.created),
        changed=_time(relation.changed),
    )


def _meta(article: Article, annotator: str, said: _Said, writing: Writing) -> Meta:
    times = {n: x.changed for n, x in said.labels.items() if x.changed != UNKNOWN_TIME}
    return Meta(
        title=article.title or None,
        outlet=article.outlet or None,
        author=article.author or None,
        published=article.published or None,
        url=article.url or None,
        language=article.language or None,
        sha256=article.sha256,
        annotator=annotator or None,
        layer=("gold" if annotator == GOLD else "annotator") if annotator else None,
        state=said.state.state if said.state else None,
        scheme=writing.scheme.id,
        scheme_version=writing.scheme.version,
        state_changed=_time(said.state.changed) if said.state else None,
        labels_changed=_sorted(times),
        metadata=_sorted(article.metadata),
    )


def _sorted(table: Mapping[str, _T]) -> dict[str, _T] | None:
    """Give a table by its keys, so that equal ones give equal bytes; None for an empty one."""
    if not table:
        return None
    return {name: table[name] for name in sorted(table)}


def _time(moment: str) -> str | None:
    return None if moment == UNKNOWN_TIME else moment
