"""Which label one annotator gave where the other gave which: counts of matched annotations."""

from collections.abc import Iterator

from annotator.review.alignment import Equality, matched
from annotator.review.comparison import Comparison
from annotator.review.measure import UNMARKED, Cells, Item, Measure

_PLACES = Equality("overlap", labels=False)


def _items(comparison: Comparison) -> Iterator[Item]:
    one, two = (layer.marks for layer in comparison.layers)
    article, met = comparison.article.id, set()
    for a, b in matched(one, two, _PLACES):
        met |= {a.id, b.id}
        yield Item((a.label, b.label), 1, article, a.span, (a.id, b.id))
    for mark in one:
        if mark.id not in met:
            yield Item((mark.label, UNMARKED), 1, article, mark.span, (mark.id,))
    for mark in two:
        if mark.id not in met:
            yield Item((UNMARKED, mark.label), 1, article, mark.span, (mark.id,))


def _same(cells: Cells) -> float | None:
    total = sum(cells.values())
    return sum(n for cell, n in cells.items() if cell[0] == cell[1]) / total if total else None


def _counts(cells: Cells) -> dict[str, float]:
    return {"annotations": sum(cells.values())}


CONFUSION = Measure(
    "confusion",
    "Labels given to the same passage",
    "Annotations of two annotators that overlap, one to one, by the label that each gave; those "
    "that only one made stand beside “nothing”.",
    "counts",
    _items,
    _same,
    _counts,
)
"""Not in the registry: it is a table to look into, not a number to report."""
