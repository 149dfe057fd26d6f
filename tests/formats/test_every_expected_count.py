"""Every count of the shared expected.json is looked at, here or in the test that is named."""

from collections import Counter
from fnmatch import fnmatch
from pathlib import Path

import pytest

from annotator.formats.format import FileRefused
from annotator.formats.registry import format_named
from tests.formats.shared_data import (
    SHARED,
    expected,
    labels,
    links,
    needs_shared,
    quotes_hold,
    taken,
)

HERE = Path(__file__)
ELSEWHERE = {
    "articles/seed-article.txt": "formats/test_plain_text.py",
    "articles/wikinews_2019.csv": "formats/articles/test_tables.py",
    "html/gold-trafilatura.json": "formats/articles/test_pages.py",
    "news-ner/gum/*": "formats/test_layers.py",
    "news-ner/wikigold/*": "formats/test_tagged.py",
    "news-ner/kaznerd/*": "formats/test_tagged.py",
    "news-ner/idner-news-2k/*": "formats/test_tagged.py",
    "news-ner/hipe2022-newseye/*": "formats/test_tagged.py",
    "news-ner/wojood-sample/*": "formats/test_tagged.py",
    "sharealike/uner-chinese-pud/*": "formats/test_tagged.py",
    "sharealike/ud-hebrew-knesset/*": "formats/test_layers.py",
    "formats/brat/*": "formats/test_expected_counts.py",
    "formats/doccano/*": "formats/test_expected_counts.py",
    "formats/label-studio/*": "formats/test_expected_counts.py",
    "formats/prodigy/*": "formats/test_expected_counts.py",
    "formats/spacy/*": "formats/test_expected_counts.py",
    "formats/bioc/*": "formats/test_markup.py",
    "formats/gate/*": "formats/test_markup.py",
    "formats/web-annotation/correct": "formats/test_markup.py",
    "formats/web-annotation/incorrect": "formats/test_markup.py",
    "formats/webanno-tsv3/*": "formats/test_layers.py",
    "formats/uima/xmi/*": "formats/test_layers.py",
}
"""Which test looks at what; it names the folder or the file."""
NO_FORMAT = {
    "formats/agreement/*": "tables of bare units, without a text to put them on",
    "sharealike/plover/*": "records whose markup contradicts the text in a tenth of them",
}
"""What is no file of a format that is read, and why."""
OURS = (
    "news-ner/gum TOTAL", "news-ner/re3d/*", "news-ner/ronec/valid.json",
    "news-ner/wojood-sample/*", "formats/uima/json/*",
    "formats/web-annotation/recogito-annotations.json",
)  # fmt: skip


@needs_shared
def test_no_count_is_forgotten() -> None:
    for name in expected():
        known = [p for p in (*ELSEWHERE, *NO_FORMAT, *OURS) if fnmatch(name, p)]
        assert known, f"no test looks at {name}"


@pytest.mark.parametrize("pattern", ELSEWHERE)
def test_the_test_that_is_named_looks_there(pattern: str) -> None:
    text = (HERE.parents[1] / ELSEWHERE[pattern]).read_text("utf-8")
    last = [part for part in pattern.split("/") if part != "*"][-1]
    assert last.removesuffix(".json").removeprefix("web-annotation/") in text


@needs_shared
def test_all_of_gum_together() -> None:
    known = expected()["news-ner/gum TOTAL"]
    said: Counter[str] = Counter()
    joined: Counter[str] = Counter()
    files = sorted((SHARED / "news-ner/gum/webanno-tsv").glob("*.tsv"))
    for path in files:
        found, _ = taken(str(path.relative_to(SHARED)))
        said.update(labels(found))
        joined.update(links(found))
    assert len(files) == known["docs"] and said == known["labels"]
    assert joined == known["link_types"] and joined.total() == known["coref_links"]


@needs_shared
@pytest.mark.parametrize(
    "name", ["US_State_Department", "UK_Government", "Australian_Department_of_Foreign_Affairs"]
)
def test_re3d_has_all_its_entities_and_relations(name: str) -> None:
    """But for relations of an entity with itself, which are listed."""
    known = expected()[f"news-ner/re3d/{name}"]
    found, reading = taken(f"news-ner/re3d/{name}/documents.json")
    assert len(found) == known["docs"] and quotes_hold(found)
    assert labels(found) == known["labels"] and not reading.mended
    alone = Counter(p.reason.split("'")[1] for p in reading.left_out)
    assert all("joins a span to itself" in problem.reason for problem in reading.left_out)
    assert Counter(links(found)) + alone == known["relation_types"]
    assert alone.total() == {"US_State_Department": 3, "UK_Government": 1}.get(name, 0)


@needs_shared
def test_romanian_news_in_the_hubs_shape() -> None:
    known = expected()["news-ner/ronec/valid.json"]
    found, reading = taken("news-ner/ronec/valid.json")
    assert len(found) == known["records"] and labels(found) == known["labels"]
    assert quotes_hold(found) and not reading.left_out


@needs_shared
@pytest.mark.parametrize("name", ["test", "val"])
def test_the_last_layer_of_arabic_tags_has_the_expected_marks(name: str) -> None:
    """expected.json reads the last cell of each row alone; read so, our reader agrees."""
    from annotator.formats.tagged.columns import cells
    from annotator.formats.tagged.tags import decoded

    known = expected()[f"news-ner/wojood-sample/{name}.txt"]
    text = (SHARED / f"news-ner/wojood-sample/{name}.txt").read_text("utf-8")
    sentences = [
        [row for row in map(cells, part.split("\n")) if len(row) > 1] for part in text.split("\n\n")
    ]
    pieces = [p for rows in sentences for p in decoded(row[-1] for row in rows).pieces]
    assert Counter(piece.label for piece in pieces) == known["labels"]
    assert sum(map(len, sentences)) == known["tokens"]


@needs_shared
@pytest.mark.parametrize("case", ["casWithEmojiUnicodeTextAndAnnotations", "emptyCas",
                                  "casWithTextAndAnnotations", "casWithSofaDataURI"])  # fmt: skip
def test_json_cases_of_uima_have_their_text_or_say_that_there_is_none(case: str) -> None:
    known = expected()[f"formats/uima/json/{case}/debug.xmi"]
    name = f"formats/uima/json/{case}/data.json"
    if "Annotation" in known["elements"]:
        found, _ = taken(name)
        assert sum(labels(found).values()) == known["elements"]["Annotation"]
        length = sum(len(article.text) for article, _ in found)
        assert length == (known["sofa_code_points"] or len("This is a test"))  # not in that XMI
        return
    with pytest.raises(FileRefused) as caught:
        taken(name, format_named("uima-json"))
    assert "text" in str(caught.value)


@needs_shared
def test_annotations_of_recogito_came_without_their_text() -> None:
    """Said once for the file, not once for each of its 14, and with what to do."""
    with pytest.raises(FileRefused) as caught:
        taken("formats/web-annotation/recogito-annotations.json")
    (problem,) = caught.value.problems
    assert "text" in problem.reason and "target.source" in problem.next_step
