"""What an import brought, in one sentence or in full."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from annotator.core.errors import FormatError

_MOST_ENDS = 8


def passed_over(ends: Counter[str]) -> list[str]:
    """Give what is said of files that nothing reads, by the ends of their names; [] for none.

    >>> passed_over(Counter({".jpg": 2, "no ending": 1}))
    ['3 files passed over, of kinds that are not read: .jpg (2), no ending (1).']
    """
    if not ends:
        return []
    most = ends.most_common(_MOST_ENDS)
    listed = ", ".join(f"{end} ({count:,})" for end, count in most)
    more = " …" if len(ends) > len(most) else ""
    count = counted(ends.total(), "file")
    return [f"{count} passed over, of kinds that are not read: {listed}{more}."]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import brought. ``files`` were read whole; of those ``refused`` nothing is kept.

    ``known`` articles were in the project with all that is said of them; of ``extended`` ones
    the project now knows more; ``sources`` counts where else known texts were met; ``linked``
    counts groups of near-duplicates. ``left_out`` is missing from files that were kept otherwise;
    ``mended`` counts what was wrong and is right; ``by_label`` counts the spans of the files.
    ``created`` is what the scheme got, ``matched`` which names of the files mean which labels,
    ``ignored`` what the map leaves aside. Of a ``dry_run`` nothing was stored.
    """

    files: int = 0
    added: int = 0
    known: int = 0
    extended: int = 0
    annotations: int = 0
    relations: int = 0
    sources: int = 0
    linked: int = 0
    refused: tuple[FormatError, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[FormatError, ...] = ()
    left_out_in_all: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    by_label: Counter[str] = field(default_factory=Counter)
    created: tuple[str, ...] = ()
    matched: tuple[tuple[str, str], ...] = ()
    ignored: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False

    @property
    def summary(self) -> str:
        """All of it in one sentence."""
        verb = "Would import" if self.dry_run else "Imported"
        parts = [f"{verb} {counted(self.added, 'article')}"]
        if self.annotations:
            parts[0] += f" with {counted(self.annotations, 'annotation')}"
        if self.extended:
            parts.append(f"more about {counted(self.extended, 'article')}")
        if self.known:
            parts.append(f"{counted(self.known, 'article')} known already")
        if self.sources:
            parts.append(f"{counted(self.sources, 'more source')} of articles that are here")
        if self.linked:
            parts.append(f"{counted(self.linked, 'group')} of near-duplicates linked")
        files = len({problem.file for problem in self.refused})
        if files:
            parts.append(f"{counted(files, 'file')} refused")
        return "; ".join(parts) + "."

    @property
    def is_plain(self) -> bool:
        """Whether the summary says all that there is to say."""
        told = (self.refused, self.notes, self.left_out, self.mended, self.created, self.ignored)
        return not any(told)

    def lines(self) -> Iterator[str]:
        """Give the whole report, line by line."""
        yield self.summary
        yield from _table("Spans by label", self.by_label)
        if self.relations:
            yield f"Relations: {self.relations:,}"
        yield from self.brought()
        yield from _list("To know", self.notes)
        if self.left_out:
            listed = len(self.left_out)
            more = f", of which {listed:,} are listed" if listed < self.left_out_in_all else ""
            yield f"Left out: {self.left_out_in_all:,}{more}"
            yield from (f"  {problem}" for problem in self.left_out)
        yield from _list("Refused", [str(problem) for problem in self.refused])
        yield from _list("What to do", self.advice)

    def brought(self) -> Iterator[str]:
        """Give, line by line, what became of the files' names and faults."""
        yield from _list("New in the scheme", self.created)
        yield from _list("Named otherwise here", [f"{name}: {own}" for name, own in self.matched])
        yield from _table("Ignored", self.ignored)
        yield from _table("Mended", self.mended)

    @property
    def advice(self) -> tuple[str, ...]:
        """What to do about what is not as it should be, each once."""
        found = []
        if self.refused:
            found.append("Nothing of a refused file was kept; mend it and import it again.")
        if self.left_out:
            found.append("Look at what was left out, and mark it by hand or mend the file.")
        if self.mended:
            found.append("Look at some of the mended spans before you go on.")
        if self.created and self.dry_run:
            found.append("Give a map (--map FILE) where a new label should be one that you have.")
        return tuple(found)


def counted(number: int, noun: str) -> str:
    """Give a number and its noun.

    >>> counted(1, "file"), counted(2000, "file")
    ('1 file', '2,000 files')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _table(title: str, counts: Counter[str]) -> Iterator[str]:
    if counts:
        yield f"{title}:"
        width = max(map(len, counts))
        yield from (f"  {name:<{width}}  {count:>7,}" for name, count in counts.most_common())


def _list(title: str, items: "tuple[str, ...] | list[str]") -> Iterator[str]:
    if items:
        yield f"{title}:"
        yield from (f"  {item}" for item in items)
