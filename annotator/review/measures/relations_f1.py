"""F1 of relations."""

from annotator.review.answers import relation_items, relation_types_used
from annotator.review.measure import Measure
from annotator.review.spans_f1 import f1, f1_counts, f1_of

MEASURE = Measure(
    "relations_f1",
    "Relations F1",
    "The share of the relations of two annotators that the other one made too: of the same type, "
    "between annotations that go together (same label, overlapping). A relation whose end the "
    "other did not mark counts as missing. By label it is by relation type.",
    "positive specific agreement, as for spans: Hripcsak and Rothschild 2005",
    relation_items,
    f1,
    f1_counts,
    of_part=f1_of,
    parts=relation_types_used,
)
