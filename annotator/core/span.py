"""A span: a half-open range of code points in an article's text."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TypeAlias


@dataclass(frozen=True, slots=True, order=True, init=False)
class Span:
    """The code points from ``start`` up to, not including, ``end``; never empty."""

    start: int
    end: int

    def __init__(self, start: int, end: int) -> None:
        """Refuse an empty, reversed or negative range with ValueError."""
        if not 0 <= start < end:
            raise ValueError(f"not a span: {start} to {end}")
        _set_start(self, start)  # as in `core.annotation`: quicker than a dataclass does it
        _set_end(self, end)

    def __len__(self) -> int:
        """Give the number of code points."""
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Say whether every code point of the other lies in this one."""
        return self.start <= other.start and other.end <= self.end


_set_start, _set_end = (Span.__dict__[each.name].__set__ for each in fields(Span))

Fragments: TypeAlias = tuple[Span, ...]
"""One or more spans: sorted, disjoint, and not touching each other."""


def fragments_of(spans: Iterable[Span]) -> Fragments:
    """Give spans in order as fragments; those that overlap or touch become one.

    >>> fragments_of([Span(8, 9), Span(0, 3), Span(3, 5)])
    (Span(start=0, end=5), Span(start=8, end=9))
    """
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)


def hull(fragments: Fragments) -> Span:
    """Give the span from the first fragment's start to the last one's end."""
    if len(fragments) == 1:
        return fragments[0]
    return Span(fragments[0].start, fragments[-1].end)


def quote(text: str, fragments: Fragments) -> str:
    """Give the words under fragments, joined by one space.

    >>> quote("will not close", (Span(0, 4), Span(9, 14)))
    'will close'
    """
    if len(fragments) == 1:
        return text[fragments[0].start : fragments[0].end]
    return " ".join(text[span.start : span.end] for span in fragments)
