"""The pieces in which a text is laid out: paragraphs, runs of blank lines, cuts of giant ones.

Nothing here needs Qt. Offsets are code points in the article's text.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

import regex

from annotator.core.offsets import grapheme_before, lines

LONGEST = 1_500
"""A paragraph with more code points is cut, for layout only, so that it can be laid out lazily."""
_SHORTEST = 700
_SENTENCE_END = regex.compile(r"(?r)(?:[.!?…]['\"’”»)\]]*\s|[。！？][”’」』）]*)")
_BLANK = regex.compile(r"(?r)\s")


class Kind(IntEnum):
    """What a block is: the room above the text, words, a run of blank lines, the room below."""

    HEAD = 0
    TEXT = 1
    BLANK = 2
    FOOT = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that is laid out as one; ``ends_paragraph`` is False before a cut."""

    start: int
    end: int
    kind: Kind
    ends_paragraph: bool = True


class Blocks:
    r"""All blocks of a text in order: first the head, last the foot, which hold no text.

    >>> [(b.start, b.end, b.kind.name) for b in Blocks("One.\n\n\nTwo.")]
    [(-1, -1, 'HEAD'), (0, 4, 'TEXT'), (5, 6, 'BLANK'), (7, 11, 'TEXT'), (12, 12, 'FOOT')]
    """

    def __init__(self, text: str) -> None:
        """Cut a text into blocks."""
        self.starts = array("q", [-1])
        self.ends = array("q", [-1])
        self.kinds = bytearray([Kind.HEAD])
        self._cuts: set[int] = set()
        self._blank_from: int | None = None
        self.has_blank_lines = False
        for start, end in lines(text):
            if start == end or text[start:end].isspace():
                self._note_blank(start, end)
            else:
                self._note_words(text, start, end)
        self._put(len(text) + 1, len(text) + 1, Kind.FOOT)

    def __len__(self) -> int:
        """Give the number of blocks, head and foot included."""
        return len(self.starts)

    def __getitem__(self, index: int) -> Block:
        """Give one block."""
        return Block(
            self.starts[index], self.ends[index], Kind(self.kinds[index]), index not in self._cuts
        )

    def index_at(self, offset: int) -> int:
        """Give the block that an offset lies in; a line end belongs to the line before it."""
        return bisect_right(self.starts, offset, 1, len(self.starts) - 1) - 1 or 1

    def neighbour(self, index: int, step: int) -> int | None:
        """Give the next (1) or previous (-1) block with words, or None."""
        index += step
        while 0 < index < len(self.starts) - 1:
            if self.kinds[index] == Kind.TEXT:
                return index
            index += step
        return None

    def _put(self, start: int, end: int, kind: Kind) -> None:
        self.starts.append(start)
        self.ends.append(end)
        self.kinds.append(kind)

    def _note_blank(self, start: int, end: int) -> None:
        self.has_blank_lines = self.has_blank_lines or len(self.starts) > 1
        if self.kinds[-1] == Kind.BLANK:
            self.ends[-1] = end
        else:
            self._put(start, end, Kind.BLANK)

    def _note_words(self, text: str, start: int, end: int) -> None:
        while end - start > LONGEST:
            cut = _cut_of(text, start)
            self._cuts.add(len(self.starts))
            self._put(start, cut, Kind.TEXT)
            start = cut
        self._put(start, end, Kind.TEXT)


def _cut_of(text: str, start: int) -> int:
    """Give where to cut a giant paragraph: after a sentence, else a blank, else a grapheme."""
    low, high = start + _SHORTEST, start + LONGEST
    for pattern in (_SENTENCE_END, _BLANK):
        found = pattern.search(text, low, high)
        if found:
            return int(found.end())
    return max(grapheme_before(text, high), low)
