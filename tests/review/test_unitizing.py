"""Units on a continuum: published values, and laws that tie the alphas to each other."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.annotation import Annotation
from annotator.core.span import Span
from annotator.review.coefficients import krippendorff
from annotator.review.comparison import Comparison
from annotator.review.segments import flat, with_gaps
from annotator.review.unitizing import (
    binary_alpha,
    classic,
    classic_expected,
    classic_observed,
    cu_alpha,
    ku_alpha,
    u_alpha,
    unit_items,
)
from tests.review.making import TIME, an_id, article, comparison, comparisons, layer, mark

# Krippendorff 2004, p. 254: a continuum from 150, 300 long; (start, length) of two annotators.
C = [[(75, 70), (220, 30)], [(70, 80), (205, 20), (250, 20)]]
K = [[(30, 60), (150, 50)]] * 2
# Krippendorff 1995, p. 57, example A: Bertha and Bill, 0 to 24.
A = [[(2, 8), (14, 6)], [(4, 4), (15, 2)]]


def cells(comparison):
    found = Counter()
    for item in unit_items(comparison):
        found[item.cell] += item.amount
    return found


def test_krippendorff_2004():
    assert classic_observed(C, 300) == pytest.approx(0.0144, abs=0.00005)
    assert classic_expected(C, 300) == pytest.approx(0.0532, abs=0.00005)
    assert classic([C], 300) == pytest.approx(0.7286, abs=0.00005)
    assert classic([K], 300) == 1
    assert classic([C, K], 300) == pytest.approx(0.859, abs=0.0005)


def test_krippendorff_1995_on_a_fine_grid():
    fine = [[(start * 1000, size * 1000) for start, size in units] for units in A]
    assert classic_observed(fine, 24_000) == pytest.approx(0.03125)
    # The paper's own expected value has a slip of sign, put right in 2004.
    assert classic_expected(fine, 24_000) == pytest.approx(0.0699, abs=0.00005)
    assert classic([fine], 24_000) == pytest.approx(0.553, abs=0.02)
    assert classic([[[], []]], 24) is None


def coded(*rows: str) -> Comparison:
    """Make annotators who give each character a label of its own."""
    of = article("x" * len(rows[0]))
    return Comparison(
        of,
        tuple(
            layer(name, *(mark(of, label, (at, at + 1), name) for at, label in enumerate(row)))
            for name, row in zip("abcd", rows, strict=False)
        ),
    )


@given(st.lists(st.text("pqr", min_size=6, max_size=6), min_size=2, max_size=3))
def test_units_of_length_one_without_gaps_give_nominal_alpha(rows):
    found = cells(coded(*rows))
    patterns = Counter(zip(*rows, strict=True))
    expected = krippendorff(patterns)
    if expected is None:
        assert u_alpha(found) is cu_alpha(found) is None
    else:
        assert u_alpha(found) == pytest.approx(expected)
        assert cu_alpha(found) == pytest.approx(expected)


def test_krippendorff_2004_nominal_by_units():
    # Page 227: two annotators, ten units.
    found = cells(coded("abbbbbbbcd"[:10], "abbbbbbccd"[:10]))
    assert u_alpha(found) == pytest.approx(
        krippendorff(Counter(zip("abbbbbbbcd", "abbbbbbccd", strict=True)))
    )


def test_each_alpha_looks_at_its_own_side():
    of = article("x" * 100)
    where = [("actor", (10, 20)), ("place", (40, 60))]
    swapped = [("place", (10, 20)), ("actor", (40, 60))]
    same_places = cells(comparison(of, ada=where, ben=swapped))
    assert binary_alpha(same_places) == 1
    assert cu_alpha(same_places) < 0
    same_labels = cells(comparison(of, ada=where, ben=[("actor", (15, 25)), ("place", (45, 60))]))
    assert cu_alpha(same_labels) == ku_alpha(same_labels, "actor") == 1
    assert 0 < u_alpha(same_labels) < 1
    assert ku_alpha(same_labels, "cue") is None


def test_nobody_marked_is_undefined():
    empty = cells(comparison(article(), ada=[], ben=[]))
    assert u_alpha(empty) is binary_alpha(empty) is cu_alpha(empty) is None


@given(comparisons(("ada", "ben", "cy")))
def test_all_characters_are_met_once_by_each(found):
    length = len(found.article.text)
    sums = cells(found)
    assert sum(n for cell, n in sums.items() if cell[0] == "met") == pytest.approx(3 * length)
    for each in found.layers:
        units = flat(each.marks)
        assert sum(s.end - s.start for s in with_gaps(units, length)) == length
        covered = {at for m in each.marks for part in m.fragments for at in range(*part_of(part))}
        assert {at for s in units for at in range(s.start, s.end)} == covered


def part_of(span):
    return span.start, span.end


def test_the_inner_mark_counts():
    of = article("x" * 30)
    parts = [("outer", (0, 20)), ("inner", (5, 10))]
    marks = [
        Annotation(an_id(), of.id, "ada", label, (Span(*p),), "x" * (p[1] - p[0]), TIME, TIME)
        for label, p in parts
    ]
    assert [(s.start, s.end, s.label) for s in flat(marks)] == [
        (0, 5, "outer"), (5, 10, "inner"), (10, 20, "outer"),
    ]  # fmt: skip
