"""A hand-out: one project file with the articles, the scheme, and nobody else's marks."""

import os
import secrets
from collections.abc import Collection, Generator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.changes import SAID, ChangeSet, added
from annotator.core.entity import Entity
from annotator.core.errors import AnnotatorError, FormatError
from annotator.core.identifiers import new_id, now
from annotator.core.record import Record
from annotator.core.team import Assignment, Person, Round, initials, second_pass
from annotator.formats.format import shown
from annotator.jobs.import_articles import counted
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import refuse_what_is_no_file

if TYPE_CHECKING:
    from annotator.storage.project import Project


@dataclass(frozen=True, slots=True)
class HandoutReport:
    """What a hand-out holds; as text it is one sentence."""

    path: Path
    annotator: str
    articles: int
    annotations: int
    others: tuple[str, ...] | None = None
    """Who was known before, where the annotator was entered with this hand-out; else None."""

    def __str__(self) -> str:
        """Give the counts and the path as a sentence."""
        own = counted(self.annotations, "mark")
        said = f" with {own} of their own" if self.annotations else ", nobody’s marks in it"
        line = f"Handed out {counted(self.articles, 'article')} to {self.annotator}{said}: "
        return f"{line}{shown(self.path)}.{self._who_is_new()}"

    def _who_is_new(self) -> str:
        if self.others is None:
            return ""
        known = f"; known before: {', '.join(self.others)}" if self.others else ""
        return f" {self.annotator} is new here and was entered as an annotator{known}."


def hand_out(
    project: "Project", out: Path, annotator: str, *, round: str = "", fresh: bool = False
) -> Generator[Progress, None, HandoutReport]:
    """Write a hand-out for an annotator; the file appears complete or not at all.

    It holds the articles assigned to her (in a round, by name), all where nobody was assigned
    any; her own marks unless ``fresh``, and nobody else's. An article that she is to do a second
    time comes anew once her first pass is in the project, without it, and nothing says so.
    When the project does not know her as a person yet, she is entered there. Raises
    AnnotatorError where she has no article.
    """
    refuse_what_is_no_file(out)
    if out.exists():
        raise FormatError("it is there already.", file=shown(out), next_step="Name another file.")
    chosen = _assigned(project, annotator, round)
    again = {} if fresh else _again(project, annotator, chosen)
    others = _others(project, annotator)
    records = _records(project, annotator, chosen, again)
    part = out.with_name(f".{out.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        report = yield from _written(
            project, part, annotator, chosen, again, records, fresh=fresh, out=out
        )
        os.replace(part, out)
    except OSError as error:
        raise FormatError(f"cannot be written: {error.strerror}.", file=shown(out)) from error
    finally:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                part.with_name(part.name + ending).unlink()
    return replace(report, others=others)


def _others(project: "Project", annotator: str) -> tuple[str, ...] | None:
    """Give who is known; None where the annotator is among them, by name or by her marks."""
    known = {one.name for one in project.records(Person)} | set(project.annotators())
    return None if annotator in known else tuple(sorted(known))


def _assigned(project: "Project", annotator: str, round: str) -> Collection[str] | None:
    """Give the articles assigned to an annotator; None: all."""
    given = project.records(Assignment)
    if round:
        numbers = {one.id for one in project.records(Round) if one.name == round}
        if not numbers:
            names = ", ".join(one.name for one in project.records(Round)) or "none yet"
            raise AnnotatorError(f"There is no round “{round}”.", f"There are: {names}.")
        given = [one for one in given if one.round in numbers]
    if not given and not round:
        return None
    mine = {one.article_id for one in given if one.annotator == annotator}
    if not mine:
        names = ", ".join(sorted({one.annotator for one in given})) or "nobody"
        raise AnnotatorError(
            f"No article is assigned to {annotator}.", f"Articles are assigned to: {names}."
        )
    return mine


def person_named(project: "Project", name: str) -> Person | None:
    """Give the project's person with a name, or None."""
    return next((one for one in project.records(Person) if one.name == name), None)


def _again(
    project: "Project", annotator: str, chosen: Collection[str] | None
) -> dict[str, Assignment]:
    """Give the assignments whose second pass is due: the first is here, the second is not."""
    due = {}
    for one in project.records(Assignment):
        if one.retest and one.annotator == annotator and one.article_id in (chosen or ()):
            values = project.annotation_set(one.article_id)
            said = [*values, *values.article_labels, *values.states]
            names = {value.annotator for value in said}
            if annotator in names and second_pass(annotator) not in names:
                due[one.article_id] = one
    return due


def _records(
    project: "Project",
    annotator: str,
    chosen: Collection[str] | None,
    again: dict[str, Assignment],
) -> list[Record]:
    person = person_named(project, annotator)
    if person is None:
        person = Person(new_id(), annotator, now(), initials=initials(annotator))
        if not project.read_only:
            entered = ChangeSet(f"Enter {annotator}", (added(person),))
            project.apply(entered, annotator=annotator)
    rounds: list[Record] = [*project.records(Round)]
    given = [
        replace(one, article_id=again[one.article_id].retest_id)
        if one.article_id in again else one
        for one in project.records(Assignment)
        if one.annotator == annotator and (chosen is None or one.article_id in chosen)
        and not one.retest  # a re-test is hidden
    ]  # fmt: skip
    return [person, *rounds, *given, *project.records(Entity)]


def _written(
    project: "Project",
    part: Path,
    annotator: str,
    chosen: Collection[str] | None,
    again: dict[str, Assignment],
    records: list[Record],
    *,
    fresh: bool,
    out: Path,
) -> Generator[Progress, None, HandoutReport]:
    from annotator.storage.project import Project

    total = len(project.find_articles())
    articles = marks = 0
    pace = Pace()
    with Project.create(part, project.scheme) as made:
        with made.importing("Hand out", annotator=annotator) as batch:
            for article, values in project.entries(annotators=[annotator]):
                if chosen is not None and article.id not in chosen:
                    continue
                own = [] if fresh else [value for value in values if isinstance(value, SAID)]
                if article.id in again:
                    article, own = replace(article, id=again[article.id].retest_id), []
                batch.add(article, own)
                articles, marks = articles + 1, marks + sum(hasattr(v, "label") for v in own)
                if pace.due():
                    yield Progress(articles, total, shown(Path(out.name)))
            batch.change([added(record) for record in records])
        made.set_setting("annotator", annotator)
    return HandoutReport(out, annotator, articles, marks)
