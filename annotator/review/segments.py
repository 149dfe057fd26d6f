"""A layer as what each code point or token is labelled: nested marks laid flat, inmost on top."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from annotator.core.annotation import Annotation
from annotator.core.span import Span
from annotator.review.comparison import Comparison
from annotator.review.measure import UNMARKED


class Segment(NamedTuple):
    """A labelled stretch; ``id`` is the annotation's, "" where nothing is marked."""

    start: int
    end: int
    label: str
    id: str = ""


class Run(NamedTuple):
    """Neighbouring tokens that all annotators label alike, each in her own way."""

    size: int
    span: Span
    labels: tuple[str, ...]
    ids: tuple[str, ...]


def flat(marks: Iterable[Annotation]) -> list[Segment]:
    """Give the marks as segments that do not overlap, by start; the shortest mark counts.

    Where marks nest, the outer one keeps the stretches that no inner one covers: nesting itself
    cannot be told by segments, as by any measure on tokens.
    """
    pieces = sorted(
        Segment(part.start, part.end, mark.label, mark.id)
        for mark in marks
        for part in mark.fragments
    )
    if all(a.end <= b.start for a, b in pairwise(pieces)):
        return pieces
    edges = sorted({edge for piece in pieces for edge in (piece.start, piece.end)})
    found: list[Segment] = []
    active: list[Segment] = []
    coming = 0
    for start, end in pairwise(edges):
        while coming < len(pieces) and pieces[coming].start <= start:
            active.append(pieces[coming])
            coming += 1
        active = [piece for piece in active if piece.end > start]
        if not active:
            continue
        top = active[0] if len(active) == 1 else min(active, key=_inmost)
        if found and found[-1].end == start and found[-1].id == top.id:
            found[-1] = found[-1]._replace(end=end)
        else:
            found.append(Segment(start, end, top.label, top.id))
    return found


def _inmost(piece: Segment) -> tuple[int, str, str]:
    return piece.end - piece.start, piece.label, piece.id


def with_gaps(segments: Sequence[Segment], length: int) -> Iterator[Segment]:
    """Give the segments and the unmarked stretches between them, covering the whole text."""
    at = 0
    for segment in segments:
        if segment.start > at:
            yield Segment(at, segment.start, UNMARKED)
        yield segment
        at = segment.end
    if at < length:
        yield Segment(at, length, UNMARKED)


def runs(comparison: Comparison) -> Iterator[Run]:
    """Give an article's tokens by what each annotator labelled them, in runs.

    A token has the label of the segment in which its first labelled code point lies.
    """
    starts, ends = comparison.token_edges
    # What becomes of whose label at which token: her segment begins, or ends.
    turns: defaultdict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for which, layer in enumerate(comparison.layers):
        for first, last, segment in _stretches(starts, ends, flat(layer.marks)):
            turns[first].append((which, segment.label, segment.id))
            turns[last].insert(0, (which, UNMARKED, ""))
    labels, ids = [UNMARKED] * len(comparison.layers), [""] * len(comparison.layers)
    begin = 0
    for end in sorted({*turns, len(starts)} - {0}):
        for which, label, own in turns.get(begin, ()):
            labels[which], ids[which] = label, own
        yield Run(
            end - begin,
            Span(starts[begin], ends[end - 1]),
            tuple(labels),
            tuple(filter(None, ids)),
        )
        begin = end


def _stretches(
    starts: Sequence[int], ends: Sequence[int], segments: Iterable[Segment]
) -> list[tuple[int, int, Segment]]:
    """Give the tokens of each segment, as places from the first up to not including the last."""
    found: list[tuple[int, int, Segment]] = []
    free = 0
    for segment in segments:
        first = max(free, bisect_right(ends, segment.start))
        last = bisect_left(starts, segment.end)
        if first < last:
            found.append((first, last, segment))
            free = last
    return found
