"""CoNLL-U with `Entity=`: mentions, coreference and bridging of Universal Dependencies files."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from annotator.core.errors import FormatError
from annotator.formats.draft import Draft, Mark, entries_of
from annotator.formats.format import Entry, Format, Reading
from annotator.formats.offset_units import CODE_POINTS
from annotator.formats.tagged.spacing import Place, rebuilt
from annotator.formats.text_lines import text_lines
from annotator.formats.universal import Brackets, Mention, Sentence

_FACTS = {
    "meta::title": "title", "meta::author": "author", "meta::sourceURL": "url",
    "meta::dateCreated": "published", "title": "title", "author": "author", "url": "url",
}  # fmt: skip

_AHEAD = ("disc", "cata")


def _read(path: Path, reading: Reading) -> Iterator[Entry]:
    """Give an article for each ``# newdoc``; the text is that of ``# text =``, a sentence a line.

    Mentions of one group are linked one to the one before, by the kind of link that it states.
    """
    reading.counting = CODE_POINTS  # spans are of words, which stand where the text says
    yield from entries_of(lambda r: _drafts(path, r), reading)


def _drafts(path: Path, reading: Reading) -> Iterator[Draft]:
    document = _Document()
    for number, line in text_lines(path, reading):
        try:
            if line.startswith("# newdoc") and document.ended_by(line):
                yield from document.drafts(reading)
                document = _Document(number, document.fields)
            document.take(line)
        except FormatError as problem:
            reading.refuse(problem.reason.rstrip("."), number)
    if not document.started:
        reading.refuse("it holds no sentence")
    yield from document.drafts(reading)


@dataclass(slots=True)
class _Document:
    line: int = 1
    fields: list[str] = field(default_factory=list)
    name: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=lambda: [Sentence()])
    sent_ids: list[str] = field(default_factory=list)

    def ended_by(self, newdoc: str) -> bool:
        """Say whether a line begins another document than this one.

        A part of a larger corpus may begin in the middle of a document, before the line that
        names it: then its sentences carry that name already.
        """
        name = newdoc.partition("=")[2].strip()
        carried = bool(name) and all(sent.startswith(f"{name}-") for sent in self.sent_ids)
        return self.started and not (not self.name and self.sent_ids and carried)

    @property
    def started(self) -> bool:
        """Whether it has a word."""
        return bool(self.sentences[0].words)

    def take(self, line: str) -> None:
        """Take in a line."""
        last = self.sentences[-1]
        if line.startswith("#"):
            self._comment(line[1:].strip(), last)
        elif line.strip():
            last.row(line)
        elif last.tokens:
            self.sentences.append(Sentence())

    def _comment(self, comment: str, last: Sentence) -> None:
        name, _, value = (part.strip() for part in comment.partition("="))
        if name == "text" and not last.tokens:
            last.text = value
        elif name == "newdoc id":
            self.name = value
        elif name == "sent_id":
            self.sent_ids.append(value)
        elif name == "global.Entity":
            self.fields = value.split("-")
        elif name in _FACTS and value:
            self.facts.setdefault(_FACTS[name], value)

    def drafts(self, reading: Reading) -> Iterator[Draft]:
        """Give the document, unless it is empty."""
        sentences = [s for s in self.sentences if s.words]
        if not sentences:
            return
        text, tokens = rebuilt(s.surface for s in sentences)
        draft = Draft(text, line=self.line, source_id=self.name, facts=self.facts)
        places: list[Place] = []
        brackets = Brackets(self.fields)
        bridges: list[tuple[int, str]] = []
        for sentence, where in zip(sentences, tokens, strict=True):
            for word, value in sentence.entities:
                brackets.take(len(places) + word, value)
            bridges += [(len(places) + word, value) for word, value in sentence.bridges]
            places += sentence.places(where)
        brackets.end()
        for problem in brackets.unclosed:
            reading.leave_out(f"{self.name}: {problem}" if self.name else problem, self.line)
        _add(draft, brackets.mentions, places)
        _add_bridges(draft, brackets.mentions, bridges)
        yield draft


def _key(mention: Mention) -> str:
    return f"{mention.group}@{mention.parts[0][0]}-{mention.parts[-1][1]}"


def _add(draft: Draft, mentions: list[Mention], places: list[Place]) -> None:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        parts = tuple((places[first][0], places[last][1]) for first, last in mention.parts)
        draft.marks.append(Mark(mention.label, parts, key=_key(mention), attributes=mention.facts))
        groups[mention.group].append(mention)
    for named in groups.values():
        for before, after in pairwise(named):
            if kind := _kind(before, after):
                draft.link(kind, _key(after), _key(before))


def _kind(before: Mention, after: Mention) -> str:
    """Give how a mention refers back, as it says itself; some announce the next one instead."""
    if before.link in _AHEAD:
        return before.link
    return "coref" if after.link in _AHEAD else after.link or before.link


def _add_bridges(draft: Draft, mentions: list[Mention], bridges: list[tuple[int, str]]) -> None:
    """Add the links of ``Bridge=7<10``: 10, which begins at this word, leads to 7 before it."""
    for word, value in bridges:
        for pair in value.split(","):
            group, _, own = pair.partition("<")
            heads = [m for m in mentions if m.group == own and m.parts[0][0] == word]
            tails = [m for m in mentions if m.group == group and m.parts[0][0] <= word]
            if heads and tails and heads[0] is not tails[-1]:
                draft.link("bridge", _key(heads[0]), _key(tails[-1]))


def _recognises(path: Path, head: bytes) -> bool:
    if head.count(b"\t") < 9:
        return False
    lines = head.decode("utf-8-sig", "ignore").split("\n")
    rows = [line for line in lines[:-1] if line and line[0].isdecimal()][:5]
    return bool(rows) and all(row.count("\t") == 9 for row in rows) and any(
        line.startswith(("# text", "# sent_id", "# newdoc", "# global.")) for line in lines
    )  # fmt: skip


FORMAT = Format(
    name="conllu",
    title="CoNLL-U",
    suffixes=(".conllu",),
    description="Universal Dependencies with Entity=: mentions, coreference, bridging.",
    read=_read,
    recognises=_recognises,
)
