"""The keyboard with real key events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from annotator.core.annotation_set import AnnotationSet
from annotator.core.span import Span
from annotator.ui.reading.view import ReadingView
from tests.ui.reading.making import (
    ARABIC,
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

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
TEXT = (
    "The Council said it would restore the ferry. “We will not raise fares.”\r\n\r\n"
    "Two towns, one ferry: cafe\u0301 and 👍🏽 again."
)


def press(view, key, modifiers=NONE, times=1):
    for _ in range(times):
        QTest.keyClick(view, key, modifiers)


def words(view, article):
    span = view.selected_span()
    return article.text[span.start : span.end] if span else None


def carets(view, key, modifiers, times):
    found = []
    for _ in range(times):
        press(view, key, modifiers)
        found.append(view.caret())
    return found


def test_left_and_right_walk_from_word_to_word(qtbot):
    view = shown(qtbot, article_of(TEXT))
    expected = [TEXT.index(w) for w in ("Council", "said", "it ", "would", "restore")]
    assert carets(view, Key.Key_Right, NONE, 5) == expected
    assert carets(view, Key.Key_Left, NONE, 5) == [*expected[-2::-1], 0]
    press(view, Key.Key_Left)
    assert view.caret() == 0
    press(view, Key.Key_End, CTRL)
    assert view.caret() == len(TEXT)
    press(view, Key.Key_Left)
    assert view.caret() == TEXT.index("again")


def test_shift_takes_one_more_word_and_gives_it_back(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    press(view, Key.Key_Right)
    press(view, Key.Key_Right, SHIFT)
    assert words(view, article) == "Council"
    press(view, Key.Key_Right, SHIFT, 2)
    assert words(view, article) == "Council said it"
    press(view, Key.Key_Left, SHIFT)
    assert words(view, article) == "Council said"
    press(view, Key.Key_Left, SHIFT, 3)
    assert words(view, article) == "The"
    press(view, Key.Key_Right)
    assert view.selected_span() is None


def test_alt_walks_and_takes_characters_by_grapheme(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    view.set_caret(TEXT.index("cafe"))
    start = view.caret()
    assert carets(view, Key.Key_Right, ALT, 4) == [start + n for n in (1, 2, 3, 5)]
    press(view, Key.Key_Left, ALT | SHIFT)
    assert words(view, article) == "e\u0301"
    view.set_caret(TEXT.index("👍"))
    press(view, Key.Key_Right, ALT | SHIFT)
    assert words(view, article) == "👍🏽"


def test_ctrl_walks_and_takes_sentences(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    starts = carets(view, Key.Key_Right, CTRL, 3)
    assert [TEXT[at : at + 3] for at in starts] == ["“We", "Two", ""]
    assert [TEXT[at : at + 3] for at in carets(view, Key.Key_Left, CTRL, 3)] == [
        "Two",
        "“We",
        "The",
    ]
    press(view, Key.Key_Right, CTRL | SHIFT)
    assert words(view, article) == "The Council said it would restore the ferry"


def test_up_and_down_keep_the_column(qtbot):
    article = article_of(news(200))
    view = shown(qtbot, article)
    press(view, Key.Key_Right, NONE, 3)
    start = view._page.document.caret_point(view.caret())
    for _ in range(4):
        press(view, Key.Key_Down)
    low = view._page.document.caret_point(view.caret())
    assert low.y() > start.y() + 80 and abs(low.x() - start.x()) < 400
    for _ in range(4):
        press(view, Key.Key_Up)
    assert abs(view._page.document.caret_point(view.caret()).x() - start.x()) < 8
    press(view, Key.Key_Down, SHIFT)
    assert view.selected_span() is not None


def test_home_and_end_go_to_the_ends_of_line_and_article(qtbot):
    article = article_of(news(300))
    view = shown(qtbot, article)
    press(view, Key.Key_Down)
    press(view, Key.Key_End)
    end = view.caret()
    press(view, Key.Key_Home)
    assert view.caret() < end and view._page.document.line_box(end) == (
        view._page.document.line_box(view.caret())
    )
    press(view, Key.Key_End, CTRL | SHIFT)
    assert view.selected_span().end >= len(article.text) - 1
    press(view, Key.Key_Home, CTRL)
    assert view.caret() == 0 and view._page.top == 0


def test_pages_scroll_and_take_the_caret_along_once_it_is_shown(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    press(view, Key.Key_PageDown)
    assert view._page.top > 400 and view.caret() == 0
    press(view, Key.Key_Right)
    assert view.caret() > 500, "the walk begins where the reader looks"
    at = view.caret()
    press(view, Key.Key_PageDown)
    assert view.caret() > at + 300
    y = view._page.document.line_box(view.caret())[0] - view._page.top
    assert 0 <= y < view._page.height
    press(view, Key.Key_PageUp, NONE, 30)
    assert view._page.top == 0


def test_the_caret_stays_in_view(qtbot):
    article = article_of(news(2_000))
    view = shown(qtbot, article, random_marks(article, 150))
    for _ in range(60):
        press(view, Key.Key_Down)
        y = view._page.document.line_box(view.caret())[0] - view._page.top
        assert 0 <= y < view._page.height
    assert view._page.top > 500


def test_in_a_right_to_left_paragraph_left_goes_on(qtbot):
    view = shown(qtbot, article_of(ARABIC))
    press(view, Key.Key_Left)
    assert view.caret() == ARABIC.index("وزير")
    press(view, Key.Key_Left, SHIFT)
    span = view.selected_span()
    assert ARABIC[span.start : span.end] == "وزير"
    press(view, Key.Key_Right, NONE, 2)
    assert view.caret() == 0


def test_tab_goes_round_the_annotations_from_the_caret(qtbot):
    article = article_of(TEXT)
    marks = [
        mark(article, "Council", number=1),
        mark(article, "said it would", "commitment", number=2),
        mark(article, "it", "location", number=3),
        mark(article, "ferry:", number=4),
    ]
    view = shown(qtbot, article, marks)
    order = [m.id for m in marks]
    picked = []
    view.annotation_picked.connect(picked.append)
    press(view, Key.Key_Tab, NONE, 5)
    assert picked == [*order, order[0]]
    picked.clear()
    press(view, Key.Key_Backtab, SHIFT, 5)
    assert picked == [*order[::-1], order[-1]]
    view.pick(None)
    view.set_caret(TEXT.index("would"))
    press(view, Key.Key_Tab)
    assert view.picked == order[3]
    view.pick(None)
    view.set_caret(TEXT.index("would"))
    press(view, Key.Key_Backtab, SHIFT)
    assert view.picked == order[2]


def test_tab_brings_the_annotation_into_view(qtbot):
    article = article_of(news(9_000))
    far = len(article.text) - 300
    view = shown(qtbot, article, [mark(article, Span(10, 20)), mark(article, Span(far, far + 9))])
    press(view, Key.Key_Tab, NONE, 2)
    y = view._page.document.line_box(far)[0] - view._page.top
    assert 0 <= y < view._page.height
    press(view, Key.Key_Tab)
    assert view._page.top == 0


def test_tab_sees_only_visible_annotators(qtbot):
    article = article_of(TEXT)
    own, other = (
        mark(article, "ferry", number=1),
        mark(article, "Council", annotator="ruth", number=2),
    )
    view = shown(qtbot, article, [own, other])
    view.set_annotator({"mo"})
    press(view, Key.Key_Tab)
    assert view.picked == own.id


def test_the_focus_leaves_by_ctrl_tab_or_when_there_is_nothing_to_walk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    view, line = ReadingView(window), QLineEdit(window)
    column = QVBoxLayout(window)
    column.addWidget(view)
    column.addWidget(line)
    article = article_of(TEXT)
    view.show_article(article, AnnotationSet(article.id, [mark(article, "ferry")]), SCHEME)
    window.show()
    window.activateWindow()
    settle()
    view.setFocus()
    press(view, Key.Key_Tab)
    assert view.hasFocus() and view.picked
    press(view, Key.Key_Tab, CTRL)
    assert line.hasFocus()
    view.setFocus()
    view.show_article(article, AnnotationSet(article.id), SCHEME)
    press(view, Key.Key_Tab)
    assert line.hasFocus()


def test_escape_clears_the_selection_then_the_pick_then_leaves_it_to_the_window(qtbot):
    window = _Window()
    qtbot.addWidget(window)
    article = article_of(TEXT)
    own = mark(article, "ferry")
    view = window.view
    view.show_article(article, AnnotationSet(article.id, [own]), SCHEME)
    window.show()
    view.pick(own.id)
    view.select(Span(0, 3))
    press(view, Key.Key_Escape)
    assert (view.selected_span(), view.picked) == (None, own.id)
    press(view, Key.Key_Escape)
    assert view.picked is None and window.keys == []
    press(view, Key.Key_Escape)
    assert window.keys == [Key.Key_Escape]


@pytest.mark.parametrize(
    "key", [Key.Key_1, Key.Key_9, Key.Key_A, Key.Key_BracketLeft, Key.Key_Delete,
            Key.Key_Backspace, Key.Key_Return, Key.Key_Question, Key.Key_F2],
)  # fmt: skip
def test_all_other_keys_are_left_to_the_window(qtbot, key):
    window = _Window()
    qtbot.addWidget(window)
    article = article_of(TEXT)
    window.view.show_article(article, AnnotationSet(article.id), SCHEME)
    window.show()
    press(window.view, key)
    assert window.keys == [key]


class _Window(QWidget):
    def __init__(self):
        super().__init__()
        self.view = ReadingView(self)
        self.keys = []
        QVBoxLayout(self).addWidget(self.view)

    def keyPressEvent(self, event):
        self.keys.append(Key(event.key()))


def test_the_caret_shows_while_walking_and_not_after_a_drag(qtbot):
    view = shown(qtbot, article_of(TEXT))
    plain = picture(view)
    press(view, Key.Key_Right)
    walked = picture(view)
    assert walked != plain
    press(view, Key.Key_Right)
    assert picture(view) not in (plain, walked)
    view.select(None)
    assert picture(view) == plain


def test_the_caret_is_told_once_for_each_place(qtbot):
    view = shown(qtbot, article_of(TEXT))
    told = []
    view.caret_moved.connect(told.append)
    press(view, Key.Key_Right)
    view.set_caret(view.caret())
    view.set_caret(10_000)
    view.set_caret(-5)
    assert told == [TEXT.index("Council"), len(TEXT), 0]


def test_move_caret_walks_by_all_units(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    second = TEXT.index("Two")
    for unit, steps, expected in (
        ("paragraph", 1, second), ("word", 2, TEXT.index("one")), ("paragraph", -1, second),
        ("sentence", -1, TEXT.index("“We")), ("article", 1, len(TEXT)), ("article", -1, 0),
        ("character", 3, 3), ("line", 1, second),
    ):  # fmt: skip
        view.move_caret(unit, steps, extend=False)
        assert view.caret() == expected or (unit == "line" and view.caret() > second - 1), unit
    view.move_caret("paragraph", -1, extend=True)
    assert view.selected_span() is not None


def test_an_edit_drops_the_pick_of_what_is_gone(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    made = add(view, article, Span(4, 11))
    view.pick(made.id)
    told = []
    view.annotation_picked.connect(told.append)
    from annotator.core import operations

    edit = operations.delete([made], view.annotations)
    view.annotations.apply(edit)
    view.refresh(edit)
    assert view.picked is None and told == [None]
