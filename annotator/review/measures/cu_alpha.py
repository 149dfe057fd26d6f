"""Krippendorff's cu-alpha: labels where units intersect."""

from annotator.review.measure import Measure
from annotator.review.unitizing import cu_alpha, ku_alpha, unit_counts, unit_items

MEASURE = Measure(
    "cu_alpha",
    "Krippendorff’s cuα, and (k)uα by label",
    "Agreement beyond chance on the labels of what two annotators both marked, whatever the "
    "boundaries. By label it is (k)uα: how reliably this label is told from the others. Where "
    "annotations nest, the inner one counts.",
    "Krippendorff, Mathet, Bouvry and Widlöcher 2016, with its erratum",
    unit_items,
    cu_alpha,
    unit_counts,
    pairwise=False,
    of_part=ku_alpha,
)
