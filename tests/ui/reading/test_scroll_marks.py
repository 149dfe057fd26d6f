"""Ticks in the scroll bar: beside their lines where all show, at their share where not."""

import pytest
from PySide6.QtGui import QColor

from annotator.core import operations
from annotator.core.span import Span
from annotator.ui.theme import DARK, LIGHT
from tests.ui.reading.making import SCHEME, add, article_of, mark, news, settle, shown


def ticks(qtbot, view):
    """Give the ticks after the quiet time that they wait for."""
    qtbot.waitUntil(lambda: not view._scroll_marks._timer.isActive(), timeout=30_000)
    settle()
    return view._bar.ticks


def test_ticks_stand_beside_their_lines_where_the_whole_article_shows(qtbot):
    article = article_of("\n".join(f"Ferry number {n} is late." for n in range(8)))
    marks = [mark(article, Span(article.text.index(f"number {n}"), article.text.index(f"{n} is")),
                  "actor" if n % 2 else "location") for n in range(8)]  # fmt: skip
    view = shown(qtbot, article, marks)
    found = ticks(qtbot, view)
    assert len(found) == 8
    for annotation, row in zip(marks, sorted(found), strict=True):
        top, height = view._page.document.line_box(annotation.start)
        assert top - 4 <= row <= top + height
        assert found[row] == view._page.document.looks[annotation.label].bar


def test_ticks_stand_at_their_share_of_a_long_article(qtbot):
    article = article_of(news(8_000))
    marks = [mark(article, Span(int(len(article.text) * share), int(len(article.text) * share) + 5))
             for share in (0.1, 0.5, 0.9)]  # fmt: skip
    view = shown(qtbot, article, marks)
    rows = sorted(ticks(qtbot, view))
    height = view._bar.height()
    assert [row / height for row in rows] == [pytest.approx(s, abs=0.03) for s in (0.1, 0.5, 0.9)]


def test_ticks_follow_edits_themes_and_annotators(qtbot):
    article = article_of(news(900))
    view = shown(qtbot, article, [mark(article, Span(0, 5), annotator="ruth")])
    assert len(ticks(qtbot, view)) == 1
    made = add(view, article, Span(3_000, 3_005), "commitment")
    assert len(ticks(qtbot, view)) == 2
    light = set(map(QColor.name, view._bar.ticks.values()))
    view.set_theme(DARK)
    assert not light & set(map(QColor.name, ticks(qtbot, view).values()))
    view.set_annotator({"mo"})
    assert len(ticks(qtbot, view)) == 1
    edit = operations.delete([made], view.annotations)
    view.annotations.apply(edit)
    view.refresh(edit)
    assert ticks(qtbot, view) == {}
    view.show_article(None, None, SCHEME)
    assert ticks(qtbot, view) == {}


def test_ticks_of_thousands_are_made_in_steps_and_all_shown(qtbot):
    article = article_of(news(12_000))
    marks = [mark(article, Span(at, at + 3), number=at + 1) for at in range(0, 60_000, 6)]
    view = shown(qtbot, article, marks)
    assert len(marks) == 10_000
    rows = sorted(ticks(qtbot, view))
    share = 60_000 / len(article.text)
    assert len(rows) > view._bar.height() * share / 3 * 0.9, "they fill the bar as far as they go"


def test_matches_show_across_the_bar_and_the_current_one_in_ink(qtbot):
    article = article_of(news(2_000))
    view = shown(qtbot, article)
    found = [Span(at, at + 5) for at in (50, 4_000, 9_000)]
    view.find_matches(found, 1)
    bar = view._bar
    assert len(bar.match_rows) == 3 and bar.current_row == bar.match_rows[1]
    shot = bar.grab().toImage()
    colours = [shot.pixelColor(x, row).name() for row in bar.match_rows for x in (1, 8, 12)]
    assert colours[:3] == [LIGHT.match_current] * 3
    assert colours[3:6] == [LIGHT.ink] * 3
    view.find_matches([], -1)
    assert bar.match_rows == () and bar.current_row is None


def test_matches_keep_their_places_when_the_window_changes(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    view.find_matches([Span(9_000, 9_005)], 0)
    (before,) = view._bar.match_rows
    share = before / view._bar.height()
    view.resize(820, 300)
    ticks(qtbot, view)
    (after,) = view._bar.match_rows
    assert after / view._bar.height() == pytest.approx(share, abs=0.03)


def test_the_bar_still_scrolls(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article, [mark(article, Span(0, 5))])
    assert view.verticalScrollBar() is view._bar
    view._bar.setValue(500)
    assert view._page.top == 500


def test_the_bar_draws_its_handle_where_the_view_is_and_in_the_themes_colours(qtbot):
    view = shown(qtbot, article_of(news(8_000)))
    bar = view._bar
    for theme in (LIGHT, DARK):
        view.set_theme(theme)
        view.scroll_to_offset(0)
        settle()
        top = bar.handle().center()
        assert bar.grab().toImage().pixelColor(top.x() + 1, top.y()).name() == theme.line
        view.scroll_to_offset(len(view.article.text) // 2)
        settle()
        assert bar.handle().center().y() > top.y() + bar.height() // 4
        picture = bar.grab().toImage()
        assert picture.pixelColor(top.x() + 1, top.y()).name() == theme.paper
