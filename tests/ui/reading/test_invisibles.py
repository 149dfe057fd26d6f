"""Signs for what cannot be seen: there when wanted, and nothing moves for them."""

import pytest

from annotator.ui.reading.invisibles import SIGNS
from annotator.ui.reading.modes import Mode
from tests.ui.reading.making import ARABIC, EMOJI, LATIN, TABS, article_of, mark, picture, shown

UNSEEN = {
    "no-break": "12\u00a0crowns", "narrow": "12\u202fcrowns", "em": "a\u2003b", "tab": "a\tb",
    "ideographic": "能\u3000源", "zero-width": "zero\u200bwidth", "joiner": "zero\u200dwidth",
    "non-joiner": "zero\u200cwidth", "byte-order": "a\ufeffb", "soft-hyphen": "co\u00adoperate",
    "word-joiner": "a\u2060b", "lrm": "a\u200eb", "rlm": "a\u200fb", "embedding": "a\u202bb\u202cc",
    "isolate": "a\u2067b\u2069c", "alm": "a\u061cb",
}  # fmt: skip


@pytest.mark.parametrize("name", UNSEEN)
def test_each_gets_a_sign_and_moves_nothing(qtbot, name):
    article = article_of(UNSEEN[name])
    view = shown(qtbot, article)
    before = picture(view)
    paragraph = view._page.document.laid(1).paragraph
    places = [paragraph.caret_x(at) for at in range(len(article.text) + 1)]
    view.show_invisibles(shown=True)
    with_signs = picture(view)
    assert with_signs != before
    assert [paragraph.caret_x(at) for at in range(len(article.text) + 1)] == places
    view.show_invisibles(shown=False)
    assert picture(view) == before


@pytest.mark.parametrize("text", [LATIN, ARABIC, EMOJI, "One.\r\nTwo. \r\n"])
def test_ordinary_text_looks_the_same(qtbot, text):
    view = shown(qtbot, article_of(text))
    before = picture(view)
    view.show_invisibles(shown=True)
    assert picture(view) == before, "blanks, line ends and the joiners of emoji have no sign"


@pytest.mark.parametrize("mode", Mode)
def test_signs_are_drawn_over_marks_in_every_mode(qtbot, mode):
    article = article_of(TABS)
    view = shown(qtbot, article, [mark(article, "12 crowns"), mark(article, "May")], mode=mode)
    before = picture(view)
    view.show_invisibles(shown=True)
    assert picture(view) != before


def test_no_character_has_two_signs():
    rows = "".join(sign.characters.replace("-", "") for sign in SIGNS)
    assert len(rows) == len(set(rows))
