"""What a file format is: a value with a reader, a writer, and what it cannot carry."""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.scheme import Label, RelationType, Scheme
from annotator.core.span import Span
from annotator.core.tokens import TOKENIZER, TOKENIZERS
from annotator.formats.offset_units import Counting

Entry: TypeAlias = tuple[Article, list[Value]]
"""An article and what is said of it: annotations, relations, article labels, states."""

MOST_LISTED = 100
"""How many problems of one file are listed; a file with more is not read any further."""


class FileRefused(FormatError):  # noqa: N818 - as in core.errors
    """A file of which nothing is kept; ``problems`` are the reasons, in the file's order."""

    def __init__(self, problems: Iterable[FormatError]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.reason, file=first.file, line=first.line, next_step=first.next_step)


@dataclass(slots=True)
class Reading:
    """One file being read: what the reader may rely on, and what it has to say.

    ``scheme`` None means that any label goes. ``annotator`` is whose marks they are where the
    file does not say, ``counting`` what its offsets count where somebody knows. ``bytes_read``
    is for showing progress.

    A ``problem`` refuses the file; what is ``left_out`` is missing, but the rest of the file is
    kept; ``columns`` are the names of a table's columns by what of an article they hold, where
    the user told; ``mended`` counts by what it is what was wrong and is right now. ``labels`` and
    ``relations`` are those that the file defines, by identifier, whether it uses them or not.
    ``texts`` gives the article whose text has a SHA-256, and ``quoted`` the only one whose text
    holds all of some quotes, for files that hold no texts.
    """

    scheme: Scheme | None = None
    annotator: str = ""
    file: str = ""
    notes: list[str] = field(default_factory=list)
    problems: list[FormatError] = field(default_factory=list)
    bytes_read: int = 0
    counting: Counting | None = None
    left_out: list[FormatError] = field(default_factory=list)
    left_out_in_all: int = 0
    mended: Counter[str] = field(default_factory=Counter)
    labels: dict[str, Label] = field(default_factory=dict)
    relations: dict[str, RelationType] = field(default_factory=dict)
    from_archive: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    texts: Callable[[str], Article | None] | None = None
    quoted: Callable[[Collection[str]], Article | None] | None = None

    def refuse(self, reason: str, line: int | None = None, *, next_step: str = "") -> None:
        """Keep a reason why the file is refused; raises FileRefused when the list is full."""
        self.problems.append(
            FormatError(f"{reason}.", file=self.file, line=line, next_step=next_step)
        )
        if len(self.problems) >= MOST_LISTED:
            more = f"only its first {MOST_LISTED} problems are listed."
            raise FileRefused([*self.problems, FormatError(more, file=self.file)])

    def leave_out(self, reason: str, line: int | None = None) -> None:
        """Keep why something of a file, such as one span, is not kept though the file is."""
        self.left_out_in_all += 1
        if len(self.left_out) < MOST_LISTED:
            self.left_out.append(FormatError(f"{reason}; left out.", file=self.file, line=line))

    def mend(self, what: str, times: int = 1) -> None:
        """Count what was wrong in a file and could be put right, such as "offset in UTF-16"."""
        self.mended[what] += times

    def note(self, sentence: str) -> None:
        """Keep what the user should know though the file is read, such as a guessed encoding."""
        said = f"{self.file}: {sentence}" if self.file else sentence
        if said not in self.notes:
            self.notes.append(said)


@dataclass(slots=True)
class Writing:
    """One file being written; ``lost`` counts what could not be written, by what it is.

    ``chosen`` holds the identifiers of all annotations that the file will have, for relations
    that lead to other articles; None means that none is left out. ``options`` are a format's
    own, by name. ``tokenizer`` names how texts are cut where a format has tokens. Whoever has it
    written counts in ``articles``, ``relations`` and ``written`` (annotations by label) what a
    reader will find.
    """

    scheme: Scheme
    chosen: Collection[str] | None = None
    lost: Counter[str] = field(default_factory=Counter)
    options: dict[str, str] = field(default_factory=dict)
    tokenizer: str = TOKENIZER
    articles: int = 0
    relations: int = 0
    written: Counter[str] = field(default_factory=Counter)

    def tokens(self, text: str) -> list[Span]:
        """Give the tokens of a text in order."""
        return list(TOKENIZERS[self.tokenizer](text))


class Output(Protocol):
    """Where a writer puts its bytes."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


Reader: TypeAlias = Callable[[Path, Reading], Iterator[Entry]]
"""Gives the entries of a file in order. What is wrong goes to `Reading.refuse`."""
Writer: TypeAlias = Callable[[Iterable[Entry], Output, Writing], Iterator[None]]
"""Writes entries, and yields after each so that a job can show progress and be cancelled."""


def whole(entry: Entry, writing: Writing) -> Entry:
    """Give an entry as it is: what a format that loses nothing gives back."""
    return entry


class Files(Protocol):
    """Where a writer of several files puts them: a folder or an archive."""

    def add(self, name: str, data: bytes, /) -> object:
        """Take a file; ``name`` is relative, with "/" between folders."""


class Proof(Protocol):
    """Holds a file against its entries while it is written; OSError when it cannot be read."""

    def differs(self, entry: Entry, /) -> str:
        """Say how what stands next in the file differs from an entry; "" where it does not."""

    def rest(self) -> str:
        """Say what stands in the file after the last entry; "" for nothing."""

    def close(self) -> None:
        """Let go of the file."""


FilesWriter: TypeAlias = Callable[[Iterable[Entry], Files, Writing], Iterator[None]]
"""As `Writer`, for a format of several files."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. ``suffixes`` are lower case with the dot, the usual one first.

    ``recognises`` says from a path and a file's first bytes whether it is surely this format.
    ``loses`` says in words what of a project it cannot carry, and ``carried`` gives of an entry
    what comes back when it is written and read again; both say the same, and the self-check
    after writing holds the format to it. An ``exact`` one also keeps identifiers and times, and
    its labels are those of the project, so they are not mapped.

    ``beside`` gives further files that are written beside the one, by what is put in the place
    of its suffix, such as a tool's configuration. ``write_files`` is the writer of a format of
    several files; its ``write`` then makes a zip. ``companions`` are suffixes of files that are
    read together with the one of the same stem and never alone; ``belongs`` says of other
    files that they are read with one of the format. A ``specific`` one is told by content alone
    and asked about before the others, whose files its own are too, as an export of a news
    database is a Word file. ``proof`` is a check of what was written that costs less than the
    general one, which reads everything once more. A ``tokenized`` one writes texts cut by the
    tokens that `Writing.tokenizer` names. A ``textless`` one holds no texts: its files are read
    with `Reading.texts`, and tell only of articles that have annotations.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    description: str
    read: Reader | None = None
    write: Writer | None = None
    loses: tuple[str, ...] = ()
    recognises: Callable[[Path, bytes], bool] = lambda path, head: False
    carried: Callable[[Entry, Writing], Entry] = whole
    exact: bool = False
    write_files: FilesWriter | None = None
    beside: Callable[[Scheme], Mapping[str, bytes]] | None = None
    companions: tuple[str, ...] = ()
    belongs: Callable[[Path], bool] = lambda path: False
    specific: bool = False
    proof: Callable[[Path], Proof] | None = None
    tokenized: bool = False
    textless: bool = False


def entries(chosen: Format, path: Path, reading: Reading) -> Iterator[Entry]:
    """Give the entries of a file that a format can read.

    Raises FileRefused, at the latest after the last entry, when anything is wrong with it; what
    was given until then must not be kept.
    """
    reading.file = reading.file or shown(path)
    if chosen.read is None:
        raise FileRefused([FormatError(f"{chosen.title} can only be written.", file=reading.file)])
    try:
        yield from chosen.read(path, reading)
    except OSError as error:
        raise FileRefused(
            [FormatError(f"cannot be read: {error.strerror}.", file=reading.file)]
        ) from error
    if reading.problems:
        raise FileRefused(reading.problems)


def shown(path: Path) -> str:
    """Give a path as text that can be printed and stored; odd bytes of a name become �."""
    return os.fsencode(path).decode("utf-8", "replace")
