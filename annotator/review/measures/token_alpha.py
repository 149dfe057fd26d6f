"""Krippendorff's alpha on tokens."""

from annotator.review.coefficients import krippendorff
from annotator.review.measure import Cells, Measure
from annotator.review.token_table import (
    against_rest,
    classes,
    token_caution,
    token_counts,
    token_items,
)


def _of_class(cells: Cells, label: str) -> float | None:
    return krippendorff(against_rest(cells, label))


MEASURE = Measure(
    "token_alpha",
    "Krippendorff’s α on tokens",
    "One less the disagreement on the labels of tokens as a share of what chance would give "
    "(nominal). Articles may have different annotators. What is unmarked is a class of its own, "
    "shown apart by label.",
    "Krippendorff 2004, chapter 11",
    token_items,
    krippendorff,
    token_counts,
    pairwise=False,
    of_part=_of_class,
    parts=classes,
    caution=token_caution,
)
