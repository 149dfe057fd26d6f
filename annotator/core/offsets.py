"""Every conversion of offsets: code points, UTF-16 units, UTF-8 bytes, graphemes.

Offsets in the program are code points. Qt, Java and JavaScript count UTF-16 units, in which
an astral character (most emoji) counts two; some files count bytes or graphemes.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property

import regex

_ASTRAL = regex.compile("[\U00010000-\U0010ffff]")
_GRAPHEME = regex.compile(r"\X")
_LINE_ENDS = "\r\n\u2028\u2029"
_LINE_END = regex.compile("\r\n|[\r\n\u2028\u2029]")


class Utf16Map:
    """Code points to UTF-16 units and back, for one text; cheap where no astral character is.

    >>> m = Utf16Map("a🎉b")
    >>> m.to_utf16(2), m.to_code_points(3), m.to_code_points(2)
    (3, 2, 1)
    """

    def __init__(self, text: str) -> None:
        """Note where the astral characters of a text are."""
        self._astral: list[int] = [match.start() for match in _ASTRAL.finditer(text)]

    @property
    def is_identity(self) -> bool:
        """Whether the two kinds of offset are the same throughout."""
        return not self._astral

    def to_utf16(self, offset: int) -> int:
        """Give the UTF-16 offset of a code-point offset."""
        return offset + bisect_left(self._astral, offset) if self._astral else offset

    def to_code_points(self, units: int) -> int:
        """Give the code-point offset of a UTF-16 one; inside a pair, the character's start."""
        if not self._astral:
            return units
        # The k-th astral character starts at unit astral[k] + k.
        pairs_before = bisect_left(self._starts_in_units, units)
        if pairs_before and self._starts_in_units[pairs_before - 1] == units - 1:
            return self._astral[pairs_before - 1]
        return units - pairs_before

    @cached_property
    def _starts_in_units(self) -> list[int]:
        return [offset + k for k, offset in enumerate(self._astral)]


class Utf8Map:
    """Code points to UTF-8 bytes and back, for one text.

    >>> m = Utf8Map("né🎉")
    >>> [m.to_bytes(i) for i in range(4)], m.to_code_points(3)
    ([0, 1, 3, 7], 2)
    """

    def __init__(self, text: str) -> None:
        """Note where each character starts in the UTF-8 of a text."""
        self._starts: Sequence[int] = range(len(text) + 1)
        if not text.isascii():
            coded = text.encode("utf-8")
            # Every byte but those like 0b10xxxxxx starts a character.
            self._starts = array("q", (i for i, byte in enumerate(coded) if byte & 0xC0 != 0x80))
            self._starts.append(len(coded))

    def to_bytes(self, offset: int) -> int:
        """Give the byte offset of a code-point offset within the text."""
        return self._starts[offset]

    def to_code_points(self, position: int) -> int:
        """Give the code-point offset of a byte offset; inside a character, its start.

        A position outside the text gives an offset outside it.
        """
        past_end = position - self._starts[-1]
        if past_end > 0:
            return len(self._starts) - 1 + past_end
        return bisect_right(self._starts, position) - 1


def grapheme_starts(text: str) -> list[int]:
    r"""Give where each grapheme (what a reader calls a character) starts, in code points.

    >>> grapheme_starts("e\u0301a")
    [0, 2]
    """
    if text.isascii() and "\r" not in text:
        return list(range(len(text)))
    return [match.start() for match in _GRAPHEME.finditer(text)]


def is_grapheme_edge(text: str, offset: int) -> bool:
    r"""Say whether a grapheme starts or ends at an offset; the text's own ends are edges.

    >>> [is_grapheme_edge("e\u0301a", offset) for offset in range(4)]
    [True, False, True, True]
    """
    if not 0 < offset < len(text):
        return True
    before, after = text[offset - 1], text[offset]
    if before < "\u0300" > after:  # of these only CR and LF stay together
        return before != "\r" or after != "\n"
    # The pattern looks at all that stands before, so flags in a row are paired rightly.
    match = _GRAPHEME.match(text, offset - 1, offset + 1)
    return match is not None and match.end() == offset


def grapheme_before(text: str, offset: int) -> int:
    r"""Give the start of the grapheme that an offset lies in or stands at.

    >>> grapheme_before("e\u0301a", 1)
    0
    """
    while not is_grapheme_edge(text, offset):
        offset -= 1
    return offset


def grapheme_after(text: str, offset: int) -> int:
    r"""Give the first grapheme edge at or after an offset.

    >>> grapheme_after("e\u0301a", 1)
    2
    """
    while not is_grapheme_edge(text, offset):
        offset += 1
    return offset


def lines(text: str) -> Iterator[tuple[int, int]]:
    r"""Give start and end (without the line end) of each line, in code points.

    Lines end at CRLF, CR, LF, U+2028 and U+2029; the last one ends with the text.

    >>> list(lines("a\r\nb\n"))
    [(0, 1), (3, 4), (5, 5)]
    """
    start = 0
    for match in _LINE_END.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def line_around(text: str, offset: int) -> tuple[int, int]:
    r"""Give start and end (without the line end) of the line that an offset lies in.

    An offset inside a CRLF belongs to the line before it.

    >>> line_around("a\r\nbc\n", 4)
    (3, 5)
    """
    if text[max(0, offset - 1) : offset + 1] == "\r\n":
        offset -= 1
    start = max(text.rfind(end, 0, offset) for end in _LINE_ENDS) + 1
    following = _LINE_END.search(text, offset)
    return start, following.start() if following else len(text)
