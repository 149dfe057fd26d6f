"""spaCy's DocBin, one document after the other both ways.

spaCy itself holds all documents of a file in memory; here they wait in temporary files, so that
a file may be as large as the disk allows. The layout is that of ``spacy.tokens.DocBin`` 0.1; of
spaCy, which is an extra and loaded late, only the hashes of its strings are used.
"""

import mmap
import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Literal

import msgspec

from annotator.core.errors import FormatError
from annotator.formats.format import Output
from annotator.formats.training.msgpack import Buffer, blob, blob_head, items, list_head

GROUP = "sc"
"""The key under which spaCy looks for overlapping spans."""
LARGEST = 4_000_000_000
MOST_RATIO, RATIO_FROM = 300, 20_000_000
"""How large a file may be unpacked, and how many times larger than before, from some bytes on."""
_CHUNK = 1 << 20
_FORGOTTEN_AFTER = 500
"""Documents after which the parts of a file that were looked at are let go of."""
_SPAN = struct.Struct(">QQQllll")  # id, kb_id, label, first, after, start, end
_ORTH, _IOB, _TYPE = 65, 77, 78
_INSIDE, _OUTSIDE, _BEGIN = 1, 2, 3

Run = tuple[int, int, str]
"""A labelled run of tokens: first, the one after the last, label."""


@dataclass(slots=True)
class Document:
    """A text as words, each with one blank after it or none, and labelled runs of them.

    ``entities`` do not overlap; ``groups`` hold lists of spans of any kind.
    """

    words: list[str]
    blanks: list[bool]
    entities: list[Run] = field(default_factory=list)
    groups: list[list[Run]] = field(default_factory=list)

    def places(self) -> tuple[str, list[tuple[int, int]]]:
        """Give the text, and where each word stands in it."""
        places, at = [], 0
        for word, blank in zip(self.words, self.blanks, strict=True):
            places.append((at, at + len(word)))
            at += len(word) + blank
        pieces = (w + " " * b for w, b in zip(self.words, self.blanks, strict=True))
        return "".join(pieces), places


def _strings(known: Iterable[str] = ()) -> Any:
    try:
        from spacy.strings import StringStore
    except ImportError as error:
        raise FormatError(
            "spaCy’s files need a part that is not installed.",
            next_step="Install it: pip install 'annotator[spacy]'.",
        ) from error
    return StringStore(known)


# --- writing


class DocBinWriter:
    """A DocBin being written; ``finish`` puts it together. To be used with ``with``."""

    def __init__(self, output: Output) -> None:
        """Write to an output; FormatError, saying what to install, without spaCy."""
        self._strings = _strings()
        self._output = output
        self._tokens, self._spaces, self._groups = (
            TemporaryFile(),  # noqa: SIM115
            TemporaryFile(),  # noqa: SIM115
            TemporaryFile(),  # noqa: SIM115
        )
        self._lengths = array("i")

    def add(self, document: Document) -> None:
        """Take a document; its first group is the one that spaCy finds under “sc”."""
        rows = [[self._strings.add(word), _OUTSIDE, 0] for word in document.words]
        for first, after, label in document.entities:
            for row in rows[first:after]:
                row[1:] = _INSIDE, self._strings.add(label)
            rows[first][1] = _BEGIN
        self._tokens.write(array("Q", chain.from_iterable(rows)).tobytes())
        self._spaces.write(bytes(document.blanks))
        group = self._group(document)
        self._groups.write(msgspec.msgpack.encode(group))
        self._lengths.append(len(document.words))

    def _group(self, document: Document) -> bytes:
        _, places = document.places()
        spans = [
            _SPAN.pack(0, 0, self._strings.add(label), first, after,
                       places[first][0], places[after - 1][1])
            for first, after, label in document.groups[0]
        ]  # fmt: skip
        held = msgspec.msgpack.encode({"name": GROUP, "attrs": {}, "spans": spans})
        return msgspec.msgpack.encode({held: [GROUP]})

    def __enter__(self) -> "DocBinWriter":
        return self

    def __exit__(self, *error: object) -> None:
        for file in (self._tokens, self._spaces, self._groups):
            file.close()

    def finish(self) -> None:
        """Write the file."""
        packed = zlib.compressobj()
        for piece in self._pieces():
            self._output.write(packed.compress(piece))
        self._output.write(packed.flush())

    def _pieces(self) -> Iterator[bytes]:
        encode, number = msgspec.msgpack.encode, len(self._lengths)
        yield b"\x89" + encode("version") + encode("0.1")
        yield encode("attrs") + encode([_ORTH, _IOB, _TYPE])
        for name, file in (("tokens", self._tokens), ("spaces", self._spaces)):
            yield encode(name) + blob_head(file.tell())
            yield from _again(file)
        yield encode("lengths") + encode(self._lengths.tobytes())
        yield encode("strings") + encode(sorted({"", *self._strings}))
        yield encode("cats") + list_head(number) + encode({}) * number
        flags = encode({"has_unknown_spaces": False})
        yield encode("flags") + list_head(number) + flags * number
        yield encode("span_groups") + list_head(number)
        yield from _again(self._groups)


def _again(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(_CHUNK):
        yield chunk


# --- reading


def is_docbin(head: bytes) -> bool:
    """Say whether a file's first bytes are those of a packed map that begins as a DocBin does."""
    try:
        start = zlib.decompressobj().decompress(head, 64)
    except zlib.error:
        return False
    return start[:1] in (b"\x88", b"\x89", b"\x8a") and b"version" in start


def documents(path: Path) -> Iterator[Document]:
    """Give the documents of a file; FormatError for what is none, and without spaCy."""
    store = _strings()
    with _unpacked(path) as data:
        yield from _File(data, store).documents()


@contextmanager
def _unpacked(path: Path) -> Iterator[Buffer]:
    """Give what a file holds, unpacked into a temporary file and never whole in memory."""
    with path.open("rb") as source, TemporaryFile() as target:
        _unpack(source, target, path.stat().st_size)
        # Not closed here: that fails while any part of it is looked at. It goes with the last.
        yield memoryview(mmap.mmap(target.fileno(), 0, access=mmap.ACCESS_READ))


def _unpack(source: IO[bytes], target: IO[bytes], size: int) -> None:
    packed, length = zlib.decompressobj(), 0
    try:
        while not packed.eof:
            data = packed.unconsumed_tail or source.read(_CHUNK)
            if not data:
                raise FormatError("it is no DocBin, or its end is missing")
            chunk = packed.decompress(data, _CHUNK)
            length += len(chunk)
            if length > min(LARGEST, max(RATIO_FROM, MOST_RATIO * size)):
                raise FormatError(f"it unpacks to more than {MOST_RATIO} times its size")
            target.write(chunk)
    except zlib.error as error:
        raise FormatError("it is no DocBin of spaCy, or it is damaged") from error
    if not length:
        raise FormatError("it holds nothing")
    target.flush()


def _forget(data: Buffer) -> None:
    """Let the system take back the memory of a file; what is asked for again it reads again."""
    held = data.obj
    if isinstance(held, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        held.madvise(mmap.MADV_DONTNEED)


class _File:
    """An unpacked DocBin."""

    def __init__(self, data: Buffer, store: Any) -> None:
        self._data, self._store = data, store
        self._read = 0
        self._at = self._parts()
        self._attrs = [int(a) for a in self._list("attrs", int)]
        for text in self._list("strings", str):
            store.add(text)
        if _ORTH not in self._attrs:
            raise FormatError("its words are missing")

    def _parts(self) -> dict[str, int]:
        """Give where the value of each key stands."""
        found: dict[str, int] = {}
        places = items(self._data, 0)
        for start, end in places:
            value = next(places, None)
            if value is not None:
                found[str(_plain(self._data[start:end], Any))] = value[0]
        missing = {"attrs", "tokens", "spaces", "lengths", "strings"} - found.keys()
        if missing:
            raise FormatError(f"it is no DocBin: {min(missing)} is missing")
        return found

    def _list(self, name: str, kind: type) -> list[Any]:
        places = items(self._data, self._at[name])
        return [_plain(self._data[start:end], kind) for start, end in places]

    def _numbers(self, name: str, kind: Literal["i", "Q", "B"]) -> Buffer:
        start, end = blob(self._data, self._at[name])
        if end > len(self._data) or (end - start) % array(kind).itemsize:
            raise FormatError(f"the number of its {name} is wrong")
        return self._data[start:end].cast(kind)

    def documents(self) -> Iterator[Document]:
        """Give the documents in order."""
        width = len(self._attrs)
        lengths = self._numbers("lengths", "i").tolist()
        tokens, spaces = self._numbers("tokens", "Q"), self._numbers("spaces", "B")
        if any(n < 0 for n in lengths) or sum(lengths) * width != len(tokens):
            raise FormatError("its documents have other lengths than its words")
        if len(spaces) != sum(lengths):
            raise FormatError("its words and blanks are not equally many")
        at = 0
        for number, groups, flags in zip(
            lengths, self._each("span_groups", lengths), self._each("flags", lengths), strict=True
        ):
            cells = tokens[at * width : (at + number) * width].tolist()
            columns = [cells[n::width] for n in range(width)]
            blanks = [bool(blank) for blank in spaces[at : at + number]]
            unknown = flags is not None and _plain(flags, dict).get("has_unknown_spaces")
            document = self._document(columns, [True] * number if unknown else blanks)
            if groups is not None:
                document.groups = self._groups_of(groups, number)
            yield document
            at += number
            self._read += 1
            if self._read % _FORGOTTEN_AFTER == 0:
                _forget(self._data)

    def _each(self, name: str, lengths: list[int]) -> Iterator[Buffer | None]:
        """Give the values of a list that has one for each document; None where it is missing."""
        if name not in self._at:
            yield from (None for _ in lengths)
            return
        found = items(self._data, self._at[name])
        for place, _ in zip_longest(found, lengths):
            if place is None:
                raise FormatError(f"its {name} are fewer than its documents")
            yield self._data[place[0] : place[1]]

    def _document(self, columns: list[list[int]], blanks: list[bool]) -> Document:
        said = dict(zip(self._attrs, columns, strict=True))
        document = Document([self._text(key) for key in said[_ORTH]], blanks)
        if _IOB in said and _TYPE in said:
            tags = zip(said[_IOB], said[_TYPE], strict=True)
            document.entities = list(self._entities(tags))
        return document

    def _entities(self, tags: Iterable[tuple[int, int]]) -> Iterator[Run]:
        first, label = 0, 0
        for number, (iob, kind) in enumerate([*tags, (_OUTSIDE, 0)]):
            if label and (iob != _INSIDE or kind != label):
                yield first, number, self._text(label)
                label = 0
            if not label and iob in (_BEGIN, _INSIDE) and kind:
                first, label = number, kind

    def _groups_of(self, data: Buffer, words: int) -> list[list[Run]]:
        start, end = blob(data, 0)
        if end == start:
            return []
        inner = data[start:end]
        # Groups are the keys of a map, or in old files the values of a list.
        is_map = 0x80 <= inner[0] <= 0x8F or inner[0] in (0xDE, 0xDF)
        places = list(items(inner, 0))
        held = (_plain(inner[a:b], bytes) for a, b in (places[::2] if is_map else places))
        return [self._group(_plain(memoryview(group), dict), words) for group in held]

    def _group(self, group: dict[str, Any], words: int) -> list[Run]:
        found = []
        for packed in group.get("spans", ()):
            if not isinstance(packed, bytes) or len(packed) != _SPAN.size:
                raise FormatError("one of its spans is damaged")
            _, _, label, first, after, _, _ = _SPAN.unpack(packed)
            if not 0 <= first < after <= words:
                raise FormatError(f"one of its spans goes from word {first} to {after} of {words}")
            found.append((first, after, self._text(label)))
        return found

    def _text(self, key: int) -> str:
        try:
            return str(self._store[key])
        except KeyError as error:
            raise FormatError("the text of one of its words or labels is missing") from error


def _plain(data: Buffer, kind: Any) -> Any:
    try:
        return msgspec.msgpack.decode(data, type=kind)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise FormatError(f"its data is damaged: {str(error)[:100]}") from error
