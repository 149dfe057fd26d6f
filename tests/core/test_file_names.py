"""Patterns that fill metadata from file names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.errors import AnnotatorError
from annotator.core.file_names import NamePattern


@pytest.mark.parametrize(
    ("pattern", "name", "facts"),
    [
        ("{outlet}_{date}_{title}", "De_Krant_2026-03-01_Akkoord_in_zicht.html",
         {"outlet": "De Krant", "published": "2026-03-01", "title": "Akkoord in zicht"}),
        ("{date} {outlet} - {title}", "x/2026.03 Le Jour - Un accord: v2.0.pdf",
         {"published": "2026-03", "outlet": "Le Jour", "title": "Un accord: v2.0"}),
        ("{outlet}_{date}_{title}", "1.3.2026.txt", {}),
        ("{outlet}_{date}_{title}", "Daily_2026-02-30_Deal.txt", {}),
        ("{language}/{section}/*_{title}", "in/nl/Sport/0001_Winst.txt",
         {"language": "nl", "section": "Sport", "title": "Winst"}),
        ("{title}", "a\\b\\Deal.txt", {"title": "Deal"}),
        ("{date}-{title}", "01-03-2026-Deal.txt", {"published": "2026-03-01", "title": "Deal"}),
    ],
)  # fmt: skip
def test_what_names_say(pattern, name, facts):
    assert NamePattern(pattern).facts(name) == facts


@pytest.mark.parametrize(
    "pattern", ["", "title", "{title}{outlet}", "{title}_{title}", "{a b}_{title}", "{title}_{",
                "{}", "{date}_{published}"],
)  # fmt: skip
def test_what_is_no_pattern_is_said(pattern):
    with pytest.raises(AnnotatorError, match="no pattern"):
        NamePattern(pattern)


def test_only_what_the_file_does_not_say_is_filled():
    article = Article.new("Words.", title="Its own", metadata={"section": "A"})
    filled = NamePattern("{outlet}_{title}_{section}_{page}").fill(article, "Day_Other_B_3.txt")
    assert (filled.title, filled.outlet) == ("Its own", "Day")
    assert filled.metadata == {"section": "A", "page": "3"}
    assert NamePattern("{title}").fill(article, "Other.txt") is article


@given(st.text(max_size=80))
def test_any_name_is_read_or_not(name):
    facts = NamePattern("{outlet}_{date}_{title}").facts(name)
    assert all(facts.values()) and set(facts) <= {"outlet", "published", "title"}


def test_a_hostile_name_ends():
    assert NamePattern("{a}_{b}_{c}_{d}_{e}_{f}x").facts("_" * 5000) == {}
