"""Where characters are in the view: what tests and demonstrations click at."""

import pytest
from PySide6.QtCore import QPoint

from annotator.core.offsets import grapheme_after, grapheme_starts
from tests.ui.reading.making import CRLF, TEXTS, article_of, news, picture, shown


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"tabs"}))
def test_every_visible_grapheme_is_found_at_its_rectangle(qtbot, name):
    text = TEXTS[name]
    view = shown(qtbot, article_of(text), size=(420, 700))
    for start in grapheme_starts(text):
        if text[start].isspace():
            continue
        box = view.rectangle_of(start)
        assert box.width() > 1
        end = grapheme_after(text, start + 1)
        assert view.offset_at(box.center()) in (start, end), text[start:end]


def test_line_ends_and_the_end_of_the_text_have_a_place(qtbot):
    view = shown(qtbot, article_of(CRLF))
    for offset in (CRLF.index("\r"), len(CRLF), 10_000):
        box = view.rectangle_of(offset)
        assert box.width() == 1 and box.height() > 10
    assert view.offset_at(view.rectangle_of(len(CRLF)).center()) == len(CRLF)
    assert view.rectangle_of(-5) == view.rectangle_of(0)


def test_asking_for_a_place_out_of_sight_moves_nothing(qtbot):
    article = article_of(news(2_000))
    view = shown(qtbot, article)
    view.scroll_to_offset(len(article.text) // 2)
    before, first = picture(view), view.first_visible_offset()
    assert view.rectangle_of(0).bottom() < 0
    assert view.rectangle_of(len(article.text) - 2).top() > view.viewport().height()
    assert view.first_visible_offset() == first
    view.viewport().update()
    assert picture(view) == before
    assert view.verticalScrollBar().value() == view._page.top


def test_empty_paper_has_no_places(qtbot):
    view = shown(qtbot, None)
    assert view.rectangle_of(3).isEmpty()
    assert view.offset_at(QPoint(100, 100)) == 0
