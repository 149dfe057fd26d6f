"""Find in the article: what is found, and how a bad pattern is refused."""

import time

import pytest

from annotator.ui import find_bar
from annotator.ui.find_bar import PatternError, matches

TEXT = "The ship, the SHIP\nand the shipyard; 12 ships, 7\u00a0ships."


def quotes(*args, **options):
    return [TEXT[s.start : s.end] for s in matches(TEXT, *args, **options)]


def test_plain_case_and_whole_word():
    assert len(quotes("ship")) == 5
    assert quotes("SHIP", case=True) == ["SHIP"]
    assert quotes("ship", whole_word=True) == ["ship", "SHIP"]
    assert quotes("7 ships") == ["7\u00a0ships"]
    assert quotes("s.ips") == []  # a dot is a dot


def test_patterns():
    assert quotes(r"\d+\sships", pattern=True) == ["12 ships", "7\u00a0ships"]
    assert quotes("^and", pattern=True) == ["and"]
    assert quotes("x*", pattern=True) == []  # matches of nothing are none
    whole = quotes("the|ship", pattern=True, whole_word=True)
    assert whole == ["The", "ship", "the", "SHIP", "the"]


@pytest.mark.parametrize("wrong", ["(", "[a", "*", "(?P<x", r"\p{Nonsense}", "a{2,1}"])
def test_what_is_no_pattern_is_told(wrong):
    with pytest.raises(PatternError, match="Not a pattern"):
        matches(TEXT, wrong, pattern=True)


def test_a_slow_pattern_is_given_up():
    begun = time.monotonic()
    with pytest.raises(PatternError, match="too long"):
        matches("a" * 60_000 + "!", r"(?:a|aa|a?)+$\d", pattern=True)
    assert time.monotonic() - begun < 20 * find_bar.SECONDS
