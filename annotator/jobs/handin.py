"""Reading what an annotator hands in: a project, native training data, or any other dataset."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.annotation import GOLD, Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, Said
from annotator.core.decision import Comment, Decision
from annotator.core.entity import Entity
from annotator.core.errors import FormatError, ProjectError
from annotator.core.identifiers import format_time
from annotator.core.relation import Relation
from annotator.core.removal import Removal, removal
from annotator.core.scheme import Scheme
from annotator.core.team import Person
from annotator.formats.format import FileRefused, Reading, entries, shown
from annotator.formats.registry import format_of
from annotator.jobs.found_files import refuse_oddities

if TYPE_CHECKING:
    from annotator.storage.project import Project


@dataclass(slots=True)
class Handin:
    """What was read of a file; ``people`` are those that it knows by identifier.

    ``removals`` and ``decisions`` are by article; ``notes`` are comments and entities. Only a
    project brings them.
    """

    file: str
    people: tuple[Person, ...] = ()
    entries: list[tuple[Article, list[Said]]] = field(default_factory=list)
    removals: dict[str, list[Removal]] = field(default_factory=dict)
    decisions: dict[str, list[Decision]] = field(default_factory=dict)
    notes: tuple[Comment | Entity, ...] = ()

    @property
    def annotators(self) -> tuple[str, ...]:
        """Whose marks are in it, sorted."""
        names = {value.annotator for _, said in self.entries for value in said}
        return tuple(sorted(names))


def read_handin(path: Path, *, as_name: str = "") -> Handin:
    """Read a hand-in whole; ``as_name`` is whose marks they are, whatever the file says.

    Raises FormatError when anything is wrong with the file: then it is not taken at all.
    """
    name = shown(Path(path.name))
    try:
        refuse_oddities(path)
        found = _of_project(path, name) if _is_project(path) else _of_dataset(path, name, as_name)
    except ProjectError as error:
        raise FormatError(error.message, file=name, next_step=error.next_step) from error
    _refuse_strange(found, as_name)
    return found if not as_name else _renamed(found, as_name)


def _is_project(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(15) == b"SQLite format 3"


def _of_project(path: Path, name: str) -> Handin:
    with _readable(path) as project:
        found = Handin(name, tuple(project.records(Person)))
        gone, back = project.removals()
        for article, values in project.entries():
            said = [value for value in values if isinstance(value, SAID)]
            if gone or back:
                said = [_said_again(value, gone, back) for value in said]
            found.entries.append((article, said))
        for one in (*project.records(Removal), *gone.values()):
            found.removals.setdefault(one.article_id, []).append(one)
        for decision in project.records(Decision):
            found.decisions.setdefault(decision.article_id, []).append(decision)
        found.notes = (*project.records(Comment), *project.records(Entity))
        fault = next(project.check(), "")
        if fault:
            raise FormatError(f"{fault} It was changed by hand or is damaged.", file=name)
    return found


def _said_again(value: Said, gone: dict[str, Removal], back: dict[str, str]) -> Said:
    """Give a value that is there as said when it came back, if it was taken back once."""
    own = getattr(value, "id", "")
    gone.pop(own, None)
    return replace(value, changed=max(value.changed, back.get(own, "")))


@contextmanager
def _readable(path: Path) -> Iterator["Project"]:
    """Give the project for reading; an older one is brought up to date in a copy."""
    from annotator.storage.engines import VERSION, version_in_header
    from annotator.storage.migrations.migrate import migrate
    from annotator.storage.project import Project

    version = version_in_header(path)
    with tempfile.TemporaryDirectory(prefix="annotator-") as folder:
        source = path
        if version < VERSION:
            source = Path(shutil.copy(path, Path(folder, "old.annotator")))
            migrate(source, version)
        with Project.open(source, read_only=True) as project:
            yield project


def _of_dataset(path: Path, name: str, as_name: str) -> Handin:
    found = Handin(name)
    reading = Reading(annotator=as_name, file=name)
    for article, values in entries(format_of(path), path, reading):
        found.entries.append((article, [v for v in values if isinstance(v, SAID)]))
    if reading.left_out:
        raise FileRefused(reading.left_out)
    return found


# --- what makes a hand-in impossible


def _refuse_strange(found: Handin, as_name: str) -> None:
    if not found.entries:
        raise FormatError("there is no article in it.", file=found.file)
    names = found.annotators
    if as_name and len(names) > 1:
        raise FormatError(
            f"it holds marks of {', '.join(names)}, so they cannot all be {as_name}’s.",
            file=found.file, next_step="Leave --as out, or hand in one annotator’s marks.",
        )  # fmt: skip
    if "" in names and not as_name:
        raise FormatError(
            "it does not say whose marks they are.", file=found.file,
            next_step="Say it with --as NAME.",
        )  # fmt: skip
    latest = format_time(datetime.now(UTC) + timedelta(days=1))
    ahead = [v.changed for _, said in found.entries for v in said if v.changed > latest]
    if ahead:
        raise FormatError(
            f"{len(ahead):,} of its marks are dated in the future (up to {max(ahead)[:10]}), so "
            "the clock was wrong where they were made.",
            file=found.file, next_step="Set that clock right and hand in again.",
        )  # fmt: skip
    _refuse_loose_ends(found)


def _refuse_loose_ends(found: Handin) -> None:
    owner: dict[str, tuple[str, str]] = {}
    for _, said in found.entries:
        for value in said:
            if isinstance(value, Annotation):
                mine = (value.annotator, value.article_id)
                if owner.setdefault(value.id, mine) != mine:
                    raise tampered(found.file, owner[value.id][0], value.annotator)


def tampered(file: str, here: str, there: str) -> FormatError:
    """Give the problem of a mark that comes under another name or article than it has."""
    what = f"a mark of {here} is in it as one of {there}" if here != there else (
        f"a mark of {here} is in it in another article"
    )  # fmt: skip
    return FormatError(
        f"{what}: it was changed by hand, or two people share one program.", file=file,
        next_step="Nothing was changed. Ask for the file anew.",
    )  # fmt: skip


def _renamed(found: Handin, name: str) -> Handin:
    kept = [
        (article, [replace(value, annotator=name) for value in said])
        for article, said in found.entries
    ]
    removals = {
        article: [
            removal(replace(one.value, annotator=name), one.changed)
            for one in of_article if one.annotator != GOLD
        ]
        for article, of_article in found.removals.items()
    }  # fmt: skip
    # Who says whose marks they are answers for the person too; decisions are no annotator's.
    return Handin(found.file, (), kept, removals)


# --- its words and the project's


def in_words_of(scheme: Scheme, said: list[Said], unknown: Counter[str]) -> list[Said]:
    """Give values with labels and relation types as the scheme has them, by identifier or name.

    Those that it has not are counted in ``unknown`` and left out.
    """
    labels = {label.name.casefold(): label.id for label in scheme.labels}
    labels |= {label.id: label.id for label in scheme.labels}
    types = {kind.name.casefold(): kind.id for kind in scheme.relations}
    types |= {kind.id: kind.id for kind in scheme.relations}
    kept: list[Said] = []
    for value in said:
        if isinstance(value, Annotation):
            own = labels.get(value.label) or labels.get(value.label.casefold())
            if own is None:
                unknown[value.label] += 1
                continue
            kept.append(value if own == value.label else replace(value, label=own))
        elif isinstance(value, Relation):
            own = types.get(value.type) or types.get(value.type.casefold())
            if own is None:
                unknown[value.type] += 1
                continue
            kept.append(value if own == value.type else replace(value, type=own))
        else:
            kept.append(value)
    return kept
