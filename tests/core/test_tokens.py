"""The tokenizer "news-1" and the sentences are frozen by these examples: exports name them."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.span import Span
from annotator.core.tokens import (
    TOKENIZER,
    is_word,
    sentence_at,
    sentences,
    snapped,
    tokens,
    word_at,
    word_edge,
    words_of,
)
from tests.core.making import texts


def cut(text: str, spans: "list[Span] | tuple[Span, ...]") -> list[str]:
    return [text[span.start : span.end] for span in spans]


# A text, and its tokens between bars.
NEWS_1 = [
    ("The U.S. troops’ base, al-Kadhimi said.", "The|U.S.|troops|’|base|,|al-Kadhimi|said|."),
    ("Iraq’s 5,000 men; 40% of it.", "Iraq|’s|5,000|men|;|40%|of|it|."),
    ("IRAQ’S U.S.’s the 1990’s", "IRAQ|’S|U.S.|’s|the|1990|’s"),
    ("Mr. Smith sent e-mail to a.b@news.example at 5 p.m. on Jan. 5.",
     "Mr.|Smith|sent|e-mail|to|a.b@news.example|at|5|p.m.|on|Jan.|5|."),
    ("See https://news.example/a_b?c=1, please (https://x.example/).",
     "See|https://news.example/a_b?c=1|,|please|(|https://x.example/|)|."),
    ("No. 5 said No. Then Acme Inc. left", "No.|5|said|No|.|Then|Acme|Inc.|left"),
    ("at Acme Inc.", "at|Acme|Inc."),
    ("U.S.A. e.g. i.e. J.R.R. Tolkien U.S.-led", "U.S.A.|e.g.|i.e.|J.R.R.|Tolkien|U.S.|-|led"),
    ("15-year-old 2019–2020 $5.5bn 12:30 3rd 1990s",
     "15-year-old|2019|–|2020|$5.5bn|12:30|3rd|1990s"),
    ("F-16 5,000km 1/2 +3 50-60% 2026-06-12", "F-16|5,000km|1/2|+|3|50-60%|2026-06-12"),
    ("₹5,000 £3m 5€ 5 % 10² 2×2", "₹5,000|£3m|5|€|5|%|10²|2|×|2"),
    ("‘quoted’ 'it's' don’t O’Brien l’accord", "‘|quoted|’|'|it|'s|'|don’t|O’Brien|l’accord"),
    ("#Iraq @user R&D and/or ended.The", "#|Iraq|@|user|R|&|D|and|/|or|ended|.|The"),
    ("… ... — (a) [b]", "…|.|.|.|—|(|a|)|[|b|]"),
    ("U+2019 3.14.15, 1.", "U|+|2019|3.14.15|,|1|."),
    ("cafe\u0301 nai\u0308ve snake_case l·l", "cafe\u0301|nai\u0308ve|snake_case|l·l"),
    ("a\u00adb c\u200bd x\u200cy", "a\u00adb|c|\u200b|d|x\u200cy"),
    ("a\u00a0b\u2028c\x1cd\r\ne", "a|b|c|d|e"),
    ("中国总理5日在2020年6月说：“好”。", "中|国|总|理|5|日|在|2020|年|6|月|说|：|“|好|”|。"),
    ("サーバー 한국어는 ไทย", "サ|ー|バ|ー|한국어는|ไ|ท|ย"),
    ("أَعْلَنَ الوزيرُ، اليوم", "أَعْلَنَ|الوزيرُ|،|اليوم"),
    ('צה"ל ור׳ יוסי מתל־אביב ג׳ורג׳ צה״ל', 'צה"ל|ור׳|יוסי|מתל־אביב|ג׳ורג׳|צה״ל'),
    ("👨‍👩‍👧🎉🇮🇶🇺🇸1️⃣👍🏽", "👨‍👩‍👧|🎉|🇮🇶|🇺🇸|1️⃣|👍🏽"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NEWS_1)
def test_news_1_cuts_the_hard_examples_as_ever(text: str, expected: str) -> None:
    assert TOKENIZER == "news-1"
    assert cut(text, list(tokens(text))) == expected.split("|")


@given(texts)
def test_tokens_hold_every_character_but_blanks_once_and_in_order(text: str) -> None:
    found = list(tokens(text))
    held = [at for token in found for at in range(token.start, token.end)]
    assert held == sorted(set(held))
    assert {at for at, c in enumerate(text) if not c.isspace()} == {
        at for at in held if not text[at].isspace()
    }
    assert not any(c.isspace() for token in found for c in text[token.start : token.end])


@given(texts, texts)
def test_a_stretch_between_blanks_has_the_tokens_of_the_whole(before: str, after: str) -> None:
    text = f"{before} {after}"
    edge = len(before)
    assert [*tokens(text, 0, edge), *tokens(text, edge)] == list(tokens(text))


@pytest.mark.parametrize("unit", [
    ".", "a", "a.", "1.", "a-", "’", "’s", "\u0301", "a@", "http://", "👨\u200d", "$", "1,", "U.",
    '\u05d0"', "中", "a_%", "🇮", "Mr.", "\u200d", " ", "\n", "(", "“",
])  # fmt: skip
def test_no_text_makes_the_tokenizer_slow(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    assert sum(len(token) for token in tokens(text)) <= len(text)
    assert time.process_time() - began < 3  # 0.2 s here; a square of the length takes minutes


def test_words_are_tokens_with_a_letter_or_a_digit() -> None:
    text = "“Yes,” said 5 – 中."
    assert cut(text, words_of(text)) == ["Yes", "said", "5", "中"]
    assert not is_word(text, Span(0, 1))


# A text, and its sentences between bars. Where syntok errs, what it does is written down too.
SENTENCES = [
    ("Mr. Smith left the U.S. on Monday. He is well.",
     "Mr. Smith left the U.S. on Monday.|He is well."),
    ("“We will not go,” he said. “Never.” Mr. Smith agreed.",
     "“We will not go,” he said.|“Never.”|Mr. Smith agreed."),
    ("Sen. Jane Doe (D-N.Y.) voted no. St. Paul is cold.",
     "Sen. Jane Doe (D-N.Y.) voted no.|St. Paul is cold."),
    ("It cost $5.5 million. It rose 3.5%. End", "It cost $5.5 million.|It rose 3.5%.|End"),
    ("Is it so?! Yes.  No. 10 said so.", "Is it so?!|Yes.|No. 10 said so."),
    ("First\r\nSecond. Third\u2028Fourth\n\n  Fifth ", "First|Second.|Third|Fourth|Fifth"),
    ("他说。我们走！“好。”他走了？是", "他说。|我们走！|“好。”|他走了？|是"),
    ("هل ذهب؟ نعم. لا", "هل ذهب؟|نعم.|لا"),
    ("\u200bHe left. \u200b\n\u200b", "\u200bHe left. \u200b|\u200b"),
    ("He works at Acme Inc. She left.", "He works at Acme Inc. She left."),
    ("Lee disagreed… Why?", "Lee disagreed… Why?"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_are_cut_as_ever(text: str, expected: str) -> None:
    assert cut(text, list(sentences(text))) == expected.split("|")


@given(texts)
def test_sentences_hold_every_character_but_blanks_once(text: str) -> None:
    found = list(sentences(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    held = {at for s in found for at in range(s.start, s.end)}
    assert {at for at, c in enumerate(text) if not c.isspace()} <= held
    for sentence in found:
        words = text[sentence.start : sentence.end]
        assert words == words.strip()
        assert not set(words) & set("\r\n\u2028\u2029")


def test_sentences_of_a_stretch_have_offsets_into_the_text() -> None:
    text = "One. Two. Three.\nFour."
    assert cut(text, list(sentences(text, 5))) == ["Two.", "Three.", "Four."]
    assert cut(text, list(sentences(text, 5, 9))) == ["Two."]


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, "One two."), (7, "One two."), (8, "One two."), (9, "Three."), (15, "Three."),
     (16, None), (17, "Four."), (21, "Four."), (22, "Four."), (23, "Four."),
     (24, None), (26, None)],
)  # fmt: skip
def test_the_sentence_at_an_offset(offset: int, expected: str | None) -> None:
    text = "One two. Three.\n\nFour.\r\n\r\n"
    found = sentence_at(text, offset)
    assert (found and text[found.start : found.end]) == expected


def test_the_sentence_in_a_giant_paragraph_is_found_at_once() -> None:
    text = "The minister said so. " * 50_000
    began = time.process_time()
    found = sentence_at(text, 22 * 30_000 + 5)
    assert found == Span(22 * 30_000, 22 * 30_000 + 21)
    assert time.process_time() - began < 1


# Dragged from the first bar to the second; what is kept.
DRAGGED = [
    ("He said |“the| troops", "the"),
    ("He s|aid th|e troops", "said the"),
    ("at “the |(U.S.) |base", "U.S."),
    ("all |troops’| base", "troops"),
    ("all troops|’| base", "’"),
    ("the |base, |but", "base"),
    ("the |“base,” |but", "base"),
    ("the base|, |but", ","),
    ("in I|ra|q’s north", "Iraq"),
    ("in |Iraq’s| north", "Iraq’s"),
    ("in |Iraq’s n|orth", "Iraq’s north"),
    ("He left the |U.S.|", "U.S."),
    ("He left the U.|S|.", "U.S."),
    ("the |base.|", "base"),
    ("a |15-year| -old", "15-year"),
    ("a 15-ye|a|r-old boy", "15-year-old"),
    ("sh|e| said", "she"),
    ("the| |base", None),
    ("the\n|\r\n|base", None),
    ("中国|总理|说", "总理"),
    ("wow |🎉| yes", "🎉"),
    ("a |👨‍👩‍👧 b| c", "b"),
    ("قال |الوزيرُ، |اليوم", "الوزيرُ"),
    ("th||e base", "the"),
    ("|[Mr. Smith]|", "Mr. Smith"),
    ("|5,000| of", "5,000"),
    ("||", None),
]


@pytest.mark.parametrize(("dragged", "expected"), DRAGGED)
def test_a_drag_snaps_to_words_and_drops_edge_punctuation(
    dragged: str, expected: str | None
) -> None:
    before, inside, after = dragged.split("|")
    text = before + inside + after
    start, end = len(before), len(before + inside)
    for span in (snapped(text, start, end), snapped(text, end, start)):
        assert (span and text[span.start : span.end]) == expected


def test_separators_that_are_blank_to_python_end_a_link() -> None:
    text = "http://a.baaa\x1ca"
    assert [text[t.start : t.end] for t in tokens(text)] == ["http://a.baaa", "a"]


@given(texts, st.data())
def test_a_snapped_stretch_is_stable_and_starts_and_ends_with_tokens(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = snapped(text, start, data.draw(st.integers(0, len(text))))
    if span is not None:
        assert snapped(text, span.start, span.end) == span
        found = list(tokens(text))
        assert span.start in {t.start for t in found}
        assert span.end in {t.end for t in found}


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(0, "The"), (2, "The"), (3, "The"), (4, "U.S."), (7, "U.S."), (8, "U.S."), (10, None),
     (11, "al-Kadhimi"), (20, "al-Kadhimi"), (21, "’s"), (23, "’s"), (25, None), (26, "中"),
     (27, "国"), (28, "国")],
)  # fmt: skip
def test_the_word_at_an_offset(offset: int, expected: str | None) -> None:
    text = "The U.S. “ al-Kadhimi’s — 中国"
    found = word_at(text, offset)
    assert (found and text[found.start : found.end]) == expected


def test_word_edges_before_and_after_an_offset() -> None:
    text = "He left, “now”."
    assert word_edge(text, 0, side="start", step=1) == 3
    assert word_edge(text, 3, side="start", step=1) == 10
    assert word_edge(text, 3, side="start", step=-1) == 0
    assert word_edge(text, 3, side="end", step=1) == 7
    assert word_edge(text, 7, side="end", step=1) == 13
    assert word_edge(text, 7, side="end", step=-1) == 2
    assert word_edge(text, 13, side="end", step=1) is None
    assert word_edge(text, 0, side="start", step=-1) is None
    assert word_edge("", 0, side="end", step=1) is None


def test_text_without_blanks_does_not_make_the_hand_slow() -> None:
    text = "a" * 1_000_000
    began = time.process_time()
    assert word_at(text, 500_000) is not None
    assert snapped(text, 500_000, 500_010) is not None
    assert word_edge(text, 500_000, side="end", step=1) is not None
    assert time.process_time() - began < 1
