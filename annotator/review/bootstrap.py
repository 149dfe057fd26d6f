"""Intervals by drawing articles anew: the articles are the sample, not their tokens."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotator.review.measure import Cell, Cells, Value

if TYPE_CHECKING:
    from numpy.random import Generator

DRAWS = 1_000
_COVERED = (0.025, 0.975)
_LEAST = 0.95
"""The share of draws that must define a value; with fewer no interval is given."""


def interval(
    samples: Sequence[Sequence[tuple[str, Cells]]],
    value: Value,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[float, float] | None:
    """Give the 95 % percentile interval of a value's mean over samples.

    A sample (a pair of annotators) is a list of articles with their cells; the same articles are
    drawn for all samples, so their means go together. None where fewer than two articles were
    compared or too many draws define no value.
    """
    import numpy

    articles = sorted({article for sample in samples for article, _ in sample})
    if len(articles) < 2 or draws < 2:
        return None
    weights = _weights(numpy.random.default_rng(seed), len(articles), draws)
    place = {article: at for at, article in enumerate(articles)}
    means: list[list[float]] = [[] for _ in range(draws)]
    for sample in samples:
        cells, sums = _sums(sample, place, weights)
        for mean, row in zip(means, sums, strict=True):
            found = value({cell: amount for cell, amount in zip(cells, row, strict=True) if amount})
            if found is not None:
                mean.append(found)
    drawn = [sum(mean) / len(mean) for mean in means if mean]
    if len(drawn) < _LEAST * draws:
        return None
    low, high = numpy.quantile(drawn, _COVERED)
    return float(low), float(high)


def _weights(random: "Generator", articles: int, draws: int) -> Any:
    """Give for each draw how often each article was drawn."""
    import numpy

    drawn = random.integers(articles, size=(draws, articles))
    drawn += numpy.arange(draws)[:, None] * articles
    return numpy.bincount(drawn.ravel(), minlength=draws * articles).reshape(draws, articles)


def _sums(
    sample: Sequence[tuple[str, Cells]], place: dict[str, int], weights: Any
) -> tuple[list[Cell], list[list[float]]]:
    """Give the cells of a sample and for each draw their sums."""
    import numpy

    cells = sorted({cell for _, found in sample for cell in found})
    column = {cell: at for at, cell in enumerate(cells)}
    amounts = numpy.zeros((len(place), len(cells)))
    for article, found in sample:
        for cell, amount in found.items():
            amounts[place[article], column[cell]] = amount
    return cells, (weights @ amounts).tolist()
