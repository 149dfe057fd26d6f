import hashlib

import pytest
from hypothesis import given

from annotator.core import article as articles
from annotator.core.article import Article, text_hash, text_problem
from annotator.core.errors import FormatError
from annotator.core.identifiers import is_id
from tests.core.making import texts


@given(texts)
def test_a_text_is_kept_exactly_or_refused(text: str) -> None:
    if text_problem(text):
        with pytest.raises(FormatError):
            Article.new(text)
    else:
        article = Article.new(text)
        assert article.text == text
        assert article.sha256 == hashlib.sha256(text.encode()).hexdigest() == text_hash(text)
        assert is_id(article.id)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "the text is empty"),
        (" \r\n\u00a0\u2028", "the text is empty"),
        ("\ufeff\u200b \u200f", "the text is empty"),
        ("a\x00b", "NUL character at offset 1"),
        ("\x00\x00", "NUL character at offset 0"),
        ("ab\ud83d", r"lone surrogate U\+D83D\) at offset 2"),
    ],
)
def test_a_refused_text_says_why(text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        Article.new(text)


def test_a_text_too_large_for_an_article_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "LARGEST_TEXT", 5)
    assert text_problem("abcde") == ""
    assert text_problem("abcdef") == (
        "the text has 6 characters; an article has at most 5. Split the file into articles"
    )


def test_what_is_given_is_kept() -> None:
    article = Article.new("A text.", id="x", title="T", outlet="O", metadata={"page": "3"})
    assert (article.id, article.title, article.outlet) == ("x", "T", "O")
    assert article.metadata == {"page": "3"}
    assert article == Article.new("A text.", id="x", title="T", outlet="O", metadata={"page": "3"})
    assert len({article, article}) == 1


def test_the_headline_is_the_title_or_the_first_words() -> None:
    assert Article.new("Text", title="Title").headline == "Title"
    assert Article.new("\r\n \u2028 First line \nsecond").headline == "First line"
    long = Article.new("word " * 50).headline
    assert len(long) <= 80
    assert long.endswith("word…")
