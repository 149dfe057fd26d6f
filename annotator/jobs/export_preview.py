"""What an export would be, before it is written: its first lines, its numbers, its losses."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from annotator.formats.format import Entry, Format, Writing
from annotator.jobs.dataset_file import carried
from annotator.jobs.export_choice import Choice, chosen
from annotator.jobs.export_dataset import format_of_plan
from annotator.jobs.export_manifest import Tally, counted_loss
from annotator.jobs.export_plan import Plan
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project

SHOWN_ARTICLES = 3
LARGEST_SHOWN = 60_000
"""Bytes of a preview; a longer beginning is cut."""


@dataclass(frozen=True, slots=True)
class Survey(Progress):
    """What is known so far of an export; ``complete`` once every article has been looked at.

    ``beginning`` are the first bytes; of a format of several files, the first files with their
    names. ``losses`` say what will be left out, with numbers where it can be counted.
    """

    beginning: bytes = b""
    articles: int = 0
    annotations: int = 0
    relations: int = 0
    losses: tuple[str, ...] = ()
    complete: bool = False

    @property
    def text(self) -> str:
        """The beginning as text; "" for a format that is none."""
        if b"\x00" in self.beginning[:2_000]:
            return ""
        return self.beginning.decode("utf-8", "replace")


class _Kept:
    """Where a writer puts its bytes or files; the first ones are kept."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        """Take bytes."""
        self.data += data[: max(0, LARGEST_SHOWN - len(self.data))]

    def add(self, name: str, data: bytes, /) -> None:
        """Take a file."""
        self.write(f"== {name} ==\n".encode() + data + b"\n")


def survey(project: "Project", plan: Plan) -> Generator[Progress, None, Survey]:
    """Give what an export by a plan would be; Surveys are yielded as they become known.

    The first lines come first, exactly as the file will have them; then everything is written
    to nowhere, to count it. Raises FormatError where nothing can be exported.
    """
    how = format_of_plan(project, plan)
    choice = yield from chosen(project, plan)
    found = Survey(0, None, "The first lines", _beginning(how, choice), losses=how.loses)
    yield found
    writing, tally, pace = choice.writing(), Tally(), Pace(0.2)
    seen = yield from choice.looked_at()
    writing.chosen = None if choice.is_everything else seen.tails_in(choice.articles)
    total = len(project.find_articles())
    entries = _counting(tally.count(choice.entries()), how, writing)
    for _ in _steps(how, entries, _Kept(), writing):
        if pace.due():
            yield _counted(found, tally, writing, how, total)
    return replace(_counted(found, tally, writing, how, total), complete=True)


def _counting(found: Iterable[Entry], how: Format, writing: Writing) -> Iterator[Entry]:
    for entry in found:
        carried(entry, how, writing)
        yield entry


def _beginning(how: Format, choice: Choice) -> bytes:
    kept = _Kept()
    some = islice(choice.entries(), SHOWN_ARTICLES)
    for _ in _steps(how, some, kept, choice.writing()):
        pass
    return bytes(kept.data)


def _steps(how: Format, entries: Iterable[Entry], out: _Kept, writing: Writing) -> Iterator[None]:
    if how.write_files is not None:
        return how.write_files(entries, out, writing)
    assert how.write is not None
    return how.write(entries, out, writing)


def _counted(found: Survey, tally: Tally, writing: Writing, how: Format, total: int) -> Survey:
    losses = [counted_loss(n, what) for what, n in writing.lost.items()]
    return replace(
        found, done=tally.articles, total=total,
        what=f"Counting: {counted(tally.articles, 'article')}", articles=writing.articles,
        annotations=writing.written.total(), relations=writing.relations,
        losses=(*losses, *how.loses),
    )  # fmt: skip
