"""Writing tokens with tags: what fits the columns is written, the rest is counted."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Value
from annotator.core.span import Span, quote
from annotator.core.tokens import sentences
from annotator.formats.carrying import NOBODY, Keeps
from annotator.formats.format import Entry, Output, Writing
from annotator.formats.tagged.spacing import Words, rebuilt
from annotator.formats.tagged.tags import Piece, encoded, tag_label

MOST_LAYERS = 4
"""How many columns of tags there are where marks may lie over each other."""
WIDENED = "edge of an annotation inside a token (the whole token is marked)"
OVER = "annotation nested in or crossing another one"
BLANK = "annotation of no token"
RENAMED = "blank in a label (written as _)"
LOSES = (
    "line ends and spacing of texts (they are made of the tokens again)",
    "edges of annotations inside a token (the whole token is marked)",
    "blanks in labels (written as _)",
)

Row = Callable[[str, Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to write: how many layers of tags, whether in BIOES, and how a row looks.

    A document is what one annotator says of one article; articles that nobody marked are
    documents without tags. The tokens are those that `Writing.tokenizer` names. A sentence ends
    where the text's does, unless a mark crosses its end.
    """

    layers: int
    ends: bool
    row: Row
    begin: str

    @property
    def keeps(self) -> Keeps:
        """What it carries."""
        over = f" deeper than {self.layers} layers" if self.layers > 1 else ""
        return Keeps(others=(*LOSES, f"annotations nested in or crossing others{over}"))

    def write(self, entries: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
        """Write entries as UTF-8 with LF; see `Layout`."""
        for entry in entries:
            for document in self._documents(entry, writing):
                output.write(document.written(self).encode())
            yield

    def carried(self, entry: Entry, writing: Writing) -> Entry:
        """Give what comes back: the text made of tokens, and the marks that fit."""
        quiet = replace(writing, lost=Counter())
        found = [document.entry(entry[0]) for document in self._documents(entry, quiet)]
        return found[0][0], [value for _, said in found for value in said]

    def _documents(self, entry: Entry, writing: Writing) -> "list[_Document]":
        text, words = entry[0].text, writing.tokens(entry[0].text)
        said = [
            layered(words, marks, self.layers, writing) for marks in self._marks(entry, writing)
        ]
        # All annotators' documents of an article have the same sentences, so the same text.
        ends = sentence_ends(text, words, chain.from_iterable(said))
        shown = [text[w.start : w.end] for w in words]
        return [_Document(shown, ends, layers) for layers in said]

    def _marks(self, entry: Entry, writing: Writing) -> list[list[Annotation]]:
        """Give the marks of each annotator as they are kept; one empty list where none are."""
        said: dict[str, str] = {v.id: v.annotator for v in entry[1] if isinstance(v, Annotation)}
        found: dict[str, list[Annotation]] = {who: [] for who in sorted(set(said.values()))}
        for value in self.keeps.taken(entry, writing)[1]:
            if isinstance(value, Annotation):
                found[said[value.id]].append(value)
        return [sorted(marks, key=lambda m: m.sort_key) for marks in found.values()] or [[]]


Layer: TypeAlias = list[tuple[Piece, Annotation]]


def layered(
    words: Sequence[Span], marks: Iterable[Annotation], number: int, writing: Writing
) -> list[Layer]:
    """Give marks as tagged runs of tokens, in layers without overlaps; the outer ones come first.

    A mark that finds no layer or no token is left out and counted; where an edge lies inside a
    token the whole token is marked; blanks in a label become "_".
    """
    found: list[Layer] = [[] for _ in range(number)]
    for piece, mark in pieced(words, marks, writing):
        layer = next((x for x in found if not x or x[-1][0].last < piece.first), None)
        if layer is None:
            writing.lost[OVER] += 1
            continue
        count_widened(words, piece, mark, writing)
        label = tag_label(mark.label)
        if label != mark.label:
            writing.lost[RENAMED] += 1
        layer.append((piece._replace(label=label), mark))
    return found


def pieced(
    words: Sequence[Span], marks: Iterable[Annotation], writing: Writing
) -> Iterator[tuple[Piece, Annotation]]:
    """Give marks as runs of all tokens that they touch; one of no token is counted as lost."""
    starts, ends = [w.start for w in words], [w.end for w in words]
    for mark in marks:
        first, last = bisect_right(ends, mark.start), bisect_left(starts, mark.end) - 1
        if first > last:
            writing.lost[BLANK] += 1
        else:
            yield Piece(first, last, mark.label), mark


def count_widened(words: Sequence[Span], piece: Piece, mark: Annotation, writing: Writing) -> None:
    """Count a mark whose edges lie inside tokens."""
    if (words[piece.first].start, words[piece.last].end) != (mark.start, mark.end):
        writing.lost[WIDENED] += 1


@dataclass(slots=True)
class _Document:
    """Sentences as numbers of tokens, and the layers of marks in numbers of tokens."""

    words: list[str]
    ends: list[int]  # of the sentences, in numbers of tokens
    layers: list[Layer]

    def _sentences(self) -> Iterator[tuple[int, int]]:
        before = 0
        for end in self.ends:
            yield before, end
            before = end

    def written(self, how: Layout) -> str:
        """Give the document as it is written."""
        lines = [how.begin, ""]
        columns = [
            encoded((piece for piece, _ in layer), len(self.words), ends=how.ends)
            for layer in self.layers
        ]
        for start, end in self._sentences():
            rows = zip(self.words[start:end], *(tags[start:end] for tags in columns), strict=True)
            lines += [how.row(word, tags) for word, *tags in rows]
            lines.append("")
        return "\n".join(lines) + "\n"

    def entry(self, article: Article) -> Entry:
        """Give what reading the document gives."""
        text, found = rebuilt(Words(self.words[a:b]) for a, b in self._sentences())
        places = [place for sentence in found for place in sentence]
        again = Article.new(text, id=article.id)
        marks: list[Value] = []
        for layer in self.layers:
            for (first, last, label), mark in layer:
                spans = (Span(places[first][0], places[last][1]),)
                marks.append(
                    replace(
                        mark, label=label, fragments=spans, quote=quote(text, spans),
                        annotator=NOBODY,
                    )
                )  # fmt: skip
        return again, marks


def sentence_ends(text: str, words: Sequence[Span], layers: Iterable[Layer]) -> list[int]:
    """Give where sentences end, in numbers of tokens; none ends inside a mark."""
    starts = [word.start for word in words]
    ends = {bisect_left(starts, sentence.start) for sentence in sentences(text)}
    for layer in layers:
        for piece, _ in layer:
            ends.difference_update(range(piece.first + 1, piece.last + 1))
    return sorted((ends - {0}) | {len(starts)})
