"""Gwet's AC1 on tokens."""

from annotator.review.coefficients import gwet
from annotator.review.measure import Cells, Measure
from annotator.review.token_table import against_rest, classes, token_counts, token_items


def _value(cells: Cells) -> float | None:
    return gwet(cells, len({label for cell in cells for label in cell}))


def _of_class(cells: Cells, label: str) -> float | None:
    return gwet(against_rest(cells, label), 2)


MEASURE = Measure(
    "token_ac1",
    "Gwet’s AC1 on tokens",
    "Agreement of all annotators on the label of each token beyond chance, with a chance that "
    "does not grow when nearly all tokens are of one class. Read it beside κ, not instead.",
    "Gwet 2008",
    token_items,
    _value,
    token_counts,
    pairwise=False,
    of_part=_of_class,
    parts=classes,
)
