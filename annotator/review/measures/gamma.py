"""Mathet's gamma."""

from annotator.review.disorders import gamma, gamma_counts, gamma_items
from annotator.review.measure import Measure

MEASURE = Measure(
    "gamma",
    "Mathet’s γ",
    "One less the disorder of the best alignment of two annotators’ annotations as a share of "
    "what shuffled texts give; place and label weigh the same (α = β = Δ∅ = 1), nesting and "
    "overlap are allowed. Exact for two; of more annotators it is the mean over all pairs. Over "
    "several articles the disorders are summed.",
    "Mathet, Widlöcher and Métivier 2015",
    gamma_items,
    gamma,
    gamma_counts,
    slow=True,
)
