from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Span, fragments_of, hull, quote

spans = st.tuples(st.integers(0, 40), st.integers(1, 9)).map(lambda p: Span(p[0], p[0] + p[1]))


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2), (-3, -1)])
def test_a_span_is_never_empty_reversed_or_negative(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@given(spans, spans)
def test_spans_are_sets_of_code_points(one: Span, other: Span) -> None:
    mine, its = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert len(one) == len(mine)
    assert one.overlaps(other) == bool(mine & its) == other.overlaps(one)
    assert one.contains(other) == (mine >= its)


@given(st.lists(spans, min_size=1))
def test_fragments_cover_the_same_code_points_sorted_and_apart(parts: list[Span]) -> None:
    covered = {at for span in parts for at in range(span.start, span.end)}
    found = fragments_of(parts)
    assert {at for span in found for at in range(span.start, span.end)} == covered
    assert all(a.end < b.start for a, b in pairwise(found))
    assert fragments_of(found) == found
    assert hull(found) == Span(min(covered), max(covered) + 1)


def test_no_spans_give_no_fragments() -> None:
    assert fragments_of([]) == ()


def test_a_quote_joins_the_words_by_one_space() -> None:
    assert quote("“will” not close", (Span(1, 5), Span(11, 16))) == "will close"
    assert quote("a🎉b", (Span(1, 2),)) == "🎉"
