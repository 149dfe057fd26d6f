"""What the offsets of another tool count, found out from the text and never guessed in silence.

Tools count code points, UTF-16 units, UTF-8 bytes or graphemes, and some of them see a line end
CRLF as one character. Where a file quotes the words of its spans, the quotes decide; where it
does not, the edges of words do: people mark words, so the right way of counting puts the edges
of spans at the edges of words.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

import regex

from annotator.core.offsets import Utf8Map, Utf16Map, grapheme_starts, is_grapheme_edge

Unit: TypeAlias = Literal["code points", "UTF-16 units", "graphemes", "UTF-8 bytes"]
LineEnds: TypeAlias = Literal["as they are", "as one character", "as two characters"]
ToCodePoints: TypeAlias = Callable[[int], int | None]
"""Gives the code-point offset of another one; None for one inside a character or outside."""


@dataclass(frozen=True, slots=True)
class Counting:
    """What an offset counts: a unit, and how many characters a line end is."""

    unit: Unit = "code points"
    line_ends: LineEnds = "as they are"

    def __str__(self) -> str:
        """Give it in words."""
        ends = "" if self.line_ends == "as they are" else f", line ends {self.line_ends}"
        return f"{self.unit}{ends}"


CODE_POINTS = Counting()
UTF16 = Counting("UTF-16 units")
GRAPHEMES = Counting("graphemes")
UTF8 = Counting("UTF-8 bytes")
USUAL: tuple[Counting, ...] = (
    CODE_POINTS, UTF16, Counting("code points", "as one character"),
    Counting("UTF-16 units", "as one character"), GRAPHEMES,
)  # fmt: skip
"""The ways of counting that are tried where nothing else is known, the likeliest first."""
QUOTED: tuple[Counting, ...] = (
    *USUAL, Counting("code points", "as two characters"),
    Counting("UTF-16 units", "as two characters"), UTF8,
)  # fmt: skip
"""The ways that are tried where quotes prove which is right."""
NAMES: dict[str, Counting] = {
    "code-points": CODE_POINTS, "utf-16": UTF16, "graphemes": GRAPHEMES, "utf-8": UTF8,
    "code-points-lf": USUAL[2], "utf-16-lf": USUAL[3],
}  # fmt: skip
"""How a user names a way of counting; "-lf" means that CRLF counts as one character."""

_CLEAR = 0.15
"""By which share of the disputed edges the best way must be ahead of the next one."""
_MANY = 5
# Characters that are one unit each however one counts, bytes left aside: no marks, no joiners.
_PLAIN = regex.compile(
    "[\x00-\x0c\x0e-\u02ff\u0370-\u0482\u048a-\u0556\u05d0-\u05ea\u0621-\u063f\u0641-\u064a"
    "\u2010-\u2027\u202f-\u205e\u20a0-\u20bf\u2100-\u214f\u3000-\u3029\u3041-\u3096"
    "\u30a1-\u30fe\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff9d]*"
)
_CRLF = regex.compile("\r\n")
_LF = regex.compile("(?<!\r)\n")


class Given(NamedTuple):
    """A span as a file gives it, in unknown units; ``quote`` None where the file has none.

    ``more`` are the further parts of a discontinuous one, whose quote joins them by blanks.
    """

    start: int
    end: int
    quote: str | None = None
    more: tuple[tuple[int, int], ...] = ()


def is_plain(text: str) -> bool:
    r"""Say whether all ways of counting give the same in a text, but for line ends and bytes.

    >>> is_plain("“Élysée” 部长"), is_plain("a\r\nb"), is_plain("e\u0301"), is_plain("🎉")
    (True, False, False, False)
    """
    if text.isascii():
        return "\r" not in text
    return _PLAIN.fullmatch(text) is not None


def converter(text: str, counting: Counting) -> ToCodePoints:
    r"""Give the function from offsets of a file to code points, for one text.

    >>> converter("a🎉\r\nb", Counting("UTF-16 units", "as one character"))(4)
    4
    >>> converter("a🎉b", UTF16)(2) is None
    True
    """
    if counting.line_ends == "as they are":
        return _unit(text, counting.unit)
    crlf = counting.line_ends == "as one character"
    other = _CRLF.sub("\n", text) if crlf else _LF.sub("\r\n", text)
    inner = _unit(other, counting.unit)
    # Where, in the text that was counted, a line end has another length than here.
    ends = _ends(text, _CRLF if crlf else _LF, step=-1 if crlf else 1)

    def to_code_points(offset: int) -> int | None:
        found = inner(offset)
        if found is None:
            return None
        before = bisect_left(ends, found)
        if crlf:
            return found + before
        if before and ends[before - 1] == found - 1:
            return None  # between the two halves of a line end that is one character here
        return found - before

    return to_code_points


def _ends(text: str, pattern: regex.Pattern[str], *, step: int) -> list[int]:
    return [m.start() + step * k for k, m in enumerate(pattern.finditer(text))]


def _unit(text: str, unit: Unit) -> ToCodePoints:
    if unit == "UTF-16 units":
        return _utf16(text)
    if unit == "graphemes":
        starts = [*grapheme_starts(text), len(text)]
        return lambda offset: starts[offset] if 0 <= offset < len(starts) else None
    if unit == "UTF-8 bytes":
        return _bytes(text)
    return lambda offset: offset if 0 <= offset <= len(text) else None


def _utf16(text: str) -> ToCodePoints:
    table, size = Utf16Map(text), len(text)

    def to_code_points(offset: int) -> int | None:
        found = table.to_code_points(offset)
        return found if 0 <= found <= size and table.to_utf16(found) == offset else None

    return to_code_points


def _bytes(text: str) -> ToCodePoints:
    table, size = Utf8Map(text), len(text)

    def to_code_points(offset: int) -> int | None:
        found = table.to_code_points(offset) if offset >= 0 else -1
        return found if 0 <= found <= size and table.to_bytes(found) == offset else None

    return to_code_points


def same_words(found: str, quoted: str) -> bool:
    r"""Say whether words are those of a quote; tools rewrite blanks and line ends in quotes.

    >>> same_words("two\r\n bases", "two bases"), same_words("bases", "base")
    (True, False)
    """
    return found == quoted or found.split() == quoted.split() != []


@dataclass(slots=True)
class Tally:
    """How well a way of counting fits: right and wrong quotes, edges of words, impossible ends."""

    right: int = 0
    wrong: int = 0
    edges: int = 0
    impossible: int = 0

    @property
    def points(self) -> int:
        """A measure to compare ways of counting the same spans by; larger is better."""
        return 4 * self.right - 4 * self.wrong + self.edges - 2 * self.impossible

    def add(self, other: "Tally") -> None:
        """Take in what another text says."""
        self.right += other.right
        self.wrong += other.wrong
        self.edges += other.edges
        self.impossible += other.impossible


class Evidence:
    """What the texts of one file say about its way of counting; ``expected`` wins a draw.

    ``expected`` None means that the tool counts now this, now that: then a draw must be asked.
    """

    def __init__(self, tried: Sequence[Counting] = USUAL, expected: Counting | None = None) -> None:
        """Compare some ways of counting."""
        self.tried, self.expected = tried, expected
        self._tallies = {counting: Tally() for counting in tried}
        self._traces = dict.fromkeys(tried, 0)  # equal for ways that said the same throughout
        self.disputed = 0
        self.doubt: Counting | None = None  # what fits better than a verdict for the documents

    def look(self, text: str, spans: Iterable[Given]) -> None:
        """Take in the spans of a text."""
        spans = list(spans)
        if not spans or self._is_beyond_doubt(text, spans):
            return
        found = {c: _placed(text, spans, c) for c in self.tried}
        for counting, place in found.items():
            self._traces[counting] = hash((self._traces[counting], *place))
        places = list(found.values())
        for number, given in enumerate(spans):
            options = {place[number] for place in places}
            if len(options) == 1:
                continue
            self.disputed += 1
            for counting, place in found.items():
                self._tallies[counting].add(_fit(text, place[number], given.quote))

    def _is_beyond_doubt(self, text: str, spans: Sequence[Given]) -> bool:
        """Say whether a text has nothing to tell: all ways are one, or the expected one is right.

        Most texts are such, and to try every way costs many times what this does.
        """
        if not any(given.quote for given in spans):
            return is_plain(text)
        places = _placed(text, spans, self.expected or self.tried[0])
        return self.expected is not None and all(
            place is not None and _fit(text, place, given.quote).right
            for given, place in zip(spans, places, strict=True) if given.quote is not None
        )  # fmt: skip

    def verdict(self) -> Counting | None:
        """Give the way that clearly fits best; None where two that differ fit equally well."""
        usual = self.expected or self.tried[0]
        if not self.disputed:
            return usual
        # Of ways that say the same of every span, the likeliest stands for all.
        ways = {self._traces[c]: c for c in (*reversed(self.tried), usual)}.values()
        best, *rest = sorted(ways, key=lambda c: (-self._tallies[c].points, c != usual))
        margin = max(1, round(2 * _CLEAR * self.disputed))
        ahead = self._tallies[best].points - margin
        rivals = [c for c in rest if self._tallies[c].points > ahead]
        if self.expected is not None and best != usual and not self._is_refuted(best):
            self.doubt = None if rivals else best
            return self.expected
        if not rivals:
            return best
        return self.expected if self.expected in (best, *rivals) else None

    def _is_refuted(self, best: Counting) -> bool:
        """Say whether another way is so much better that the tool's documents must be wrong.

        Quotes prove it, and so do many spans of which nearly all edges are those of words in
        the better way and hardly any in the expected one.
        """
        expected = self._tallies.get(self.expected or CODE_POINTS, Tally())
        mine = self._tallies[best]
        if mine.right > expected.right:
            return True
        most = 2 * self.disputed
        return (
            self.disputed >= _MANY and mine.edges >= 0.9 * most and expected.points <= 0.25 * most
        )


Place: TypeAlias = tuple[tuple[int, int], ...] | None


def _placed(text: str, spans: Sequence[Given], counting: Counting) -> list[Place]:
    convert = converter(text, counting)
    placed: list[Place] = []
    for given in spans:
        ends = [(convert(a), convert(b)) for a, b in ((given.start, given.end), *given.more)]
        found = tuple((a, b) for a, b in ends if a is not None and b is not None and a < b)
        placed.append(found if len(found) == len(ends) else None)
    return placed


def _fit(text: str, place: Place, quoted: str | None) -> Tally:
    if place is None:
        return Tally(impossible=1)
    if quoted is not None:
        right = same_words(" ".join(text[start:end] for start, end in place), quoted)
        return Tally(right=int(right), wrong=int(not right))
    return Tally(edges=sum(_edge(text, a, b) + _edge(text, b, a) for a, b in place))


def _edge(text: str, offset: int, other: int) -> int:
    """Give 1 for the edge of a word, -1 for one in a blank or inside a grapheme, else 0."""
    inside = text[offset] if offset < other else text[offset - 1]
    before = text[offset - 1] if offset < other and offset else ""
    outside = before if offset < other else text[offset : offset + 1]
    if inside.isspace() or not is_grapheme_edge(text, offset):
        return -1
    return int(_joined(inside) and not _joined(outside))


def _joined(character: str) -> bool:
    return bool(character) and _WORD.fullmatch(character) is not None


# Scripts without blanks have no edges of words that could be looked at.
_WORD = regex.compile(r"[\p{L}\p{N}\p{M}_]")


def nearest(text: str, quoted: str, around: int) -> tuple[int, int] | None:
    """Give the only place of a text's words, or the clearly nearest one; None where neither is.

    >>> nearest("He met Mary. He left.", "Mary", 9)
    (7, 11)
    >>> nearest("He met Mary. He left.", "He", 6) is None
    True
    """
    if not quoted.strip():
        return None
    words = r"\s+".join(regex.escape(word) for word in quoted.split())
    found = [m.span() for m in _pattern(words).finditer(text)]
    if len(found) <= 1:
        return found[0] if found else None
    found.sort(key=lambda place: abs(place[0] - around))
    first, second = (abs(place[0] - around) for place in found[:2])
    return found[0] if first <= 3 and second > 3 * max(first, 1) else None


@lru_cache(maxsize=64)
def _pattern(words: str) -> regex.Pattern[str]:
    return regex.compile(words)
