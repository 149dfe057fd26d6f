"""Krippendorff's earlier alpha of units, for comparison with older studies."""

from annotator.review.measure import Measure
from annotator.review.unitizing_classic import alpha_u, alpha_u_counts, alpha_u_items, alpha_u_of

MEASURE = Measure(
    "alpha_u",
    "Krippendorff’s αU of 2004",
    "One less the observed disagreement on where each label’s units begin and end as a share of "
    "what chance would give; a unit that another has no match for counts by its squared length. "
    "The disagreements of labels are added; those of articles too, weighted by their length in "
    "characters. Annotations of one label that nest are laid flat. Since 2016 uα is preferred.",
    "Krippendorff 1995; 2004, p. 250–254",
    alpha_u_items,
    alpha_u,
    alpha_u_counts,
    pairwise=False,
    of_part=alpha_u_of,
    slow=True,
)
