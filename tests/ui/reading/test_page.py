from random import Random

import pytest

from annotator.core.span import Span
from annotator.ui.reading.modes import Mode
from tests.ui.reading.making import (
    ARABIC,
    CHINESE,
    add,
    article_of,
    news,
    random_marks,
    settle,
    shown,
)  # fmt: skip


def seen(view):
    """Give the y in the view of each visible line, by the offset at which it starts."""
    page, document = view._page, view._page.document
    lines = {}
    index = document.index_at(page.top)
    while index < len(document.blocks) and document.top(index) < page.top + page.height:
        if document.is_laid(index):
            block = document.laid(index)
            for number, line in enumerate(block.paragraph.lines):
                y = document.top(index) + line.top - page.top
                if 0 <= y < page.height:
                    lines[block.start + block.paragraph.start_of_line(number)] = y
        index += 1
    return lines


@pytest.mark.parametrize("mode", Mode)
def test_scrolling_up_through_unseen_paragraphs_never_jumps(qtbot, mode):
    text = "\n\n".join([news(4_000, seed=3), ARABIC, CHINESE, news(4_000, seed=4)])
    article = article_of(text)
    view = shown(qtbot, article, random_marks(article, 500), size=(820, 500), mode=mode)
    view.scroll_to_offset(len(text) - 2_000)
    step_up = 60 if mode is Mode.LANES else 30  # 400 steps, and still not at the top
    for step in range(400):
        before = seen(view)
        view.scroll_by(-step_up)
        if step % 7 == 0:
            settle()  # and laying out ahead moves nothing either
        after = seen(view)
        shared = before.keys() & after.keys()
        assert shared, f"step {step} lost its place"
        moved = {after[line] - before[line] for line in shared}
        assert moved == {step_up}, f"step {step}"
    assert view._page.top > 0


def test_laying_out_ahead_keeps_every_line_in_place(qtbot):
    article = article_of(news(6_000))
    view = shown(qtbot, article)
    view.scroll_to_offset(len(article.text) // 2)
    before = seen(view)
    settle()
    settle()
    assert seen(view) == before


def test_the_scroll_bar_reaches_both_ends(qtbot):
    article = article_of(news(5_000))
    view = shown(qtbot, article, random_marks(article, 300))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    settle()
    bar.setValue(bar.maximum())
    assert max(seen(view)) > len(article.text) - 100
    bar.setValue(0)
    assert min(seen(view)) == 0 and view._page.top == 0


def test_dragging_the_scroll_bar_shows_the_place_in_proportion(qtbot):
    article = article_of(news(20_000))
    view = shown(qtbot, article)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    assert abs(view.first_visible_offset() / len(article.text) - 0.5) < 0.05


def test_a_place_is_found_again(qtbot):
    article = article_of(news(3_000), title="Ferries")
    view = shown(qtbot, article, random_marks(article, 100))
    view.scroll_by(1_234)
    place = view.first_visible_offset()
    other = shown(qtbot, article, random_marks(article, 100))
    other.scroll_to_offset(place)
    assert other.first_visible_offset() == place
    other.scroll_to_offset(0)
    assert other._page.top == 0, "the headline shows"


def test_marks_above_and_below_leave_the_first_line_in_place(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    view.scroll_to_offset(len(article.text) // 2)
    rng = Random(1)
    for _ in range(40):
        before = seen(view)
        first = min(before)
        start = max(first + rng.randrange(-3_000, 3_000), 0)
        add(view, article, Span(start, start + rng.randint(5, 60)))
        assert seen(view)[first] == before[first]


def test_resizing_and_zooming_keep_the_first_line(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    view.scroll_to_offset(len(article.text) // 2)
    place = view.first_visible_offset()
    for width in (700, 500, 360, 820):
        view.resize(width, 600)
        assert _holds(view, place)
    for zoom in (1.3, 2.0, 0.7, 1.0):
        view.set_zoom(zoom)
        assert _holds(view, place)
    assert view.first_visible_offset() == place


def _holds(view, offset):
    top, height = view._page.document.line_box(offset)
    return 0 <= top - view._page.top < height


def test_zoom_has_bounds_and_is_told_once(qtbot):
    view = shown(qtbot, article_of("The ferry."))
    told = []
    view.zoom_changed.connect(told.append)
    for zoom in (1.0, 9.0, 4.0, 0.1, 1.1):
        view.set_zoom(zoom)
    assert told == [4.0, 0.5, 1.1] and view.zoom == 1.1


def test_revealing_scrolls_no_further_than_needed(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    visible = max(seen(view)) - 400
    view.scroll_to(Span(visible, visible + 5))
    assert view._page.top == 0, "what shows already is not moved"
    far = len(article.text) * 2 // 3
    view.scroll_to(Span(far, far + 5))
    line = max(offset for offset in seen(view) if offset <= far)
    assert seen(view)[line] < view._page.height / 2
    top = view._page.top
    below = max(seen(view)) + 10
    view.scroll_to(Span(below, below + 5))
    assert 0 < view._page.top - top < view._page.height / 2


def test_a_million_characters_without_a_line_end_lay_out_little(qtbot):
    article = article_of(news(180_000).replace("\n\n", " "))
    view = shown(qtbot, article)
    assert len(article.text) > 1_000_000
    assert len(view._page.document._laid) < 12
    view.scroll_to_offset(len(article.text) - 100)
    assert max(seen(view)) > len(article.text) - 200


def test_few_blocks_are_kept(qtbot):
    article = article_of("\n".join(f"Line {n} of the ferry news." for n in range(3_000)))
    view = shown(qtbot, article)
    for _ in range(80):
        view.scroll_by(550)
        settle()
    assert len(view._page.document._laid) <= 320
    assert seen(view)
