"""Carrying an article's marks over to its copies: found again there, to be accepted or left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation, Suggestion
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.copies import Copies, copies_of
from annotator.core.decision import Orphan
from annotator.core.errors import ProjectError
from annotator.core.identifiers import new_id, now
from annotator.core.judgement import NOTHING_FOUND, ArticleState
from annotator.core.relation import Relation

if TYPE_CHECKING:
    from annotator.storage.project import Project

SUGGESTED_BY = "copy"
"""The source that marks carried over name; their score is how alike the texts are."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What an annotator's marks become in one copy. ``origins`` are those of ``marks``, by place.

    ``lost`` are marks whose words are not there; ``relations`` still link the origins.
    """

    copy: Article
    marks: tuple[Annotation, ...]
    origins: tuple[str, ...]
    lost: tuple[Orphan, ...]
    relations: tuple[Relation, ...]
    there: AnnotationSet


def has_copies(project: "Project", article_id: str) -> bool:
    """Say whether an article is linked to others."""
    return bool(copies_of(article_id, project.records(Copies)))


def carried(project: "Project", article_id: str, annotator: str) -> Iterator[Carried]:
    """Give for each linked copy what an annotator's marks would be there; nothing is stored.

    Marks that the annotator has there already are not among them. It takes milliseconds a copy.
    """
    article = project.article(article_id)
    said = project.annotation_set(article_id)
    own = [mark for mark in said if mark.annotator == annotator]
    relations = tuple(r for r in said.relations if r.annotator == annotator)
    for name in copies_of(article_id, project.records(Copies)):
        try:
            copy, there = project.article(name), project.annotation_set(name)
        except ProjectError:  # one that is no more
            continue
        yield _carried(article, copy, own, relations, there)


def _carried(
    article: Article, copy: Article, own: list[Annotation], relations: tuple[Relation, ...],
    there: AnnotationSet,
) -> Carried:  # fmt: skip
    from annotator.review.reanchor import Reanchoring
    from annotator.suggestions.near_duplicates import likeness

    moving = Reanchoring(article, copy)
    known = {(m.annotator, m.label, m.fragments) for m in there}
    alike, moment = Suggestion(SUGGESTED_BY, round(likeness(article.text, copy.text), 3)), now()
    marks, origins, lost = [], [], []
    for mark in own:
        found, orphans = moving.moved([mark])
        lost += orphans
        for moved in found:
            if (moved.annotator, moved.label, moved.fragments) not in known:
                origins.append(mark.id)
                marks.append(
                    replace(moved, id=new_id(), created=moment, changed=moment, suggested_by=alike)
                )
    return Carried(copy, tuple(marks), tuple(origins), tuple(lost), relations, there)


def accepted(chosen: Iterable[tuple[Carried, Annotation]]) -> ChangeSet:
    """Give the edit that stores the chosen marks, with the relations whose both ends are chosen.

    A copy that was new is in progress then, and no longer said to hold nothing.
    """
    by_copy: dict[str, tuple[Carried, list[Annotation]]] = {}
    for held, mark in chosen:
        by_copy.setdefault(held.copy.id, (held, []))[1].append(mark)
    changes = [change for held, marks in by_copy.values() for change in _accepted(held, marks)]
    marks = sum(len(marks) for _, marks in by_copy.values())
    name = f"Carry {marks:,} mark{'s' * (marks != 1)} over to {len(by_copy):,} "
    return ChangeSet(name + ("copies" if len(by_copy) != 1 else "copy"), tuple(changes))


def _accepted(held: Carried, marks: list[Annotation]) -> Iterator[Change]:
    yield from map(added, marks)
    new = {
        origin: mark.id
        for origin, mark in zip(held.origins, held.marks, strict=True) if mark in marks
    }  # fmt: skip
    for relation in held.relations:
        if relation.head in new and relation.tail in new:
            moment = now()
            yield added(replace(
                relation, id=new_id(), article_id=held.copy.id, head=new[relation.head],
                tail=new[relation.tail], created=moment, changed=moment,
            ))  # fmt: skip
    annotator = marks[0].annotator
    if held.there.state(annotator) is None:
        yield added(ArticleState(held.copy.id, annotator, "in_progress", now()))
    nothing = held.there.article_label(annotator, NOTHING_FOUND)
    if nothing is not None and nothing.value is True:
        yield removed(nothing)
