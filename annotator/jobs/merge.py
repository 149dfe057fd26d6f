"""Merging hand-ins into a project: all of them or, where one cannot be taken, nothing."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Change, Key, Said, added, key_of
from annotator.core.decision import Comment, Decision, Orphan
from annotator.core.entity import Entity
from annotator.core.errors import FormatError, ProjectError, ReadOnlyProject
from annotator.core.relation import Relation
from annotator.core.removal import Removal, removal
from annotator.core.team import Assignment, Person, second_pass
from annotator.core.validation import annotation_problem
from annotator.formats.format import FileRefused, shown
from annotator.jobs.handin import Handin, in_words_of, read_handin, tampered
from annotator.jobs.import_articles import counted
from annotator.jobs.progress import Pace, Progress
from annotator.review.held import Held, Merged
from annotator.review.merging import merged
from annotator.review.reanchor import Reanchoring

if TYPE_CHECKING:
    from annotator.storage.project import Project

R = TypeVar("R", Removal, Decision)


@dataclass(frozen=True, slots=True)
class ArticleMerge:
    """What comes to one article, counted."""

    article_id: str
    headline: str
    new: int
    same: int
    changed: int
    removed: int
    conflicting: int


_FATES = ("new", "same", "changed", "conflicting")


@dataclass(frozen=True, slots=True)
class MergeReport:
    """What merging did, or with ``dry_run`` would do. With anything ``refused`` it did nothing.

    ``unknown`` counts marks by a label that the project lacks, ``elsewhere`` articles that it
    has not, ``contested`` passages on which two adjudicators decided differently.
    """

    files: int
    articles: tuple[ArticleMerge, ...] = ()
    annotators: tuple[str, ...] = ()
    unknown: Counter[str] = field(default_factory=Counter)
    elsewhere: int = 0
    added: int = 0
    orphans: int = 0
    contested: int = 0
    refused: tuple[FormatError, ...] = ()
    dry_run: bool = False

    def total(self, what: str) -> int:
        """Give how many are new, same, changed, removed or conflicting in all articles."""
        return sum(getattr(article, what) for article in self.articles)

    @property
    def summary(self) -> str:
        """All of it in a sentence."""
        if self.refused:
            return "Nothing was merged."
        counts = ", ".join(f"{self.total(what):,} {what}" for what in _FATES)
        counts += f", {self.total('removed'):,} removed" if self.total("removed") else ""
        verb = "Would merge" if self.dry_run else "Merged"
        of = f" of {', '.join(self.annotators)}" if self.annotators else ""
        return f"{verb} {counted(self.files, 'file')}{of}: {counts}."

    def lines(self) -> Iterator[str]:
        """Give the whole report, line by line."""
        for article in self.articles:
            fates = ((n, w) for w in (*_FATES, "removed") if (n := getattr(article, w)))
            yield f"  {article.headline:<44.44}  " + ", ".join(f"{n:,} {w}" for n, w in fates)
        if self.total("conflicting"):
            yield "Conflicting: what is here stands, being later or the adjudicator’s."
        if self.contested:
            yield f"Decided differently by two, so both stand for now: {self.contested:,}."
        if self.unknown:
            names = ", ".join(f"{label} ({n:,})" for label, n in sorted(self.unknown.items()))
            yield f"Unknown labels: {names}."
        if self.added:
            yield f"New articles: {self.added:,}."
        if self.elsewhere:
            yield f"Not in this project, so left out: {counted(self.elsewhere, 'article')}."
        if self.orphans:
            yield f"Without a place in the text, kept apart: {counted(self.orphans, 'mark')}."
        yield from map(str, self.refused)
        yield self.summary


@dataclass(slots=True)
class _Coming:
    """What the files bring to one article."""

    said: list[Said] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)


class _DryRun(Exception):  # noqa: N818 - it is no error
    """Raised to take back all that was stored."""


def merge_files(
    project: "Project",
    paths: Sequence[Path],
    *,
    as_name: str = "",
    reanchor: bool = False,
    add_articles: bool = False,
    dry_run: bool = False,
    annotator: str = "",
) -> Generator[Progress, None, MergeReport]:
    """Merge hand-ins; gives the report. One transaction, one undo; a ``dry_run`` stores nothing.

    ``as_name`` is whose marks they are, whatever a file says. ``reanchor`` finds marks again in
    a text that differs from the one handed out; without it such a file is refused.
    ``add_articles`` also takes articles that the project has not. The order of the files does
    not matter, nor how often one is merged.
    """
    if project.read_only:
        raise ReadOnlyProject("Nothing can be merged.", project.read_only_reason)
    merging = _Merging(project, reanchor=reanchor, add_articles=add_articles)
    for number, path in enumerate(paths):
        yield Progress(number, len(paths) + 1, shown(Path(path.name)))
        merging.take(path, as_name)
    if not dry_run:
        merging.refuse_strangers()
    if merging.refused:
        return merging.report(len(paths), dry_run=dry_run)
    pace = Pace()
    name = f"Merge {shown(Path(paths[0].name))}" if len(paths) == 1 else (
        f"Merge {counted(len(paths), 'file')}"
    )  # fmt: skip
    with suppress(_DryRun), project.importing(name, annotator=annotator) as batch:
        for article, fate in merging.fates():
            if article is not None:
                batch.add(article, fate.new)
            else:
                batch.extend(fate.new)
            if leaving := fate.leaving:
                batch.change(leaving)
            if pace.due():
                yield Progress(len(paths), len(paths) + 1, f"{len(merging.done):,} articles")
        batch.change(merging.records())
        if dry_run or merging.refused:
            raise _DryRun
    return merging.report(len(paths), dry_run=dry_run)


class _Merging:
    """What the files read so far bring, by article of the project."""

    def __init__(self, project: "Project", *, reanchor: bool, add_articles: bool) -> None:
        self._project = project
        self._reanchor, self._add_articles = reanchor, add_articles
        self._coming: dict[str, _Coming] = {}
        self._new: dict[str, Article] = {}
        self._elsewhere: set[str] = set()
        self._people = {person.id: person for person in project.records(Person)}
        self._fresh: list[Person] = []
        self._orphans: dict[str, Orphan] = {}
        self._notes: dict[str, Comment | Entity] = {}
        self._removals = grouped(project.records(Removal))
        self._decisions = grouped(project.records(Decision))
        self._gone, self._back = project.removals()
        self._again = {
            one.retest_id: one.annotator for one in project.records(Assignment) if one.retest
        }
        self.contested = 0
        self._annotators: set[str] = set()
        self._owner: dict[str, tuple[str, str]] = {}
        self.unknown: Counter[str] = Counter()
        self.refused: list[FormatError] = []
        self.done: list[ArticleMerge] = []

    # --- reading

    def take(self, path: Path, as_name: str) -> None:
        """Read a file; what is wrong with it goes to ``refused``."""
        try:
            found = read_handin(path, as_name=as_name)
            self._meet(found)
            shared = [self._placed(found, article, said) for article, said in found.entries]
            if not any(shared) and not self._add_articles:
                raise FormatError(
                    "none of its articles is in this project.", file=found.file,
                    next_step="Is it for another project? Or take them with --add-articles.",
                )  # fmt: skip
            self._annotators.update(found.annotators)
            self._notes |= {note.id: note for note in found.notes}
        except FileRefused as refusal:
            self.refused += refusal.problems
        except FormatError as error:
            named = error if error.file else error.in_file(shown(Path(path.name)))
            self.refused.append(named)

    def _meet(self, found: Handin) -> None:
        """Look whether the people in a file are those whom the project knows."""
        by_name = {person.name: person for person in self._people.values()}
        for person in found.people:
            if person.name not in found.annotators:
                continue
            known, namesake = self._people.get(person.id), by_name.get(person.name)
            if namesake is not None and namesake.id != person.id:
                raise FormatError(
                    f"it is of another {person.name} than the one in this project.",
                    file=found.file,
                    next_step="Give one of the two another name with --as NAME.",
                )
            if known is not None and known.name != person.name:
                raise FormatError(
                    f"{known.name} is called {person.name} in it.", file=found.file,
                    next_step=f"Take it as {known.name}’s with --as, or rename her here first.",
                )  # fmt: skip
            if known is None:
                self._people[person.id] = person
                self._fresh.append(person)

    def _placed(self, found: Handin, article: Article, said: list[Said]) -> bool:
        """Put what is said under the project's article; gives whether it has that."""
        own = self._project.article_by_hash(article.sha256)
        if own is None and article.id in self._new:
            own = article.id
        again = own is None and self._has(article.id)
        if again:
            said = self._found_again(found, article, said)
            own = article.id
        if own is None:
            if not self._add_articles:
                self._elsewhere.add(article.sha256)
                return False
            self._new[article.id] = article
            own = article.id
        who = self._again.get(article.id, "")
        moved = [v if v.article_id == own else _moved(v, own, who) for v in said]
        for value in moved:
            self._refuse_another_author(found, value)
        coming = self._coming.setdefault(own, _Coming())
        coming.said += in_words_of(self._project.scheme, moved, self.unknown)
        if not again:  # what was removed or decided has no place in another text
            self._take_back(found, article.id, own, who, coming)
        return True

    def _take_back(self, found: Handin, old: str, own: str, who: str, coming: _Coming) -> None:
        """Take removals and decisions on an article."""
        values: list[Said] = [_moved(one.value, own, who) for one in found.removals.get(old, ())]
        for value in values:
            self._refuse_another_author(found, value)
        moments = {one.id: one.changed for one in found.removals.get(old, ())}
        for value in in_words_of(self._project.scheme, values, Counter()):
            assert isinstance(value, Annotation | Relation)
            coming.removals.append(removal(value, moments[value.id]))
        coming.decisions += [replace(one, article_id=own) for one in found.decisions.get(old, ())]

    def _has(self, article_id: str) -> bool:
        try:
            self._project.row_of(article_id)
        except ProjectError:
            return False
        return True

    def _found_again(self, found: Handin, old: Article, said: list[Said]) -> list[Said]:
        if not self._reanchor:
            raise FormatError(
                f"the text of “{old.headline}” is not the one in this project.", file=found.file,
                next_step="Merge with --reanchor to find its marks again in the text here.",
            )  # fmt: skip
        marks = [value for value in said if isinstance(value, Annotation)]
        placed, orphans = Reanchoring(old, self._project.article(old.id)).moved(marks)
        self._orphans |= {orphan.id: orphan for orphan in orphans}
        lost = {orphan.id for orphan in orphans}
        rest = [
            value for value in said
            if not isinstance(value, Annotation)
            and not (isinstance(value, Relation) and {value.head, value.tail} & lost)
        ]  # fmt: skip
        return [*placed, *rest]

    def _refuse_another_author(self, found: Handin, value: Said) -> None:
        if isinstance(value, Annotation | Relation):
            mine = (value.annotator, value.article_id)
            known = self._owner.setdefault(value.id, mine)
            if known != mine:
                raise tampered(found.file, known[0], value.annotator)

    def refuse_strangers(self) -> None:
        """Refuse marks of labels that the project has not, all in one sentence."""
        if self.unknown and not self.refused:
            names = ", ".join(sorted(self.unknown))
            self.refused.append(
                FormatError(
                    f"{counted(self.unknown.total(), 'mark')} of labels that the scheme "
                    f"“{self._project.scheme.name}” has not: {names}.",
                    next_step="Add them to the scheme, or use “annotator import”, which can map "
                    "them. Nothing was merged.",
                )
            )

    # --- storing

    def fates(self) -> Iterator[tuple[Article | None, Merged]]:
        """Give what becomes of each article; the article too where it is a new one."""
        for article_id, coming in self._coming.items():
            article, fate = self._fate(article_id, coming)
            self._check(article, fate)
            if self.refused:
                return
            if coming.said or fate:
                self.done.append(ArticleMerge(article_id, article.headline, **fate.counts))
            self.contested += sum(isinstance(one, Decision) for one, _ in fate.conflicting)
            yield (article if article_id in self._new else None), fate

    def _fate(self, article_id: str, coming: _Coming) -> tuple[Article, Merged]:
        if article_id in self._new:
            article, held = self._new[article_id], Held()
        else:
            article = self._project.article(article_id)
            held = Held(
                said_of(self._project.annotation_set(article_id)),
                {one.id: one for one in self._removals.get(article_id, ())},
                {one.id: one for one in self._decisions.get(article_id, ())},
            )
            self._refuse_stolen(article, held.said, coming)
        gone = [one for one in self._gone.values() if one.article_id == article_id]
        known = {one.id for one in (*held.removals.values(), *coming.removals)}
        again = [
            replace(value, changed=self._back[value.id])
            for value in held.said.values()
            if isinstance(value, Annotation | Relation) and value.id in known
            and self._back.get(value.id, "") > value.changed
        ]  # fmt: skip
        said = [*coming.said, *again]
        return article, merged(article_id, held, said, [*coming.removals, *gone], coming.decisions)

    def _refuse_stolen(self, article: Article, there: Mapping[Key, Said], coming: _Coming) -> None:
        for value in (*coming.said, *(one.value for one in coming.removals)):
            before = there.get(key_of(value))
            if before is not None and before.annotator != value.annotator:
                problem = tampered("", before.annotator, value.annotator)
                self.refused.append(problem.in_file(article.headline))
                return

    def _check(self, article: Article, fate: Merged) -> None:
        values = [*fate.new, *(change.after for change in fate.changes)]
        for value in values:
            if isinstance(value, Annotation):
                problem = annotation_problem(value, article, self._project.scheme)
                if problem:
                    self.refused.append(FormatError(f"{problem}.", file=article.headline))
                    return

    def records(self) -> list[Change]:
        """Give the people who are new here, and the marks without a place."""
        known = {orphan.id for orphan in self._project.records(Orphan)}
        orphans = [orphan for own, orphan in self._orphans.items() if own not in known]
        return [*map(added, self._fresh), *map(added, orphans), *self._noted()]

    def _noted(self) -> Iterator[Change]:
        """Give comments and entities that are new here, or were changed later."""
        there: dict[str, Comment | Entity] = {one.id: one for one in self._project.records(Comment)}
        there |= {one.id: one for one in self._project.records(Entity)}
        for note in self._notes.values():
            before = there.get(note.id)
            placed = self._in_place(note)
            if placed is not None and (before is None or placed.changed > before.changed):
                yield Change(before, placed)

    def _in_place(self, note: Comment | Entity) -> Comment | Entity | None:
        if not isinstance(note, Comment) or note.article_id in self._coming:
            return note
        return None

    def report(self, files: int, *, dry_run: bool) -> MergeReport:
        """Give what was done."""
        return MergeReport(
            files, tuple(self.done), tuple(sorted(self._annotators)), self.unknown,
            len(self._elsewhere), len(self._new), len(self._orphans), self.contested,
            tuple(self.refused), dry_run,
        )  # fmt: skip


def grouped(records: Iterable[R]) -> dict[str, list[R]]:
    """Give records by their article."""
    found: dict[str, list[R]] = {}
    for one in records:
        found.setdefault(one.article_id, []).append(one)
    return found


def _moved(value: Said, article_id: str, who: str) -> Said:
    """Put a value under another article; in a second pass of somebody's under its name."""
    if who and value.annotator == who:
        return replace(value, article_id=article_id, annotator=second_pass(who))
    return replace(value, article_id=article_id)


def said_of(values: AnnotationSet) -> dict[Key, Said]:
    """Give all that is said of an article, by key."""
    found = (*values, *values.relations, *values.article_labels, *values.states)
    return {key_of(value): value for value in found}
