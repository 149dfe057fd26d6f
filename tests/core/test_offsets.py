import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.offsets import (
    Utf8Map,
    Utf16Map,
    grapheme_after,
    grapheme_before,
    grapheme_starts,
    is_grapheme_edge,
    line_around,
    lines,
)
from tests.core.making import texts


@given(texts)
def test_utf16_units_are_those_of_the_codec(text: str) -> None:
    units = Utf16Map(text)
    for offset in range(len(text) + 1):
        counted = len(text[:offset].encode("utf-16-le")) // 2
        assert units.to_utf16(offset) == counted
        assert units.to_code_points(counted) == offset
    assert units.is_identity == (len(text.encode("utf-16-le")) // 2 == len(text))


def test_a_utf16_offset_inside_a_pair_is_the_character() -> None:
    assert [Utf16Map("🎉🎉a").to_code_points(unit) for unit in range(6)] == [0, 0, 1, 1, 2, 3]


def test_utf16_offsets_outside_the_text_stay_outside() -> None:
    assert Utf16Map("a🎉").to_code_points(99) > 2
    assert Utf16Map("a🎉").to_code_points(-1) < 0
    assert Utf16Map("ab").to_code_points(99) == 99


@given(texts)
def test_utf8_bytes_are_those_of_the_codec(text: str) -> None:
    coded = Utf8Map(text)
    for offset in range(len(text) + 1):
        counted = len(text[:offset].encode())
        assert coded.to_bytes(offset) == counted
        assert coded.to_code_points(counted) == offset


@pytest.mark.parametrize("text", ["ab", "né", "🎉"])
def test_utf8_offsets_outside_the_text_stay_outside(text: str) -> None:
    size = len(text.encode())
    assert Utf8Map(text).to_code_points(size) == len(text)
    assert Utf8Map(text).to_code_points(size + 10**9) > len(text)
    assert Utf8Map(text).to_code_points(-5) < 0


def test_a_byte_inside_a_character_is_the_character() -> None:
    assert [Utf8Map("é🎉").to_code_points(i) for i in range(7)] == [0, 0, 1, 1, 1, 1, 2]


GRAPHEMES = [
    ["a", "b"],
    ["e\u0301", "a"],
    ["👨\u200d👩\u200d👧", "x"],
    ["🇮🇶", "🇺🇸", "🇮"],
    ["👍🏽", "1\ufe0f\u20e3", "🏴\U000e0067\U000e0062\U000e007f"],
    ["\u1112\u1161\u11ab", "\u1100\u1161", "각"],
    ["a", "\r\n", "\n", "\r"],
    ["กำ", "\u0915\u093f"],
    ["\u0301", " "],
]


@pytest.mark.parametrize("parts", GRAPHEMES)
def test_graphemes_are_what_readers_call_characters(parts: list[str]) -> None:
    text = "".join(parts)
    starts = [len("".join(parts[:k])) for k in range(len(parts))]
    assert grapheme_starts(text) == starts


@given(texts)
def test_edges_agree_with_a_walk_from_the_start(text: str) -> None:
    edges = [*grapheme_starts(text), len(text)] if text else [0]
    assert grapheme_starts(text) == [m.start() for m in regex.finditer(r"\X", text)]
    for offset in range(len(text) + 1):
        assert is_grapheme_edge(text, offset) == (offset in edges)
        assert grapheme_before(text, offset) == max(e for e in edges if e <= offset)
        assert grapheme_after(text, offset) == min(e for e in edges if e >= offset)


def test_a_long_row_of_flags_is_paired_from_its_start() -> None:
    text = "🇮🇶" * 300
    assert grapheme_before(text, 401) == 400
    assert grapheme_after(text, 401) == 402


@given(texts)
def test_lines_and_their_ends_give_the_text_again(text: str) -> None:
    found = list(lines(text))
    edges = [*(start for start, _ in found[1:]), len(text)]
    rejoined = ""
    for (start, end), following in zip(found, edges, strict=True):
        line, line_end = text[start:end], text[end:following]
        assert not set(line) & set("\r\n\u2028\u2029")
        assert line_end in ("\r\n", "\r", "\n", "\u2028", "\u2029", "")
        rejoined += line + line_end
    assert rejoined == text


def test_lines_end_at_each_kind_of_line_end() -> None:
    text = "a\r\nb\rc\nd\u2028e\u2029\n\r\n"
    assert [text[s:e] for s, e in lines(text)] == ["a", "b", "c", "d", "e", "", "", ""]


@given(texts, st.data())
def test_the_line_around_an_offset_is_the_one_that_holds_it(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    holding = [line for line in lines(text) if line[0] <= offset]
    assert line_around(text, offset) == holding[-1]
