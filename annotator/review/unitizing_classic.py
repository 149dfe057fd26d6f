"""Krippendorff's alpha_U of 1995 and 2004 as a measure: its disagreements as items of articles."""

from collections import defaultdict
from collections.abc import Iterator

from annotator.core.span import Span
from annotator.review.comparison import Comparison
from annotator.review.measure import Cells, Item
from annotator.review.segments import Segment, flat
from annotator.review.unitizing import classic_expected, classic_observed

OBSERVED, EXPECTED, UNITS = "observed", "expected", "units"
"""What a cell holds of a label: disagreement times the characters of the article, and units."""


def alpha_u_items(comparison: Comparison) -> Iterator[Item]:
    """Give of each label the observed and the expected disagreement, and every unit."""
    length = len(comparison.article.text)
    article, whole = comparison.article.id, Span(0, length)
    labels = sorted({mark.label for layer in comparison.layers for mark in layer.marks})
    for label in labels:
        layers = [
            flat(mark for mark in layer.marks if mark.label == label)
            for layer in comparison.layers
        ]  # fmt: skip
        places = [[(unit.start, unit.end - unit.start) for unit in units] for units in layers]
        for kind, found in (
            (OBSERVED, classic_observed(places, length)),
            (EXPECTED, classic_expected(places, length)),
        ):
            if found:
                yield Item((kind, label), found * length, article, whole)
        for unit in (unit for units in layers for unit in units):
            yield _unit(article, unit)


def _unit(article: str, unit: Segment) -> Item:
    return Item((UNITS, unit.label), 1, article, Span(unit.start, unit.end), (unit.id,))


def alpha_u(cells: Cells) -> float | None:
    """Give alpha_U over all labels."""
    sums: defaultdict[str, float] = defaultdict(float)
    for cell, amount in cells.items():
        sums[cell[0]] += amount
    return _alpha(sums[OBSERVED], sums[EXPECTED])


def alpha_u_of(cells: Cells, label: str) -> float | None:
    """Give alpha_U of one label."""
    return _alpha(cells.get((OBSERVED, label), 0.0), cells.get((EXPECTED, label), 0.0))


def alpha_u_counts(cells: Cells) -> dict[str, float]:
    """Give the number of units of all annotators."""
    return {"units": sum(amount for cell, amount in cells.items() if cell[0] == UNITS)}


def _alpha(observed: float, expected: float) -> float | None:
    return 1 - observed / expected if expected > 0 else None
