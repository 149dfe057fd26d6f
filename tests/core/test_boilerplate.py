"""What is greyed out: kept as metadata in code points, one undo, and never by itself."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.boilerplate import (
    NOT_ARTICLE,
    grey,
    greyed,
    is_greyed,
    not_greyed,
    suspected,
    ungrey,
)
from annotator.core.span import Span, fragments_of
from tests.core.making import texts

TEXT = (
    "Join our brand new verified Telegram channel and get news uncensored!\r\n"
    "\r\n"
    "Ferry to return, says council 🎉\r\n"
    "Divers train with partners in Skarvik. (Cpl. Ann Berg/Coast Guard)\r\n"
    "The council will not subscribe to the treaty, a follow-up to the 2008 one.\r\n"
    "Read more: what the mayor said\r\n"
    "“Join us,” the mayor told the minister on Monday, and the minister did.\r\n"
    "  © 2026 The Courier. All rights reserved.  \r\n"
)


def words(text, spans):
    return [text[s.start : s.end] for s in spans]


def test_adverts_credits_and_rights_are_suspected_and_news_is_not():
    assert [w[:12] for w in words(TEXT, suspected(TEXT))] == [
        "Join our bra", "Divers train", "Read more: w", "© 2026 The C",
    ]  # fmt: skip


def test_other_languages_are_suspected_too():
    text = "اشترك في قناتنا\nقال الوزير إن الحكومة ستفعل.\n责任编辑：王伟\n部长说政府将行动。"
    assert words(text, suspected(text)) == ["اشترك في قناتنا", "责任编辑：王伟"]


@given(texts)
def test_suspecting_never_fails_and_stays_within_lines(text):
    for span in suspected(text):
        piece = text[span.start : span.end]
        assert piece == piece.strip() and "\n" not in piece and "\r" not in piece


def test_grey_is_an_edit_of_the_metadata_alone_and_is_undone_by_its_inverse():
    article = Article.new(TEXT, title="Ferry", metadata={"page": "A3"})
    edit = grey(article, [Span(0, 69)])
    (change,) = edit.changes
    after = change.after
    assert after.text == article.text and after.sha256 == article.sha256
    assert dict(after.metadata) == {"page": "A3", NOT_ARTICLE: "0-69"}
    assert edit.inverse.changes[0].after == article
    assert not grey(after, [Span(3, 20)])
    assert is_greyed(after, Span(0, 4)) and not is_greyed(after, Span(60, 80))
    assert dict(ungrey(after, Span(5, 6)).changes[0].after.metadata) == {"page": "A3"}
    assert not ungrey(after, Span(100, 110))


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=8))
def test_what_is_greyed_is_read_back(pairs):
    article = Article.new("x" * 140)
    spans = [Span(start, start + length) for start, length in pairs]
    edit = grey(article, spans)
    after = edit.changes[0].after if edit else article
    assert greyed(after) == fragments_of(spans)


def test_odd_metadata_of_strangers_greys_nothing():
    for odd in ("5-2", "-", "1-9999", "²-³", "a-b 3", "0-" + "9" * 5000, "0–5"):
        assert greyed(Article.new("Short text", metadata={NOT_ARTICLE: odd})) == ()


@given(
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 40)), max_size=5),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)), max_size=9),
)
def test_what_is_offered_is_all_but_what_lies_in_the_grey(grey_pairs, pairs):
    article = Article.new("x" * 140)
    edit = grey(article, [Span(a, a + n) for a, n in grey_pairs])
    article = edit.changes[0].after if edit else article
    spans = [Span(a, a + n) for a, n in pairs]
    assert not_greyed(article, spans) == [s for s in spans if not is_greyed(article, s)]
    if spans:
        assert spans[0] in not_greyed(article, spans, keep=spans[0])
