"""Cohen's kappa on tokens."""

from annotator.review.coefficients import cohen
from annotator.review.measure import Cells, Measure
from annotator.review.token_table import (
    against_rest,
    classes,
    token_caution,
    token_counts,
    token_items,
)


def _of_class(cells: Cells, label: str) -> float | None:
    return cohen(against_rest(cells, label))  # type: ignore[arg-type]


MEASURE = Measure(
    "token_kappa",
    "Cohen’s κ on tokens",
    "Agreement of two annotators on the label of each token beyond what their own habits would "
    "give by chance; what is unmarked is a class of its own, shown apart by label. Nested "
    "annotations cannot be told by it: the inmost one counts.",
    "Cohen 1960; on the many unmarked tokens see Mathet et al. 2015, section 3.4.1",
    token_items,
    cohen,  # type: ignore[arg-type]
    token_counts,
    of_part=_of_class,
    parts=classes,
    caution=token_caution,
)
