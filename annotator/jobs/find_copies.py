"""Finding which articles of a project are nearly the same, and keeping that as one undo."""

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.copies import Copies
from annotator.core.identifiers import derived_id
from annotator.jobs.progress import Progress
from annotator.suggestions.near_duplicates import LIKE, groups

if TYPE_CHECKING:
    from annotator.storage.project import Project

_PAGE = 200


def find_copies(project: "Project", *, like: float = LIKE) -> Generator[Progress, None, ChangeSet]:
    """Give the change set that makes the project's groups those found now; it is not applied.

    It is empty where nothing is new. ``like`` is the least share of equal word triples.
    """
    numbers = project.find_articles()
    texts: list[tuple[str, str]] = []
    for at in range(0, len(numbers), _PAGE):
        yield Progress(at, len(numbers), "Reading the articles")
        texts += _texts(project, numbers[at : at + _PAGE])
    yield Progress(len(numbers), len(numbers), "Looking for near-duplicates")
    now = {}
    for group in groups(texts, like=like):
        made = Copies(derived_id("copies", *group.articles), group.articles, group.likeness)
        now[made.id] = made
    before = {kept.id: kept for kept in project.records(Copies)}
    changes = [removed(kept) for id, kept in before.items() if id not in now]
    for id, made in now.items():
        if id not in before:
            changes.append(added(made))
        elif before[id] != made:
            changes.append(Change(before[id], made))
    return ChangeSet("Group near-duplicates", tuple(changes))


def _texts(project: "Project", numbers: Sequence[int]) -> Iterator[tuple[str, str]]:
    for row in project.article_rows(numbers):
        yield row.id, project.article(row.id).text
