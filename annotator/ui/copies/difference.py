"""Which words of two texts differ."""

from dataclasses import dataclass
from itertools import pairwise

import regex

from annotator.core.span import Span

MOST_WORDS = 30_000
"""Words of a text that are compared, at most: what comes after is not looked at."""
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]")
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands only in the one text and only in the other; in code points, in order.

    ``steps`` are the places to go to, one a change: where it is in each of the texts.
    """

    only_left: tuple[Span, ...]
    only_right: tuple[Span, ...]
    steps: tuple[tuple[int, int], ...]
    words: int


def difference(left: str, right: str) -> Difference:
    """Give the words in which two texts differ: the fewest, by the longest common subsequence.

    Neighbouring words are one span. Letters of scripts without blanks are compared one by one.

    >>> difference("The old ferry left.", "The ferry left early.").only_left
    (Span(start=4, end=7),)
    """
    from rapidfuzz.distance import Indel

    one, other = _words(left), _words(right)
    codes = Indel.opcodes([left[w.start : w.end] for w in one],
                          [right[w.start : w.end] for w in other])  # fmt: skip
    gone, new, steps, words = [], [], [], 0
    before = "equal"
    for code in codes:
        gone += one[code.src_start : code.src_end] if code.tag == "delete" else []
        new += other[code.dest_start : code.dest_end] if code.tag == "insert" else []
        if code.tag != "equal":
            words += code.src_end - code.src_start + code.dest_end - code.dest_start
            if before == "equal":
                steps.append((_at(one, code.src_start), _at(other, code.dest_start)))
        before = code.tag
    return Difference(_joined(left, gone), _joined(right, new), tuple(steps), words)


def _words(text: str) -> list[Span]:
    found = []
    for word in _WORD.finditer(text):
        if _UNSPACED.search(word[0]):
            found += [Span(at, at + 1) for at in range(word.start(), word.end())]
        else:
            found.append(Span(word.start(), word.end()))
        if len(found) >= MOST_WORDS:
            break
    return found


def _at(words: list[Span], place: int) -> int:
    if place < len(words):
        return words[place].start
    return words[-1].end if words else 0


def _joined(text: str, words: list[Span]) -> tuple[Span, ...]:
    """Give spans with those joined that only blanks (or nothing) part."""
    if not words:
        return ()
    found, start = [], words[0].start
    for word, following in pairwise(words):
        if text[word.end : following.start].strip():
            found.append(Span(start, word.end))
            start = following.start
    return (*found, Span(start, words[-1].end))
