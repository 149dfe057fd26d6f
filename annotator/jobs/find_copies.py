"""Finding which articles of a project are nearly the same, and storing what becomes of them."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.copies import Copies, Treatment, kept_of
from annotator.core.identifiers import now
from annotator.core.judgement import ArticleState
from annotator.jobs.progress import Pace, Progress
from annotator.suggestions.near_duplicates import LIKE, grouping

if TYPE_CHECKING:
    from annotator.storage.project import Project

_PAGE = 200


def find_copies(
    project: "Project", *, like: float = LIKE
) -> Generator[Progress, None, list[Copies]]:
    """Give the groups of near-duplicates of a project, in list order; nothing is stored.

    ``like`` is the least share of equal word triples. Of each text some 500 bytes are held, and
    closing the generator ends the search at once. A group that is stored comes as it is stored.
    """
    numbers = project.find_articles()
    pace = Pace()
    looking = grouping(
        _texts(project, numbers), like=like, again=lambda name: project.article(name).text
    )
    while True:
        try:
            looked = next(looking)
        except StopIteration as end:
            groups = end.value
            break
        if pace.due():
            yield Progress(looked, len(numbers), "Looking for near-duplicates")
    stored = {group.id: group for group in project.records(Copies)}
    found = (Copies.of(group.articles, group.likeness) for group in groups)
    return [stored.get(group.id, group) for group in found]


def _texts(project: "Project", numbers: Iterable[int]) -> Iterator[tuple[str, str]]:
    numbers = list(numbers)
    for at in range(0, len(numbers), _PAGE):
        for row in project.article_rows(numbers[at : at + _PAGE]):
            yield row.id, project.article(row.id).text


def decide_copies(
    project: "Project", decided: Iterable[tuple[Copies, Treatment]], *, annotator: str
) -> Generator[Progress, None, ChangeSet]:
    """Give the change set that stores what was decided on groups; it is not applied.

    A decided group takes the place of stored ones that share an article with it. Skipped is, for
    the annotator, only what is new: nobody's marks are hidden, and nothing is ever deleted.
    """
    pairs = list(decided)
    after, states = [], dict[str, Change]()
    for done, (group, treatment) in enumerate(pairs):
        yield Progress(done, len(pairs), "Storing what was decided")
        after.append(replace(group, apart=treatment == "keep"))
        states |= _skipped(project, group, treatment, annotator)
    count = len(pairs)
    name = f"Decide on {count:,} group{'s' * (count != 1)} of copies"
    return ChangeSet(name, (*regrouped(project.records(Copies), after), *states.values()))


def regrouped(before: Iterable[Copies], groups: Iterable[Copies]) -> list[Change]:
    """Give the changes that store groups in the place of those that share an article with one."""
    stored = {group.id: group for group in before}
    holding: dict[str, set[str]] = {}
    for group in stored.values():
        for name in group.articles:
            holding.setdefault(name, set()).add(group.id)
    changes: dict[str, Change] = {}
    for group in groups:
        for name in group.articles:
            for other in holding.get(name, ()):
                changes.setdefault(other, removed(stored[other]))
        same = stored.get(group.id)
        if same is None:
            changes[group.id] = added(group)
        elif same == group:
            changes.pop(group.id, None)
        else:
            changes[group.id] = Change(same, group)
    return list(changes.values())


def _skipped(
    project: "Project", group: Copies, treatment: Treatment, annotator: str
) -> dict[str, Change]:
    """Give the changes of states by article."""
    if treatment not in ("longest", "first"):
        return {}
    kept = kept_of(treatment, lengths(project, group))
    others = [name for at, name in enumerate(group.articles) if at != kept]
    return {
        name: added(ArticleState(name, annotator, "skipped", now()))
        for name in others if _is_new(project, name, annotator)
    }  # fmt: skip


def lengths(project: "Project", group: Copies) -> list[int]:
    """Give how long the texts of a group are, in code points and its order."""
    return [len(project.article(name).text) for name in group.articles]


def _is_new(project: "Project", article_id: str, annotator: str) -> bool:
    said = project.annotation_set(article_id)
    return said.state(annotator) is None and not any(m.annotator == annotator for m in said)


def linked(project: "Project") -> list[tuple[str, ...]]:
    """Give the articles of each group that is stored and not kept apart."""
    return [group.articles for group in project.records(Copies) if not group.apart]
