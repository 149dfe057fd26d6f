"""Words, sentences and graphemes around an offset: what gestures select and keys walk over.

The rules are those of `core.tokens`; Qt's boundary finder helps where a script has no blanks.
"""

import unicodedata
from functools import lru_cache

from PySide6.QtCore import QTextBoundaryFinder

from annotator.core import tokens
from annotator.core.offsets import Utf16Map, grapheme_after, grapheme_before
from annotator.core.span import Span
from annotator.ui.reading.blocks import Blocks, Kind

_NEAR = 60  # no word is longer in a script without blanks
_FAR = 1_000


class Units:
    """The units of one article's text."""

    def __init__(self, text: str, blocks: Blocks) -> None:
        """Serve a text that has been cut into blocks."""
        self.text = text
        self._blocks = blocks
        self._sentences = lru_cache(maxsize=64)(self._sentences_of)

    # --- what a gesture selects

    def dragged(self, start: int, end: int) -> Span | None:
        """Give what a drag from an offset to another one selects: whole words."""
        low, high = sorted((start, end))
        if low == high:
            return None
        if high - low > 2 * _FAR:  # what lies between does not change the edges
            first = tokens.snapped(self.text, low, low + _FAR)
            last = tokens.snapped(self.text, high - _FAR, high)
            if first and last:
                return self.graphemes(first.start, last.end)
        span = tokens.snapped(self.text, low, high)
        return self.graphemes(span.start, span.end) if span else None

    def graphemes(self, start: int, end: int) -> Span | None:
        """Give a stretch widened to grapheme edges; None where it is empty."""
        low, high = sorted((start, end))
        low, high = grapheme_before(self.text, low), grapheme_after(self.text, high)
        return Span(low, high) if low < high else None

    def word_at(self, offset: int) -> Span | None:
        """Give the word that an offset lies in or ends."""
        word = tokens.word_at(self.text, offset)
        if word is None:
            return None
        if _has_no_blanks(self.text[word.start]):
            word = self._by_qt(word)
        return self.graphemes(word.start, word.end)

    def _by_qt(self, word: Span) -> Span:
        """Give the word around a character of a script without blanks, as Qt cuts it."""
        low = max(word.start - _NEAR, 0)
        near = self.text[low : word.start + _NEAR]
        units = Utf16Map(near)
        finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Word, near)
        finder.setPosition(units.to_utf16(word.start - low))
        if not finder.isAtBoundary():
            finder.toPreviousBoundary()
        first = max(finder.position(), 0)
        last = finder.toNextBoundary()  # -1 where there is none
        if last <= first:
            return word
        found = Span(low + units.to_code_points(first), low + units.to_code_points(last))
        return found if found.contains(word) else word

    def sentence_at(self, offset: int) -> Span | None:
        """Give the sentence that an offset lies in or follows."""
        found = None
        for sentence in self._sentences(self._block_of(offset)):
            if found is None or sentence.start <= offset:
                found = sentence
        return self.graphemes(found.start, found.end) if found else None

    # --- where a key goes

    def next_character(self, offset: int, step: int) -> int:
        """Give the next (1) or previous (-1) grapheme edge; a line end counts as one."""
        if step > 0:
            return grapheme_after(self.text, min(offset + 1, len(self.text)))
        return grapheme_before(self.text, max(offset - 1, 0))

    def next_word(self, offset: int, step: int, *, side: str = "start") -> int:
        """Give the next or previous word's start or end, or the end of the text."""
        window = offset
        while 0 <= window <= len(self.text):
            found = tokens.word_edge(self.text, window, side=side, step=step)
            if found is not None:
                return found
            window += 390 * step
        return len(self.text) if step > 0 else 0

    def next_sentence(self, offset: int, step: int, *, side: str = "start") -> int:
        """Give the next or previous sentence's start or end, or the end of the text."""
        index: int | None = self._block_of(offset)
        while index is not None:
            edges = [s.start if side == "start" else s.end for s in self._sentences(index)]
            if step < 0:
                edges.reverse()
            for edge in edges:
                if (edge - offset) * step > 0:
                    return edge
            index = self._blocks.neighbour(index, step)
        return len(self.text) if step > 0 else 0

    def next_paragraph(self, offset: int, step: int) -> int:
        """Give the next paragraph's start; backwards, this one's or the previous one's."""
        index = self._block_of(offset)
        if step < 0 and self._blocks.starts[index] < offset:
            return self._blocks.starts[index]
        other = self._blocks.neighbour(index, step)
        if other is not None:
            return self._blocks.starts[other]
        return len(self.text) if step > 0 else 0

    def _block_of(self, offset: int) -> int:
        index = self._blocks.index_at(offset)
        if self._blocks.kinds[index] == Kind.TEXT:
            return index
        return self._blocks.neighbour(index, 1) or self._blocks.neighbour(index, -1) or index

    def _sentences_of(self, index: int) -> tuple[Span, ...]:
        start, end = self._blocks.starts[index], self._blocks.ends[index]
        return tuple(tokens.sentences(self.text, start, end))


def _has_no_blanks(character: str) -> bool:
    """Say whether a character's script writes words without blanks between them."""
    name = unicodedata.name(character, "")
    return name.startswith(("CJK", "HIRAGANA", "KATAKANA", "THAI", "LAO", "KHMER", "MYANMAR"))
