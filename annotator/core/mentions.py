"""Equal mentions: where else in a text the same words stand."""

import functools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import regex

from annotator.core.span import Span
from annotator.core.tokens import tokens

MOST = 20_000
"""More mentions than this are not looked for in one text."""
_LONGEST = 400  # characters; what is longer is no name, and would make a slow pattern
_GAP = r"\s+"
_PARAGRAPH_END = regex.compile(r"(?:\r\n|[\n\r])[^\S\r\n]*(?:\r\n|[\n\r])|\u2029")
_STEMMED = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian",
    "nb": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "hy": "armenian", "ca": "catalan", "eu": "basque",
    "hi": "hindi", "ne": "nepali", "sr": "serbian", "yi": "yiddish",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sameness:
    """What counts as the same words. Blanks between words never do.

    With ``inflected``, words of one stem are the same ("minister", "ministers"), by the
    Snowball stemmer of ``language`` (a code such as "en"; English where it is not known).
    """

    case: bool = True
    inflected: bool = False
    language: str = ""


EXACT = Sameness()


def equal_mentions(text: str, span: Span, sameness: Sameness = EXACT) -> list[Span]:
    """Give in order where the words of a span stand in its text; the span itself is among them.

    Where the span is of whole words, so are the others: "Oslo" is not found in "Oslofjord".
    None overlaps another, and none goes over a blank line.

    >>> text = "Oslo said so. In Oslofjord? No, Oslo’s port."
    >>> equal_mentions(text, Span(0, 4))
    [Span(start=0, end=4), Span(start=32, end=36)]
    """
    words = text[span.start : span.end]
    others = _found(text, words, sameness, whole=_is_whole(text, span))
    apart = [other for other in others if not other.overlaps(span)]
    return sorted([span, *apart])


def mentions(text: str, words: str, sameness: Sameness = EXACT) -> list[Span]:
    """Give in order where some words stand in a text as whole words, without overlaps.

    >>> mentions("The minister and two Ministers", "Minister", Sameness(False, inflected=True))
    [Span(start=4, end=12), Span(start=21, end=30)]
    """
    return list(_found(text, words, sameness, whole=True))


def sure_parts(words: str, sameness: Sameness = EXACT) -> list[str]:
    """Give small ASCII letters that every text with a mention of some words holds, whatever case.

    With these a store finds quickly where to look at all; none may be left.

    >>> sure_parts("Café Ministers", Sameness(inflected=True))
    ['caf', 'minist']
    """
    key = _key(sameness)
    parts = []
    for token in tokens(words):
        word = words[token.start : token.end]
        kept = word[: _shared(word, key(word))] if sameness.inflected else word
        runs = regex.findall(r"[A-Za-z0-9]+", kept)
        parts += [max(runs, key=len).lower()] if runs else []
    return parts


def _found(text: str, words: str, sameness: Sameness, *, whole: bool) -> Iterator[Span]:
    wanted = [words[t.start : t.end] for t in tokens(words)]
    if not wanted or len(words) > _LONGEST:
        return
    key = _key(sameness)
    meant = [key(word) for word in wanted]
    pattern = _pattern(words, key, sameness, whole=whole)
    at = count = 0
    while count < MOST and (match := pattern.search(text, at)) is not None:
        span = Span(*match.span())
        at = span.start + 1
        if _PARAGRAPH_END.search(match[0]):
            continue
        inside = [match[0][t.start : t.end] for t in tokens(match[0])]
        if [key(word) for word in inside] == meant and (not whole or _is_whole(text, span)):
            yield span
            at, count = span.end, count + 1


def _pattern(
    words: str, key: Callable[[str], str], sameness: Sameness, *, whole: bool
) -> "regex.Pattern[str]":
    """Give a pattern that finds every place that may be a mention, and some that are none."""
    parts, last = [], 0
    for token in tokens(words):
        if token.start > last:
            parts.append(_GAP)
        word = words[token.start : token.end]
        parts.append(_word_pattern(word, key(word), sameness))
        last = token.end
    before = r"(?<![A-Za-z0-9])" if whole and words[:1].isascii() and words[:1].isalnum() else ""
    flags = regex.V0 if sameness.case else regex.V0 | regex.IGNORECASE
    return regex.compile(before + "".join(parts), flags)


def _word_pattern(word: str, key: str, sameness: Sameness) -> str:
    literal: str = regex.escape(word)
    if not sameness.inflected:
        return literal
    shared = _shared(word, key)
    return literal if not shared else rf"{regex.escape(word[:shared])}\w{{0,12}}+"


def _shared(word: str, key: str) -> int:
    """Give how many letters a word and its stem begin with in common."""
    pairs = enumerate(zip(word.casefold(), key.casefold(), strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(word), len(key)))


def _is_whole(text: str, span: Span) -> bool:
    """Say whether a span begins where a token begins and ends where one ends."""
    low, high = span.start, span.end
    while low > 0 and span.start - low < 200 and not text[low - 1].isspace():
        low -= 1
    while high < len(text) and high - span.end < 200 and not text[high].isspace():
        high += 1
    near = list(tokens(text, low, high))
    starts, ends = {t.start for t in near}, {t.end for t in near}
    return span.start in starts and span.end in ends


def _key(sameness: Sameness) -> Callable[[str], str]:
    """Give what is equal of two words that count as the same."""
    if sameness.inflected:
        stem = _stemmer(sameness.language)
        if sameness.case:
            # A stemmer knows small letters only; the first letter keeps its size.
            return lambda word: word[:1] + stem(word.lower())[1:]
        return lambda word: stem(word.lower())
    return _same if sameness.case else str.casefold


def _same(word: str) -> str:
    return word


@functools.lru_cache(maxsize=4)
def _stemmer(language: str) -> Callable[[str], str]:
    import snowballstemmer  # loaded late: few need it

    name = _STEMMED.get(language.split("-")[0].lower(), "english")
    stem: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return stem


def unmarked(found: Iterable[Span], marked: Iterable[Span]) -> list[Span]:
    """Give those spans that do not lie within one that is marked already.

    >>> unmarked([Span(0, 4), Span(9, 13)], [Span(0, 9)])
    [Span(start=9, end=13)]
    """
    there = list(marked)
    return [span for span in found if not any(other.contains(span) for other in there)]
