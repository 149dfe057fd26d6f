"""The real files of other tools beside the project give the counts that were found in them."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.errors import FormatError
from annotator.core.relation import Relation
from annotator.formats.carrying import NOBODY
from annotator.formats.format import Entry, Format, Reading, entries
from annotator.formats.registry import format_of

DATA = Path(__file__).parents[3] / "shared" / "data"
if not DATA.is_dir():
    pytest.skip(f"the data for tests is not at {DATA}", allow_module_level=True)
EXPECTED: dict[str, dict[str, Any]] = json.loads((DATA / "expected.json").read_text())
SAID_FORMATS = ("formats/doccano", "formats/label-studio", "formats/prodigy", "formats/brat",
                "formats/spacy")  # fmt: skip
FILES = sorted(name for name in EXPECTED if name.startswith(SAID_FORMATS))
HAS_NO_TEXT_KEY = {
    "formats/doccano/import/sequence_labeling.jsonl",
    "formats/doccano/import/text_classification.jsonl",
}
OTHERWISE = {"formats/prodigy/patterns_countries-GPE.jsonl", *HAS_NO_TEXT_KEY}


def found_in(path: Path) -> tuple[Format, list[Entry], Reading]:
    reading = Reading(annotator=NOBODY)
    how = format_of(path)
    return how, list(entries(how, path, reading)), reading


@pytest.mark.parametrize("name", [name for name in FILES if name not in OTHERWISE])
def test_a_file_gives_what_is_in_it(name: str) -> None:
    expected = EXPECTED[name]
    how, found, reading = found_in(DATA / name)
    folder = name.split("/")[1]
    assert how.name == folder
    marks = [v for _, values in found for v in values if isinstance(v, Annotation)]
    links = [v for _, values in found for v in values if isinstance(v, Relation)]
    records = next((expected[k] for k in ("records", "tasks", "docs") if k in expected), 1)
    assert len(found) + reading.left_out_in_all == records
    # A span of a record without a text cannot be kept; all others are.
    without_text = reading.left_out_in_all
    if expected.get("spans") is not None:
        assert len(marks) == expected["spans"] - without_text
    labels = expected.get("labels") or expected.get("types")
    if labels:
        assert Counter(mark.label for mark in marks) == labels
    kinds = Counter(link.type for link in links)
    for kind, count in (expected.get("relation_types") or expected.get("relations") or {}).items() \
            if not isinstance(expected.get("relations"), int) or expected.get("relation_types") \
            else ():  # fmt: skip
        assert kinds[kind] == count
    if isinstance(expected.get("relations"), int):
        assert len(links) == expected["relations"]
    if "chars" in expected:
        assert len(found[0][0].text) == expected["chars"]
    if "discontinuous" in expected:
        assert sum(len(mark.fragments) > 1 for mark in marks) == expected["discontinuous"]
    mismatches = expected.get("span_text_mismatch", expected.get("offset_mismatch", 0))
    assert sum(reading.mended.values()) == mismatches


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_what_holds_no_articles_is_refused_with_a_reason(name: str) -> None:
    with pytest.raises(FormatError) as caught:
        found_in(DATA / name)
    assert caught.value.reason


@pytest.mark.parametrize(
    ("name", "unit", "words"),
    [
        ("doccano_1.8.4_utf16_admin.jsonl", "UTF-16 units", 6),
        ("doccano_1.8.4_grapheme_admin.jsonl", "graphemes", 4),
        ("labelstudio_1.23.2.json", "code points", 7 + 40 + 400 + 1200),
    ],
)
def test_what_tools_write_today_is_read_exactly(name: str, unit: str, words: int) -> None:
    _, found, reading = found_in(DATA / "made-by-tools" / name)
    marks = [v for _, values in found for v in values if isinstance(v, Annotation)]
    assert (str(reading.counting), len(marks), reading.left_out, dict(reading.mended)) == (
        unit, words, [], {},
    )  # fmt: skip
    assert {"Emmanuel Macron", "Warsaw"} <= {mark.quote for mark in marks}
    assert all(mark.quote == mark.quote.strip() and mark.quote[0].isalpha() for mark in marks)


def test_brat_files_come_out_byte_for_byte(tmp_path: Path) -> None:
    from annotator.jobs.convert import convert
    from tests.jobs.working import done

    source = DATA / "formats" / "brat" / "tutorial-news"
    report = done(convert([source], tmp_path / "out", to="brat", source="brat"))
    assert report.articles == 13 and not report.read.refused
    for path in source.glob("*.ann"):
        assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes()
        text = path.with_suffix(".txt")
        assert (tmp_path / "out" / text.name).read_bytes() == text.read_bytes()
