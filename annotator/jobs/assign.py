"""Giving a project's articles to annotators, as the window and the command line both do."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.core.changes import Change, ChangeSet, added
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.core.palette import PALETTE
from annotator.core.team import Assignment, Person, Round, RoundKind, initials
from annotator.jobs.import_report import counted
from annotator.review.assignment import Plan

if TYPE_CHECKING:
    from annotator.storage.project import Project

FIRST_ROUND: RoundKind = "training"
"""The name and kind of the round that is made where a project has none."""


def words_to_give(project: "Project", *, fresh: bool = True) -> dict[str, int]:
    """Give the articles by identifier with their words; ``fresh`` only those given to nobody."""
    given = {one.article_id for one in project.records(Assignment)} if fresh else set()
    return {
        article.id: len(article.text.split())
        for article, _ in project.entries(annotators=[])
        if article.id not in given
    }


def told(plan: Plan, words: Mapping[str, int]) -> list[str]:
    """Say in lines what a plan gives to whom."""
    lines = [f"{counted(len(words), 'article')}, {len(plan.shared):,} of them by several."]
    for name, articles in plan.articles.items():
        again = f" and {len(plan.retests[name]):,} again" if plan.retests[name] else ""
        lines.append(
            f"{name}: {counted(len(articles), 'article')}{again}, {plan.words[name]:,} words"
        )
    return lines


def assignment(project: "Project", plan: Plan, round_name: str = "") -> ChangeSet:
    """Give the edit that gives articles out in a round, of a name or an identifier.

    "" is the newest round, and a first one where there is none. Annotators that the project does
    not know yet become people of it. Raises AnnotatorError for a round that is not there.
    """
    round_id, changes = _round(project, round_name)
    changes += map(added, _new_people(project, list(plan.articles)))
    changes += map(added, plan.records(round_id))
    return ChangeSet("Assign articles", tuple(changes))


def _round(project: "Project", wanted: str) -> tuple[str, list[Change]]:
    rounds = project.records(Round)
    if not rounds and wanted in ("", FIRST_ROUND):
        version = project.scheme.version
        first = Round(new_id(), FIRST_ROUND, FIRST_ROUND, version, now())
        return first.id, [added(first)]
    fit = [one for one in rounds if wanted in ("", one.id, one.name)]
    if not fit:
        names = ", ".join(one.name for one in rounds) or "none yet"
        raise AnnotatorError(
            f"There is no round “{wanted}”.", f"Rounds are made in the window; there are: {names}."
        )
    return fit[-1].id, []


def _new_people(project: "Project", names: Sequence[str]) -> list[Person]:
    known = [person.name for person in project.records(Person)]
    fresh = [name for name in names if name not in known]
    colors = (PALETTE[(len(known) + at) % len(PALETTE)] for at in range(len(fresh)))
    return [
        Person(new_id(), name, now(), color, initials(name))
        for name, color in zip(fresh, colors, strict=True)
    ]
