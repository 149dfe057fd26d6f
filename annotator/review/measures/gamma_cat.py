"""Mathet's gamma-cat: labels of aligned units."""

from annotator.review.disorders import gamma_cat, gamma_cat_counts, gamma_cat_items
from annotator.review.measure import Measure

MEASURE = Measure(
    "gamma_cat",
    "Mathet’s γ-cat, and γ-k by label",
    "Agreement beyond chance on the labels of annotations that the best alignment puts together, "
    "weighted by how well their places fit. By label it is γ-k. Of more than two annotators it "
    "is the mean over all pairs.",
    "Mathet 2017",
    gamma_cat_items,
    gamma_cat,
    gamma_cat_counts,
    of_part=gamma_cat,
    slow=True,
)
