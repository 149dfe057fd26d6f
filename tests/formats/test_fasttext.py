"""fastText's lines, and XML that no format knows."""

import pytest

from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleLabel
from annotator.formats.format import Reading, entries
from annotator.formats.registry import format_of


def test_each_line_is_an_article_with_its_categories(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(
        "__label__sport Norland won.\n__label__sport __label__ferry  The ferry sank.\n\n"
        "Nobody said anything.\n__label__sport\n", "utf-8",
    )  # fmt: skip
    how, reading = format_of(path), Reading(annotator="mo")
    assert how.name == "fasttext"
    found = [
        (article.text, [v.value for v in values if isinstance(v, ArticleLabel)])
        for article, values in entries(how, path, reading)
    ]
    assert found == [
        ("Norland won.", [("sport",)]), ("The ferry sank.", [("sport", "ferry")]),
        ("Nobody said anything.", []),
    ]  # fmt: skip
    assert [(p.line, "no text" in p.reason) for p in reading.left_out] == [(5, True)]


def test_a_text_that_only_mentions_the_sign_stays_a_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("The tool wants __label__x before each line.\n")
    assert format_of(path).name == "text"


def test_xml_that_no_format_knows_is_named_by_its_outermost_element(tmp_path):
    path = tmp_path / "corpus.xml"
    path.write_text('<?xml version="1.0"?>\n<!-- invented -->\n<corpus n="1">\n</corpus>')
    with pytest.raises(FormatError, match="its outermost element is <corpus>"):
        format_of(path)
