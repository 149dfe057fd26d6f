"""Writing WebAnno TSV 3.3: one file a document, the text exact, spans by tokens and their parts."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Attributes
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.offsets import Utf16Map
from annotator.core.relation import Relation
from annotator.core.span import Span, quote
from annotator.core.tokens import sentences
from annotator.formats.carrying import Keeps
from annotator.formats.documents import file_name
from annotator.formats.format import Entry, Files, Writing
from annotator.formats.webanno.cells import ANNOTATOR, MARK, escaped, escaped_line

KEEPS = Keeps(
    annotators=True, attributes=True, relations=True,
    others=("kinds of attributes (all become text)", "blanks at the edges of annotations"),
)  # fmt: skip
_LINK = "webanno.custom.Link"
_FEATURE = re.compile(r"[A-Za-z]\w{0,60}")
_TAKEN = frozenset(("value", "begin", "end", "sofa", "type", "label", "entity", "annotator"))


def write_files(entries: Iterable[Entry], files: Files, writing: Writing) -> Iterator[None]:
    """Write a file for each article; the tokens are those of `core.tokens`.

    Who annotated is a feature of the marks.
    """
    for number, entry in enumerate(entries, 1):
        article, values = KEEPS.taken(entry, writing)
        fitting = list(_fitting(article, values, writing))
        files.add(
            file_name(number, ".tsv"),
            _file(article, writing.tokens(article.text), fitting).encode(),
        )
        yield


def carried(entry: Entry, writing: Writing) -> Entry:
    """Give what comes back of an entry."""
    quiet = replace(writing, lost=Counter())
    article, values = KEEPS.taken(entry, quiet)
    return article, list(_fitting(article, values, quiet))


def _fitting(article: Article, values: Iterable[Value], writing: Writing) -> Iterator[Value]:
    """Give what the layers can say of some values, and count what they cannot."""
    gone: set[str] = set()
    words = writing.tokens(article.text)
    for value in values:
        if isinstance(value, Annotation):
            made = _trimmed(article, words, value, writing)
            if made is None:
                gone.add(value.id)
                continue
            attributes = _texts(value.attributes, writing)
            yield replace(made, attributes=attributes)
        elif isinstance(value, Relation):
            if value.head in gone or value.tail in gone:
                writing.lost["relation to an annotation that is left out"] += 1
            else:
                yield value


def _trimmed(
    article: Article, words: list[Span], mark: Annotation, writing: Writing
) -> Annotation | None:
    """Give a mark without the blanks at its edges, which no token has."""
    first = bisect_right(words, mark.start, key=lambda word: word.end)
    inside = words[first : bisect_left(words, mark.end, key=lambda word: word.start)]
    if not inside:
        writing.lost["annotation of no token"] += 1
        return None
    start, end = max(mark.start, inside[0].start), min(mark.end, inside[-1].end)
    if (start, end) == (mark.start, mark.end):
        return mark
    writing.lost["blank at the edge of an annotation"] += 1
    spans = (Span(start, end),)
    return replace(mark, fragments=spans, quote=quote(article.text, spans))


def _texts(attributes: Attributes, writing: Writing) -> Attributes:
    kept: dict[str, str] = {}
    for name, value in attributes.items():
        text = "; ".join(value) if isinstance(value, tuple) else str(value)
        if isinstance(value, bool):
            text = "true" if value else "false"
        if not _FEATURE.fullmatch(name) or name in _TAKEN or not text:
            writing.lost["attribute of an annotation"] += 1
            continue
        if not isinstance(value, str):
            writing.lost["kind of an attribute (it becomes text)"] += 1
        kept[name] = text
    return kept or NO_ATTRIBUTES


# --- one file


def _file(article: Article, words: list[Span], values: list[Value]) -> str:
    marks = sorted((v for v in values if isinstance(v, Annotation)), key=lambda m: m.sort_key)
    links = sorted((v for v in values if isinstance(v, Relation)), key=lambda r: r.sort_key)
    features = sorted({name for mark in marks for name in mark.attributes})
    lines = ["#FORMAT=WebAnno TSV 3.3", "|".join((f"#T_SP={MARK}", "value", ANNOTATOR, *features))]
    if links:
        lines.append(f"#T_RL={_LINK}|value|BT_{MARK}")
    lines += ["", ""]
    lines += _Rows(article.text, words, marks, links, features).lines()
    return "\n".join(lines) + "\n"


class _Rows:
    """The sentences of a text with their rows."""

    def __init__(
        self, text: str, words: list[Span], marks: list[Annotation], links: list[Relation],
        features: list[str],
    ) -> None:  # fmt: skip
        self._text, self._features = text, features
        self._words = words
        self._units = Utf16Map(text).to_utf16
        self._marks = {mark.id: (number, mark) for number, mark in enumerate(marks, 1)}
        self._has_links = bool(links)
        self._incoming: dict[str, list[Relation]] = defaultdict(list)
        for link in links:
            self._incoming[link.tail].append(link)
        self._cuts = self._sentences()
        # By token: what lies on all of it, and its parts with what lies on them.
        self._whole: dict[int, list[str]] = defaultdict(list)
        self._parts: dict[int, dict[Span, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._first: dict[str, tuple[int, Span]] = {}
        for mark in marks:
            self._place(mark)

    def _sentences(self) -> list[int]:
        """Give where sentences start, in numbers of tokens."""
        starts = [word.start for word in self._words]
        return sorted({0, *(bisect_left(starts, s.start) for s in sentences(self._text))} - {
            len(starts)
        })  # fmt: skip

    def _place(self, mark: Annotation) -> None:
        first = bisect_right(self._words, mark.start, key=lambda word: word.end)
        for at in range(first, bisect_left(self._words, mark.end, key=lambda word: word.start)):
            word = self._words[at]
            part = Span(max(word.start, mark.start), min(word.end, mark.end))
            self._first.setdefault(mark.id, (at, part))
            if part == word:
                self._whole[at].append(mark.id)
            else:
                self._parts[at][part].append(mark.id)

    def lines(self) -> Iterator[str]:
        """Give the lines below the header."""
        for number, first in enumerate(self._cuts, 1):
            last = self._cuts[number] if number < len(self._cuts) else len(self._words)
            start = 0 if number == 1 else self._words[first].start
            end = self._words[last].start if last < len(self._words) else len(self._text)
            for line in self._text[start:end].split("\n"):
                yield f"#Text={escaped_line(line)}"
            for at in range(first, last):
                yield self._row(self._unit(at), self._words[at], self._whole[at])
                for part in sorted(self._parts[at]):
                    yield self._row(self._unit(at, part), part, self._parts[at][part])
            yield ""

    def _unit(self, at: int, part: Span | None = None) -> str:
        sentence = bisect_right(self._cuts, at)
        unit = f"{sentence}-{at - self._cuts[sentence - 1] + 1}"
        if part is None or part == self._words[at]:
            return unit
        return f"{unit}.{sorted(self._parts[at]).index(part) + 1}"

    def _row(self, unit: str, place: Span, here: list[str]) -> str:
        form = self._text[place.start : place.end]
        cells = [unit, f"{self._units(place.start)}-{self._units(place.end)}", escaped_form(form)]
        marks = [self._marks[own] for own in here]
        cells.append("|".join(f"{escaped(m.label)}[{n}]" for n, m in marks) or "_")
        cells.append("|".join(f"{escaped(m.annotator)}[{n}]" for n, m in marks) or "_")
        for feature in self._features:
            values = (
                f"{escaped(str(m.attributes[feature])) if feature in m.attributes else '*'}[{n}]"
                for n, m in marks
            )
            cells.append("|".join(values) or "_")
        if self._has_links:
            cells += self._relations(unit, here)
        return "\t".join([*cells, ""])

    def _relations(self, unit: str, here: list[str]) -> list[str]:
        kinds, heads = [], []
        for own in here:
            if self._unit(*self._first[own]) != unit:
                continue
            for link in self._incoming[own]:
                head = self._unit(*self._first[link.head])
                kinds.append(escaped(link.type))
                heads.append(f"{head}[{self._marks[link.head][0]}_{self._marks[own][0]}]")
        return ["|".join(kinds) or "_", "|".join(heads) or "_"]


def escaped_form(form: str) -> str:
    """Give a token as it stands in its cell; no token holds a line end or a tab."""
    return form.replace("\\", "\\\\")
