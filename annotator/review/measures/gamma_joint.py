"""Mathet's gamma of all annotators together."""

from annotator.review.disorders import TANGLED, gamma, gamma_counts, gamma_items_together
from annotator.review.measure import Cells, Measure


def _value(cells: Cells) -> float | None:
    return gamma({cell: amount for cell, amount in cells.items() if cell != TANGLED})


def _caution(cells: Cells) -> str:
    articles = cells.get(TANGLED, 0)
    if not articles:
        return ""
    return (
        f"{articles:.0f} article(s) are left out: so many marks lie upon each other there that "
        "the exact alignment would take too long. The mean over pairs (gamma) has them."
    )


MEASURE = Measure(
    "gamma_joint",
    "Mathet’s γ of all together",
    "γ with the best alignment of all annotators at once, exact, as its authors define it; for "
    "two annotators it is γ.",
    "Mathet, Widlöcher and Métivier 2015",
    gamma_items_together,
    _value,
    gamma_counts,
    pairwise=False,
    caution=_caution,
    slow=True,
)
