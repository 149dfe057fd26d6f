"""What offsets count: found out from quotes and the edges of words, and never a silent shift."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.core.offsets import Utf8Map, Utf16Map, grapheme_starts
from annotator.formats.offset_units import (
    CODE_POINTS,
    NAMES,
    QUOTED,
    USUAL,
    UTF8,
    UTF16,
    Counting,
    Evidence,
    Given,
    converter,
    is_plain,
    nearest,
    same_words,
)
from tests.core import making

NEWS = (
    "📉 OSLO — Norland’s minister 👨‍👩‍👧 met Skarvik’s envoy in "
    "the Élyse\u0301e Palace 🇳🇴 on Monday.\r\n"
    "Families of Vestby greeted the pledge 🎉 and thanked Norland, Skarvik and Berg.\r\n"
    "The Union 🎉 pledged 150 billion; Rutte called it a first step.\r\n"
)


def counted(text: str, offset: int, counting: Counting) -> int:
    """Give a code-point offset as a tool would count it: by the definition, not by our code."""
    before = text[:offset]
    if counting.line_ends == "as one character":
        before = before.replace("\r\n", "\n")
    elif counting.line_ends == "as two characters":
        before = before.replace("\r\n", "\n").replace("\n", "\r\n")
    match counting.unit:
        case "UTF-16 units":
            return len(before.encode("utf-16-le", "surrogatepass")) // 2
        case "UTF-8 bytes":
            return len(before.encode("utf-8", "surrogatepass"))
        case "graphemes":
            return len(grapheme_starts(before))
    return len(before)


def words(text: str, *wanted: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word)) for word in wanted]


@pytest.mark.parametrize("counting", QUOTED, ids=str)
def test_each_way_of_counting_is_told_from_quotes(counting: Counting) -> None:
    text = NEWS.replace("\r", "") if counting.line_ends == "as two characters" else NEWS
    evidence = Evidence(QUOTED, expected=CODE_POINTS)
    evidence.look(text, [
        Given(counted(text, a, counting), counted(text, b, counting), text[a:b])
        for a, b in words(text, "Norland", "Skarvik", "Vestby", "Berg", "Rutte")
    ])  # fmt: skip
    assert evidence.verdict() == counting


@pytest.mark.parametrize("counting", USUAL, ids=str)
def test_each_way_of_counting_is_told_from_the_edges_of_words(counting: Counting) -> None:
    evidence = Evidence(USUAL)
    found = words(NEWS, "Norland", "Skarvik", "Vestby", "thanked", "Berg", "Rutte", "first step")
    evidence.look(NEWS, [Given(counted(NEWS, a, counting), counted(NEWS, b, counting))
                         for a, b in found])  # fmt: skip
    assert evidence.verdict() == counting


def test_a_draw_is_asked_about_unless_the_tool_says_what_it_counts() -> None:
    text = "🎉部长周一承诺政府将在年底前关闭两个基地"
    for expected in (None, UTF16, CODE_POINTS):
        evidence = Evidence(USUAL, expected)
        evidence.look(text, [Given(3, 5), Given(8, 9)])
        assert evidence.verdict() == expected


def test_a_plain_text_needs_no_evidence() -> None:
    evidence = Evidence(USUAL)
    evidence.look("Norland left.", [Given(0, 7)])
    assert (evidence.verdict(), evidence.disputed) == (CODE_POINTS, 0)


def test_a_documented_way_gives_in_to_proof_alone() -> None:
    text = "🎉 Norland"
    evidence = Evidence(USUAL, expected=CODE_POINTS)
    evidence.look(text, [Given(3, 10)])
    assert (evidence.verdict(), evidence.doubt) == (CODE_POINTS, UTF16)
    proven = Evidence(QUOTED, expected=CODE_POINTS)
    proven.look(text, [Given(3, 10, "Norland")])
    assert proven.verdict() == UTF16


@given(text=making.texts, data=st.data())
def test_a_conversion_gives_back_what_was_counted(text: str, data: st.DataObject) -> None:
    counting = data.draw(st.sampled_from([*USUAL, UTF8]))
    offset = data.draw(st.integers(0, len(text)))
    if counting.unit == "graphemes":
        assume(offset == len(text) or offset in grapheme_starts(text))
    if counting.line_ends != "as they are":
        assume(text[max(0, offset - 1) : offset + 1] != "\r\n")
    assert converter(text, counting)(counted(text, offset, counting)) == offset


@given(text=st.text(st.characters(codec="utf-8"), max_size=20) | making.texts)
def test_in_a_plain_text_all_ways_are_one(text: str) -> None:
    if is_plain(text):
        assert grapheme_starts(text) == list(range(len(text)))
        assert Utf16Map(text).is_identity and "\r" not in text


@given(text=making.texts, offset=st.integers(-5, 60))
def test_no_conversion_leads_out_of_the_text_or_into_a_character(text: str, offset: int) -> None:
    for counting in QUOTED:
        found = converter(text, counting)(offset)
        assert found is None or 0 <= found <= len(text)
    inside = converter(text, UTF16)(offset)
    assert inside is None or Utf16Map(text).to_utf16(inside) == offset
    byte = converter(text, UTF8)(offset)
    assert byte is None or Utf8Map(text).to_bytes(byte) == offset


def test_words_are_the_same_whatever_the_blanks() -> None:
    assert same_words("two\r\nbases", "two bases") and not same_words("a", "b")
    assert not same_words(" ", "  ") and same_words(" ", " ")


def test_the_nearest_place_is_taken_only_where_it_is_clear() -> None:
    text = "Berg met Berg and Berg."
    assert nearest(text, "Berg", 0) == (0, 4)
    assert nearest(text, "Berg", 5) is None
    assert nearest(text, "Borg", 5) is None and nearest(text, " ", 5) is None
    assert nearest("a  (b)*", "(b)*", 0) == (3, 7)


def test_the_names_for_users_mean_ways_of_counting() -> None:
    assert NAMES["utf-16"] == UTF16 and NAMES["utf-16-lf"].line_ends == "as one character"
