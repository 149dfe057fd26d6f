"""Importing files and folders: the good files go in, the bad ones are listed, in one undo."""

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import FormatError, ReadOnlyProject, SchemeError
from annotator.core.file_names import NamePattern
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import edited
from annotator.formats.completion import completed_entries
from annotator.formats.format import Entry, FileRefused, Format, Reading, shown
from annotator.formats.mapping import Mapping, Rules
from annotator.formats.offset_units import Counting
from annotator.formats.registry import format_named
from annotator.jobs.found_files import MANIFEST, FoundFile, FoundFiles, size
from annotator.jobs.import_report import ImportReport, counted, passed_over
from annotator.jobs.opening import Opener, Wishes, remembered, remembered_as
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.readers import Readers
from annotator.jobs.tally import FileTally, Tally, finish

if TYPE_CHECKING:
    from annotator.storage.importing import ImportBatch
    from annotator.storage.project import Project

__all__ = [
    "MANIFEST", "ImportReport", "Wishes", "counted", "import_files", "preview", "remembered",
]  # fmt: skip


class _DryRun(Exception):  # noqa: N818 - it is no error
    """Raised to take back all that was stored."""


def import_files(
    project: "Project",
    paths: Sequence[Path],
    *,
    format_name: str | None = None,
    annotator: str = "",
    rules: Rules | None = None,
    counting: Counting | None = None,
    columns: Table[str, str] | None = None,
    names: NamePattern | None = None,
    dry_run: bool = False,
) -> Generator[Progress, None, ImportReport]:
    """Import files, archives, and folders with all below them; gives the report.

    See `Wishes` for how files are read. A file with any fault is left out whole. Labels that
    the project lacks are created unless the rules say otherwise. Closing the generator, an
    error of the project or a ``dry_run`` leaves nothing behind.
    """
    if project.read_only:
        raise ReadOnlyProject("Nothing can be imported.", project.read_only_reason)
    wishes = Wishes(format_name, annotator, rules, counting, columns or {}, names)
    chosen = None if format_name is None else format_named(format_name)
    tally = Tally(project.scheme)
    with FoundFiles(paths, chosen) as files:
        found = []
        for file in files:
            found.append(file)
            if len(found) % 100 == 0:
                yield Progress(0, None, f"Looking: {counted(len(found), 'file')}")
        tally.refused += files.refused
        tally.notes += passed_over(files.passed_over)
        with suppress(_DryRun):
            yield from _import_all(project, found, chosen, wishes, tally, dry_run=dry_run)
    if rules is not None and not dry_run and tally.files:
        project.set_setting(remembered_as(chosen), json.dumps(rules.as_data()))
    return tally.report(dry_run=dry_run)


def _import_all(
    project: "Project", found: Sequence[FoundFile], chosen: Format | None, wishes: Wishes,
    tally: Tally, *, dry_run: bool,
) -> Iterator[Progress]:  # fmt: skip
    sizes = [size(file.path) for file in found]
    total = sum(sizes)
    name = f"Import {shown(Path(Path(found[0].name).name))}" if len(found) == 1 else (
        f"Import {counted(len(found), 'file')}"
    )  # fmt: skip
    done = 0
    opener, pace = Opener(project, chosen, wishes), Pace()
    with project.importing(name, annotator=wishes.annotator) as batch, Readers(found) as readers:
        for file, length in zip(readers.announced(chosen, wishes.columns), sizes, strict=True):
            yield Progress(done, total, shown(Path(file.path.name)))
            for progress in _import(file, opener, batch, tally, readers, wishes, pace):
                yield Progress(done + progress.done, total, progress.what)
            done += length
        if tally.scheme is not project.scheme:
            after = edited(name, project.scheme, tally.scheme).after
            batch.grow_scheme(project.scheme, after)
        tally.store_sources(project, batch)
        if dry_run:
            raise _DryRun


def _import(
    file: FoundFile, opener: Opener, batch: "ImportBatch", tally: Tally, readers: Readers,
    wishes: Wishes, pace: Pace,
) -> Iterator[Progress]:  # fmt: skip
    brought = FileTally(file.name)
    edited_before = batch.edited
    try:
        how, reading, mapping = opener.opened(file, tally.scheme)
        with batch.file():
            for entry in _arriving(readers, file, how, reading, mapping, wishes):
                # With problems, the rest is only looked at for more of them.
                if entry is not None and not reading.problems:
                    is_new = brought.add(batch, *entry, content_ids=not how.exact)
                    if is_new and not how.exact:
                        brought.texts.look(*entry, file.name)
                if pace.due():
                    what = _what(file, brought.counts)
                    yield Progress(reading.bytes_read, None, what)
            finish(reading, mapping, batch.edited - edited_before)
    except FileRefused as refusal:
        tally.refused += refusal.problems
    except SchemeError as error:
        tally.refused.append(FormatError(error.message, file=file.name))
    except FormatError as error:
        tally.refused.append(error if error.file else error.in_file(file.name))
    else:
        tally.take(reading, brought)
        if mapping is not None:
            tally.grow(mapping)


def _what(file: FoundFile, counts: Counter[str]) -> str:
    name, found = shown(Path(file.path.name)), counts.total()
    return f"{name}: {counted(found, 'article')}" if found else name


def _arriving(
    readers: Readers, file: FoundFile, how: Format, reading: Reading, mapping: Mapping | None,
    wishes: Wishes,
) -> Iterator[Entry | None]:  # fmt: skip
    """Give a file's entries in the project's words; None now and then while it waits for them."""
    for some in readers.batches(file, how, reading):
        yield from mapped(_named(some, file.name, wishes), reading, mapping)
        yield None


def mapped(found: Iterator[Entry], reading: Reading, mapping: Mapping | None) -> Iterator[Entry]:
    """Give entries in the project's words; None maps nothing."""
    for entry in found:
        if mapping is None:
            yield entry
            continue
        if reading.labels or reading.relations:
            mapping.define(reading)
        yield mapping.entry(entry)
    if mapping is not None:
        mapping.define(reading)


def _named(found: Iterable[Entry], name: str, wishes: Wishes) -> Iterator[Entry]:
    """Give entries with what the file's name says where its content does not."""
    for article, values in found:
        yield article if wishes.names is None else wishes.names.fill(article, name), values


# --- what a user sees beforehand


def preview(
    project: "Project", path: Path, wishes: Wishes, *, articles: int = 3
) -> tuple[list[Entry], Scheme, Reading]:
    """Give the first articles of a file as an import would store them; nothing is stored.

    With them comes the scheme that they need and what the reader has to say so far. Raises
    FormatError when the file is refused.
    """
    chosen = None if wishes.format_name is None else format_named(wishes.format_name)
    file = FoundFile(path, shown(path))
    how, reading, mapping = Opener(project, chosen, wishes).opened(file, project.scheme)
    found = _named(completed_entries(how, path, reading), file.name, wishes)
    first = list(islice(mapped(found, reading, mapping), articles))
    return first, project.scheme if mapping is None else mapping.scheme, reading
