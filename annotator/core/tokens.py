"""Words and sentences with their offsets; the tokenizer has a name that exports state."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import regex

from annotator.core.offsets import line_around, lines
from annotator.core.span import Span

TOKENIZER = "news-1"
"""The name of the rules below; a rule that changes gives a new name."""

_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}ー\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_PART = rf"[[\p{{L}}\p{{N}}\p{{M}}_\u200c\u200d\u00ad]--{_UNSPACED}]+"
_FURTHER_PARTS = rf"""
    (?:(?:[-\u2010\u2011\u05be\u05f3\u05f4·]        # al-Kadhimi, תל־אביב
        |[’'](?![sS](?![\p{{L}}\p{{N}}]))           # O’Brien, but Iraq|’s
        |(?<=\p{{Hebrew}})"(?=\p{{Hebrew}})         # an acronym: צה"ל
       ){_PART})*
    (?:(?<=\p{{Hebrew}})\u05f3)?                    # a last geresh: ג׳ורג׳
"""
# Order matters: what keeps several characters together comes before single characters. The
# first line is only there for speed: it takes the plain words, which no later line would split.
_TOKEN = regex.compile(
    rf"""
      [A-Za-z]++(?=[\s,])
    | (?=[^\s\x1c-\x1f])(?:
      https?://[^\s\x1c-\x1f<>"“”]*[^\s\x1c-\x1f<>"“”.,;:!?)\]’']  # a link, less the stop after it
    | [\p{{L}}\p{{N}}._%+-]{{1,64}}+@[\p{{L}}\p{{N}}-]+(?:\.[\p{{L}}\p{{N}}-]+)+   # a mail address
    | (?:(?:(?!{_UNSPACED})\p{{L}})\.){{2,}}        # U.S., U.N., p.m.
    | (?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|St|Jr|Sr|Inc|Ltd|Co|Corp|vs|etc
        |Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|No(?=\.\s\p{{N}}))\.(?!\S)
    | (?<=[\p{{L}}\p{{N}}.])[’'][sS](?![\p{{L}}\p{{N}}])      # Iraq’s: a token of its own
    | \p{{Sc}}?\p{{N}}+(?:[.,:/]\p{{N}}+)*          # 5,000  $5.5bn  12:30  3rd  15-year-old
      (?:{_PART})?{_FURTHER_PARTS}%?
    | {_UNSPACED}\p{{M}}*
    | {_PART}{_FURTHER_PARTS}
    | \p{{Regional_Indicator}}{{2}}                 # a flag
    | \S(?:[\p{{M}}\p{{EMod}}\U000e0020-\U000e007f]|\u200d\p{{ExtPict}})*
    )""",
    regex.VERBOSE | regex.V1,
)
_FULL_STOP = regex.compile(r"[。！？｡؟۔।॥]+[”’\"'」』》）)\]]*")
_FARTHEST = 200  # a "word" longer than this is no word; it bounds the search in blank-free text
_NEAR = 2_000  # how far around an offset its sentence is looked for in a giant paragraph


def tokens(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give in order the tokens that start in a stretch: words, numbers, single signs; no blanks.

    A possessive ’s is a token of its own; a hyphenated word is one token; in scripts written
    without blanks each character is one. The stretch should start at a token or a blank.

    >>> text = "U.S. troops’ 5,000 al-Kadhimi."
    >>> [text[t.start : t.end] for t in tokens(text)]
    ['U.S.', 'troops', '’', '5,000', 'al-Kadhimi', '.']
    """
    stop = len(text) if end is None else end
    for match in _TOKEN.finditer(text, start):
        first, last = match.span()
        if first >= stop:
            return
        yield Span(first, last)


def token_edges(text: str) -> tuple[list[int], list[int]]:
    """Give where a text's tokens start and where they end: as `tokens`, in a third of its time.

    >>> token_edges("No, never.")
    ([0, 2, 4, 9], [2, 3, 9, 10])
    """
    found = [match.span() for match in _TOKEN.finditer(text)]
    return [start for start, _ in found], [end for _, end in found]


def _pieces(pattern: str) -> Callable[[str], Iterator[Span]]:
    found = regex.compile(pattern, regex.V1)
    return lambda text: (Span(*match.span()) for match in found.finditer(text))


TOKENIZERS: Mapping[str, Callable[[str], Iterator[Span]]] = {
    TOKENIZER: tokens,
    "whitespace-1": _pieces(r"[^\s\x1c-\x1f]+"),
    "characters-1": _pieces(r"(?=[^\s\x1c-\x1f])\X"),
}
"""What can cut an exported text, by name: our words; what stands between blanks; single
characters as people see them, as models of Chinese and Japanese take them."""
TOKENIZER_TITLES: Mapping[str, str] = {
    TOKENIZER: "Words, with signs apart",
    "whitespace-1": "What stands between blanks",
    "characters-1": "Single characters",
}
"""The same in words, for people to choose from."""


def is_word(text: str, span: Span) -> bool:
    """Say whether a token holds a letter or a digit."""
    return any(map(str.isalnum, text[span.start : span.end]))


@lru_cache(maxsize=8)
def words_of(text: str) -> tuple[Span, ...]:
    """Give the tokens of a text that hold a letter or a digit (kept for the last 8 texts)."""
    return tuple(token for token in tokens(text) if is_word(text, token))


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Give the sentences of a stretch of text, without the blanks around them.

    A line end also ends a sentence. Together they cover every character but blanks. The
    splitter is syntok's (its 1.4 line), which knows no full stop of Asian and Arabic scripts:
    those are ours.

    >>> text = "Mr. Smith left the U.S. on Monday. He is well."
    >>> [text[s.start : s.end] for s in sentences(text)]
    ['Mr. Smith left the U.S. on Monday.', 'He is well.']
    """
    first = start
    for line_start, line_end in lines(text[start:end]):
        cuts = [m.end() for m in _FULL_STOP.finditer(text, first + line_start, first + line_end)]
        edges = [first + line_start, *cuts, first + line_end]
        for low, high in pairwise(edges):
            yield from _sentences_between_stops(text, low, high)


def _sentences_between_stops(text: str, start: int, end: int) -> Iterator[Span]:
    from syntok import segmenter  # loaded late: it takes 20 ms and few paths need it

    # Only where a sentence starts is taken from syntok: it rewrites some of the words.
    stretch = text[start:end]
    starts = [
        start + sentence[0].offset
        for paragraph in segmenter.analyze(stretch)
        for sentence in paragraph
    ]
    starts[:1] = [start]
    for low, high in pairwise([*starts, end]):
        yield from _stripped(text, low, high)


def _stripped(text: str, start: int, end: int) -> Iterator[Span]:
    stretch = text[start:end]
    if stretch and not stretch.isspace():
        blanks = len(stretch) - len(stretch.lstrip())
        yield Span(start + blanks, start + len(stretch.rstrip()))


def sentence_at(text: str, offset: int) -> Span | None:
    """Give the sentence that an offset lies in or follows; None in a blank line.

    It looks no further than the line and, in a giant paragraph, 2,000 characters each way.

    >>> sentence_at("We left. They came.", 12)
    Span(start=9, end=19)
    """
    first, last = line_around(text, offset)
    if offset - first > _NEAR:
        first = _word_edge_before(text, offset - _NEAR)
    if last - offset > _NEAR:
        last = _word_edge_after(text, offset + _NEAR)
    found = None
    for sentence in sentences(text, first, last):
        if found is None or sentence.start <= offset:
            found = sentence
    return found


def snapped(text: str, start: int, end: int) -> Span | None:
    """Give a dragged stretch (in either direction) as whole words, without edge punctuation.

    None where the stretch holds nothing to mark. Brackets, quotes and full stops at the edges
    go, but "U.S." keeps its stop, since it is one token; signs alone are kept.

    >>> text = "said “the U.S. will” go"
    >>> s = snapped(text, 7, 16); text[s.start:s.end]
    'the U.S. will'
    """
    start, end = min(start, end), max(start, end)
    low, high = _word_edge_before(text, start), _word_edge_after(text, end)
    inside = [t for t in tokens(text, low, high) if t.end > start and t.start < end]
    kept = [t for t in inside if is_word(text, t)] or inside
    return Span(kept[0].start, kept[-1].end) if kept else None


def word_at(text: str, offset: int) -> Span | None:
    """Give the token with a letter or digit that an offset lies in or ends, or None.

    >>> word_at("the U.S. left", 8)
    Span(start=4, end=8)
    """
    low, high = _word_edge_before(text, offset), _word_edge_after(text, offset)
    near = [t for t in tokens(text, low, high) if t.start <= offset <= t.end]
    # Between two words the later one counts, so they are asked from the last to the first.
    return next((t for t in reversed(near) if is_word(text, t)), None)


@lru_cache(maxsize=8)
def capitalised(text: str) -> tuple[Span, ...]:
    """Give the runs of capitalised words that may be names, in order (kept for 8 texts).

    "of" and the like within a run belong to it. The first word of a sentence counts only where
    the text never writes it small and it is no article, pronoun or the like of English.

    >>> text = "The Ministry of Defence left. Officials met Anna Brandt; officials go."
    >>> [text[s.start : s.end] for s in capitalised(text)]
    ['Ministry of Defence', 'Anna Brandt']
    """
    words = [(span, text[span.start : span.end]) for span in words_of(text)]
    small = {word for _, word in words if word[:1].islower()} | _NO_NAMES
    found: list[Span] = []
    run: list[tuple[Span, str]] = []
    for at, (span, word) in enumerate(words):
        if run and not _goes_on(text, run[-1][0], span):
            found += _name_of(run)
            run = []
        opens = not run and word.lower() in small and _opens_sentence(text, span)
        joins = bool(run) and word in _PARTICLES and _is_capital(words, at + 1)
        if joins or (_is_capital(words, at) and not opens):
            run.append((span, word))
        else:
            found += _name_of(run)
            run = []
    return tuple(found + _name_of(run))


_PARTICLES = {"of", "de", "del", "la", "bin", "ibn", "van", "von", "der", "den", "du", "al", "el"}
_SMALL = """
a an the in on at by for from to of with and or but if as it its he she they we you i his her
    their our my this that these those there here what who when where why how not no yes is are was
    were be after before while since then now so than such some any all one two three both each
    more most many much other another under over between"""
_NO_NAMES = frozenset(_SMALL.split())


def _goes_on(text: str, before: Span, after: Span) -> bool:
    gap = text[before.end : after.start]
    return gap.isspace() and not any(sign in gap for sign in "\n\r\u2028\u2029")


def _is_capital(words: Sequence[tuple[Span, str]], at: int) -> bool:
    return at < len(words) and words[at][1][0].isupper()


def _opens_sentence(text: str, span: Span) -> bool:
    before = text[max(span.start - 8, 0) : span.start].rstrip(" \u00a0“‘\"'«„([")
    return not before or before[-1] in ".!?:…;\n\r\u2028\u2029•–—"


def _name_of(run: list[tuple[Span, str]]) -> list[Span]:
    """Give the span of a run of words, where it is a name."""
    while run and run[-1][1] in _PARTICLES:
        run.pop()
    if not run or (len(run) == 1 and run[0][1].lower() in _NO_NAMES):
        return []
    return [Span(run[0][0].start, run[-1][0].end)]


def word_edge(text: str, offset: int, *, side: str, step: int) -> int | None:
    """Give the next word start or end (``side`` "start" or "end") from an offset.

    ``step`` is 1 for the next one after it, -1 for the last one before it; None where the text
    within 400 characters has none.

    >>> word_edge("we left it", 3, side="end", step=1)
    7
    """
    low = _word_edge_before(text, max(0, offset - 400))
    high = _word_edge_after(text, min(len(text), offset + 400))
    words = (t for t in tokens(text, low, high) if is_word(text, t))
    edges = [t.start if side == "start" else t.end for t in words]
    if step > 0:
        return next((edge for edge in edges if edge > offset), None)
    return next((edge for edge in reversed(edges) if edge < offset), None)


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
