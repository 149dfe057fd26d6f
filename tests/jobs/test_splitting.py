"""Splits: by the seed and the texts alone, near-duplicates together, near to the shares."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import text_hash
from annotator.core.errors import FormatError
from annotator.jobs.splitting import BY, PARTS, Facts, Shares, shares_of, split

NAMES = [f"article {number}" for number in range(200)]
PLAIN = {name: Facts(text_hash(name)) for name in NAMES}
EIGHTY = shares_of("80/10/10")
RICH = {
    name: Facts(
        text_hash(name), [label for label, every in {"a": 2, "b": 7, "c": 20}.items()
                          if at % every == 0],
        f"Outlet {at % 17}", f"2026-{at % 12 + 1:02}-{at % 28 + 1:02}",
    )
    for at, name in enumerate(NAMES)
}  # fmt: skip


def halves(seed, by="label"):
    return split(PLAIN, [], shares_of("50/50"), seed, by)


@given(st.permutations(NAMES), st.integers(0, 99), st.sampled_from(BY))
def test_the_order_of_rows_does_not_matter(order, seed, by):
    one = split(RICH, [NAMES[3:6]], EIGHTY, seed, by)
    assert split({n: RICH[n] for n in order}, [NAMES[3:6][::-1]], EIGHTY, seed, by) == one
    assert set(one) == set(NAMES)


@pytest.mark.parametrize("by", BY)
def test_articles_that_nothing_tells_apart_are_divided_as_asked(by):
    counts = Counter(split(PLAIN, [], EIGHTY, 3, by).values())
    assert counts == {"train": 160, "dev": 20, "test": 20}


@pytest.mark.parametrize("by", ["label", "article", "outlet"])
def test_another_seed_gives_another_split(by):
    assert halves(1, by) != halves(2, by)
    assert set(halves(1, by).values()) == {"train", "test"}


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=9), max_size=9), st.sampled_from(BY))
def test_near_duplicates_stay_together_whatever_it_goes_by(groups, by):
    found = split(RICH, groups, shares_of("60/20/20"), 4, by)
    for group in groups:
        assert len({found[name] for name in group}) <= 1


@given(st.integers(0, 999))
def test_each_label_has_its_share_in_each_part(seed):
    found = split(RICH, [NAMES[:4], NAMES[50:53]], EIGHTY, seed)
    for label in "abc":
        having = [name for name in NAMES if label in RICH[name].labels]
        counts = Counter(found[name] for name in having)
        for part, share in zip(PARTS, EIGHTY.of_one, strict=True):
            assert abs(counts[part] - share * len(having)) <= 2
    assert abs(Counter(found.values())["train"] - 160) <= 3


def test_by_chance_alone_a_rare_label_would_be_missing_somewhere():
    def missing(by):
        found = [split(RICH, [], EIGHTY, seed, by) for seed in range(20)]
        return sum({one[n] for n in NAMES if "c" in RICH[n].labels} != set(PARTS) for one in found)

    assert missing("label") == 0 < missing("article")


@given(st.integers(0, 99))
def test_no_outlet_is_in_two_parts_and_copies_join_outlets(seed):
    found = split(RICH, [[NAMES[0], NAMES[1]]], EIGHTY, seed, "outlet")
    parts = {}
    for name in NAMES:
        parts.setdefault(RICH[name].outlet, set()).add(found[name])
    assert all(len(where) == 1 for where in parts.values())
    assert parts["Outlet 0"] == parts["Outlet 1"]
    assert set(found.values()) == set(PARTS)


def test_a_few_large_outlets_leave_no_part_empty():
    sizes = {"Post": 50, "Times": 30, "Echo": 20}
    articles = {
        f"{outlet} {n}": Facts(text_hash(f"{outlet} {n}"), outlet=outlet)
        for outlet, size in sizes.items() for n in range(size)
    }  # fmt: skip
    for seed in range(9):
        found = split(articles, [], EIGHTY, seed, "outlet")
        assert set(found.values()) == set(PARTS)
        assert Counter(found.values())["train"] == 50


def test_the_oldest_train_and_the_newest_test():
    dated = {
        **{f"d{n}": Facts(text_hash(f"{n}"), published=f"2026-01-{n:02}") for n in range(1, 21)},
        "none": Facts(text_hash("none")), "words": Facts(text_hash("w"), published="4 May 2031"),
    }  # fmt: skip
    found = split(dated, [["d20", "d2"]], shares_of("70/15/15"), 1, "date")
    assert found["none"] == "train" and found["words"] == "test"
    assert found["d20"] == found["d2"] == "train"  # a copy is as old as the oldest
    days = {part: [int(n[1:]) for n, at in found.items() if at == part and n[1:].isdigit()]
            for part in PARTS}  # fmt: skip
    days["train"].remove(20)
    assert max(days["train"]) < min(days["dev"]) <= max(days["dev"]) < min(days["test"])


def test_what_is_no_split_is_refused():
    assert shares_of("80/10/10").of_one == pytest.approx((0.8, 0.1, 0.1))
    assert shares_of("8/2").parts == ("train", "test") and str(Shares((0.5, 0.25))) == "0.5/0.25"
    for said in ("8", "a/b", "1/0/1", "1/2/3/4", "", "inf/1", "nan/1", "80-10-10", "90/-10"):
        with pytest.raises(FormatError):
            shares_of(said)
