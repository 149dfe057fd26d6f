"""Splits: by the seed and the texts alone, near-duplicates together, near to the shares."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import text_hash
from annotator.core.errors import FormatError
from annotator.jobs.splitting import PARTS, shares_of, split

NAMES = [f"article {number}" for number in range(200)]
HASHES = {name: text_hash(name) for name in NAMES}


@given(st.permutations(NAMES), st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(order, seed):
    shares = (0.8, 0.1, 0.1)
    one = split(HASHES, [], shares, seed)
    assert split({name: HASHES[name] for name in order}, [], shares, seed) == one
    counts = [list(one.values()).count(part) for part in PARTS]
    assert counts == [160, 20, 20] and set(one) == set(NAMES)


def test_another_seed_gives_another_split():
    assert split(HASHES, [], (0.5, 0.5), 1) != split(HASHES, [], (0.5, 0.5), 2)
    assert set(split(HASHES, [], (0.5, 0.5), 1).values()) == {"train", "test"}


def test_near_duplicates_stay_together():
    groups = [NAMES[:7], NAMES[50:80]]
    found = split(HASHES, groups, (0.6, 0.2, 0.2), 4)
    for group in groups:
        assert len({found[name] for name in group}) == 1


def test_what_is_no_split_is_refused():
    assert shares_of("80/10/10") == pytest.approx((0.8, 0.1, 0.1))
    for said in ("8", "a/b", "1/0/1", "1/2/3/4", "", "inf/1", "nan/1"):
        with pytest.raises(FormatError):
            shares_of(said)
