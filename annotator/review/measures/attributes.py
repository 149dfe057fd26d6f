"""Agreement on attributes of annotations that both made."""

from annotator.review.answers import (
    answer_counts,
    attribute_items,
    attributes_used,
    of_first,
    same_share,
)
from annotator.review.measure import Cells, Measure


def _of_attribute(cells: Cells, name: str) -> float | None:
    return same_share(of_first(cells, name))


MEASURE = Measure(
    "attributes",
    "Attributes: equal answers",
    "The share of equal answers to the attributes of annotations that both made (same label, "
    "overlapping), each attribute shown apart. An attribute that only one answered is a "
    "difference; one that neither answered does not count. Not corrected for chance.",
    "observed agreement on matched spans",
    attribute_items,
    same_share,
    answer_counts,
    of_part=_of_attribute,
    parts=attributes_used,
)
