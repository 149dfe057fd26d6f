"""Fleiss' kappa on tokens."""

from annotator.review.coefficients import fleiss
from annotator.review.measure import Cells, Measure
from annotator.review.token_table import (
    against_rest,
    classes,
    token_caution,
    token_counts,
    token_items,
)


def _of_class(cells: Cells, label: str) -> float | None:
    return fleiss(against_rest(cells, label))


MEASURE = Measure(
    "token_fleiss",
    "Fleiss’ κ on tokens",
    "Agreement of all annotators together on the label of each token beyond chance, chance being "
    "the labels' shares in what all of them said; what is unmarked is a class of its own, shown "
    "apart by label. Of two annotators it is Scott’s π.",
    "Fleiss 1971",
    token_items,
    fleiss,
    token_counts,
    pairwise=False,
    of_part=_of_class,
    parts=classes,
    caution=token_caution,
)
