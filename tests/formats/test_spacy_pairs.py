"""Training data of spaCy 2 as people keep it: pairs of a text and what is said of it."""

import json

import pytest

from annotator.core.annotation import Annotation
from annotator.formats.format import FileRefused, Reading, entries
from annotator.formats.registry import format_of

FIRST = ("Olla 😀 pays Lunde.", {"entities": [[0, 4, "PER"], [12, 17, "LOC"]]})
SECOND = ("Nobody came.", {"entities": [], "cats": {"dull": 1.0, "news": 0.0}})


def of(tmp_path, value, name="train.json"):
    path = tmp_path / name
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")
    reading = Reading(annotator="mo")
    return [
        (article.text, [(v.quote, v.label) for v in values if isinstance(v, Annotation)])
        for article, values in entries(format_of(path), path, reading)
    ]


WANTED = [("Olla 😀 pays Lunde.", [("Olla", "PER"), ("Lunde", "LOC")]), ("Nobody came.", [])]


@pytest.mark.parametrize(
    "value",
    [
        [FIRST, SECOND],
        {"classes": ["PER", "LOC"], "annotations": [FIRST, None, SECOND]},
    ],
    ids=["a list of pairs", "an annotator's download"],
)
def test_pairs_are_read_with_their_marks(tmp_path, value):
    assert of(tmp_path, value) == WANTED


def test_groups_of_spans_are_read_too(tmp_path):
    pair = ("Olla pays.", {"spans": {"sc": [[0, 4, "PER"], [0, 9, "DEED"]]}})
    assert of(tmp_path, [pair]) == [("Olla pays.", [("Olla", "PER"), ("Olla pays", "DEED")])]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([("Olla.", {"entities": [[0, "x", "PER"]]})], "the end of span 1"),
        ([("Olla.", {"entities": [[0, 4]]})], "span 1"),
        ([FIRST, ["alone"]], "no JSON object"),
    ],
)
def test_what_is_no_pair_is_refused_with_its_place(tmp_path, value, reason):
    with pytest.raises(FileRefused) as caught:
        of(tmp_path, value)
    assert reason in caught.value.problems[0].reason
