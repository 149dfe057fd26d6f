"""Importing files and folders: the good files go in, the bad ones are listed, in one undo."""

import os
import stat
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.errors import FormatError, ReadOnlyProject
from annotator.core.relation import Relation
from annotator.formats.format import FileRefused, Format, Reading, entries, shown
from annotator.formats.registry import format_named, format_of, readable_suffixes
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.importing import ImportBatch
    from annotator.storage.project import Project

MANIFEST = ".manifest.json"
"""How the files end that an export puts beside its data; they are no articles."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought. ``files`` were read whole; of those ``refused`` nothing is kept.

    ``known`` articles were in the project with all that is said of them; of ``extended`` ones
    the project now knows more.
    """

    files: int = 0
    added: int = 0
    known: int = 0
    extended: int = 0
    annotations: int = 0
    relations: int = 0
    refused: tuple[FormatError, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """All of it in one sentence."""
        parts = [f"Imported {counted(self.added, 'article')}"]
        if self.annotations:
            parts[0] += f" with {counted(self.annotations, 'annotation')}"
        if self.extended:
            parts.append(f"more about {counted(self.extended, 'article')}")
        if self.known:
            parts.append(f"{counted(self.known, 'article')} known already")
        files = len({problem.file for problem in self.refused})
        if files:
            parts.append(f"{counted(files, 'file')} refused")
        return "; ".join(parts) + "."


def counted(number: int, noun: str) -> str:
    """Give a number and its noun.

    >>> counted(1, "file"), counted(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


class _Tally:
    def __init__(self) -> None:
        self.files = 0
        self.counts: Counter[str] = Counter()
        self.refused: list[FormatError] = []
        self.notes: list[str] = []

    def report(self) -> ImportReport:
        return ImportReport(
            files=self.files, refused=tuple(self.refused), notes=tuple(self.notes), **self.counts
        )


def import_files(
    project: "Project",
    paths: Sequence[Path],
    *,
    format_name: str | None = None,
    annotator: str = "",
) -> Generator[Progress, None, ImportReport]:
    """Import files, and folders with all below them; gives the report.

    ``annotator`` is whose marks they are where a file does not say. A file with any fault is
    left out whole. Closing the generator, or an error of the project, leaves nothing behind.
    """
    if project.read_only:
        raise ReadOnlyProject("Nothing can be imported.", project.read_only_reason)
    chosen = None if format_name is None else format_named(format_name)
    tally = _Tally()
    found = []
    for file in _files(paths, tally.refused, every=chosen is not None):
        found.append(file)
        if len(found) % 100 == 0:
            yield Progress(0, None, f"Looking: {counted(len(found), 'file')}")
    total = sum(map(_size, found))
    name = f"Import {shown(Path(found[0].name))}" if len(found) == 1 else (
        f"Import {counted(len(found), 'file')}"
    )  # fmt: skip
    done = 0
    with project.importing(name, annotator=annotator) as batch:
        for path in found:
            yield Progress(done, total, shown(Path(path.name)))
            reading = Reading(scheme=project.scheme, annotator=annotator)
            for progress in _import(path, chosen, reading, batch, tally):
                yield Progress(done + progress.done, total, progress.what)
            done += _size(path)
    return tally.report()


def _import(
    path: Path, chosen: Format | None, reading: Reading, batch: "ImportBatch", tally: _Tally
) -> Iterator[Progress]:
    pace = Pace()
    counts: Counter[str] = Counter()
    try:
        _refuse_oddities(path)
        with batch.file():
            for article, values in entries(chosen or format_of(path), path, reading):
                if not reading.problems:  # else the rest is only looked at for more of them
                    _add(batch, article, values, counts)
                if pace.due():
                    what = f"{shown(Path(path.name))}: {counted(counts.total(), 'article')}"
                    yield Progress(reading.bytes_read, None, what)
    except FileRefused as refusal:
        tally.refused += refusal.problems
    except FormatError as error:
        tally.refused.append(error if error.file else error.in_file(shown(path)))
    else:
        tally.files += 1
        tally.counts += counts
        tally.notes += reading.notes


def _add(
    batch: "ImportBatch", article: Article, values: Sequence[Value], counts: Counter[str]
) -> None:
    kinds = ("annotations", "relations")
    before = [len(batch.brought[kind]) for kind in kinds]
    outcome = batch.add(article, values)
    counts[outcome] += 1
    if outcome == "added":
        counts["annotations"] += sum(type(value) is Annotation for value in values)
        counts["relations"] += sum(type(value) is Relation for value in values)
        return
    for kind, length in zip(kinds, before, strict=True):
        counts[kind] += len(batch.brought[kind]) - length


# --- which files


def _files(paths: Sequence[Path], refused: list[FormatError], *, every: bool) -> Iterator[Path]:
    """Give the files to read, each once: those named, and in folders those that can be read."""
    seen: set[Path] = set()
    suffixes = readable_suffixes()

    def wanted(path: Path) -> bool:
        return (every or path.suffix.lower() in suffixes) and not _is_manifest(path)

    for path in paths:
        folder = os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises for a too long name
        inside = filter(wanted, _below(path, refused)) if folder else iter([path])
        first = next(inside, None)
        if first is None:
            if not any(problem.file.startswith(shown(path)) for problem in refused):
                reason = f"the folder holds no file that can be read ({', '.join(suffixes)})."
                refused.append(FormatError(reason, file=shown(path)))
            continue
        for file in chain([first], inside):
            real = file.absolute()
            if real not in seen:
                seen.add(real)
                yield file


def _below(folder: Path, refused: list[FormatError]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        place = shown(Path(error.filename or folder))
        refused.append(FormatError(f"cannot be read: {error.strerror}.", file=place))

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(place, name) for name in sorted(names) if not name.startswith("."))


def _is_manifest(path: Path) -> bool:
    return path.name.endswith(MANIFEST)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _refuse_oddities(path: Path) -> None:
    """Raise FormatError for what is no file with content: a pipe would be waited for."""
    try:
        found = path.stat()
    except OSError as error:
        reason = f"cannot be read: {error.strerror}."
        raise FormatError(reason, file=shown(path)) from error
    if not stat.S_ISREG(found.st_mode):
        raise FormatError("it is no regular file.", file=shown(path))
    if found.st_size == 0:
        raise FormatError("the file is empty.", file=shown(path))
    if _is_manifest(path):
        reason = "it describes an export and holds no articles."
        raise FormatError(reason, file=shown(path), next_step="Import the data beside it.")
