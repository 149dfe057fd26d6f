"""The web page: read back it gives exactly the text and spans, and it harms nobody."""

from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.annotation import Annotation
from annotator.core.article import Article, text_problem
from annotator.core.boilerplate import NOT_ARTICLE, greyed
from annotator.core.identifiers import derived_id
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span, fragments_of, quote
from annotator.formats.format import Writing
from annotator.formats.registry import format_named
from tests.core import making
from tests.formats.samples import mark, rich, written

HTML = format_named("html", written=True)
HOSTILE = '<script>alert("x")</script><img src=http://evil.example/a.png onerror=x> & \'"'


class PageReader(HTMLParser):
    """Reads a page as a browser does: texts, spans by annotation, names, and every tag."""

    EMPTY = {"meta", "br", "img", "link"}

    def __init__(self, data):
        super().__init__(convert_charrefs=True)
        self.texts, self.names, self.tags = [], [], []
        self.spans = []  # for each article: {annotation: [spans]}
        self.asides = []
        self._open, self._in_text, self._in_name = [], False, False
        page = data.decode("utf-8")
        assert "\r" not in page  # a browser would make LF of it
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        self.tags.append((tag, facts))
        if tag == "div" and facts.get("class") == "text":
            self._in_text = True
            self.texts.append("")
            self.spans.append(defaultdict(list))
            self.asides.append([])
        self._in_name = self._in_name or facts.get("class") == "name"
        if self._in_name and facts.get("class") == "name":
            self.names.append("")
        if tag not in self.EMPTY:
            self._open.append((tag, facts))

    def handle_endtag(self, tag):
        opened, facts = self._open.pop()
        assert opened == tag, "elements cross"
        if facts.get("class") == "text":
            self._in_text = False
        if facts.get("class") == "name":
            self._in_name = False

    def handle_data(self, data):
        if self._in_name:
            self.names[-1] += data
        elif self._in_text:
            start = len(self.texts[-1])
            self.texts[-1] += data
            part = Span(start, start + len(data))
            for tag, facts in self._open:
                if tag == "mark":
                    self.spans[-1][facts["data-annotation"]].append(part)
                elif facts.get("class") == "aside":
                    self.asides[-1].append(part)


def page(*found):
    return PageReader(written(list(found), HTML))


def fragments(reader, number=0):
    return {key: fragments_of(parts) for key, parts in reader.spans[number].items()}


def test_nested_crossing_equal_and_discontinuous_marks_come_back_exactly():
    reader = page(*rich())
    assert reader.texts == [article.text for article, _ in rich()]
    for number, (_, values) in enumerate(rich()):
        wanted = {v.id: v.fragments for v in values if isinstance(v, Annotation)}
        assert fragments(reader, number) == wanted


@st.composite
def marked_articles(draw):
    text = draw(making.texts.filter(lambda t: not text_problem(t)))
    article = Article.new(text, id=derived_id(text))
    edges = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 9))
    marks = []
    for number, parts in enumerate(
        draw(st.lists(st.lists(edges, min_size=1, max_size=3), max_size=8))
    ):
        spans = fragments_of(Span(a, min(a + n, len(text))) for a, n in parts)
        own = mark(article, (0, 1), label=draw(st.sampled_from(["actor", "odd<"])), number=number)
        marks.append(replace(own, fragments=spans, quote=quote(text, spans)))
    return article, marks


@settings(max_examples=150, deadline=None)
@given(marked_articles())
def test_any_text_with_any_marks_comes_back(entry):
    article, marks = entry
    reader = page(entry)
    assert reader.texts == [article.text]
    assert fragments(reader) == {m.id: m.fragments for m in marks}
    assert len(reader.names) == sum(len(m.fragments) for m in marks)


def test_every_mark_is_named_so_that_colour_is_not_needed():
    article = Article.new("will surely close", id=derived_id("x"))
    split = mark(article, (0, 4), (12, 17), label="commitment")
    theirs = mark(article, (5, 11), annotator="jo")
    names = page((article, [split, theirs])).names
    assert names == ["Commitment 1/2 · mo", "Actor · jo", "Commitment 2/2 · mo"]
    assert page((article, [theirs])).names == ["Actor"]


def test_strangers_words_stay_words():
    article = Article.new(
        HOSTILE, id="<id>", title=HOSTILE, outlet=HOSTILE, author=HOSTILE,
        url="javascript:alert(1)", language='en" onload="x',
    )  # fmt: skip
    own = replace(mark(article, (0, 9), label='"><script>', note=HOSTILE), annotator=HOSTILE)
    reader = page((article, [own]))
    assert reader.texts == [HOSTILE]
    allowed = {"html", "head", "meta", "title", "style", "body", "article", "h1", "p", "bdi", "a",
               "div", "mark", "sub", "span", "table", "caption", "tr", "th", "td"}  # fmt: skip
    assert {tag for tag, _ in reader.tags} <= allowed
    for _, facts in reader.tags:
        assert not [name for name in facts if name.startswith("on")]
        assert not {"src", "href"} & set(facts)


def test_a_web_link_is_kept_and_nothing_is_loaded():
    article = Article.new("Text", id="a", url="https://example.org/?a=1&b=2")
    reader = page((article, []))
    links = [facts["href"] for tag, facts in reader.tags if tag == "a"]
    assert links == ["https://example.org/?a=1&b=2"]
    data = written([(article, [])], HTML).decode()
    assert "default-src 'none'" in data and "url(" not in data and "@import" not in data


def test_what_is_greyed_out_is_shown_so():
    article = Article.new("Advert. News.", id="a", metadata={NOT_ARTICLE: "0-7"})
    reader = page((article, [mark(article, (3, 13))]))
    assert fragments_of(reader.asides[0]) == greyed(article)
    assert fragments(reader) == {mark(article, (3, 13)).id: (Span(3, 13),)}


def test_attributes_notes_and_relations_are_told_in_words():
    data = written(rich()[:1], HTML).decode()
    for words in ("Act: pledge", "Norland “itself” 🎉", "<caption>Relations</caption>", "genre"):
        assert words in data, words


def test_an_empty_export_is_a_whole_page():
    assert PageReader(written([], HTML)).texts == []


@pytest.mark.parametrize("color", ["#000000", "#ffffff", "#ffff00"])
def test_words_on_any_fill_can_be_read(color):
    from annotator.formats.html_page.marked import ASIDE, INK, MUTED, PAPER, fill_of
    from annotator.ui.theme import contrast

    assert contrast(INK, fill_of(color)) >= 7
    assert contrast(MUTED, PAPER) >= 4.5 and contrast(ASIDE, fill_of(color)) >= 4.5
    one = Scheme("one", "One", "1", (Label("actor", "Actor", color),))
    article = Article.new("Text", id="a")
    buffer = BytesIO()
    list(HTML.write([(article, [mark(article, (0, 2))])], buffer, Writing(one)))
    assert f"background:{fill_of(color)};color:{INK}" in buffer.getvalue().decode()
