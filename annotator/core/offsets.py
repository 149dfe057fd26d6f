"""Every conversion of offsets: code points, UTF-16 units, UTF-8 bytes, graphemes.

Offsets in the program are code points. Qt, Java and JavaScript count UTF-16 units, in which
an astral character (most emoji) counts two; some files count bytes or graphemes.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

import regex

_ASTRAL = regex.compile("[\U00010000-\U0010ffff]")
_GRAPHEME = regex.compile(r"\X")
_LINE_END = regex.compile("\r\n|[\r\n\u2028\u2029]")


class Utf16Map:
    """Code points to UTF-16 units and back, for one text; cheap where no astral character is.

    >>> m = Utf16Map("a🎉b")
    >>> m.to_utf16(2), m.to_code_points(3), m.to_code_points(2)
    (3, 2, 1)
    """

    def __init__(self, text: str) -> None:
        """Note where the astral characters of a text are."""
        self._length = len(text)
        # The widest character decides how Python stores a text: max() is the fast way to see
        # that there is no astral one, far faster than a search by pattern.
        has_astral = not text.isascii() and max(text) > "\uffff"
        self._astral: Sequence[int] = (
            [m.start() for m in _ASTRAL.finditer(text)] if has_astral else ()
        )

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
        offset = units - pairs_before
        if pairs_before and self._starts_in_units[pairs_before - 1] == units - 1:
            return self._astral[pairs_before - 1]
        return offset

    @cached_property
    def _starts_in_units(self) -> Sequence[int]:
        return [offset + k for k, offset in enumerate(self._astral)]


class Utf8Map:
    """Code points to UTF-8 bytes and back, for one text.

    >>> m = Utf8Map("né🎉")
    >>> [m.to_bytes(i) for i in range(4)], m.to_code_points(3)
    ([0, 1, 3, 7], 2)
    """

    def __init__(self, text: str) -> None:
        """Note where each character starts in the UTF-8 of a text."""
        self._starts = array("q", [0])
        total = 0
        for character in text:
            code = ord(character)
            total += 1 + (code > 0x7F) + (code > 0x7FF) + (code > 0xFFFF)
            self._starts.append(total)

    def to_bytes(self, offset: int) -> int:
        """Give the byte offset of a code-point offset."""
        return self._starts[offset]

    def to_code_points(self, position: int) -> int:
        """Give the code-point offset of a byte offset; inside a character, its start."""
        at = bisect_left(self._starts, position)
        return at if self._starts[at] == position else at - 1


def grapheme_starts(text: str) -> list[int]:
    """Give where each grapheme (what a reader calls a character) starts, in code points.

    >>> grapheme_starts("e\\u0301a")
    [0, 2]
    """
    if text.isascii() and "\r" not in text:
        return list(range(len(text)))
    return [m.start() for m in _GRAPHEME.finditer(text)]


def grapheme_before(text: str, offset: int) -> int:
    """Give the start of the grapheme that an offset lies in or stands at."""
    window = max(0, offset - 64)
    start = window
    for m in _GRAPHEME.finditer(text, window, min(len(text), offset + 64)):
        if m.start() > offset:
            break
        start = m.start()
    return start if offset < len(text) else offset


def grapheme_after(text: str, offset: int) -> int:
    """Give the first grapheme edge at or after an offset."""
    start = grapheme_before(text, offset)
    if start == offset:
        return offset
    match = _GRAPHEME.match(text, start)
    return match.end() if match else len(text)


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end (without the line end) of each line, in code points.

    Lines end at CRLF, CR, LF, U+2028 and U+2029; the last one ends with the text.

    >>> list(lines("a\\r\\nb\\n"))
    [(0, 1), (3, 4), (5, 5)]
    """
    start = 0
    for m in _LINE_END.finditer(text):
        yield start, m.start()
        start = m.end()
    yield start, len(text)
