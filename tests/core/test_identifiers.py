from datetime import datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.identifiers import derived_id, format_time, is_id, new_id, now, parse_time

WEST = timezone(timedelta(hours=-3))


def test_new_identifiers_are_version_7_and_rise() -> None:
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(set(ids))
    assert {UUID(i).version for i in ids[:100]} == {7}
    assert all(map(is_id, ids))


@given(st.lists(st.text()), st.lists(st.text()))
def test_derived_identifiers_depend_on_the_parts_alone(one: list[str], other: list[str]) -> None:
    assert is_id(derived_id(*one))
    assert UUID(derived_id(*one)).version == 8
    assert UUID(derived_id(*one)).variant == UUID(new_id()).variant
    assert (derived_id(*one) == derived_id(*other)) == (one == other)


def test_derived_identifiers_never_change() -> None:
    assert derived_id("article", "1") == "fca75505-dc07-8454-bdcf-188bfc52235f"
    assert is_id(derived_id("half \ud800"))


@pytest.mark.parametrize(
    "text",
    [
        "", "article-17", "0190F3C2-0000-7000-8000-000000000001",
        "0190f3c20000700080000000000000010000", "{0190f3c2-0000-7000-8000-00000000001",
        "0190f3c2-0000-7000-8000-000000000001\n", "٠190f3c2-0000-7000-8000-000000000001",
    ],
)  # fmt: skip
def test_other_texts_are_no_identifiers(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"),
        ("2026-01-02T03:04:05.1239+02:00", "2026-01-02T01:04:05.123Z"),
        ("2026-01-02 03:04", "2026-01-02T03:04:00.000Z"),
        ("2026-01-02", "2026-01-02T00:00:00.000Z"),
    ],
)
def test_times_are_kept_in_one_form(text: str, kept: str) -> None:
    assert parse_time(text) == kept
    assert parse_time(kept) == kept


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-13-01", "0001-01-01T00:00+14:00", "\ud800"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_time(text)


@given(st.datetimes(max_value=datetime(9999, 1, 1), timezones=st.just(WEST)))
def test_times_sort_as_texts(moment: datetime) -> None:
    later = moment + timedelta(seconds=1)
    assert format_time(moment) <= format_time(later)
    assert parse_time(format_time(moment)) == format_time(moment)
    assert len(now()) == len(format_time(moment)) == 24
