"""Who gets which articles."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.errors import AnnotatorError
from annotator.review.assignment import assigned

NAMES = ("ada", "ben", "cy", "dee")


def words(count=240):
    return {f"article {n:03}": 300 + 97 * n % 600 for n in range(count)}


def test_pairs_rotate_and_loads_are_equal():
    plan = assigned(words(), NAMES)
    teams = Counter(
        pair
        for article in words()
        for pair in combinations([n for n in NAMES if article in plan.articles[n]], 2)
    )
    assert set(teams) == set(combinations(NAMES, 2))
    assert set(teams.values()) == {40}
    assert max(plan.words.values()) - min(plan.words.values()) <= 2 * max(words().values())
    assert plan.shared == tuple(sorted(words()))


def test_only_a_share_is_done_twice():
    plan = assigned(words(), NAMES, overlap=0.1)
    times = Counter(article for articles in plan.articles.values() for article in articles)
    assert Counter(times.values()) == {2: 24, 1: 216}
    assert {article for article, n in times.items() if n == 2} == set(plan.shared)
    assert max(plan.words.values()) - min(plan.words.values()) <= max(words().values())


def test_retests_are_of_ones_own():
    plan = assigned(words(), NAMES, retest=0.05)
    for name in NAMES:
        assert len(plan.retests[name]) == round(0.05 * len(plan.articles[name]))
        assert set(plan.retests[name]) <= set(plan.articles[name])
    records = plan.records("round")
    assert sum(one.retest for one in records) == sum(map(len, plan.retests.values()))
    assert len(records) == sum(map(len, (*plan.articles.values(), *plan.retests.values())))


def test_too_few_annotators_are_told():
    with pytest.raises(AnnotatorError, match="cannot do each article 2 times"):
        assigned(words(4), ["ada", "ada"])


@given(st.integers(0, 40), st.integers(1, 3), st.floats(0, 1), st.floats(0, 1), st.integers(0, 9))
def test_every_article_is_given_and_the_same_seed_gives_the_same(count, coders, share, again, seed):
    how = {"coders": coders, "overlap": share, "retest": again, "seed": seed}
    plan = assigned(words(count), NAMES, **how)
    assert {a for articles in plan.articles.values() for a in articles} == set(words(count))
    assert all(len(set(articles)) == len(articles) for articles in plan.articles.values())
    assert assigned(dict(reversed(words(count).items())), NAMES[::-1], **how) == plan
