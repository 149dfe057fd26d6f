"""Which annotation of one annotator is the same as which of another's."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import Annotation
from annotator.core.span import Fragments
from annotator.core.tokens import is_word, tokens
from annotator.review.pairing import most_pairs

Boundaries: TypeAlias = Literal["exact", "overlap", "head"]
BOUNDARIES: tuple[Boundaries, ...] = get_args(Boundaries)
Pair: TypeAlias = tuple[Annotation, Annotation]

_PHRASE_ENDS = frozenset(
    (
        "of", "in", "on", "at", "from", "for", "to", "by", "with", "about", "against", "between",
        "among", "over", "under", "into", "who", "whom", "whose", "which", "that",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Equality:
    """What counts as equal: the boundaries, and whether labels, attributes, relations matter.

    ``exact``: the same code points; ``overlap``: one at least is shared; ``head``: the same
    head token (see `head_of`).
    """

    boundaries: Boundaries = "exact"
    labels: bool = True
    attributes: bool = True
    relations: bool = True


STRICT = Equality()


def matched(
    first: Sequence[Annotation], second: Sequence[Annotation], equality: Equality = STRICT
) -> list[Pair]:
    """Give one-to-one pairs of equal annotations, as many as there can be, by their start.

    Among the choices with most pairs it is the one in which the boundaries agree best.
    Attributes and relations do not matter here.
    """
    if equality.boundaries == "exact":
        return _by_key(first, second, lambda mark: (_label(mark, equality), mark.fragments))
    head = equality.boundaries == "head"
    weights: dict[tuple[int, int], float] = {}
    for at, other, likeness in overlaps(first, second):
        one, two = first[at], second[other]
        if _label(one, equality) == _label(two, equality) and (
            not head or head_of(one) == head_of(two)
        ):
            weights[at, other] = likeness
    return [(first[a], second[b]) for a, b in most_pairs(weights)]


def _label(mark: Annotation, equality: Equality) -> str:
    return mark.label if equality.labels else ""


def _by_key(
    first: Sequence[Annotation],
    second: Sequence[Annotation],
    key: Callable[[Annotation], Hashable],
) -> list[Pair]:
    waiting: defaultdict[Hashable, list[Annotation]] = defaultdict(list)
    for mark in reversed(second):
        waiting[key(mark)].append(mark)
    return [(mark, waiting[k].pop()) for mark in first if waiting.get(k := key(mark))]


def overlaps(
    first: Sequence[Annotation], second: Sequence[Annotation]
) -> Iterator[tuple[int, int, float]]:
    """Give the places of those that share code points, and their `likeness`; both by start."""
    active: list[int] = []
    to_come = 0
    for at, mark in enumerate(first):
        start, end = mark.fragments[0].start, mark.fragments[-1].end
        while to_come < len(second) and second[to_come].fragments[0].start < end:
            active.append(to_come)
            to_come += 1
        active = [i for i in active if second[i].fragments[-1].end > start]
        for other in active:
            likeness_ = likeness(mark.fragments, second[other].fragments)
            if likeness_:
                yield at, other, likeness_


def likeness(first: Fragments, second: Fragments) -> float:
    """Give the share of code points that two sets of fragments have in common (Jaccard).

    >>> from annotator.core.span import Span
    >>> likeness((Span(0, 6),), (Span(2, 8),))
    0.5
    """
    if first == second:
        return 1.0
    shared = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in first for b in second)
    return shared / (sum(map(len, first)) + sum(map(len, second)) - shared)


def head_of(mark: Annotation) -> int:
    """Give where an annotation's head token starts, in code points of the article.

    The head is the last word of the first fragment before a comma or before an English word
    that begins an after-thought (of, in, who …): a rule of thumb, not a parse.
    """
    return mark.start + _head_in(mark.quote[: len(mark.fragments[0])])


@lru_cache(maxsize=20_000)
def _head_in(quote: str) -> int:
    """Give the offset of the head token in a quote.

    >>> _head_in("the president of Norland"), _head_in("Norland")
    (4, 0)
    """
    head = None
    for token in tokens(quote):
        word = quote[token.start : token.end]
        if head is not None and (word.lower() in _PHRASE_ENDS or word in ",;:–—"):
            break
        if is_word(quote, token):
            head = token.start
    return head or 0
