"""Dates in many languages become ISO 8601, no more exact than they were said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.dates import is_dateline, iso_date


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("Montag, 18. April 1998", "1998-04-18"),
        ("lundi 18 avril 1998", "1998-04-18"),
        ("1er mars 2026", "2026-03-01"),
        ("18 de abril de 1998", "1998-04-18"),
        ("10 marzo 2026 09.30", "2026-03-10T09:30"),
        ("18 Nisan 1998 Cumartesi", "1998-04-18"),
        ("18 апреля 1998 г.", "1998-04-18"),
        ("1998年4月18日", "1998-04-18"),
        ("1998년 4월 18일", "1998-04-18"),
        ("18 أبريل 1998", "1998-04-18"),
        ("April 18, 1998 Saturday", "1998-04-18"),
        ("Mon, 02 Mar 2026 08:00:00 +0100", "2026-03-02T08:00:00+01:00"),
        ("2026-03-01T08:00:00Z", "2026-03-01T08:00:00+00:00"),
        ("2026-03-01T08:00:00.123+05:30", "2026-03-01T08:00:00+05:30"),
        ("March 1, 2026 Sunday 5:07 PM GMT", "2026-03-01T17:07+00:00"),
        ("Samstag 2. Mai 2026 10:30 Uhr MEZ", "2026-05-02T10:30+01:00"),
        ("March 1, 2026 5:07 PM IST", "2026-03-01T17:07"),
        ("18.4.1998", "1998-04-18"),
        ("1998/4/18", "1998-04-18"),
        ("April 1998", "1998-04"),
        ("1998-04", "1998-04"),
        ("1998", "1998"),
        ("20260301", "2026-03-01"),
        ("3/4/2026", ""),
        ("4/4/2026", "2026-04-04"),
        ("31 February 2026", ""),
        ("in 1998 nothing", ""),
        ("2026-13-45", ""),
        ("", ""),
    ],
)
def test_a_date_as_exact_as_it_was_said(said, iso):
    assert iso_date(said) == iso


def test_day_or_month_first_is_only_told_by_who_knows():
    assert iso_date("3/4/2026", day_first=True) == "2026-04-03"
    assert iso_date("3/4/2026", day_first=False) == "2026-03-04"


def test_a_sentence_with_a_date_is_no_dateline():
    assert is_dateline("Saturday 18 April 1998, Late Edition")
    assert is_dateline("zo 1 mrt 2026") and is_dateline("So, 1. März 2026")
    assert not is_dateline("The council met on 18 April 1998")
    assert not is_dateline("1998")


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_what_is_iso_stays(day):
    assert iso_date(day.isoformat()) == day.isoformat()
    assert iso_date(f"{day.day}. {day.month}. {day.year}") == day.isoformat()


@given(st.text(max_size=200))
def test_any_text_gives_a_date_or_nothing(text):
    assert iso_date(text) == "" or iso_date(iso_date(text)) == iso_date(text)
