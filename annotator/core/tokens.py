"""Words and sentences with their offsets; the tokenizer has a name that exports state."""

from collections.abc import Iterator
from functools import lru_cache

import regex

from annotator.core.span import Span

TOKENIZER = "news-1"
"""The name of the rules below; a rule that changes gives a new name."""

# Order matters: what keeps several characters together comes before single characters.
_TOKEN = regex.compile(
    r"""
      https?://[^\s<>"“”]*[^\s<>"“”.,;:!?)\]’']      # a link, without the sentence's punctuation
    | [\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+   # a mail address
    | (?:\p{Lu}\.){2,}                                # U.S., U.N.
    | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|St|Jr|Sr|Inc|Ltd|Co|Corp|No|vs|etc
        |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?=\s)
    | [\p{Sc}]?\p{N}+(?:[.,:/]\p{N}+)*(?:st|nd|rd|th|%)?(?!\p{L})   # 5,000  40%  12:30  3rd
    | [\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*
    | [\p{L}\p{N}\p{M}_\u200c\u200d\u00ad]+
        (?:[-’'\u2010\u2011][\p{L}\p{N}\p{M}_\u200c\u200d\u00ad]+)*
    | \S\p{M}*(?:\u200d\S\p{M}*|[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff])*
    """,
    regex.VERBOSE,
)
_POSSESSIVE = regex.compile(r"(?<=\p{L})[’']s$")


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the tokens in order: words, numbers and single signs, never blanks.

    A possessive ’s is a token of its own; a hyphenated word is one token; in scripts written
    without blanks each character is one.

    >>> [("U.S. troops’ 5,000 al-Kadhimi.")[t.start:t.end] for t in tokens(
    ...     "U.S. troops’ 5,000 al-Kadhimi.")]
    ['U.S.', 'troops', '’', '5,000', 'al-Kadhimi', '.']
    """
    for m in _TOKEN.finditer(text, start, len(text) if end is None else end):
        first, last = m.span()
        cut = _POSSESSIVE.search(text, first, last)
        if cut and cut.start() > first:
            yield Span(first, cut.start())
            yield Span(cut.start(), last)
        else:
            yield Span(first, last)


def is_word(text: str, span: Span) -> bool:
    """Say whether a token holds a letter or a digit."""
    return any(character.isalnum() for character in text[span.start : span.end])


@lru_cache(maxsize=64)
def words_of(text: str) -> tuple[Span, ...]:
    """Give the tokens of a text that hold a letter or a digit (kept for the last 64 texts)."""
    return tuple(token for token in tokens(text) if is_word(text, token))


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the sentences of a stretch of text, without the blanks around them.

    A line end also ends a sentence. The splitter is syntok's (its 1.4 line).
    """
    from annotator.core.offsets import lines
    from syntok import segmenter  # loaded late: it takes 20 ms and few paths need it

    last = len(text) if end is None else end
    for line_start, line_end in lines(text[start:last]):
        line = text[start + line_start : start + line_end]
        if not line.strip():
            continue
        for paragraph in segmenter.analyze(line):
            for sentence in paragraph:
                first, final = sentence[0], sentence[-1]
                yield Span(
                    start + line_start + first.offset,
                    start + line_start + final.offset + len(final.value),
                )


def sentence_at(text: str, offset: int) -> Span | None:
    """Give the sentence that an offset lies in, looking no further than its line."""
    first = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [at for at in (text.find("\n", offset), text.find("\r", offset)) if at >= 0]
    last = min(ends, default=len(text))
    found = None
    for sentence in sentences(text, first, last):
        if found is None or sentence.start <= offset:
            found = sentence
    return found


def snapped(text: str, start: int, end: int) -> Span | None:
    """Give a dragged stretch widened to whole words and freed of blanks and punctuation.

    None where the stretch holds nothing to mark. Brackets, quotes and full stops at the edges
    go, but "U.S." keeps its stop, since it is one token.

    >>> text = "said “the U.S. will” go"
    >>> s = snapped(text, 7, 16); text[s.start:s.end]
    'the U.S. will'
    """
    low = _word_edge_before(text, min(start, end))
    high = _word_edge_after(text, max(start, end))
    inside = [t for t in tokens(text, low, high) if t.end > start and t.start < end]
    words = [t for t in inside if is_word(text, t)]
    if words:
        return Span(words[0].start, words[-1].end)
    return Span(inside[0].start, inside[-1].end) if inside else None


def word_at(text: str, offset: int) -> Span | None:
    """Give the token with a letter or digit that an offset lies in or ends, or None."""
    low = _word_edge_before(text, offset)
    high = _word_edge_after(text, offset)
    touching = [t for t in tokens(text, low, high) if t.start <= offset <= t.end]
    inside = [t for t in touching if t.start <= offset < t.end]
    return next((t for t in inside + touching if is_word(text, t)), None)


def word_edge(text: str, offset: int, *, side: str, step: int) -> int | None:
    """Give the next word start or end (``side`` "start" or "end") from an offset.

    ``step`` is 1 for the next one after it, -1 for the last one before it; None where the text
    within 400 characters has none.
    """
    low = _word_edge_before(text, max(0, offset - 400))
    high = _word_edge_after(text, min(len(text), offset + 400))
    words = (t for t in tokens(text, low, high) if is_word(text, t))
    edges = [t.start if side == "start" else t.end for t in words]
    if step > 0:
        return next((edge for edge in edges if edge > offset), None)
    return next((edge for edge in reversed(edges) if edge < offset), None)


_FARTHEST = 200  # a "word" longer than this is no word; it bounds the search in blank-free text


def _word_edge_before(text: str, offset: int) -> int:
    low = offset
    while low > 0 and offset - low < _FARTHEST and not text[low - 1].isspace():
        low -= 1
    return low


def _word_edge_after(text: str, offset: int) -> int:
    high = offset
    while high < len(text) and high - offset < _FARTHEST and not text[high].isspace():
        high += 1
    return high
