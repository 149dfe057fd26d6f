"""Span F1: what share of the annotations of two annotators the other one made too."""

from collections.abc import Callable, Iterator

from annotator.review.alignment import Boundaries, Equality, matched
from annotator.review.comparison import Comparison
from annotator.review.measure import Cells, Item

BOTH, FIRST, SECOND = "both", "first", "second"


def span_items(boundaries: Boundaries) -> Callable[[Comparison], Iterator[Item]]:
    """Give what counts an article's annotations: made by both, by the first or second alone."""
    equality = Equality(boundaries)

    def items(comparison: Comparison) -> Iterator[Item]:
        one, two = (layer.marks for layer in comparison.layers)
        article = comparison.article.id
        matched_ids = set()
        for a, b in matched(one, two, equality):
            matched_ids |= {a.id, b.id}
            yield Item((a.label, BOTH), 1, article, a.span, (a.id, b.id))
        for side, marks in ((FIRST, one), (SECOND, two)):
            for mark in marks:
                if mark.id not in matched_ids:
                    yield Item((mark.label, side), 1, article, mark.span, (mark.id,))

    return items


def f1(cells: Cells) -> float | None:
    """Give 2 · both / (marks of the first + marks of the second); None where nobody marked."""
    both = sum(amount for cell, amount in cells.items() if cell[-1] == BOTH)
    alone = sum(cells.values()) - both
    return 2 * both / (2 * both + alone) if both or alone else None


def f1_of(cells: Cells, label: str) -> float | None:
    """Give the F1 of one label."""
    return f1({cell: amount for cell, amount in cells.items() if cell[0] == label})


def f1_counts(cells: Cells) -> dict[str, float]:
    """Give how many were made by both, by the first alone and by the second alone."""
    names = {BOTH: "by both", FIRST: "by the first only", SECOND: "by the second only"}
    return {
        name: sum(amount for cell, amount in cells.items() if cell[-1] == side)
        for side, name in names.items()
    }
