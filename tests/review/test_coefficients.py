"""Published values, and the results of other people's programs on random data."""

from collections import Counter
from random import Random

import pytest

from annotator.review.coefficients import (
    agreement_of,
    cohen,
    fleiss,
    gwet,
    interval,
    jaccard,
    krippendorff,
    masi,
    ordinal,
    ratio,
    shares,
)

P1 = {("a", "a"): 20, ("a", "b"): 10, ("b", "a"): 20, ("b", "b"): 50}
P2 = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 "
    "144444 224445 333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 "
    "111155 224444 133333 555555"
)
P3 = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . .",
    ". 3 3 3 2 3 4 2 2 5 1 3",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
P5 = (  # digitised: 24 places, Bertha (2, 8) (14, 6), Bill (4, 4) (15, 2)
    [2 <= at < 10 or 14 <= at < 20 for at in range(24)],
    [4 <= at < 8 or 15 <= at < 17 for at in range(24)],
)


def test_artstein_and_poesio_2008():
    assert cohen(P1) == pytest.approx(0.348, abs=0.0005)
    assert fleiss(P1) == pytest.approx(0.341, abs=0.0005)
    assert krippendorff(P1) == pytest.approx(0.3440, abs=0.00005)


def test_fleiss_1971():
    patterns = Counter(tuple(row) for row in P2.split())
    assert agreement_of(patterns) == pytest.approx(0.5556, abs=0.00005)
    assert sum(share**2 for share in shares(patterns).values()) == pytest.approx(0.2201, abs=0.0003)
    assert fleiss(patterns) == pytest.approx(0.430, abs=0.0005)
    for category, expected in zip("12345", (0.245, 0.245, 0.520, 0.471, 0.566), strict=True):
        one = Counter()
        for row, count in patterns.items():
            one[tuple(answer == category for answer in row)] += count
        assert fleiss(one) == pytest.approx(expected, abs=0.0006)


def test_krippendorff_2004():
    columns = zip(*(row.split() for row in P3), strict=True)
    patterns = Counter(tuple(int(a) for a in column if a != ".") for column in columns)
    assert krippendorff(patterns) == pytest.approx(0.743, abs=0.0005)
    assert krippendorff(patterns, interval) == pytest.approx(0.849, abs=0.0005)
    assert krippendorff(patterns, ordinal(patterns)) == pytest.approx(0.815, abs=0.0005)
    assert krippendorff(patterns, ratio) == pytest.approx(0.797, abs=0.0005)


def test_krippendorff_1995_digitised():
    table = Counter(zip(*P5, strict=True))
    assert cohen(table) == pytest.approx(0.385, abs=0.0005)
    assert fleiss(table) == pytest.approx(0.314, abs=0.0005)
    assert krippendorff(table) == pytest.approx(0.329, abs=0.0005)


@pytest.mark.parametrize(
    "table", [{}, {("a", "a"): 9}], ids=["nothing compared", "only one answer"]
)
def test_undefined_is_neither_0_nor_1(table):
    assert cohen(table) is fleiss(table) is krippendorff(table) is None
    assert gwet(table, 1) is None


def test_no_association_is_0():
    even = {("a", "a"): 25, ("a", "b"): 25, ("b", "a"): 25, ("b", "b"): 25}
    assert cohen(even) == fleiss(even) == gwet(even, 2) == 0


def test_ac1_withstands_unequal_classes():
    # Two raters, 125 subjects, nearly all positive: the table with which Gwet (2008) shows it.
    table = {("+", "+"): 118, ("+", "-"): 5, ("-", "+"): 2, ("-", "-"): 0}
    assert gwet(table, 2) == pytest.approx(0.9408, abs=0.0005)
    assert cohen(table) < 0


def test_set_distances():
    assert jaccard(["a", "b"], ["b", "c"]) == pytest.approx(2 / 3)
    assert masi(["a", "b"], ["b"]) == pytest.approx(1 - 0.5 * 2 / 3)
    assert masi(["a", "b"], ["b", "c"]) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi(["a"], ["b"]) == 1
    assert masi([], []) == jaccard([], []) == 0


@pytest.mark.parametrize("seed", range(8))
def test_kappa_as_by_scikit_learn(seed):
    metrics = pytest.importorskip("sklearn.metrics")
    random = Random(seed)
    one, two = (random.choices("abcd", (5, 3, 1, 1), k=80) for _ in range(2))
    two = [a if random.random() < 0.5 else b for a, b in zip(one, two, strict=True)]
    expected = metrics.cohen_kappa_score(one, two)
    assert cohen(Counter(zip(one, two, strict=True))) == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(8))
def test_alpha_as_by_the_krippendorff_package(seed):
    package = pytest.importorskip("krippendorff")
    random = Random(seed)
    nan = float("nan")
    rows = [[random.choice([1, 2, 2, 3, 4, nan]) for _ in range(30)] for _ in range(4)]
    patterns = Counter(tuple(a for a in column if a == a) for column in zip(*rows, strict=True))
    for level, distance in (
        ("nominal", None), ("interval", interval), ("ratio", ratio), ("ordinal", ordinal(patterns)),
    ):  # fmt: skip
        expected = package.alpha(reliability_data=rows, level_of_measurement=level)
        found = krippendorff(patterns) if distance is None else krippendorff(patterns, distance)
        assert found == pytest.approx(expected), level
