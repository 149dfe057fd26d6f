"""What is on the screen is the backing store's image; `grab` would always draw anew."""

from random import Random

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from annotator.core import operations
from annotator.core.annotation_set import AnnotationSet
from annotator.core.changes import combined
from annotator.core.span import Span
from annotator.ui.reading.font_warmer import FontWarmer
from annotator.ui.reading.modes import Mode
from annotator.ui.theme import DARK, LIGHT
from tests.ui.reading.making import (
    ARABIC,
    EMOJI,
    MIXED,
    SCHEME,
    add,
    article_of,
    mark,
    news,
    picture,
    random_marks,
    settle,
    shown,
)  # fmt: skip


def fresh(qtbot, view, article):
    """Give the picture that a new view of the same article has at the same place."""
    size, mode = (view.width(), view.height()), view.typesetting.mode
    other = shown(qtbot, article, list(view.annotations), size=size, mode=mode)
    other.verticalScrollBar().setValue(view.verticalScrollBar().value())
    return picture(other)


def redrawn(view):
    view.viewport().update()
    return picture(view)


def test_the_backing_store_is_looked_at(qtbot):
    article = article_of(news(300))
    view = shown(qtbot, article)
    before = picture(view)
    view.scroll_by(40)
    assert picture(view) != before, "a picture taken after an event shows it"


@pytest.mark.parametrize("mode", Mode)
def test_scrolling_by_blit_and_edits_leave_no_trace(qtbot, mode):
    article = article_of("\n\n".join([news(900), ARABIC, MIXED, EMOJI]), title="Ferry news")
    view = shown(qtbot, article, random_marks(article, 60), size=(820, 420), mode=mode)
    view.show_invisibles(shown=True)
    rng = Random(5)
    made = []
    for step in range(200):
        kind = rng.random()
        if kind < 0.6:
            view.scroll_by(rng.choice((-700, -160, -84, -3, 1, 7, 84, 84, 160, 390)))
        elif kind < 0.75:
            top = view.first_visible_offset()
            start = min(top + rng.randrange(900), len(article.text) - 40)
            made.append(add(view, article, Span(start, start + rng.randint(1, 39))))
        elif kind < 0.85 and made:
            edit = operations.delete([made.pop(rng.randrange(len(made)))], view.annotations)
            view.annotations.apply(edit)
            view.refresh(edit)
        elif kind < 0.95:
            start = rng.randrange(len(article.text) - 50)
            view.select(Span(start, start + rng.randint(1, 49)))
        else:
            view.pick(rng.choice(list(view.annotations)).id, scroll=rng.random() < 0.5)
        if kind > 0.5:
            view.hover(view.annotations_at(QPointF(rng.randrange(820), rng.randrange(420))))
        if rng.random() < 0.5:  # several changes often reach the screen in one go
            assert picture(view) == redrawn(view), f"step {step}"


@pytest.mark.parametrize("mode", Mode)
def test_a_refresh_looks_like_a_new_view(qtbot, mode):
    article = article_of(news(500), title="Harbour")
    view = shown(qtbot, article, random_marks(article, 12), mode=mode)
    part = Span(article.text.index("ferry"), article.text.index("ferry") + 60)
    made = add(view, article, part, "commitment")
    assert picture(view) == fresh(qtbot, view, article)
    edit = operations.relabel(made, "location", view.annotations, allowed={}, relations_allowed=())
    view.annotations.apply(edit)
    view.refresh(edit)
    assert picture(view) == fresh(qtbot, view, article)
    view.annotations.apply(edit.inverse)
    view.refresh(edit.inverse)
    moved = operations.move_end(made, article, made.end + 30)
    view.annotations.apply(moved)
    view.refresh(moved)
    assert picture(view) == fresh(qtbot, view, article)
    every = operations.delete(list(view.annotations), view.annotations)
    view.annotations.apply(every)
    view.refresh(every)
    assert picture(view) == fresh(qtbot, view, article)


def test_a_refresh_draws_only_what_it_names(qtbot):
    text = "\n\n".join(f"Paragraph number {n} speaks of ferries." for n in range(9))
    article = article_of(text)
    third, fourth = text.index("number 3"), text.index("number 4")
    view = shown(qtbot, article, [mark(article, Span(fourth, fourth + 8))])
    painted = _recorded(view)
    edit = combined(
        "Note", [operations.set_note(view.annotations.touching(fourth, fourth + 1)[0], "n")]
    )
    view.annotations.apply(edit)
    view.refresh(edit)
    settle()
    assert 0 < sum(rect.height() for rect in painted) < 80, "one paragraph of the same height"
    painted.clear()
    add(view, article, Span(third, third + 8))
    settle()
    top = min(rect.top() for rect in painted)
    document = view._page.document
    assert top >= document.top(document.index_of(third)) - view._page.top - 4, "nothing above it"


def test_a_change_elsewhere_draws_nothing(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    painted = _recorded(view)
    add(view, article, Span(len(article.text) - 200, len(article.text) - 190))
    other = article_of("Another article about ferries.")
    object.__setattr__(other, "id", "00000000-0000-7000-8000-000000000002")
    view.refresh(operations.add(other, (Span(0, 7),), label="actor", annotator="mo"))
    settle()
    assert painted == []


def _recorded(view):
    rects = []
    paint = view.paintEvent

    def record(event):
        rects.append(event.rect())
        paint(event)

    view.paintEvent = record
    settle()
    rects.clear()
    return rects


@pytest.mark.parametrize("mode", Mode)
def test_a_mark_above_the_view_moves_nothing(qtbot, mode):
    article = article_of(news(2_000))
    view = shown(qtbot, article, mode=mode)
    view.scroll_by(900)
    settle()
    before = picture(view)
    for start in range(0, 700, 70):
        add(view, article, Span(start, start + 30))
    assert picture(view) == before


def test_themes_differ_and_come_back(qtbot):
    article = article_of(news(200))
    view = shown(qtbot, article, random_marks(article, 9))
    light = picture(view)
    view.set_theme(DARK)
    dark = picture(view)
    assert dark.pixelColor(4, 4).name() == DARK.paper
    view.set_theme(LIGHT)
    assert picture(view) == light != dark


def test_only_the_visible_annotators_are_drawn(qtbot):
    article = article_of("The Council said it would restore the ferry.")
    view = shown(qtbot, article, [mark(article, "Council", annotator="ruth")])
    both = picture(view)
    view.set_annotator({"mo"})
    none = picture(view)
    assert none == picture(shown(qtbot, article)) != both
    view.set_annotator(None)
    assert picture(view) == both


def test_the_picked_annotation_shows_and_its_ring_needs_the_focus(qtbot):
    article = article_of("The Council said it would restore the ferry.")
    own = mark(article, "Council")
    view = shown(qtbot, article, [own])
    view.clearFocus()
    plain = picture(view)
    view.pick(own.id)
    picked = picture(view)
    assert picked != plain
    view.activateWindow()
    view.setFocus()
    assert view.hasFocus()
    ringed = picture(view)
    assert ringed != picked
    view.clearFocus()
    assert picture(view) == picked
    view.pick(None)
    assert picture(view) == plain


def test_matches_and_the_current_one_show(qtbot):
    article = article_of("One ferry, two ferries, no ferry.")
    view = shown(qtbot, article)
    plain = picture(view)
    found = [Span(4, 9), Span(27, 32)]
    view.find_matches(found, 0)
    first = picture(view)
    view.find_matches(found, 1)
    assert len({plain.cacheKey(), first.cacheKey()}) == 2
    assert picture(view) not in (plain, first)
    view.find_matches([], -1)
    assert picture(view) == plain


def test_an_armed_label_colours_the_selection(qtbot):
    article = article_of("The Council said it would restore the ferry.")
    view = shown(qtbot, article)
    view.select(Span(4, 11))
    plain = picture(view)
    view.set_armed("location")
    armed = picture(view)
    assert armed != plain
    view.set_armed(None)
    assert picture(view) == plain


def test_the_headline_and_a_small_line_stand_above_the_text_but_are_no_text(qtbot):
    article = article_of(
        "The ferry is back.", title="Ferry returns", outlet="Courier", author="Mira Kost",
        published="2026-03-04T00:00:00Z",
    )  # fmt: skip
    view = shown(qtbot, article)
    head = view._page.document.head
    assert head.title is not None and head.title.text == "Ferry returns"
    assert head.byline == "Courier · Mira Kost · 2026-03-04"
    plain = shown(qtbot, article_of("The ferry is back."))
    assert view._page.document.top(1) > plain._page.document.top(1) + 40
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert view.caret() == 0


@pytest.mark.parametrize("first", ["Ferry returns", "FERRY  RETURNS "])
def test_a_title_that_the_text_begins_with_is_shown_once(qtbot, first):
    article = article_of(f"{first}\n\nThe ferry is back.", title="Ferry returns", outlet="Courier")
    view = shown(qtbot, article)
    document = view._page.document
    assert document.head.title is None and document.head.headline_block == 1
    headline = document.laid(1).paragraph
    assert headline.lines[0].qt.height() > document.laid(3).paragraph.lines[0].qt.height() * 1.3
    made = add(view, article, Span(0, 5))
    assert made.quote == first[:5], "the headline in the text can be marked"


def test_no_article_is_empty_paper_and_takes_no_keys(qtbot):
    view = shown(qtbot, None)
    colours = {picture(view).pixelColor(x, y).name() for x in (5, 300, 700) for y in (5, 300, 590)}
    assert colours == {LIGHT.paper}
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_PageDown, Qt.Key.Key_Escape):
        QTest.keyClick(view, key)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton)
    assert view.selected_span() is None and view.picked is None
    assert (view.caret(), view.first_visible_offset()) == (0, 0)


def test_a_label_that_the_scheme_does_not_know_is_drawn(qtbot):
    article = article_of("The Council said so.")
    view = shown(qtbot, article, [mark(article, "Council", "gone")])
    assert picture(view) != picture(shown(qtbot, article))


def test_an_annotation_set_may_be_replaced(qtbot):
    article = article_of("The Council said so.")
    view = shown(qtbot, article)
    before = picture(view)
    view.show_article(article, AnnotationSet(article.id, [mark(article, "Council")]), SCHEME)
    assert picture(view) != before


def test_fonts_of_other_scripts_are_loaded_in_quiet_moments(qtbot, monkeypatch):
    view = shown(qtbot, article_of("The Council said so."))
    monkeypatch.setattr(FontWarmer, "_waiting", ["漢", "خ"])
    view._warmer.start(1)
    qtbot.waitUntil(lambda: not view._warmer.isActive(), timeout=30_000)
    assert FontWarmer._waiting == []


def test_a_long_name_and_byline_are_cut_to_their_room(qtbot):
    article = article_of("The Council said so.", outlet="The Vellmark Courier " * 20)
    view = shown(qtbot, article, [mark(article, "Council", "gone " * 60)])
    shape = next(iter(view._page.document.laid(1).marks.shapes.values()))
    assert shape.names[0].width() <= 150
    margin = view._left() + view._page.document.setting.column + 4
    shot = picture(view)
    right = {shot.pixelColor(margin + x, y).name() for x in range(0, 20, 4) for y in range(90)}
    assert right == {LIGHT.paper}
