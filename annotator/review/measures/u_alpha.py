"""Krippendorff's u-alpha: boundaries and labels."""

from annotator.review.measure import Measure
from annotator.review.unitizing import u_alpha, unit_counts, unit_items

MEASURE = Measure(
    "u_alpha",
    "Krippendorff’s uα",
    "One less the disagreement on where units are and how they are labelled as a share of what "
    "chance would give, over every character. By label only that label’s annotations are looked "
    "at. Where annotations nest, the inner one counts and the outer one is cut around it; by "
    "label nothing is lost unless annotations of one label nest.",
    "Krippendorff, Mathet, Bouvry and Widlöcher 2016, with its erratum",
    unit_items,
    u_alpha,
    unit_counts,
    pairwise=False,
)
