"""Exporting training data: complete or not at all, with a manifest and a card beside it."""

import shutil
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import FormatError
from annotator.core.judgement import State
from annotator.formats.format import Entry, Format, Writing, shown
from annotator.formats.passed_on import SPLIT, telling_parts
from annotator.formats.textless import without_texts
from annotator.jobs.dataset_file import written, written_folder
from annotator.jobs.export_agreement import Overlap
from annotator.jobs.export_choice import Choice, Seen, chosen
from annotator.jobs.export_decisions import Exported, decisions_path, write_decisions
from annotator.jobs.export_manifest import (
    Portion,
    as_file,
    card_of,
    card_path,
    counted_loss,
    file_facts,
    folder_facts,
    manifest_of,
    part_path,
)
from annotator.jobs.export_plan import Plan, writable
from annotator.jobs.find_copies import linked
from annotator.jobs.import_articles import MANIFEST, counted
from annotator.jobs.known_texts import known_texts
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import Part, Replacing, refuse_what_is_no_file
from annotator.jobs.splitting import split

if TYPE_CHECKING:
    from annotator.storage.project import Project

__all__ = ["ExportReport", "Plan", "counted_loss", "export", "export_dataset", "writable"]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote; as text it is one sentence. ``lost`` is what could not be written.

    ``part`` is the part of a split, "" for none.
    """

    path: Path
    manifest: Path
    articles: int = 0
    annotations: int = 0
    relations: int = 0
    lost: tuple[str, ...] = ()
    part: str = ""
    card: Path | None = None
    decisions: Path | None = None

    def __str__(self) -> str:
        """Give the counts and the path as a sentence."""
        if not self.articles:
            reason = "too few articles" if self.part else "no article that was begun fits"
            return f"{shown(self.path)} is empty: {reason}."
        said = f"Exported {counted(self.articles, 'article')} with "
        said += counted(self.annotations, "annotation")
        if self.relations:
            said += f" and {counted(self.relations, 'relation')}"
        said += f" to {shown(self.path)}."
        return said + (f" Left out: {', '.join(self.lost)}." if self.lost else "")


def export_dataset(
    project: "Project",
    out: Path,
    *,
    format_name: str = "jsonl",
    annotators: Collection[str] | None = None,
    states: Collection[State] | None = None,
) -> Generator[Progress, None, ExportReport]:
    """Export what annotators (None: all) said of articles, undivided; see `export`."""
    plan = Plan(
        format_name,
        None if annotators is None else tuple(annotators),
        None if states is None else tuple(states),
    )
    (report,) = yield from export(project, out, plan)
    return report


def export(
    project: "Project", out: Path, plan: Plan
) -> Generator[Progress, None, list[ExportReport]]:
    """Export by a plan: a file (or folder), a manifest and a dataset card beside it.

    With shares the parts are OUT-train, OUT-dev and OUT-test. Raises FormatError when something
    cannot be written, and when it does not say the same when it is read back. Until the end
    nothing is replaced; an error or closing the generator leaves the folder as it was. A format
    of several files becomes a folder, or a zip where the name ends so.
    """
    how = format_of_plan(project, plan)
    as_folder = how.write_files is not None and out.suffix.lower() != ".zip"
    paths, about = _places(project, out, plan, as_folder=as_folder)  # about: manifest, card …
    choice = yield from chosen(project, plan)
    seen = yield from choice.looked_at()
    part_of = (yield from _parts(choice, seen)) if plan.shares else {}
    portions = [Portion(name, path, choice.writing()) for name, path in paths.items()]
    job = _Export(how, choice, portions, part_of, len(project.find_articles()))
    if not choice.is_everything:
        for portion in portions:
            portion.writing.chosen = seen.tails_in(job.choice_of(portion).articles)
    yield from (job.folders(about) if as_folder else job.files(about))
    return [
        ExportReport(
            p.path, about[0], p.writing.articles, p.writing.written.total(), p.writing.relations,
            tuple(p.lost), p.name, about[1], *about[2:],
        )
        for p in portions
    ]  # fmt: skip


def format_of_plan(project: "Project", plan: Plan) -> Format:
    return writable(plan.format_name) if plan.texts else without_texts(known_texts(project))


def _places(
    project: "Project", out: Path, plan: Plan, *, as_folder: bool
) -> tuple[dict[str, Path], list[Path]]:
    """Give the place of each part, and of what tells about them; FormatError where none can be.

    That is the manifest, the card and, where the plan asks for them, the decisions.
    """
    try:
        if not out.name:  # "." or "/"; nothing can be named after it
            refuse_what_is_no_file(out)
        names = plan.shares.parts if plan.shares else ("",)
        paths = {name: part_path(out, name) for name in names}
        about = [out.with_name(out.stem + MANIFEST), card_path(out)]
        about += [decisions_path(out)] if plan.decisions else []
        _refuse_the_project(project, *paths.values(), *about)
        for path in () if as_folder else paths.values():
            refuse_what_is_no_file(path)
    except OSError as error:  # such as a name that is too long
        raise FormatError(f"cannot be written: {error.strerror}.", file=shown(out)) from error
    return paths, about


def _refuse_the_project(project: "Project", *outs: Path) -> None:
    for out in outs:
        if out.exists() and out.samefile(project.path):
            raise FormatError(
                "this is the project itself.", file=shown(out), next_step="Name another file."
            )


# --- dividing


def _parts(choice: Choice, seen: Seen) -> Generator[Progress, None, dict[str, str]]:
    """Give each article's part, by identifier."""
    from annotator.suggestions.near_duplicates import grouping

    plan, project, facts = choice.plan, choice.project, seen.facts
    assert plan.shares is not None
    texts = ((a.id, a.text) for a, _ in project.entries(annotators=()) if a.id in facts)
    looking = grouping(texts, again=lambda name: project.article(name).text)
    pace = Pace()
    while True:
        try:
            looked = next(looking)
        except StopIteration as end:
            together = [*linked(project), *(group.articles for group in end.value)]
            return split(facts, together, plan.shares, plan.seed, plan.by)
        if pace.due():
            yield Progress(looked, len(facts), "Looking for near-duplicates")


# --- writing


@dataclass(frozen=True, slots=True)
class _Export:
    """All that the writing needs to know; ``part_of`` is each article's part."""

    how: Format
    choice: Choice
    portions: list[Portion]
    part_of: dict[str, str]
    total: int
    overlap: Overlap = field(default_factory=Overlap)
    exported: Exported = field(default_factory=Exported)

    def choice_of(self, portion: Portion) -> Choice:
        if not portion.name:
            return self.choice
        return self.choice.only({a for a, part in self.part_of.items() if part == portion.name})

    def files(self, about: list[Path]) -> Generator[Progress, None, None]:
        """Write a file for each portion, with those that its format puts beside it."""
        beside = self.how.beside(self.choice.project.scheme) if self.how.beside else {}
        places = [
            place for p in self.portions
            for place in (p.path, *(p.path.with_name(p.path.stem + end) for end in beside))
        ]  # fmt: skip
        each = 1 + len(beside)
        with Replacing(*places, *about) as parts:
            for at, portion in enumerate(self.portions):
                main, *others = parts[at * each : (at + 1) * each]
                how, found, writing = self._job(portion)
                yield from self._told(portion, written(how, found, main, writing))
                for other, content in zip(others, beside.values(), strict=True):
                    other.write(content)
                portion.files = [file_facts(part) for part in (main, *others)]
            yield from self._describe(parts[len(places) :])

    def folders(self, about: list[Path]) -> Generator[Progress, None, None]:
        """Write a folder for each portion; all go again when one of them cannot be written."""
        with _undone(self.portions), Replacing(*about) as parts:
            for portion in self.portions:
                how, found, writing = self._job(portion)
                yield from self._told(portion, written_folder(how, found, portion.path, writing))
                portion.files = folder_facts(portion.path)
            yield from self._describe(parts)

    def _job(self, portion: Portion) -> tuple[Format, Iterator[Entry], Writing]:
        how = self.how
        if portion.name:
            portion.writing.options[SPLIT] = portion.name
            how = telling_parts(how) if self.choice.plan.texts else how
        entries = self.exported.count(self.choice_of(portion).entries(), portion.name)
        found = self.overlap.count(entries)
        return how, portion.tally.count(found), portion.writing

    def _told(
        self, portion: Portion, job: Generator[Progress, None, None]
    ) -> Generator[Progress, None, None]:
        name = shown(Path(portion.path.name))
        before = sum(p.tally.articles for p in self.portions if p is not portion)
        yield Progress(before, self.total, name)
        for progress in job:
            done = before + portion.tally.articles
            yield Progress(done, self.total, f"{name}: {progress.what}")

    def _describe(self, about: list[Part]) -> Generator[Progress, None, None]:
        manifest, card, *more = about
        beside = []
        for decisions in more:
            yield from write_decisions(self.choice, self.exported, decisions.write)
            beside.append(file_facts(decisions))
        facts = manifest_of(self.choice, self.how, self.portions, self.part_of)
        if agreement := self.overlap.facts:
            facts["agreement"] = agreement
        facts["files"] += beside
        manifest.write(as_file(facts))
        said = self.overlap.in_words
        card.write(card_of(self.choice, self.how, self.portions, said))


@contextmanager
def _undone(portions: list[Portion]) -> Iterator[None]:
    """Remove the folders written inside when it ends badly; before, they were not there."""
    try:
        yield
    except BaseException:
        for portion in portions:
            if portion.files:
                shutil.rmtree(portion.path, ignore_errors=True)
        raise
