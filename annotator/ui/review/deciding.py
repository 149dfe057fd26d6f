"""Decisions as edits: of one case, of all identical ones, taken back, or without a case."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from annotator.core.annotation import GOLD, Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added, combined
from annotator.core.decision import Decision
from annotator.core.identifiers import new_id, now
from annotator.core.operations import set_state
from annotator.core.span import quote
from annotator.review.adjudication import Note, Reading, Rule, decide, reopen
from annotator.ui.review.queue import Case
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import Project


def decision_edit(
    project: "Project", cases: Sequence[Case], rule: Rule, note: Note,
    current: AnnotationSet | None = None,
) -> ChangeSet:  # fmt: skip
    """Give the one edit that settles cases of any articles by a rule.

    ``current`` holds what is said of one of them, where it is at hand.
    """
    edits = []
    earlier = decisions_on(project, {case.article.id for case in cases})
    for article, own in by_article(cases):
        here = current is not None and current.article_id == article.id
        values = current if here and current is not None else project.annotation_set(article.id)
        groups = [case.group for case in own]
        edits.append(decide(groups, rule, article, values, earlier[article.id], note))
    name = edits[0].name if edits else "Decide"
    places = sum(len(one) for _, one in by_article(cases))
    return combined(f"{name} ({places:,} places)" if places > 1 else name, edits)


def decisions_on(project: "Project", articles: Collection[str]) -> dict[str, list[Decision]]:
    """Give the decisions on some articles, each article there; many are asked for at once."""
    found: dict[str, list[Decision]] = {article_id: [] for article_id in articles}
    if len(found) == 1:
        return {own: project.records(Decision, own) for own in found}
    for one in project.records(Decision) if found else ():
        if one.article_id in found:
            found[one.article_id].append(one)
    return found


def by_article(cases: Iterable[Case]) -> list[tuple[Article, list[Case]]]:
    """Give cases by their article, in the order of their coming."""
    found: dict[str, tuple[Article, list[Case]]] = {}
    for case in cases:
        found.setdefault(case.article.id, (case.article, []))[1].append(case)
    return list(found.values())


def reopen_edit(
    project: "Project", decisions: Iterable[Decision], current: AnnotationSet | None = None
) -> ChangeSet:
    """Give the edit that takes decisions back, with the gold that came of them."""
    by_id: defaultdict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        by_id[decision.article_id].append(decision)
    edits = []
    for article_id, own in by_id.items():
        here = current is not None and current.article_id == article_id
        values = current if here and current is not None else project.annotation_set(article_id)
        edits.append(reopen(own, values))
    return combined("Reopen", edits)


def addition_edit(article: Article, reading: Reading, note: Note) -> ChangeSet:
    """Give the edit that makes gold of a span that nobody marked, with its decision."""
    moment = now()
    gold = Annotation(
        new_id(), article.id, GOLD, reading.label, reading.fragments,
        quote(article.text, reading.fragments), moment, moment, reading.attributes,
    )  # fmt: skip
    decision = Decision(
        new_id(), article.id, (), (gold.id,), "gold", "added", note.person, moment, note.reason,
        note.comment,
    )  # fmt: skip
    return ChangeSet("Add to gold", (added(gold), added(decision)))


def finishing_edit(project: "Project", article_ids: Iterable[str]) -> ChangeSet:
    """Give the edit that says of articles that their gold is done."""
    edits = []
    for article_id in article_ids:
        values = project.annotation_set(article_id)
        state = values.state(GOLD)
        if state is None or state.state != "done":
            edits.append(set_state(values, GOLD, "done"))
    return combined(f"Finish {len(edits):,} articles", edits)


def stands_on(workspace: Workspace, article_id: str) -> list[Decision]:
    """Give the decisions that stand on an article."""
    return workspace.project.records(Decision, article_id) if workspace.project else []
