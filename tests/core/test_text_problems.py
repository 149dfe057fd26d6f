"""Texts that came in damaged are told and can be put right; good ones stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.text_problems import problems, repaired

GOOD = "The harbour council of Skarvik met. “We’ll sail,” said Mayor Åse Øye – at 5 p.m."


@pytest.mark.parametrize(
    ("text", "kind", "mended"),
    [
        ("The mayorâ€™s ferry", "mojibake", "The mayor’s ferry"),
        ("SkÃ¥rvik og Ã˜ye", "mojibake", "Skårvik og Øye"),
        ("fer\u00adry", "hidden characters", "ferry"),
        ("fer\u200bry", "hidden characters", "ferry"),
        ("a \u202eb\u202c", "direction characters", "a b"),
        ("a\x07b", "control characters", "ab"),
        ("A &amp; B &quot;c&quot;", "escaped signs", 'A & B "c"'),
        ("a\ufffdb", "lost letters", None),
        ("The Kremlіn said", "mixed scripts", None),
        ("0n th3 pi3r t|1e may0r sa1d th4t fe7ry wi11l g0ne", "OCR noise", None),
        (GOOD * 10 + "\nIt was told that the ferry would run again before the winter and the cou",
         "cut off", None),
        ("The council met and […]", "cut off", None),
    ],
)  # fmt: skip
def test_each_problem_is_told_and_put_right_where_it_can_be(text, kind, mended):
    found = {problem.kind: problem for problem in problems(text)}
    assert kind in found and found[kind].count >= 1
    assert found[kind].repaired == (mended is not None)
    assert repaired(text) == (text if mended is None else mended)


@pytest.mark.parametrize(
    "text",
    [GOOD, "می\u200cخواهم", "👩\u200d💻 works", "Москва и Oslo", "港口委员会。", "an iPhone"],
)
def test_good_texts_have_no_problem_and_stay(text):
    assert problems(text) == () and repaired(text) == text


@given(st.text())
def test_any_text_can_be_looked_at(text):
    problems(text)
    assert not [p for p in problems(repaired(text)) if p.kind in ("control characters",)]
