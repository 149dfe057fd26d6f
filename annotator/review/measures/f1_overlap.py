"""Span F1 with boundaries that overlap."""

from annotator.review.measure import Measure
from annotator.review.spans_f1 import f1, f1_counts, f1_of, span_items

MEASURE = Measure(
    "f1_overlap",
    "Span F1, overlap",
    "The share of the annotations of two annotators that the other one made too, with the same "
    "label on at least one same character, one to one and as many pairs as there "
    "can be. It is symmetric; nobody is taken for the truth. Of more annotators: the mean over "
    "all pairs.",
    "Hripcsak and Rothschild 2005 (mean pairwise F1 is positive specific agreement)",
    span_items("overlap"),
    f1,
    f1_counts,
    of_part=f1_of,
)
