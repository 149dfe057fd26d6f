"""Writing brat files: the lines that were read stay as they were where they still hold.

Whatever was read and not edited comes out byte for byte, unknown lines too; what was added in
the project is appended, and what was deleted goes with all that refers to it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Attributes, AttributeValue
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.relation import Relation
from annotator.formats.brat.configuration import brat_name, configuration
from annotator.formats.brat.lines import Line, lines_of
from annotator.formats.brat.meaning import Meaning, Said
from annotator.formats.brat.reader import ORIGINAL
from annotator.formats.carrying import Keeps
from annotator.formats.format import Entry, Files, Writing

KEEPS = Keeps(
    fragments=True, attributes=True, notes=True, relations=True, relation_attributes=True,
    relation_notes=True,
    others=("kinds of attributes (all are text or yes)", "blanks in names, tabs in notes"),
)  # fmt: skip
_Place = tuple[str, tuple[tuple[int, int], ...]]


def write_files(found: Iterable[Entry], files: Files, writing: Writing) -> Iterator[None]:
    """Write a text and its annotations for each article, and the configuration."""
    names: Counter[str] = Counter()
    for number, entry in enumerate(found, 1):
        article, values = plain(KEEPS.taken(entry, writing))
        name = _file_name(article, number, names)
        files.add(f"{name}.txt", article.text.encode("utf-8"))
        original = article.metadata.get(ORIGINAL, "")
        files.add(f"{name}.ann", written(original, article, values).encode("utf-8"))
        yield
    for name, text in configuration(writing.scheme).items():
        files.add(name, text.encode("utf-8"))


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry."""
    return plain(KEEPS.carried(entry, writing))


def _file_name(article: Article, number: int, names: Counter[str]) -> str:
    given = PurePosixPath(article.metadata.get("file", "").replace("\\", "/")).stem
    safe = "".join(c if c.isalnum() or c in "-_.+ " else "_" for c in given)[:80].strip(" .")
    name = safe or f"article-{number:05d}"
    names[name.casefold()] += 1
    again = names[name.casefold()]
    return name if again == 1 else f"{name}-{again}-{number:05d}"


# --- values as brat can say them


def plain(entry: Entry) -> Entry:
    """Give an entry with names without blanks, answers as text or yes, and notes of lines."""
    article, values = entry
    return article, [_plain(value) for value in values]


def _plain(value: Value) -> Value:
    match value:
        case Annotation():
            return replace(
                value, label=brat_name(value.label), note=_note(value.note),
                attributes=_answers(value.attributes),
            )  # fmt: skip
        case Relation():
            return replace(
                value, type=brat_name(value.type), note=_note(value.note),
                attributes=_answers(value.attributes),
            )  # fmt: skip
    return value


def _note(note: str) -> str:
    return "\n".join(line.rstrip("\r") for line in note.replace("\r\n", "\n").split("\n"))


def _answers(attributes: Attributes) -> Attributes:
    said = {brat_name(name): _answer(value) for name, value in attributes.items()}
    return {name: value for name, value in said.items() if value is not None} or NO_ATTRIBUTES


def _answer(value: AttributeValue) -> AttributeValue | None:
    if value is True:
        return True
    parts = value if isinstance(value, tuple) else ("no" if value is False else str(value),)
    kept = tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in parts))))
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else kept


# --- lines


def written(original: str, article: Article, values: list[Value]) -> str:
    """Give the lines of an article: those of the original that hold, then the new ones."""
    marks = sorted((v for v in values if type(v) is Annotation), key=lambda a: a.sort_key)
    links = sorted((v for v in values if type(v) is Relation), key=lambda r: r.sort_key)
    return _Merge(Meaning(lines_of(original)), marks, links).text()


class _Merge:
    """The lines of an original and the values of today becoming one file."""

    def __init__(self, meaning: Meaning, marks: list[Annotation], links: list[Relation]) -> None:
        self._meaning = meaning
        self._new: list[str] = []
        self._numbers: Counter[str] = Counter()
        for line in meaning.lines:
            digits = line.id[1:]
            if digits.isascii() and digits.isdigit() and len(digits) < 12:
                self._numbers[line.id[0]] = max(self._numbers[line.id[0]], int(digits))
        self._kept: set[str] = set()  # identifiers of lines that hold
        self._answers: defaultdict[str, Counter[tuple[str, str | None]]] = defaultdict(Counter)
        self._notes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._ids = self._match_marks(marks)
        self._links = self._match_links(links)

    def text(self) -> str:
        kept = [line for line in self._meaning.lines if self._holds(line)]
        for own, answers in self._answers.items():
            for (name, value), count in answers.items():
                for _ in range(count):
                    self._add("A", f"{name} {own}" + ("" if value is None else f" {value}"))
        for own, notes in self._notes.items():
            for note, count in notes.items():
                for _ in range(count):
                    self._add("#", f"AnnotatorNotes {own}\t{note}")
        old = "".join(line.raw for line in kept)
        if self._new and old and not old.endswith("\n"):
            old += "\n"
        return old + "".join(self._new)

    def _add(self, letter: str, rest: str) -> str:
        self._numbers[letter] += 1
        own = f"{letter}{self._numbers[letter]}"
        self._new.append(f"{own}\t{rest}\n")
        return own

    # --- marks

    def _match_marks(self, marks: list[Annotation]) -> dict[str, str]:
        """Give for annotations their identifiers in the file, those of the original or new ones."""
        there: defaultdict[_Place, list[str]] = defaultdict(list)
        for own, line in self._meaning.marks.items():
            there[line.name, line.parts].append(own)
        ids: dict[str, str] = {}
        for mark in marks:
            parts = tuple((part.start, part.end) for part in mark.fragments)
            same = there.get((mark.label, parts))
            if same:
                own = same.pop(self._best(same, mark))
                self._kept.add(own)
            else:
                offsets = ";".join(f"{start} {end}" for start, end in parts)
                words = " ".join(mark.quote.splitlines() or [""])
                own = self._add("T", f"{mark.label} {offsets}\t{' '.join(words.split(chr(9)))}")
            ids[mark.id] = own
            self._want(own, mark.attributes, mark.note)
        return ids

    def _best(self, same: list[str], mark: Annotation) -> int:
        """Give which of several equal lines is an annotation's: the one with its note."""
        for place, own in enumerate(same):
            if "\n".join(self._meaning.notes.get(own, ())) == mark.note:
                return place
        return 0

    def _want(self, own: str, attributes: Attributes, note: str) -> None:
        for name, value in attributes.items():
            for part in value if isinstance(value, tuple) else (value,):
                self._answers[own][name, None if part is True else str(part)] += 1
        if note:
            self._notes[own].update(note.split("\n"))

    # --- relations

    def _match_links(self, links: list[Relation]) -> Counter[Said]:
        """Note which links are wanted; those that the original does not hold are added."""
        wanted: defaultdict[Said, list[Relation]] = defaultdict(list)
        for link in links:
            wanted[Said(link.type, self._ids[link.head], self._ids[link.tail])].append(link)
        held: Counter[Said] = Counter()
        for line in self._meaning.lines:
            said = self._meaning.links(line) if line.kind != "answer" else []
            if said and all(len(wanted[one]) > held[one] for one in said):
                for one in said:
                    link = wanted[one][held[one]]
                    held[one] += 1
                    if line.kind == "relation":
                        self._want(line.id, link.attributes, link.note)
                self._kept.add(line.id or line.raw)
        for said_, some in wanted.items():
            for link in some[held[said_] :]:
                own = self._add("R", f"{said_.type} Arg1:{said_.head} Arg2:{said_.tail}")
                self._want(own, link.attributes, link.note)
        return held

    # --- which lines still hold

    def _holds(self, line: Line) -> bool:
        match line.kind:
            case "mark":
                return line.id in self._kept
            case "relation" | "equivalence":
                return (line.id or line.raw) in self._kept or self._is_loose(line)
            case "event":
                alone = len(line.arguments) == 1 and self._meaning.mark_of(line.id) in self._kept
                return alone or line.id in self._kept or self._is_loose(line)
            case "answer":
                return self._takes(line, self._answers, (line.name, line.value))
            case "note":
                return self._takes(line, self._notes, line.value or "")
        return True

    def _is_loose(self, line: Line) -> bool:
        """Say whether a line never said anything, because of what it names something lacks."""
        return not self._meaning.links(line) and len(line.arguments) > 1

    def _takes(self, line: Line, wanted: dict[str, Counter[Any]], said: object) -> bool:
        own = self._meaning.target(line.target)
        if not own:
            return True
        if wanted.get(own, Counter())[said] > 0:
            wanted[own][said] -= 1
            return True
        return False
