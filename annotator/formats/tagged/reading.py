"""Reading tokens with tags: any of the schemes, any number of columns."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from pathlib import Path

from annotator.core.article import text_hash
from annotator.core.errors import shown
from annotator.core.identifiers import derived_id
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.format import Entry, Reading
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.tagged.columns import (
    DOCUMENT,
    Columns,
    cells,
    columns_of,
    from_pipes,
    is_glued,
    is_header,
    is_pipes,
    sample,
)
from annotator.formats.tagged.spacing import Words, rebuilt
from annotator.formats.tagged.tags import NO_TAGS, decoded, follows_iob1, is_tag
from annotator.formats.text_lines import text_lines

_SAMPLED = 5_000
_TEXT = re.compile(r"#\s?text\s?=\s?")
_NEW_DOCUMENT = ("newdoc", "hipe2022:document_id", "begin document")
_BLANK = "row whose token is blank (left out)"
_STRAY = "tag that continues nothing (read as a beginning)"


def read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each document of a file; the text is made of the tokens.

    Documents begin at -DOCSTART- or a comment that names one; without either, the file is one.
    """
    reading.counting = CODE_POINTS  # spans are of tokens, which the text is made of
    yield from entries_of(lambda r: _drafts(path, r), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    columns, iob1 = _looked_at(path)
    if columns is None:
        reading.refuse("no column of it holds tags such as O, B-PER and I-PER")
        return
    if columns.spare:
        reading.note(f"the columns {', '.join(columns.spare)} were not read.")
    document = _Document(columns, iob1)
    told: Counter[str] = Counter()
    for number, line in text_lines(path, reading):
        if _begins(line, columns):
            yield from document.draft(reading, told)
            document = _Document(columns, iob1, number, _name(line))
        else:
            document.take(line, number, reading)
    yield from document.draft(reading, told)


def _looked_at(path: Path) -> tuple[Columns | None, bool]:
    lines = [line for _, (_, line) in zip(range(_SAMPLED), text_lines(path), strict=False)]
    rows = sample(lines)
    columns = columns_of(rows)
    if columns is None:
        return None, False
    tags = zip_longest(*(columns.of(row)[1] for row in rows), fillvalue="O")
    return columns, follows_iob1(list(column) for column in tags)


def _begins(line: str, columns: Columns) -> bool:
    if line.startswith(DOCUMENT):
        return True
    return line.startswith("#") and line.lstrip("# ").startswith(_NEW_DOCUMENT)


def _name(line: str) -> str:
    return line.partition("=")[2].strip() if line.startswith("#") else ""


@dataclass(slots=True)
class _Sentence:
    tokens: list[str] = field(default_factory=list)
    tags: list[tuple[str, ...]] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class _Document:
    columns: Columns
    iob1: bool
    line: int = 1
    name: str = ""
    sentences: list[_Sentence] = field(default_factory=lambda: [_Sentence()])

    def take(self, line: str, number: int, reading: Reading) -> None:
        """Take in a line: a row, a comment, the end of a sentence, or a sentence in one line."""
        last = self.sentences[-1]
        if is_pipes(line):
            for row in from_pipes(line):
                self._row(row, number, reading)
            self.sentences.append(_Sentence())
            return
        row = cells(line)
        if not row:
            if last.tokens:
                self.sentences.append(_Sentence())
        elif row[0].startswith("#") and len(line) > 1 and not self.columns.is_row(row):
            if (said := _TEXT.match(line)) and not last.tokens:
                last.text = line[said.end() :]
        elif len(row) == 1 and line[:1].isspace() and row[0] in NO_TAGS:
            reading.mend(_BLANK)
        elif not is_header(row):
            self._row(row, number, reading)

    def _row(self, row: list[str], number: int, reading: Reading) -> None:
        token, tags = self.columns.of(row)
        if not token or not tags:
            reading.refuse(f"the line {shown(' '.join(row))} is no token with a tag", number)
            return
        wrong = next((tag for tag in tags if not is_tag(tag)), None)
        if wrong is not None:
            reading.refuse(f"{shown(wrong)} is no tag such as O, B-PER or I-PER", number)
            return
        last = self.sentences[-1]
        last.tokens.append(token)
        last.tags.append(tags)
        last.glued.append(is_glued(row))

    def draft(self, reading: Reading, told: Counter[str]) -> Iterator[Draft]:
        """Give the document, unless it is empty; ``told`` counts the texts before."""
        sentences = [s for s in self.sentences if s.tokens]
        if not sentences:
            return
        says = any(chain.from_iterable(s.glued for s in sentences))
        text, places = rebuilt(
            Words(s.tokens, s.text, s.glued if says else None) for s in sentences
        )
        draft = Draft(text, line=self.line, source_id=self.name)
        for sentence, where in zip(sentences, places, strict=True):
            draft.marks += self._marks(sentence, where, reading)
        number = told[text]
        told[text] += 1
        if number:  # the same text again: its marks are others, even where they are equal
            draft.marks = [
                mark._replace(id=derived_id(str(number), str(at), text_hash(text), mark.label))
                for at, mark in enumerate(draft.marks)
            ]
        yield draft

    def _marks(
        self, sentence: _Sentence, where: list[tuple[int, int]], reading: Reading
    ) -> Iterable[Mark]:
        for column in zip_longest(*sentence.tags, fillvalue="O"):
            found = decoded(column)
            if found.stray and not self.iob1:
                reading.mend(_STRAY, found.stray)
            for first, last, label in found.pieces:
                yield Mark(label, ((where[first][0], where[last][1]),))
