"""Equal mentions: all of them, whole words, nothing else."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.mentions import Sameness, equal_mentions, mentions, unmarked
from annotator.core.span import Span
from annotator.core.tokens import words_of
from tests.core.making import texts

RULES = [Sameness(case, inflected) for case in (True, False) for inflected in (True, False)]


def quotes(text, spans):
    return [text[s.start : s.end] for s in spans]


@st.composite
def chosen(draw):
    text = draw(texts)
    repeated = draw(st.sampled_from([text, f"{text} {text}", f"{text}\n\n{text}. {text}"]))
    if not repeated:
        repeated = "a"
    start = draw(st.integers(0, len(repeated) - 1))
    end = draw(st.integers(start + 1, min(start + 12, len(repeated))))
    return repeated, Span(start, end)


@given(chosen(), st.sampled_from(RULES))
def test_the_chosen_one_is_among_them_and_none_overlaps(case, rule):
    text, span = case
    found = equal_mentions(text, span, rule)
    assert span in found
    assert found == sorted(found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(s.end <= len(text) for s in found)


@given(chosen())
def test_the_words_are_the_same_but_for_blanks(case):
    text, span = case
    wanted = text[span.start : span.end].split()
    for found in equal_mentions(text, span):
        assert text[found.start : found.end].split() == wanted or found == span


@given(chosen())
def test_every_whole_word_that_is_equal_is_found(case):
    text, _ = case
    words = words_of(text)
    if not words:
        return
    word = words[0]
    same = [w for w in words if text[w.start : w.end] == text[word.start : word.end]]
    assert equal_mentions(text, word) == same


@given(chosen())
def test_looser_rules_find_no_fewer_words(case):
    text, _ = case
    for word in words_of(text)[:3]:
        strict = set(equal_mentions(text, word, Sameness(True, False)))
        assert strict <= set(equal_mentions(text, word, Sameness(False, False)))


def test_parts_of_words_are_no_mentions():
    text = "Norland and Norlanders, Norland’s navy; pro-Norland. Norland"
    assert equal_mentions(text, Span(0, 7)) == [Span(0, 7), Span(24, 31), Span(53, 60)]


def test_a_part_of_a_word_finds_its_like():
    assert equal_mentions("Iraqi and Iraqis", Span(0, 4)) == [Span(0, 4), Span(10, 14)]


def test_capitals_and_endings_as_one_likes():
    text = "The Minister met ministers; no ministry, no MINISTER."
    span = Span(4, 12)
    assert quotes(text, equal_mentions(text, span)) == ["Minister"]
    assert quotes(text, equal_mentions(text, span, Sameness(case=False))) == [
        "Minister", "MINISTER",
    ]  # fmt: skip
    both = Sameness(case=False, inflected=True, language="en")
    assert quotes(text, equal_mentions(text, span, both)) == ["Minister", "ministers", "MINISTER"]


def test_endings_of_another_language():
    text = "Der Staat und die Staaten des Staates, staatlich."
    found = mentions(text, "Staat", Sameness(inflected=True, language="de"))
    assert quotes(text, found) == ["Staat", "Staaten", "Staates"]


def test_a_mention_may_be_wrapped_but_not_over_a_blank_line():
    text = "Anna Brandt, Anna\nBrandt, Anna\u00a0Brandt. Anna\n\nBrandt"
    assert len(equal_mentions(text, Span(0, 11))) == 3


def test_scripts_without_blanks():
    text = "北京和上海。北京说"
    assert equal_mentions(text, Span(0, 2)) == [Span(0, 2), Span(6, 8)]


def test_what_is_marked_already_is_left_out():
    found = [Span(0, 4), Span(10, 14), Span(20, 24)]
    assert unmarked(found, [Span(8, 15), Span(21, 24)]) == [Span(0, 4), Span(20, 24)]
