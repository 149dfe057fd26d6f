"""The hand with real mouse events."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.span import Span
from tests.ui.reading.making import (
    ARABIC,
    CHINESE,
    EMOJI,
    HEBREW,
    article_of,
    mark,
    news,
    picture,
    point_of,
    settle,
    shown,
)  # fmt: skip

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TEXT = (
    "The Council (of Skarvik) said it would restore the ferry. “We will not raise fares,” said "
    "U.S. envoy Ilsa Brandt."
)


def send(view, kind, point, modifiers=NONE, button=LEFT):
    at = QPointF(point)
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
    event = QMouseEvent(kind, at, view.viewport().mapToGlobal(at), button, buttons, modifiers)
    QApplication.sendEvent(view.viewport(), event)


def drag(view, start, end, modifiers=NONE, release=True):
    """Drag from the first quarter of one grapheme to the last quarter of another."""
    first, last = point_of(view, start, 0.25), point_of(view, end, 0.75)
    send(view, QEvent.Type.MouseButtonPress, first, modifiers)
    for step in (0.3, 0.6, 1.0):
        way = last - first
        point = first + QPoint(int(way.x() * step), int(way.y() * step))
        send(view, QEvent.Type.MouseMove, point if step < 1 else last, modifiers)
    if release:
        send(view, QEvent.Type.MouseButtonRelease, last, modifiers)


def words(view, article):
    span = view.selected_span()
    return article.text[span.start : span.end] if span else None


def forget_clicks():
    """Wait until the next click is no longer part of a double click."""
    QTest.qWait(QApplication.doubleClickInterval() + 60)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("uncil", "(o", "Council (of"),
        ("rry.", "ferry.", "ferry"),
        ("(of", "Skarvik)", "of Skarvik"),
        ("“We", "fares,”", "We will not raise fares"),
        ("U.S", "U.S.", "U.S."),
        ("restore", "the ferry", "restore the ferry"),
    ],
)
def test_a_drag_takes_whole_words_without_blanks_and_punctuation(qtbot, start, end, expected):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    first, last = TEXT.index(start), TEXT.index(end) + len(end) - 1
    drag(view, first, last)
    assert words(view, article) == expected


def test_a_drag_backwards_gives_the_same(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    first, last = TEXT.index("restore") + 3, TEXT.index("ferry") + 2
    drag(view, first, last)
    forwards = view.selected_span()
    drag(view, last, first)
    assert view.selected_span() == forwards and words(view, article) == "restore the ferry"
    assert view.caret() < forwards.end


def test_a_drag_over_blanks_alone_selects_nothing(qtbot):
    article = article_of("one          two")
    view = shown(qtbot, article)
    drag(view, 5, 10)
    assert view.selected_span() is None


def test_alt_selects_by_character_and_by_whole_grapheme(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    drag(view, TEXT.index("ouncil"), TEXT.index("ouncil") + 3, ALT)
    assert words(view, article) == "ounc"
    other = article_of(EMOJI)
    view = shown(qtbot, other)
    family = EMOJI.index("👩")
    drag(view, EMOJI.index("🎉"), family, ALT)
    assert words(view, other) == "🎉👩‍👩‍👧‍👦"


def test_every_step_of_a_drag_is_told(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    told = []
    view.selection_changed.connect(told.append)
    drag(view, 5, TEXT.index("restore"))
    assert [TEXT[s.start : s.end] for s in told][-1] == "Council (of Skarvik) said it would restore"
    assert len(told) == len(set(told)) >= 2
    view.select(None)
    assert told[-1] is None


def test_double_click_takes_the_word_and_a_drag_from_there_goes_by_words(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    at = TEXT.index("Skarvik") + 3
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point_of(view, at))
    assert words(view, article) == "Skarvik"
    forget_clicks()
    send(view, QEvent.Type.MouseButtonPress, point_of(view, at))
    send(view, QEvent.Type.MouseButtonRelease, point_of(view, at))
    send(view, QEvent.Type.MouseButtonDblClick, point_of(view, at))
    send(view, QEvent.Type.MouseMove, point_of(view, TEXT.index("Council") + 2))
    assert words(view, article) == "Council (of Skarvik"
    send(view, QEvent.Type.MouseMove, point_of(view, TEXT.index("said") + 2))
    assert words(view, article) == "Skarvik) said"
    send(view, QEvent.Type.MouseButtonRelease, point_of(view, TEXT.index("said") + 2))


@pytest.mark.parametrize(
    ("text", "inside", "expected"),
    [
        (ARABIC, "الطاقة", "الطاقة"),
        (HEBREW, "Reuters", "Reuters"),
        (CHINESE, "能", "能"),
        ("東京のホテルに", "テ", "ホテル"),
        ("U.S. al-Kadhimi’s", "Kad", "al-Kadhimi"),
        ("from\u00a0May on", "May", "May"),
    ],
)
def test_double_click_knows_scripts(qtbot, text, inside, expected):
    article = article_of(text)
    view = shown(qtbot, article)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point_of(view, text.index(inside)))
    assert words(view, article) == expected


def test_triple_click_takes_the_sentence(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    point = point_of(view, TEXT.index("restore"))
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    assert words(view, article) == "The Council (of Skarvik) said it would restore the ferry."
    forget_clicks()
    QTest.mouseClick(view.viewport(), LEFT, NONE, point)
    assert words(view, article) is None, "a later click is a click again"


def test_shift_click_extends_by_words(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("restore"), 0.2))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, point_of(view, TEXT.index("ferry") + 1))
    assert words(view, article) == "restore the ferry"
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, point_of(view, TEXT.index("would") + 1))
    assert words(view, article) == "would"
    view.select(Span(TEXT.index("would"), TEXT.index("would") + 5))
    QTest.mouseClick(view.viewport(), LEFT, SHIFT, point_of(view, TEXT.index("ferry") + 1))
    assert words(view, article) == "would restore the ferry"


def test_clicks_pick_the_innermost_first_and_then_go_outwards_and_round(qtbot):
    article = article_of(TEXT)
    outer = mark(article, "said it would restore the ferry", "commitment")
    crossing = mark(article, "the ferry. “We", "location", number=8)
    inner = mark(article, "ferry", "actor")
    view = shown(qtbot, article, [outer, crossing, inner])
    told = []
    view.annotation_picked.connect(told.append)
    point = point_of(view, TEXT.index("ferry") + 1)
    for _ in range(4):
        QTest.mouseClick(view.viewport(), LEFT, NONE, point)
        forget_clicks()
    assert told == [inner.id, crossing.id, outer.id, inner.id]
    QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("it would")))
    assert view.picked == outer.id
    forget_clicks()
    QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("Ilsa") + 1, 0.2))
    assert view.picked is None and told[-1] is None
    assert view.caret() == TEXT.index("Ilsa") + 1


def test_bars_and_names_can_be_clicked(qtbot):
    article = article_of(TEXT)
    outer = mark(article, "said it would restore the ferry", "commitment")
    inner = mark(article, "ferry", "actor")
    view = shown(qtbot, article, [outer, inner])
    document = view._page.document
    for annotation in (outer, inner):
        shape = document.laid(1).marks.shapes[annotation.id]
        for box in (*shape.bars, *shape.names):
            view.pick(None)
            point = box.center() + QPointF(view._left(), document.top(1) - view._page.top)
            QTest.mouseClick(view.viewport(), LEFT, NONE, point.toPoint())
            assert view.picked == annotation.id
    send(view, QEvent.Type.MouseMove, point.toPoint(), button=Qt.MouseButton.NoButton)
    assert view.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    send(view, QEvent.Type.MouseMove, point_of(view, 3), button=Qt.MouseButton.NoButton)
    assert view.viewport().cursor().shape() == Qt.CursorShape.IBeamCursor


def test_an_armed_label_asks_for_a_mark_when_a_gesture_ends(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    wanted = []
    view.mark_requested.connect(wanted.append)
    drag(view, 4, 9)
    assert wanted == []
    view.set_armed("actor")
    drag(view, 4, 9, release=False)
    assert wanted == []
    send(view, QEvent.Type.MouseButtonRelease, point_of(view, 9))
    assert [TEXT[s.start : s.end] for s in wanted] == ["Council"]
    forget_clicks()
    QTest.mouseDClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("Skarvik")))
    QTest.mouseRelease(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("Skarvik")))
    assert TEXT[wanted[-1].start : wanted[-1].end] == "Skarvik"
    forget_clicks()
    count = len(wanted)
    QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("said")))
    assert len(wanted) == count, "a click marks nothing"


def test_a_drag_beyond_the_edge_scrolls_on(qtbot):
    article = article_of(news(2_000))
    view = shown(qtbot, article, size=(820, 400))
    send(view, QEvent.Type.MouseButtonPress, QPoint(200, 200))
    send(view, QEvent.Type.MouseMove, QPoint(400, 460))
    qtbot.waitUntil(lambda: view._page.top > 100, timeout=30_000)
    span = view.selected_span()
    assert span is not None and len(span) > 500
    view_end = view.offset_near(QPointF(400, 399))
    assert abs(span.end - view_end) < 120, "the selection follows the edge"
    send(view, QEvent.Type.MouseMove, QPoint(400, 200))
    top = view._page.top
    QTest.qWait(80)
    assert view._page.top == top, "back inside, it rests"
    send(view, QEvent.Type.MouseButtonRelease, QPoint(400, 200))


def test_the_other_buttons_select_nothing(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.RightButton, NONE, point_of(view, 5))
    assert view.selected_span() is None


def wheel(view, point, delta, modifiers=NONE):
    at = QPointF(point)
    event = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_and_with_ctrl_zooms_around_the_pointer(qtbot):
    article = article_of(news(3_000))
    view = shown(qtbot, article)
    wheel(view, QPoint(300, 300), -120)
    assert view._page.top == 3 * view._page.document.setting.line_height
    view.scroll_to_offset(9_000)
    settle()
    point = QPoint(300, 310)
    offset = view.offset_near(QPointF(point))
    for delta in (120, 120, 120, -120, -240):
        wheel(view, point, delta, Qt.KeyboardModifier.ControlModifier)
        top, height = view._page.document.line_box(offset)
        assert top - 1.5 * height <= point.y() + view._page.top <= top + 2.5 * height
    assert view.zoom == pytest.approx(1, abs=0.002)


def test_a_discontinuous_span_is_drawn_and_picked_as_one(qtbot):
    article = article_of(TEXT)
    parts = [Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in ("The Council", "said it")]
    both = mark(article, parts, "actor")
    between = mark(article, "Skarvik", "location")
    view = shown(qtbot, article, [both, between])
    shape = view._page.document.laid(1).marks.shapes[both.id]
    assert len(shape.boxes) == 2 and len(shape.names) == 1
    first, joint, second = sorted(shape.bars, key=lambda box: box.left())
    assert first.top() == joint.top() == second.top() and joint.height() < first.height()
    assert abs(joint.left() - first.right()) < 1 and abs(joint.right() - second.left()) < 1
    inner = view._page.document.laid(1).marks.shapes[between.id]
    assert inner.bars[0].top() > joint.top(), "what lies between takes another lane"
    for words_inside in ("Council", "it would"):
        view.pick(None)
        QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index(words_inside)))
        forget_clicks()
        assert view.picked == both.id
    QTest.mouseClick(view.viewport(), LEFT, NONE, point_of(view, TEXT.index("of Sk")))
    assert view.picked is None


def test_equal_nested_and_crossing_spans_have_lanes_of_their_own(qtbot):
    article = article_of(TEXT)
    marks = [
        mark(article, "said it would restore", "commitment", number=1),
        mark(article, "said it would restore", "actor", number=2),
        mark(article, "would", "location", number=3),
        mark(article, "would restore the", "actor", number=4),
    ]
    view = shown(qtbot, article, marks)
    shapes = view._page.document.laid(1).marks.shapes
    tops = [shapes[m.id].bars[0].top() for m in marks]
    assert len(set(tops)) == 4
    boxes = [shapes[m.id].boxes[0] for m in marks[:3]]
    assert len({(box.top(), box.height()) for box in boxes}) == 3, "inner fills are inset"
    names = [name for m in marks for name in shapes[m.id].names]
    assert not any(a.intersects(b) for a in names for b in names if a is not b)
    plain = shown(qtbot, article)
    lines = view._page.document.laid(1).paragraph.lines
    bare = plain._page.document.laid(1).paragraph.lines
    assert lines[0].height > bare[0].height
    assert lines[-1].height == bare[-1].height, "a line without marks has no more room"


def test_the_selection_is_painted(qtbot):
    article = article_of(TEXT)
    view = shown(qtbot, article)
    before = picture(view)
    drag(view, 4, 9)
    assert picture(view) != before


def test_a_long_drag_means_the_same_as_a_short_one(qtbot):
    text = "(one) two. " * 2_000
    view = shown(qtbot, article_of(text))
    whole = view.units.dragged(2, len(text) - 4)
    assert (whole.start, text[whole.end - 3 : whole.end]) == (1, "two")
    blanks = "one" + " " * 5_000 + "two"
    view = shown(qtbot, article_of(blanks))
    assert view.units.dragged(1, len(blanks) - 1) == Span(0, len(blanks))
    assert view.units.dragged(10, 4_000) is None
