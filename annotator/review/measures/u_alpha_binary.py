"""Krippendorff's binary u-alpha: boundaries alone."""

from annotator.review.measure import Measure
from annotator.review.unitizing import binary_alpha, unit_counts, unit_items

MEASURE = Measure(
    "u_alpha_binary",
    "Krippendorff’s |uα",
    "One less the disagreement on what is marked at all, with whatever label, as a share of what "
    "chance would give.",
    "Krippendorff, Mathet, Bouvry and Widlöcher 2016, with its erratum",
    unit_items,
    binary_alpha,
    unit_counts,
    pairwise=False,
)
