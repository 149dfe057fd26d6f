"""Krippendorff's alpha on the labels of whole articles."""

from annotator.review.answers import (
    answer_counts,
    article_label_items,
    article_labels_used,
    of_first,
    without_first,
)
from annotator.review.coefficients import krippendorff
from annotator.review.measure import Cells, Measure


def _of_label(cells: Cells, name: str) -> float | None:
    return krippendorff(without_first(of_first(cells, name)))


def _value(cells: Cells) -> float | None:
    found = [_of_label(cells, name) for name in sorted({cell[0] for cell in cells})]
    defined = [value for value in found if value is not None]
    return sum(defined) / len(defined) if defined else None


MEASURE = Measure(
    "article_labels",
    "Article labels, Krippendorff’s α",
    "Agreement of all annotators beyond chance on the questions about whole articles (nominal); "
    "overall it is the mean over the questions. Who did not answer is left out.",
    "Krippendorff 2004, chapter 11",
    article_label_items,
    _value,
    answer_counts,
    pairwise=False,
    of_part=_of_label,
    parts=article_labels_used,
)
