"""Cohen's kappa on whether a label occurs in an article at all."""

from annotator.review.answers import ARTICLE, presence_items, presence_of
from annotator.review.coefficients import cohen
from annotator.review.measure import Cells, Measure


def _of_label(cells: Cells, label: str) -> float | None:
    return cohen(presence_of(cells, label))


def _value(cells: Cells) -> float | None:
    labels = sorted({cell[0] for cell in cells if cell != ARTICLE})
    defined = [value for label in labels if (value := _of_label(cells, label)) is not None]
    return sum(defined) / len(defined) if defined else None


def _counts(cells: Cells) -> dict[str, float]:
    return {"compared": cells.get(ARTICLE, 0.0)}


MEASURE = Measure(
    "article_presence",
    "Label in the article, Cohen’s κ",
    "Agreement of two annotators beyond chance on whether an article has a label at all; overall "
    "it is the mean over the labels.",
    "Cohen 1960",
    presence_items,
    _value,
    _counts,
    of_part=_of_label,
)
