"""Names that wait to be marked: runs of capitalised words."""

from itertools import pairwise

from hypothesis import given

from annotator.core.tokens import capitalised
from tests.core.making import texts


def names(text):
    return [text[s.start : s.end] for s in capitalised(text)]


@given(texts)
def test_they_are_in_order_apart_and_begin_with_a_capital(text):
    found = capitalised(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[s.start].isupper() or text[s.start].istitle() for s in found)
    assert all("\n" not in text[s.start : s.end] for s in found)


def test_a_sentence_begins_with_a_name_or_with_any_word():
    text = "Officials left. Norland stayed. The officials of Norland said: We stay."
    assert names(text) == ["Norland", "Norland"]


def test_runs_are_joined_within_a_line():
    assert names("the Bank of Norland, Anna de Brandt\nKoval and Port of\nEllen") == [
        "Bank of Norland", "Anna de Brandt", "Koval", "Port", "Ellen",
    ]  # fmt: skip


def test_scripts_without_capitals_have_none():
    assert names("北京说。 القاهرة") == []
