"""An article's disorder, observed and by chance, as items for gamma and gamma-cat."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from random import Random

from annotator.core.span import Span
from annotator.review.comparison import Comparison
from annotator.review.gamma import (
    SAMPLES,
    Together,
    TooTangled,
    Unit,
    aligned,
    aligned_together,
    disorder,
    shuffled,
    weighed,
)
from annotator.review.measure import Cells, Item

OBSERVED, EXPECTED = "observed", "expected"
TANGLED = ("tangled",)
"""The cell that counts articles with too many units upon each other."""
Aligning = Callable[[Sequence[Sequence[Unit]]], list[Together]]


def of_two(layers: Sequence[Sequence[Unit]]) -> list[Together]:
    """Give the best alignment of two layers."""
    first, second = layers
    return aligned(first, second)


def units_of(comparison: Comparison) -> list[list[Unit]]:
    """Give each annotator's marks as units, by start; of several fragments the hull."""
    return [
        sorted(Unit(mark.start, mark.end, mark.label, mark.id) for mark in layer.marks)
        for layer in comparison.layers
    ]


def gamma_items(comparison: Comparison) -> Iterator[Item]:
    """Give the disorder of each pair of aligned units, and the article's by chance."""
    return _items(comparison, of_two)


def gamma_items_together(comparison: Comparison) -> Iterator[Item]:
    """Give the same of all annotators at once, where that can be done exactly."""
    return _items(comparison, of_two if len(comparison.layers) == 2 else aligned_together)


def _items(comparison: Comparison, align: Aligning) -> Iterator[Item]:
    layers = units_of(comparison)
    article, whole = comparison.article.id, Span(0, len(comparison.article.text))
    if not any(layers):
        return
    try:
        found = align(layers)
        by_chance = sum(
            sum(map(disorder, align(sample))) / _size(sample) for sample in _samples(comparison)
        )
    except TooTangled:
        yield Item(TANGLED, 1, article, whole)
        return
    # Per unit of this article, so that a shuffled text of fewer units weighs as much.
    yield Item((EXPECTED,), by_chance / SAMPLES * _size(layers), article, whole)
    for together in found:
        units = [unit for unit in together if unit is not None]
        span = Span(int(min(u.start for u in units)), int(max(u.end for u in units)))
        ids = tuple(unit.id for unit in units)
        yield Item((OBSERVED,), disorder(together), article, span, ids)


def _size(layers: Sequence[Sequence[Unit]]) -> float:
    return sum(map(len, layers)) / len(layers)


def _samples(comparison: Comparison) -> Iterator[list[list[Unit]]]:
    layers = units_of(comparison)
    random = Random(f"{comparison.article.sha256} {comparison.annotators}")
    given = 0
    while given < SAMPLES:
        sample = shuffled(layers, random)
        if any(sample):
            given += 1
            yield sample


def gamma(cells: Cells) -> float | None:
    """Give gamma: one less the observed disorder as a share of the expected one."""
    expected = cells.get((EXPECTED,), 0.0)
    if not expected:
        return None
    return 1 - cells.get((OBSERVED,), 0.0) / expected


def gamma_counts(cells: Cells) -> dict[str, float]:
    """Give both disorders, in units that stay alone."""
    return {
        "observed disorder": round(cells.get((OBSERVED,), 0.0), 3),
        "expected disorder": round(cells.get((EXPECTED,), 0.0), 3),
    }


# --- gamma-cat


def gamma_cat_items(comparison: Comparison) -> Iterator[Item]:
    """Give for aligned units how their labels differ, weighted by how well their places fit."""
    layers = units_of(comparison)
    if not any(layers):
        return
    article, whole = comparison.article.id, Span(0, len(comparison.article.text))
    for together in of_two(layers):
        for one, two, weight in weighed(together):
            span = Span(int(min(one.start, two.start)), int(max(one.end, two.end)))
            cell = (OBSERVED, *sorted((one.label, two.label)))
            yield Item(cell, weight, article, span, (one.id, two.id))
    sums: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for sample in _samples(comparison):
        for together in of_two(sample):
            for one, two, weight in weighed(together):
                sums[EXPECTED, *sorted((one.label, two.label))] += weight
    for cell, weight in sums.items():
        yield Item(cell, weight / SAMPLES, article, whole)


def gamma_cat(cells: Cells, label: str | None = None) -> float | None:
    """Give gamma-cat, or gamma-k of one label: of pairs in which at least one has the label."""
    shares = []
    for kind in (OBSERVED, EXPECTED):
        pairs = {
            cell: n for cell, n in cells.items() if cell[0] == kind and (
                label is None or label in cell[1:])
        }  # fmt: skip
        total = sum(pairs.values())
        if not total:
            return None
        shares.append(sum(n for cell, n in pairs.items() if cell[1] != cell[2]) / total)
    observed, expected = shares
    return 1 - observed / expected if expected else None


def gamma_cat_counts(cells: Cells) -> dict[str, float]:
    """Give the weight of the pairs that were compared, and of those with the same label."""
    pairs = {cell: n for cell, n in cells.items() if cell[0] == OBSERVED}
    return {
        "aligned (weighted)": round(sum(pairs.values()), 3),
        "same label (weighted)": round(
            sum(n for cell, n in pairs.items() if cell[1] == cell[2]), 3
        ),
    }
