"""CoNLL with brackets of coreference: a numbered token a line, mentions in its last column.

A bracket holds a group, as in CoNLL-2012, ``(12``, or a type and a group and perhaps whom it
means, ``(person-12-Ada_Lovelace``; closing ones repeat it.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from annotator.core.errors import FormatError, shown
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.tagged.spacing import Words, rebuilt
from annotator.formats.text_lines import text_lines
from annotator.formats.universal import Brackets, Mention

_BEGIN, _END = "begin document", "end document"
_INNER = re.compile(r"[^()|]+")
_TYPED = re.compile(r"(?P<type>[^\d-][^-]*)-(?P<group>\d+)(?:-(?P<identity>.+))?", re.DOTALL)
_CELL = re.compile(rb"(?:^|\n)\d+\t[^\t\n]+\t[^\n]*(?:\([^()\n]+|[^()\n]+\))")
_GROUP = re.compile(r"\d{1,9}", re.ASCII)
_FIELDS = ["GRP", "etype", "identity"]


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each document; the text is made of the tokens.

    Mentions of one group are linked one to the one before.
    """
    reading.counting = CODE_POINTS  # spans are of tokens, which the text is made of
    yield from entries_of(lambda r: _drafts(path, r), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    document = _Document()
    for number, line in text_lines(path, reading):
        said = line.lstrip("# ") if line.startswith("#") else ""
        if said.startswith((_BEGIN, _END)):
            yield from document.drafts(reading)
            document = _Document(number, said.removeprefix(_BEGIN).strip(" ();"))
        elif not said:
            try:
                document.take(line)
            except FormatError as problem:
                reading.refuse(problem.reason.rstrip("."), number)
    yield from document.drafts(reading)


@dataclass(slots=True)
class _Document:
    line: int = 1
    name: str = ""
    sentences: list[list[str]] = field(default_factory=lambda: [[]])
    brackets: Brackets = field(default_factory=lambda: Brackets(_FIELDS))
    words: int = 0

    def take(self, line: str) -> None:
        """Take in a row or the end of a sentence; FormatError for a line that is neither."""
        if not line.strip():
            if self.sentences[-1]:
                self.sentences.append([])
            return
        cells = line.split("\t")
        if len(cells) != 3 or not _GROUP.fullmatch(cells[0]) or not cells[1].strip():
            raise FormatError(f"{shown(line)} is no number, token and brackets")
        self.sentences[-1].append(cells[1])
        if cells[2] not in ("_", "-"):
            self.brackets.take(self.words, _INNER.sub(_turned, cells[2]).replace("|", ""))
        self.words += 1

    def drafts(self, reading: Reading) -> Iterator[Draft]:
        """Give the document, unless it is empty."""
        if not self.words:
            return
        text, tokens = rebuilt(Words(sentence) for sentence in self.sentences if sentence)
        places = [place for sentence in tokens for place in sentence]
        self.brackets.end()
        for problem in self.brackets.unclosed:
            reading.leave_out(f"{self.name}: {problem}" if self.name else problem, self.line)
        draft = Draft(text, line=self.line, source_id=self.name)
        groups: dict[str, list[str]] = defaultdict(list)
        for number, mention in enumerate(self.brackets.mentions):
            key = f"{mention.group}@{number}"
            draft.marks.append(_mark(mention, key, places))
            groups[mention.group].append(key)
        for named in groups.values():
            for before, after in pairwise(named):
                draft.link("coref", after, before)
        yield draft


def _turned(inner: re.Match[str]) -> str:
    """Give a bracket's content with its group first, as `Brackets` wants it."""
    typed = _TYPED.fullmatch(inner[0].strip())
    if typed is None:
        return f"{inner[0].strip()}-mention"
    return f"{typed['group']}-{typed['type']}" + (f"-{typed['identity']}" * bool(typed["identity"]))


def _mark(mention: Mention, key: str, places: list[tuple[int, int]]) -> Mark:
    parts = tuple((places[first][0], places[last][1]) for first, last in mention.parts)
    return Mark(mention.label, parts, key=key, attributes=mention.facts)


def _recognises(path: Path, head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf").startswith((b"# begin", b"#begin")) and bool(
        _CELL.search(head)
    )


FORMAT = Format(
    name="coref-conll",
    title="CoNLL coreference",
    suffixes=(".coref",),
    description="A numbered token a line, mentions and coreference as brackets in the last column.",
    read=_read,
    recognises=_recognises,
)
