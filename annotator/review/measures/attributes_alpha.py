"""Krippendorff's alpha on attributes of annotations that both made."""

from annotator.review.answers import (
    LIST,
    answer_counts,
    attribute_items,
    attributes_used,
    of_first,
    without_first,
)
from annotator.review.coefficients import jaccard, krippendorff
from annotator.review.measure import Cells, Measure


def _distance(one: str, two: str) -> float:
    if LIST in one or LIST in two:
        return jaccard(one.split(LIST), two.split(LIST))
    return float(one != two)


def _of_attribute(cells: Cells, name: str) -> float | None:
    return krippendorff(without_first(of_first(cells, name)), _distance)


def _value(cells: Cells) -> float | None:
    found = [_of_attribute(cells, name) for name in sorted({cell[0] for cell in cells})]
    defined = [value for value in found if value is not None]
    return sum(defined) / len(defined) if defined else None


MEASURE = Measure(
    "attributes_alpha",
    "Attributes: Krippendorff’s α",
    "Agreement beyond chance on each attribute of annotations that both made (same label, "
    "overlapping); overall it is the mean over the attributes. Distance: nominal, and for "
    "attributes that take several answers Jaccard.",
    "Krippendorff 2004, chapter 11; for sets Passonneau 2006",
    attribute_items,
    _value,
    answer_counts,
    of_part=_of_attribute,
    parts=attributes_used,
)
