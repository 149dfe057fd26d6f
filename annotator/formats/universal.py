"""The parts of CoNLL-U: surface tokens, words inside of them, and the brackets of `Entity=`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.core.errors import FormatError, shown
from annotator.formats.tagged.spacing import Words

_BRACKET = re.compile(r"(\()?([^()]+)(\))?")
_PART = re.compile(r"(.*?)\[(\d+)/(\d+)\]", re.DOTALL)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(slots=True)
class Mention:
    """An entity's mention: the words it begins and ends with, in each of its parts."""

    group: str
    label: str
    facts: dict[str, str]
    link: str = ""
    parts: list[tuple[int, int]] = field(default_factory=list)


class Word(NamedTuple):
    """A word and the number of the surface token that it is or is part of."""

    form: str
    token: int


@dataclass(slots=True)
class Sentence:
    """A sentence being read."""

    text: str = ""
    tokens: list[str] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    entities: list[tuple[int, str]] = field(default_factory=list)
    bridges: list[tuple[int, str]] = field(default_factory=list)
    _until: int = 0

    def row(self, line: str) -> None:
        """Take in a row; FormatError for one that is none."""
        cells = line.split("\t")
        if len(cells) != 10:
            raise FormatError(f"a row has ten columns, not {len(cells)}")
        number, form, misc = cells[0], cells[1], dict(_pairs(cells[9]))
        if "." in number:
            return  # an empty node stands for no character
        first, _, last = number.partition("-")
        if not _NUMBER.fullmatch(first) or (last and not _NUMBER.fullmatch(last)):
            raise FormatError(f"{shown(number)} is no number of a word")
        if last:
            self._until = int(last)
        if last or int(first) > self._until:
            if not form.strip():
                raise FormatError("a word has no form")
            self.tokens.append(form)
            self.glued.append(misc.get("SpaceAfter") == "No")
        if last:
            return
        self.words.append(Word(form, len(self.tokens) - 1))
        for name, found in (
            ("Entity", self.entities), ("Bridge", self.bridges), ("SplitAnte", self.bridges),
        ):  # fmt: skip
            if misc.get(name):
                found.append((len(self.words) - 1, misc[name]))

    @property
    def surface(self) -> Words:
        """The tokens as they stand in the text."""
        return Words(self.tokens, self.text, self.glued)

    def places(self, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Give where the words stand, by where the tokens do.

        Words whose forms make up their token get their part of it, others all of it.
        """
        places = [tokens[word.token] for word in self.words]
        for first, last in self._shared():
            forms = [word.form for word in self.words[first:last]]
            if "".join(forms) == self.tokens[self.words[first].token]:
                at = places[first][0]
                for number, form in enumerate(forms, first):
                    places[number] = (at, at + len(form))
                    at += len(form)
        return places

    def _shared(self) -> Iterator[tuple[int, int]]:
        first = 0
        for number in range(1, len(self.words) + 1):
            if number == len(self.words) or self.words[number].token != self.words[first].token:
                if number - first > 1:
                    yield first, number
                first = number


def _pairs(misc: str) -> Iterator[tuple[str, str]]:
    for part in misc.split("|"):
        name, _, value = part.partition("=")
        yield name, value


class Brackets:
    """The mentions of a document, opened and closed by the brackets of its words."""

    def __init__(self, fields: list[str]) -> None:
        """Read brackets whose values are those of ``fields`` (the line ``global.Entity``)."""
        self._fields = fields
        self._open: dict[str, list[tuple[Mention, int]]] = {}
        self._split: dict[str, Mention] = {}
        self.mentions: list[Mention] = []
        self.unclosed: list[str] = []

    def take(self, word: int, value: str) -> None:
        """Take in the brackets of a word (its number in the document)."""
        for opens, inner, closes in _BRACKET.findall(value):
            if opens:
                self._begin(word, inner)
            if closes:
                self._end(word, inner)

    def _begin(self, word: int, inner: str) -> None:
        part = _PART.match(inner)
        values = inner.split("-", max(0, len(self._fields) - 1)) if self._fields else [inner]
        facts = dict(zip(self._fields, values, strict=False))
        group = (part[1] if part else facts.get("GRP", inner)) if self._fields else inner
        group = group.partition("[")[0]
        label = facts.pop("etype", "") or (group if not self._fields else "entity")
        facts.pop("GRP", None)
        facts.pop("minspan", None)
        link = facts.pop("link", "")
        kept = {name: value for name, value in facts.items() if value and value != "_"}
        mention = self._split.get(group) if part and part[2] != "1" else None
        if mention is None:
            mention = Mention(group, label, kept, link)
            self.mentions.append(mention)
        if part:
            self._split[group] = mention
        self._open.setdefault(group, []).append((mention, word))

    def _end(self, word: int, inner: str) -> None:
        group = inner.partition("[")[0]
        if self._fields:
            group = group.partition("-")[0]
        waiting = self._open.get(group)
        if not waiting:
            self.unclosed.append(f"the bracket {inner[:40]}) closes nothing")
            return
        mention, first = waiting.pop()
        mention.parts.append((first, word))

    def end(self) -> None:
        """Note what was never closed."""
        for group, waiting in self._open.items():
            self.unclosed += [f"the mention ({group[:40]} is never closed"] * len(waiting)
        self.mentions = [m for m in self.mentions if m.parts]
