"""Reading files without storing anything: the drafts that the import window shows.

It goes through the same finding, telling apart and reading as `jobs.import_articles` (`FoundFiles`,
`Opener`, a format's entries), so what is shown is what an import brings; the names in the files
are not mapped yet, since the user still decides on that. `jobs.storing_articles` does the rest.
"""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.boilerplate import suspected
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.text_problems import TextProblem, problems
from annotator.formats.format import Entry, FileRefused, Format, Reading, shown
from annotator.formats.registry import format_named
from annotator.jobs.drafts import OWN, SOURCE_SHOWN, Alike, Drafts, Row, SourceFile
from annotator.jobs.found_files import FoundFile, FoundFiles, size
from annotator.jobs.import_report import counted
from annotator.jobs.opening import Opener, Wishes
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.readers import Readers
from annotator.jobs.table_columns import Columns, start_of
from annotator.suggestions.near_duplicates import Group, grouping

if TYPE_CHECKING:
    from annotator.storage.project import Project

SUSPECTS = "advert lines"
"""The kind of warning about lines that may be no part of the article."""
KNOWN = "known text"
TWICE = "same text twice"
LIKE = "nearly the same"
MOST_COMPARED = 4_000
"""How many articles are looked through for near-duplicates without being asked to."""
_READ_FOR_PROBLEMS = 200_000


def read_articles(
    project: "Project", paths: Sequence[Path], wishes: Wishes, drafts: Drafts,
    paused: threading.Event | None = None, columns: Columns | None = None,
) -> Generator[Progress, None, Drafts]:  # fmt: skip
    """Read files, archives and folders into drafts; gives them when all is read.

    Nothing is stored. What cannot be read is listed in ``drafts.found.refused``, and nothing of
    such a file stays among the rows. While ``paused`` is set it waits, and can be closed.
    ``columns`` are those told for tables, where the wishes name none.
    """
    told = columns or Columns(project)
    reader = _Reader(project, wishes, drafts, paused or threading.Event(), told)
    yield from reader.read(paths)
    if is_quickly_compared(project, drafts):
        yield from mark_near_duplicates(project, drafts)
    return drafts


def is_quickly_compared(project: "Project", drafts: Drafts) -> bool:
    """Say whether near-duplicates are looked for without being asked."""
    return len(drafts.rows) + len(project.find_articles()) <= MOST_COMPARED


class _Reader:
    """One reading of some files."""

    def __init__(
        self, project: "Project", wishes: Wishes, drafts: Drafts, paused: threading.Event,
        columns: Columns,
    ) -> None:  # fmt: skip
        self._project, self._wishes, self._drafts = project, wishes, drafts
        self._paused, self._columns = paused, columns
        self._fresh: list[bytes] = []  # of the file being read, met there for the first time
        self._empty = not len(project.find_articles())

    def read(self, paths: Sequence[Path]) -> Iterator[Progress]:
        wishes = self._wishes
        chosen = None if wishes.format_name is None else format_named(wishes.format_name)
        with FoundFiles(paths, chosen) as files:
            found = []
            for file in files:
                found.append(file)
                if len(found) % 100 == 0:
                    yield Progress(0, None, f"Looking: {counted(len(found), 'file')}")
            self._drafts.found.refused += files.refused
            self._drafts.found.passed_over += files.passed_over
            total, done = sum(size(file.path) for file in found), 0
            opener = Opener(self._project, chosen, wishes)
            with Readers(found) as readers:
                for file in readers.announced(chosen, wishes.columns):
                    yield Progress(done, total, shown(Path(file.path.name)))
                    for progress in self._read_file(file, opener, readers):
                        yield Progress(min(total, done + progress.done), total, progress.what)
                    done += size(file.path)
        yield Progress(total, total, "All read")

    def _read_file(self, file: FoundFile, opener: Opener, readers: Readers) -> Iterator[Progress]:
        refused = self._drafts.found.refused
        try:
            how, reading, mapping = opener.opened(file, self._project.scheme)
        except FormatError as error:
            refused.append(error if error.file else error.in_file(file.name))
            return
        if how.name == "table" and not reading.columns:
            start = start_of(file.path)
            reading.columns = {} if start is None else self._columns.of(start)
        first, pace = len(self._drafts.rows), Pace()
        self._fresh.clear()
        source = SourceFile(file.path, file.name, how, reading, mapping is not None)
        self._drafts.add_file(source, _head(file) if file.from_archive else b"")
        try:
            for entry in _arriving(readers, file, how, reading):
                if entry is not None:
                    self._keep(entry)
                while pace.due() or self._paused.is_set():
                    what = f"{shown(Path(file.path.name))}: " + counted(
                        len(self._drafts.rows) - first, "article"
                    )
                    yield Progress(reading.bytes_read, None, self._said(what))
        except FileRefused as refusal:
            self._refuse(first, refusal.problems)
        except FormatError as error:
            self._refuse(first, (error if error.file else error.in_file(file.name),))
        while self._paused.is_set():
            yield Progress(0, None, self._said(shown(Path(file.path.name))))

    def _said(self, what: str) -> str:
        if self._paused.is_set():
            time.sleep(0.03)
            return "Paused"
        return what

    def _keep(self, entry: Entry) -> None:
        article, values = entry
        self._drafts.add(entry, (*self._copies(article), *text_warnings(article, values)))
        sha256 = bytes.fromhex(article.sha256)
        if sha256 not in self._drafts.seen:
            self._drafts.seen.add(sha256)
            self._fresh.append(sha256)
        for name in _names(values):
            self._drafts.found.names[name] += 1

    def _refuse(self, first: int, problems: Sequence[FormatError]) -> None:
        self._drafts.seen.difference_update(self._fresh)
        self._drafts.drop_file(first)
        self._drafts.found.refused += problems

    def _copies(self, article: Article) -> tuple[TextProblem, ...]:
        if not self._empty and self._project.article_by_hash(article.sha256):
            return (_IN_PROJECT,)
        return (_READ_TWICE,) if bytes.fromhex(article.sha256) in self._drafts.seen else ()


def _arriving(
    readers: Readers, file: FoundFile, how: Format, reading: Reading
) -> Iterator[Entry | None]:
    """Give a file's entries; None now and then while it waits for them."""
    for some in readers.batches(file, how, reading):
        yield from some
        yield None


_IN_PROJECT = TextProblem(KNOWN, "the project has this text already", 1, False)
_READ_TWICE = TextProblem(TWICE, "another row has the same text; they become one article", 1, False)


def text_warnings(article: Article, values: Sequence[Value] = ()) -> tuple[TextProblem, ...]:
    """Give what looks wrong with an article's text, and how many lines may be no part of it.

    A text with marks is not offered to be repaired: their offsets would point elsewhere.
    """
    found = problems(article.text)
    if any(isinstance(value, Annotation) for value in values):
        found = tuple(replace(problem, repaired=False) for problem in found)
    lines = len(suspected(article.text[:_READ_FOR_PROBLEMS]))
    if lines:
        said = "a line looks" if lines == 1 else f"{lines} lines look"
        found += (TextProblem(SUSPECTS, f"{said} like no part of the article", lines, True),)
    return found


def mark_near_duplicates(project: "Project", drafts: Drafts) -> Generator[Progress, None, Drafts]:
    """Warn in the rows of articles that are nearly the same as others, here or in the project.

    It takes some milliseconds an article, so with more than `MOST_COMPARED` it waits to be asked.
    Texts are read again where they are compared, so memory stays flat. Gives the drafts.
    """
    rows = drafts.rows[:]

    def again(name: str) -> str:
        own = name.startswith(OWN)
        return (
            project.article(name[1:]).text if own else drafts.entry(drafts.row(int(name)))[0].text
        )

    names = [OWN + row.id for row in project.article_rows(project.find_articles())]
    names += [str(row.number) for row in rows if not _is_known(row)]
    pace, told = Pace(), "Looking for near-duplicates"
    found = grouping(((name, again(name)) for name in names), again=again)
    while True:
        try:
            done = next(found)
        except StopIteration as end:
            found_now = [group for group in end.value if not all(map(_is_own, group.articles))]
            drafts.groups = [_alike(group, drafts, again) for group in found_now]
            for group in found_now:
                _warn_group(drafts, group)
            return drafts
        if pace.due():
            yield Progress(done, len(names), told)


def _is_own(name: str) -> bool:
    return name.startswith(OWN)


def _alike(group: Group, drafts: Drafts, text: Callable[[str], str]) -> Alike:
    words = (
        len(text(name).split()) if _is_own(name) else drafts.row(int(name)).words
        for name in group.articles
    )
    return Alike(group.articles, group.likeness, tuple(words))


def _is_known(row: Row) -> bool:
    return any(warning.kind in (KNOWN, TWICE) for warning in row.warnings)


def _warn_group(drafts: Drafts, group: Group) -> None:
    own = any(map(_is_own, group.articles))
    for name, likeness in zip(group.articles, group.likeness, strict=True):
        if not _is_own(name) and (own or name != group.articles[0]):
            where = "an article of the project" if own else "another row"
            _warn_like(drafts, int(name), f"nearly the same as {where}", likeness)


def _warn_like(drafts: Drafts, number: int, sentence: str, likeness: float) -> None:
    row = drafts.row(number)
    others = tuple(warning for warning in row.warnings if warning.kind != LIKE)
    said = f"{sentence} ({likeness:.0%} alike)"
    drafts.warn(replace(row, warnings=(TextProblem(LIKE, said, 1, False), *others)))


def _names(values: Sequence[Value]) -> Iterator[tuple[str, str]]:
    """Give the names that values use, by kind as `Rules` calls it."""
    for value in values:
        match value:
            case Annotation():
                yield "labels", value.label
                yield from (("attributes", name) for name in value.attributes)
            case Relation():
                yield "relations", value.type
                yield from (("attributes", name) for name in value.attributes)
            case ArticleLabel():
                yield "article_labels", value.name
            case ArticleState():
                pass
        if isinstance(value, Annotation | Relation | ArticleLabel | ArticleState):
            yield "annotators", value.annotator


def _head(file: FoundFile) -> bytes:
    try:
        with file.path.open("rb") as source:
            return source.read(SOURCE_SHOWN)
    except OSError:
        return b""
