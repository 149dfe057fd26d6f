"""What a format keeps of what is said of articles, as a value: its losses follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.core.annotation import NO_ATTRIBUTES, Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import quote
from annotator.formats.format import Entry, Writing

NOBODY = "annotator"
"""Whose marks they become that a format does not name."""


@dataclass(frozen=True, slots=True)
class Keeps:
    """What a format can say. What it cannot is left out when it is written, and counted.

    Of a discontinuous annotation the hull is written where a format has no fragments. A relation
    is kept only with both its annotations, in the same article; a format that has a record for
    each annotator keeps one only with annotations of its own annotator.
    """

    annotators: bool = False
    fragments: bool = False
    attributes: bool = False
    notes: bool = False
    suggestions: bool = False
    relations: bool = False
    relation_attributes: bool = False
    relation_notes: bool = False
    article_labels: bool = False
    states: bool = False
    others: tuple[str, ...] = ()
    """Further losses, in words."""

    @property
    def loses(self) -> tuple[str, ...]:
        """What is lost, in words."""
        return tuple(words for kept, words in self._table() if not kept) + self.others

    def _table(self) -> Iterator[tuple[bool, str]]:
        yield False, "identifiers and times"
        yield False, "what is known about articles (title, outlet, date)"
        yield self.annotators, "who annotated"
        yield self.fragments, "gaps of discontinuous annotations (the whole stretch is written)"
        yield self.attributes, "attributes"
        yield self.notes, "notes"
        yield self.suggestions, "which source suggested an annotation"
        yield self.relations, "relations"
        if self.relations:
            yield self.relation_attributes, "attributes of relations"
            yield self.relation_notes, "notes on relations"
        yield self.article_labels, "article labels"
        yield self.states, "states of articles"

    def carried(self, entry: Entry, writing: Writing) -> Entry:
        """Give what comes back of an entry; nothing is counted."""
        return self.taken(entry, replace(writing, lost=type(writing.lost)()))

    def taken(self, entry: Entry, writing: Writing) -> Entry:
        """Give what can be written of an entry, and count in ``writing`` what cannot."""
        article, values = entry
        here = {value.id: value.annotator for value in values if type(value) is Annotation}
        kept: list[Value] = []
        for value in values:
            made, lost = self._value(value, article, here)
            writing.lost.update(lost)
            if made is not None:
                kept.append(made)
        return article, kept

    def _value(
        self, value: Value, article: Article, here: dict[str, str]
    ) -> tuple[Value | None, list[str]]:
        match value:
            case Annotation():
                return self._annotation(value, article)
            case Relation():
                return self._relation(value, here)
            case ArticleLabel():
                who = value.annotator if self.annotators else NOBODY
                if self.article_labels:
                    return replace(value, annotator=who), []
                return None, ["label of an article"]
            case ArticleState():
                who = value.annotator if self.annotators else NOBODY
                if self.states:
                    return replace(value, annotator=who), []
                return None, [] if value.state == "new" else ["state of an article"]
        return None, []

    def _annotation(self, mark: Annotation, article: Article) -> tuple[Annotation, list[str]]:
        lost = []
        if not self.annotators:
            mark = replace(mark, annotator=NOBODY)
        if len(mark.fragments) > 1 and not self.fragments:
            lost.append("gap of a discontinuous annotation")
            mark = replace(mark, fragments=(mark.span,), quote=quote(article.text, (mark.span,)))
        if mark.attributes and not self.attributes:
            lost += ["attribute of an annotation"] * len(mark.attributes)
            mark = replace(mark, attributes=NO_ATTRIBUTES)
        if mark.note and not self.notes:
            lost.append("note on an annotation")
            mark = replace(mark, note="")
        if mark.suggested_by and not self.suggestions:
            lost.append("source of a suggestion")
            mark = replace(mark, suggested_by=None)
        return mark, lost

    def _relation(self, link: Relation, here: dict[str, str]) -> tuple[Relation | None, list[str]]:
        if not self.relations:
            return None, ["relation between annotations"]
        if link.head not in here or link.tail not in here:
            return None, ["relation to an annotation that is left out"]
        if self.annotators and {here[link.head], here[link.tail]} != {link.annotator}:
            return None, ["relation to another annotator’s annotation"]
        lost = []
        if not self.annotators:
            link = replace(link, annotator=NOBODY)
        if link.attributes and not self.relation_attributes:
            lost += ["attribute of a relation"] * len(link.attributes)
            link = replace(link, attributes=NO_ATTRIBUTES)
        if link.note and not self.relation_notes:
            lost.append("note on a relation")
            link = replace(link, note="")
        return link, lost
