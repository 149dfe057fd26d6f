"""The pairs are the best there are: held to SciPy's assignment and to trying everything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.pairing import best_pairs, linked, most_pairs

weights = st.dictionaries(
    st.tuples(st.integers(0, 5), st.integers(0, 5)),
    st.integers(1, 20).map(lambda n: n / 4),
    max_size=20,
)


def total(weights, pairs):
    return sum(weights[pair] for pair in pairs)


def everything(weights):
    """Every set of pairs in which no place stands twice."""
    found = [((), 0.0)]
    for pair, weight in weights.items():
        found += [
            ((*taken, pair), sum_ + weight)
            for taken, sum_ in found
            if all(pair[0] != a and pair[1] != b for a, b in taken)
        ]
    return found


@given(weights)
def test_no_other_choice_of_pairs_weighs_more(weights):
    pairs = best_pairs(weights)
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert total(weights, pairs) == pytest.approx(max(t for _, t in everything(weights)))


@given(weights)
def test_no_other_choice_has_more_pairs_or_as_many_with_more_weight(weights):
    pairs = most_pairs(weights)
    best = max((len(taken), sum_) for taken, sum_ in everything(weights))
    assert (len(pairs), total(weights, pairs)) == (best[0], pytest.approx(best[1]))


def test_large_tangles_weigh_as_much_as_by_scipy():
    scipy_optimize = pytest.importorskip("scipy.optimize")
    import numpy

    random = numpy.random.default_rng(3)
    dense = numpy.where(random.random((70, 55)) < 0.2, random.random((70, 55)), 0.0)
    weights = {(int(a), int(b)): float(dense[a, b]) for a, b in zip(*dense.nonzero(), strict=True)}
    rows, columns = scipy_optimize.linear_sum_assignment(-dense)
    assert total(weights, best_pairs(weights)) == pytest.approx(dense[rows, columns].sum())


def test_links_make_groups():
    assert linked([(4, 1), (2, 3)], 6) == [[0], [1, 4], [2, 3], [5]]
