"""Articles that were read and are not stored yet: what a table shows of each, the rest on disk.

A row takes some hundred bytes; text, metadata and marks lie in a temporary file that nobody else
can open by name and that is gone with the drafts, so 100,000 articles cost little memory.
"""

import mmap
import os
import tempfile
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.text_problems import TextProblem
from annotator.formats.format import Entry, Format, Reading

SOURCE_SHOWN = 200_000
"""How many bytes of a source are shown beside its text, at most."""


@dataclass(slots=True)
class SourceFile:
    """A file that articles were read from; ``maps`` says whether its names are mapped."""

    path: Path
    name: str
    how: Format
    reading: Reading
    maps: bool
    head: tuple[int, int] | None = None
    """Where its first bytes lie among the drafts, for a file that is gone after the reading."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a table shows of one draft; ``number`` is its own for ever, ``file`` its source's.

    ``title`` is the text's first words where the article is not ``titled``.
    """

    number: int
    file: int
    titled: bool
    title: str
    outlet: str
    published: str
    language: str
    words: int
    warnings: tuple[TextProblem, ...]
    marks: int
    at: int
    length: int


@dataclass(frozen=True, slots=True)
class Altered:
    """The row at a place is another one now; or it and all behind it are gone."""

    place: int
    gone: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """Near-duplicates by name, how like each is to the first, and how many words each has.

    A row's name is its number, an article's of the project is `OWN` and its identifier.
    """

    articles: tuple[str, ...]
    likeness: tuple[float, ...]
    words: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows among them."""
        return tuple(int(name) for name in self.articles if not name.startswith(OWN))


OWN = "p"
"""Stands before the identifier of an article of the project in a name."""


class _Kept(msgspec.Struct, array_like=True):
    """A draft as it lies on disk."""

    article: Article
    annotations: list[Annotation]
    relations: list[Relation]
    labels: list[ArticleLabel]
    states: list[ArticleState]


@dataclass(slots=True)
class Found:
    """What the files read so far hold besides articles."""

    names: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each name of a label, attribute … is used, by kind as `Rules` calls it."""
    refused: list[FormatError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    """How many files nothing reads, by the ends of their names."""


class Drafts:
    """Rows in the order of reading; one thread adds, another may look at any time."""

    def __init__(self) -> None:
        """Start with none; `close` ends them and removes what lies on disk."""
        self.rows: list[Row] = []
        self.files: list[SourceFile] = []
        self.found = Found()
        self.groups: list[Alike] = []
        """The near-duplicates that were found; none before they are looked for."""
        self.seen: set[bytes] = set()
        """The SHA-256 of the texts that were read."""
        self.warned = 0
        """How many rows have warnings."""
        self.altered: list[Altered] = []
        """What happened to rows that were there, in order."""
        self._file = tempfile.TemporaryFile(prefix="annotator-drafts-")  # noqa: SIM115
        self._lock = threading.Lock()
        self._end = 0
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
        self._decoder = msgspec.msgpack.Decoder(_Kept)
        self._next = 0

    def add(self, entry: Entry, warnings: tuple[TextProblem, ...]) -> Row:
        """Keep an entry of the file added last, and give its row."""
        article, values = entry
        at, length = self._keep(self._encoder.encode(_kept(article, values)))
        row = Row(
            self._next, len(self.files) - 1, bool(article.title), article.headline,
            article.outlet, article.published, article.language, _words(article.text), warnings,
            sum(isinstance(value, Annotation | Relation) for value in values), at, length,
        )  # fmt: skip
        self._next += 1
        self.rows.append(row)
        self.warned += bool(warnings)
        return row

    def add_file(self, file: SourceFile, head: bytes = b"") -> None:
        """Begin a file; ``head`` is kept to be shown when the file itself is gone."""
        if head:
            file.head = self._keep(head)
        self.files.append(file)

    def drop_file(self, first: int) -> None:
        """Take back the file added last and its rows, from an index on."""
        gone = self.rows[first:]
        del self.rows[first:]
        self.files.pop()
        self.warned -= sum(1 for row in gone if row.warnings)
        if gone:
            self.altered.append(Altered(first, gone=True))

    def warn(self, row: Row) -> None:
        """Put a row with other warnings in the place of the one with its number."""
        place = self._place(row.number)
        self.warned += bool(row.warnings) - bool(self.rows[place].warnings)
        self.rows[place] = row
        self.altered.append(Altered(place, gone=False))

    def row(self, number: int) -> Row:
        """Give the row with a number; KeyError where it was taken back."""
        return self.rows[self._place(number)]

    def _place(self, number: int) -> int:
        rows = self.rows
        at = bisect_left(rows, number, key=lambda row: row.number)
        if at == len(rows) or rows[at].number != number:
            raise KeyError(number)
        return at

    def entry(self, row: Row) -> Entry:
        """Give the article of a row and what is said of it, exactly as they were read."""
        kept = self._decoder.decode(self._read(row.at, row.length))
        values: list[Value] = [*kept.annotations, *kept.relations, *kept.labels, *kept.states]
        return kept.article, values

    def source(self, row: Row, words: str = "") -> bytes:
        """Give at most `SOURCE_SHOWN` bytes of the file of a row; none where it is gone.

        They begin shortly before ``words`` if the file has these in UTF-8, else at its start.
        """
        file = self.files[row.file]
        if file.head is not None:
            return self._read(*file.head)
        try:
            with file.path.open("rb") as source:
                if words and file.path.stat().st_size > SOURCE_SHOWN:
                    source.seek(_shortly_before(source.fileno(), words.encode()))
                return source.read(SOURCE_SHOWN)
        except (OSError, ValueError):
            return b""

    def close(self) -> None:
        """Forget all drafts."""
        with self._lock:
            self._file.close()

    @property
    def bytes_on_disk(self) -> int:
        """How much lies in the temporary file."""
        return self._end

    def _keep(self, data: bytes) -> tuple[int, int]:
        with self._lock:
            at = self._end
            self._file.seek(at)
            self._file.write(data)
            self._end += len(data)
        return at, len(data)

    def _read(self, at: int, length: int) -> bytes:
        with self._lock:
            self._file.seek(at, os.SEEK_SET)
            return self._file.read(length)


def _kept(article: Article, values: Sequence[Value]) -> _Kept:
    kinds: dict[type, list[Any]] = {Annotation: [], Relation: [], ArticleLabel: [],
                                    ArticleState: []}  # fmt: skip
    for value in values:
        kinds[type(value)].append(value)
    return _Kept(article, *kinds.values())


def _plain(value: Any) -> Any:
    """Give a mapping that cannot be changed as one that can be written."""
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(type(value).__name__)


def _shortly_before(file: int, words: bytes) -> int:
    with mmap.mmap(file, 0, access=mmap.ACCESS_READ) as content:
        at = content.find(words)
        return max(0, content.rfind(b"\n", 0, max(0, at - 200)) + 1)


def _words(text: str) -> int:
    return len(text.split())
