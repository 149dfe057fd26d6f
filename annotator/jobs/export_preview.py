"""What an export would be, before it is written: its first lines, its numbers, its losses."""

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from annotator.formats.format import Format, Writing
from annotator.jobs.export_choice import Choice, chosen
from annotator.jobs.export_dataset import format_of_plan
from annotator.jobs.export_manifest import Tally, counted_loss
from annotator.jobs.export_plan import Plan
from annotator.jobs.progress import Pace, Progress

if TYPE_CHECKING:
    from annotator.storage.project import Project

SHOWN_ARTICLES = 3
LARGEST_SHOWN = 60_000
"""Bytes of a preview; a longer beginning is cut."""


@dataclass(slots=True)
class Survey:
    """What is known so far. ``beginning`` are the first bytes; ``lost`` counts what cannot be said.

    ``files`` names the files of the first articles where the format has several. ``complete``
    says whether all articles have been looked at.
    """

    how: Format
    beginning: bytes = b""
    files: list[str] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)
    lost: Counter[str] = field(default_factory=Counter)
    complete: bool = False

    @property
    def text(self) -> str:
        """The beginning as text; "" for a format that is none."""
        if b"\x00" in self.beginning[:2000]:
            return ""
        return self.beginning.decode("utf-8", "replace")

    @property
    def losses(self) -> list[str]:
        """What will be left out, in words, with numbers where it can be counted."""
        return [*(counted_loss(n, what) for what, n in self.lost.items()), *self.how.loses]


class _Kept:
    """An output that keeps the first bytes."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes, /) -> None:
        if len(self.data) < LARGEST_SHOWN:
            self.data += data[: LARGEST_SHOWN - len(self.data)]


class _KeptFiles:
    """Files of which the first bytes are kept."""

    def __init__(self) -> None:
        self.out = _Kept()
        self.names: list[str] = []

    def add(self, name: str, data: bytes, /) -> None:
        self.names.append(name)
        self.out.write(f"== {name} ==\n".encode() + data + b"\n")


class _Nowhere:
    """An output that forgets."""

    def write(self, data: bytes, /) -> None:
        """Forget bytes."""

    def add(self, name: str, data: bytes, /) -> None:
        """Forget a file."""


def survey(project: "Project", plan: Plan) -> Generator[Progress | Survey, None, Survey]:
    """Give what an export by a plan would be.

    The first lines come first, exactly as the file will have them; then everything is written
    to nowhere, to count it. A Survey that is yielded is the same one, with more in it. Raises
    FormatError where nothing can be exported.
    """
    found = Survey(format_of_plan(project, plan))
    choice = yield from chosen(project, plan)
    yield from _begin(found, choice)
    yield found
    writing, pace = Writing(project.scheme), Pace(0.2)
    writing.chosen = yield from choice.annotations()
    entries = found.tally.count(choice.entries())
    how, nowhere = found.how, _Nowhere()
    assert how.write is not None
    steps = (
        how.write(entries, nowhere, writing) if how.write_files is None
        else how.write_files(entries, nowhere, writing)
    )  # fmt: skip
    for _ in steps:
        if pace.due():
            found.lost = Counter(writing.lost)
            yield found
    found.lost, found.complete = writing.lost, True
    return found


def _begin(found: Survey, choice: Choice) -> Generator[Progress, None, None]:
    how, writing = found.how, Writing(choice.project.scheme)
    entries = islice(choice.entries(), SHOWN_ARTICLES)
    if how.write_files is not None:
        files = _KeptFiles()
        for _ in how.write_files(entries, files, writing):
            yield Progress(0, None, "The first lines")
        found.beginning, found.files = bytes(files.out.data), files.names
        return
    assert how.write is not None
    kept = _Kept()
    for _ in how.write(entries, kept, writing):
        yield Progress(0, None, "The first lines")
    found.beginning = bytes(kept.data)


def preview(project: "Project", plan: Plan) -> str:
    """Give the file's beginning, the first articles, exactly as an export would write it."""
    found = Survey(format_of_plan(project, plan))
    for _ in _begin(found, Choice(project, plan)):
        pass
    return found.text
