"""Make resources/sample/sample.jsonl from the readable sources in packaging/sample.

    python packaging/make_sample.py

A source is a head (`key: value`), a blank line, and the article: its paragraphs, each followed
by the marks in it, indented; relations stand at the end. Marks are given by their words.

    WHO LABEL KEY: WORDS {ANSWERS} j{OTHER ANSWERS} j< OTHER WORDS ~j: NOTE
    WHO HEAD RELATION TAIL {ANSWERS}

WHO is a (amara), j (jonas) or aj, each of whom then has a mark of their own. WORDS must stand
once in the paragraph; "Halm #2" is the second Halm, "will + not sell" are two fragments.
ANSWERS are separated by ";": "name=value", or only the value where one attribute alone has it.
What begins with one annotator's letter holds for that one instead. "\\u00a0" is that character.

Identifiers and times follow from the sources, so the same sources give the same bytes.
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from annotator.core.annotation import Annotation, AttributeValue  # noqa: E402
from annotator.core.article import Article  # noqa: E402
from annotator.core.changes import Value  # noqa: E402
from annotator.core.identifiers import format_time  # noqa: E402
from annotator.core.judgement import ArticleLabel, ArticleState, State  # noqa: E402
from annotator.core.relation import Relation  # noqa: E402
from annotator.core.scheme import Attribute, Scheme  # noqa: E402
from annotator.core.scheme_file import read_scheme  # noqa: E402
from annotator.core.span import Fragments, Span, fragments_of, quote  # noqa: E402
from annotator.core.validation import (  # noqa: E402
    annotation_problem,
    article_label_problem,
    relation_problem,
)
from annotator.formats.format import Entry, Writing  # noqa: E402
from annotator.formats.native.writer import write  # noqa: E402

SOURCES = ROOT / "packaging" / "sample"
SAMPLE = ROOT / "resources" / "sample" / "sample.jsonl"
SCHEME = ROOT / "resources" / "schemes" / "news-commitments.toml"
ANNOTATORS = {"a": "amara", "j": "jonas"}

_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
_PIECE = re.compile(r" (?=[aj]< |[aj]?\{|~[aj]: |#\d)")
_PARAGRAPH_END = {"blank": 2, "line": 1}
_LINE_END = {"lf": "\n", "crlf": "\r\n"}


class SourceError(Exception):
    """A line of a source that cannot be used."""


@dataclass
class Line:
    """A mark or a relation as it is written, with the paragraph above it."""

    number: int
    who: str
    first: str  # a mark's label, a relation's head
    second: str  # a mark's key, a relation's type
    words: str  # a mark's words, a relation's tail
    is_mark: bool
    paragraph: Span
    answers: str = ""
    own_answers: dict[str, str] = field(default_factory=dict)
    own_words: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    place: int = 0


@dataclass
class Source:
    """One source file, read."""

    head: dict[str, str]
    text: str
    lines: list[Line]


def read_source(path: Path) -> Source:
    """Give the article's text and the marks that stand under its paragraphs."""
    head_text, _, body = path.read_text("utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in _unescaped(head_text).splitlines())
    line_end = _LINE_END[head.get("line_ends", "lf")]
    between = line_end * _PARAGRAPH_END[head.get("paragraphs", "blank")]
    text, paragraph, lines = "", Span(0, 1), []
    for number, raw in enumerate(_unescaped(body).splitlines(), head_text.count("\n") + 3):
        if raw.startswith("  "):
            lines.append(_line(raw.strip(), number, paragraph))
        elif raw:
            text += between if text else ""
            paragraph = Span(len(text), len(text) + len(raw))
            text += raw
    return Source(head, text + line_end, lines)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)


def _line(raw: str, number: int, paragraph: Span) -> Line:
    body, *pieces = _PIECE.split(raw)
    mark = re.fullmatch(r"([aj]+) (\w+) (\w+): (.+)", body)
    match = mark or re.fullmatch(r"([aj]+) (\w+) (\w+) (\w+)", body)
    if match is None:
        raise SourceError(f"line {number} is neither a mark nor a relation: {raw}")
    line = Line(number, *match.groups(), is_mark=mark is not None, paragraph=paragraph)
    for piece in pieces:
        _take(piece, line)
    return line


def _take(piece: str, line: Line) -> None:
    if piece.startswith("#"):
        line.place = int(piece[1:])
    elif piece.startswith("{"):
        line.answers = piece.strip("{}")
    elif piece.startswith("~"):
        line.notes[piece[1]] = piece[4:]
    elif piece[1] == "{":
        line.own_answers[piece[0]] = piece[1:].strip("{}")
    else:
        line.own_words[piece[0]] = piece[3:]


def entry_of(source: Source, scheme: Scheme) -> Entry:
    """Give an article with all that the two annotators say of it."""
    head = source.head
    facts = {k: head[k] for k in ("title", "outlet", "author", "published", "url", "language")}
    noon = datetime.fromisoformat(head["published"] + "T12:00:00+00:00")
    article = Article.new(source.text, id=_identifier(noon, head["url"]), **facts)
    values: list[Value] = []
    for letter, annotator in ANNOTATORS.items():
        if annotator in head:
            values += _Hand(letter, article, source, scheme).values()
    return article, values


class _Hand:
    """One annotator at work on one article."""

    def __init__(self, letter: str, article: Article, source: Source, scheme: Scheme) -> None:
        self.letter, self.name = letter, ANNOTATORS[letter]
        self.article, self.scheme = article, scheme
        self.lines = [line for line in source.lines if letter in line.who]
        state, time, *labels = source.head[self.name].split(" ", 2)
        self.state, self.finished = state, datetime.fromisoformat(time)
        self.labels = labels[0] if labels else ""
        self.moment = self.finished - sum(map(self._effort, self.lines), timedelta(seconds=20))
        self.marks: dict[str, Annotation] = {}

    def values(self) -> Iterator[Value]:
        """Give the annotator's values in the order in which they were made."""
        for line in self.lines:
            self.moment += self._effort(line)
            try:
                yield self._mark(line) if line.is_mark else self._relation(line)
            except (KeyError, ValueError) as error:
                raise SourceError(f"line {line.number}: {error}") from error
        done = format_time(self.finished)
        for name, value in answers(self.labels, self.scheme.article_labels).items():
            label = ArticleLabel(self.article.id, self.name, name, value, done)
            _refuse(article_label_problem(label, self.scheme))
            yield label
        state: State = "done" if self.state == "done" else "in_progress"
        yield ArticleState(self.article.id, self.name, state, done)

    def _effort(self, line: Line) -> timedelta:
        low, high = (9_000, 31_000) if line.is_mark else (3_000, 9_000)
        digest = _digest(self.name, self.article.url, str(line.number))
        return timedelta(milliseconds=low + digest % (high - low))

    def _mark(self, line: Line) -> Annotation:
        label = self.scheme.labels_by_id[line.first]
        own = line.own_words.get(self.letter, "")
        place = 0 if own else line.place
        fragments = find(self.article.text, line.paragraph, own or line.words, place)
        said = answers(line.answers, label.attributes)
        said |= answers(line.own_answers.get(self.letter, ""), label.attributes)
        made = format_time(self.moment)
        annotation = Annotation(
            id=self._new_id(line), article_id=self.article.id, annotator=self.name,
            label=label.id, fragments=fragments, quote=quote(self.article.text, fragments),
            created=made, changed=made, attributes=said, note=line.notes.get(self.letter, ""),
        )  # fmt: skip
        _refuse(annotation_problem(annotation, self.article, self.scheme))
        if line.second in self.marks:
            raise ValueError(f"two marks of {self.name} have the key {line.second}")
        self.marks[line.second] = annotation
        return annotation

    def _relation(self, line: Line) -> Relation:
        kind = self.scheme.relations_by_id[line.second]
        head, tail = self.marks[line.first], self.marks[line.words]
        said = answers(line.answers, kind.attributes)
        said |= answers(line.own_answers.get(self.letter, ""), kind.attributes)
        made = format_time(self.moment)
        relation = Relation(
            id=self._new_id(line), article_id=self.article.id, annotator=self.name, type=kind.id,
            head=head.id, tail=tail.id, created=made, changed=made, attributes=said,
        )  # fmt: skip
        _refuse(relation_problem(relation, (head.label, tail.label), self.scheme))
        return relation

    def _new_id(self, line: Line) -> str:
        return _identifier(self.moment, f"{self.name} {self.article.url} {line.number}")


def find(text: str, paragraph: Span, words: str, place: int = 0) -> Fragments:
    """Give the fragments of words in a paragraph; place 0 means that they stand there once.

    Of several fragments, each is found at its first place after the one before it.
    """
    spans: list[Span] = []
    for part in words.split(" + "):
        start = spans[-1].end if spans else paragraph.start
        found = [m.start() for m in re.finditer(re.escape(part), text[start : paragraph.end])]
        if len(found) < max(place, 1):
            raise ValueError(f"“{part}” stands {len(found)} times")
        if len(found) > 1 and not place and " + " not in words:
            raise ValueError(f"“{part}” stands {len(found)} times: which one?")
        first = start + found[max(place, 1) - 1]
        spans.append(Span(first, first + len(part)))
    return fragments_of(spans)


def answers(written: str, attributes: tuple[Attribute, ...]) -> dict[str, AttributeValue]:
    """Give attributes and their values, in the order of the scheme."""
    said: dict[str, AttributeValue] = {}
    for piece in filter(None, (part.strip() for part in written.split(";"))):
        name, equals, value = piece.partition("=")
        fitting = [a for a in attributes if (a.id == name if equals else piece in a.values)]
        if len(fitting) != 1:
            raise ValueError(f"“{piece}” fits {len(fitting)} attributes")
        given = value if equals else piece
        said[fitting[0].id] = given == "yes" if fitting[0].kind == "yes_no" else given
    return {a.id: said[a.id] for a in attributes if a.id in said}


def _refuse(problem: str) -> None:
    if problem:
        raise ValueError(problem)


def _digest(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\n".join(parts).encode()).digest()[:16], "big")


def _identifier(moment: datetime, name: str) -> str:
    """Give an identifier of the form of a UUIDv7, its random part made from a name."""
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    random = _digest(name)
    return str(
        UUID(
            int=milliseconds << 80
            | 0x7 << 76
            | (random >> 64 & 0xFFF) << 64
            | 0b10 << 62
            | random & (1 << 62) - 1
        )
    )


def sample() -> bytes:
    """Give the sample file."""
    scheme = read_scheme(SCHEME)
    entries = []
    for path in sorted(SOURCES.glob("*.txt")):
        try:
            entries.append(entry_of(read_source(path), scheme))
        except SourceError as error:
            raise SystemExit(f"{path.name}, {error}") from error
    output = BytesIO()
    for _ in write(entries, output, Writing(scheme)):
        pass
    return output.getvalue()


if __name__ == "__main__":
    SAMPLE.parent.mkdir(parents=True, exist_ok=True)
    SAMPLE.write_bytes(sample())
    print(SAMPLE)
