"""What each display mode shows, by its geometry and its pixels."""

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.span import Span
from annotator.ui.reading.decoration import Decoration
from annotator.ui.reading.label_looks import LabelLooks, MarkStyle
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.paragraph import Paragraph
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import LIGHT
from tests.benchmarks import news
from tests.ui.reading.making import (
    ARABIC,
    CHINESE,
    HEBREW,
    MIXED,
    SCHEME,
    TEXTS,
    article_of,
    mark,
    picture,
    shown,
)  # fmt: skip

COUNCIL = "The Council of Port Ellen said it would restore the ferry before the end of May."


def marked(text, marks, **facts):
    """Give a laid-out paragraph and its marks."""
    setting = Typesetting(**facts)
    paragraph = Paragraph(text, setting)
    article = article_of(text)
    found = sorted(
        (mark(article, where, label, number=number) for number, (where, label) in
         enumerate(marks, 1)), key=lambda a: a.sort_key,
    )  # fmt: skip
    decoration = Decoration(paragraph, 0, found, LabelLooks(SCHEME, LIGHT, setting))
    decoration.break_lines()
    return paragraph, decoration.made(), found


def inline(text, marks, **facts):
    return marked(text, marks, mode=Mode.INLINE, **facts)


# --- chips


def test_a_chip_stands_after_the_last_letter_and_the_next_one_makes_way(qtbot):
    plain = Paragraph(COUNCIL, Typesetting())
    paragraph, marks, _ = inline(COUNCIL, [("Council", "actor")])
    end = COUNCIL.index("Council") + len("Council")
    (chip,) = marks.chips
    assert chip.box.left() >= plain.caret_x(end), "the word itself is not moved"
    assert chip.box.right() <= paragraph.caret_x(end), "and the chip ends before the next letter"
    assert paragraph.caret_x(end) - plain.caret_x(end) == paragraph.room_after(end)
    assert chip.named and chip.box.width() > chip.look.name_width
    assert paragraph.layout.text() == COUNCIL, "no character is inserted"


def test_chips_of_nested_spans_stand_inner_first_and_each_fill_ends_after_its_own(qtbot):
    _, marks, found = inline(
        COUNCIL,
        [("Council of Port Ellen", "actor"), ("Ellen", "location"), ("Port Ellen", "actor")],
    )
    outer, port, ellen = found
    boxes = [marks.shapes[a.id].names[0] for a in (ellen, port, outer)]
    for one, other in pairwise(boxes):
        assert 0 < other.left() - one.right() < 4
    for annotation, chip in zip((ellen, port, outer), boxes, strict=True):
        fill = marks.shapes[annotation.id].boxes[-1]
        assert abs(fill.right() - 1.5 - chip.right()) < 0.1
    assert len({fill.level for fill in marks.fills}) == 3


def test_equal_spans_have_a_chip_each(qtbot):
    _, marks, _ = inline(COUNCIL, [("Council", "actor"), ("Council", "location")])
    first, second = (chip.box for chip in marks.chips)
    assert not first.intersects(second)
    assert len(marks.chips) == 2


def test_a_crossing_span_goes_on_under_the_chip_of_the_one_that_ends(qtbot):
    _, marks, found = inline(COUNCIL, [("Council of Port", "actor"), ("Port Ellen", "location")])
    chip = marks.shapes[found[0].id].names[0]
    over = marks.shapes[found[1].id].boxes[0]
    assert over.left() < chip.left() and chip.right() < over.right()


def test_the_parts_of_one_annotation_share_one_chip_and_a_thin_line(qtbot):
    start = COUNCIL.index("ferry")
    parts = [Span(4, 11), Span(start, start + 5)]
    _, marks, _ = inline(COUNCIL, [(parts, "actor")], column=1_400)
    (shape,) = marks.shapes.values()
    assert len(marks.chips) == 1 and len(shape.boxes) == 2
    (thin,) = shape.bars
    assert abs(thin.left() - shape.boxes[0].right()) < 1 > abs(thin.right() - shape.boxes[1].left())
    assert marks.chips[0].box.left() > shape.boxes[1].left()


def test_a_wrapped_span_has_its_chip_on_its_last_line_within_the_column(qtbot):
    paragraph, marks, _ = inline(COUNCIL, [("said it would restore the ferry", "commitment")],
                                 column=170)  # fmt: skip
    (chip,) = marks.chips
    last = paragraph.lines[paragraph.line_of(COUNCIL.index("ferry") + 4)]
    assert last.top <= chip.box.top() and chip.box.bottom() <= last.top + last.height
    assert chip.box.right() <= 170


@pytest.mark.parametrize("text", [ARABIC, HEBREW, MIXED])
def test_paragraphs_with_right_to_left_letters_keep_their_letters_joined_and_show_lanes(
    qtbot, text
):
    where = [(Span(4, 9), "actor"), (Span(4, 20), "location")]
    paragraph, marks, _ = inline(text, where)
    _, lanes, _ = marked(text, where)
    assert marks.chips == [] and len(marks.names) == 2
    assert [bar.box for bar in marks.bars] == [bar.box for bar in lanes.bars]
    assert paragraph.layout.formats() == []


@pytest.mark.parametrize("name", ["chinese", "emoji", "combining", "latin"])
def test_chips_leave_every_grapheme_whole(qtbot, name):
    text = TEXTS[name]
    plain = Paragraph(text, Typesetting(column=4_000))
    for end in range(2, len(text) + 1):
        if text[end - 1].isspace():
            continue
        paragraph, marks, _ = inline(text, [(Span(0, end), "actor")], column=4_000)
        (chip,) = marks.chips
        after = paragraph.edge_after(end)
        room = paragraph.room_after(after)
        assert room > chip.box.width()
        assert paragraph.caret_x(after) - plain.caret_x(after) == pytest.approx(room, abs=3)


def test_a_span_that_ends_in_blanks_has_its_chip_after_its_last_word(qtbot):
    text = "The Council  \tsaid so."
    paragraph, marks, _ = inline(text, [(Span(4, 14), "actor")])
    (chip,) = marks.chips
    assert chip.box.left() < paragraph.caret_x(11)
    assert inline("a   b", [(Span(1, 4), "actor")])[1].chips == [], "blanks alone have none"


def test_many_chips_at_one_place_never_leave_the_column(qtbot):
    spans = [(Span(start, 11), "commitment") for start in range(4, 11)] * 8
    _, marks, _ = inline(COUNCIL, spans, column=400)
    assert 5 < len(marks.chips) < len(spans)
    assert {chip.named for chip in marks.chips} == {True, False}
    assert all(chip.box.left() >= 0 and chip.box.right() <= 400 for chip in marks.chips)


def test_a_span_over_two_paragraphs_has_its_chip_in_the_last_one(qtbot):
    text = "The first ferry.\nThe second ferry."
    article = article_of(text)
    both = mark(article, Span(4, 27))
    blank = mark(article, Span(10, 17), "location")
    view = shown(qtbot, article, [both, blank], mode=Mode.INLINE)
    first, second = (view._page.document.laid(index).marks for index in (1, 2))
    assert [chip.look.name.text() for chip in first.chips] == ["Location"], "ends in a line end"
    assert [chip.look.name.text() for chip in second.chips] == ["Actor"]


def test_an_edit_breaks_lines_anew_only_where_chips_changed(qtbot):
    paragraph, _, found = inline(COUNCIL, [("Council", "actor")])
    lines = paragraph.lines
    setting = paragraph.setting
    again = Decoration(paragraph, 0, found, LabelLooks(SCHEME, LIGHT, setting))
    again.break_lines()
    again.made()
    assert paragraph.lines is lines
    none = Decoration(paragraph, 0, [], LabelLooks(SCHEME, LIGHT, setting))
    none.break_lines()
    assert none.made().chips == [] and paragraph.lines is not lines
    assert paragraph.caret_x(11) == Paragraph(COUNCIL, Typesetting()).caret_x(11)


def test_a_click_on_a_chip_picks_its_annotation(qtbot):
    article = article_of(COUNCIL)
    outer = mark(article, "Council of Port Ellen", "actor")
    inner = mark(article, "Ellen", "location")
    view = shown(qtbot, article, [outer, inner], mode=Mode.INLINE)
    for annotation in (outer, inner):
        block = view._page.document.laid(1)
        box = block.marks.shapes[annotation.id].names[0]
        point = box.center() + QPointF(view._left(), view._page.document.top(1))
        assert view.annotations_at(point)[0] == annotation.id


ODD = (
    "a", "word", "fi", "é", "e\u0301", "能", "源部", "🎉", "👩\u200d👩\u200d👧", "🇪🇺", " ", "  ",
    "\u00a0", "\u200b", "\u200d", "\u00ad", "\ufeff", "\u2060", "\u3000", ".", "क्षेत्र", "ไทย",
    "한국", "\t", "\ufffc", "\u0301", "\U0001d49e", "\x0b", "\x1c", "\u2003", "\u034f",
)  # fmt: skip


def test_marks_anywhere_in_odd_text_are_shown_and_no_chip_leaves_the_column(qtbot):
    for seed in range(300):
        rng = Random(seed)
        text = "A" + "".join(rng.choices(ODD, k=rng.randint(1, 25)))
        where = []
        for _ in range(rng.randint(1, 8)):
            start = rng.randrange(len(text))
            where.append((Span(start, rng.randint(start + 1, len(text))), "commitment"))
        column = rng.choice((160, 240, 690))
        for mode in Mode:
            _, marks, found = marked(text, where, mode=mode, column=column)
            for chip in marks.chips:
                assert chip.box.left() > -1 and chip.box.right() < column + 1, (seed, text)
            letters = {a.id for a in found if any(c.isalpha() for c in a.quote)}
            assert letters <= marks.shapes.keys(), (seed, mode, text)


# --- compact


def test_compact_shows_bars_alone_and_one_lane_costs_no_height(qtbot):
    plain = marked(COUNCIL, [], mode=Mode.COMPACT)[0]
    one, marks, _ = marked(COUNCIL, [("Council", "actor")], mode=Mode.COMPACT)
    two, nested, _ = marked(
        COUNCIL, [("Council of Port Ellen", "actor"), ("Ellen", "location")], mode=Mode.COMPACT
    )
    assert marks.fills == marks.names == marks.chips == [] and len(marks.bars) == 1
    assert one.height == plain.height
    assert 0 < two.height - plain.height <= 4
    outer, inner = (bar.box for bar in nested.bars)
    assert not outer.intersects(inner)


def test_compact_names_show_while_the_pointer_rests_and_go_with_it(qtbot):
    article = article_of(COUNCIL + "\n" + COUNCIL)
    own = mark(article, "Council")
    view = shown(qtbot, article, [own], mode=Mode.COMPACT)
    before = picture(view)
    view.hover([own.id])
    named = picture(view)
    assert named != before
    view.viewport().update()
    assert picture(view) == named, "and nothing of it is left out"
    view.hover([])
    assert picture(view) == before
    lanes = shown(qtbot, article, [own])
    before = picture(lanes)
    lanes.hover([own.id])
    assert picture(lanes) == before, "where names stand anyway nothing hangs"


def test_six_hundred_words_with_forty_spans_fit_into_nine_hundred_pixels(qtbot):
    heights = {}
    article, values = news.entry(3)
    marks = [value for value in values if isinstance(value, Annotation)]
    assert len(marks) == 40
    for mode in Mode:
        view = shown(qtbot, article, marks, size=(1000, 900), mode=mode)
        document = view._page.document
        document.lay_out(0, 100_000)
        heights[mode] = document.height - document.head.height - document.setting.gap(60)
    assert heights[Mode.COMPACT] <= 920
    assert heights[Mode.COMPACT] < heights[Mode.INLINE] < heights[Mode.LANES]


# --- type


def test_size_line_height_and_lane_height_are_followed(qtbot):
    where = [("Council of Port Ellen", "actor"), ("Ellen", "location")]
    usual = marked(COUNCIL, where)[0]
    assert marked(COUNCIL, where, lane=20)[0].height == usual.height + 12
    assert marked(COUNCIL, where, size=24.0)[0].height > usual.height * 1.2
    high = marked(COUNCIL, where, line_factor=1.5)[0]
    assert high.height == usual.height + round(usual.setting.line_height * 0.5)
    tight = marked(COUNCIL, where, line_factor=0.8)[0]
    assert tight.height < usual.height
    assert all(line.fill_top >= 0 for line in tight.lines), "no fill reaches into the line above"


@pytest.mark.parametrize("mode", Mode)
def test_any_type_can_be_set_on_the_spot_and_back(qtbot, mode):
    article = article_of("\n".join(TEXTS.values()))
    marks = [mark(article, Span(at, at + 7), number=at + 1) for at in range(0, 300, 5)]
    view = shown(qtbot, article, marks)
    before = picture(view)
    usual = view._wanted
    for changed in (
        usual, replace(usual, size=30.0), replace(usual, lane=30), replace(usual, line_factor=0.8),
        replace(usual, column=320), replace(usual, attributes=True),
    ):  # fmt: skip
        view.typeset(replace(changed, mode=mode))
        view.viewport().update()
        assert picture(view).size() == before.size()
    view.typeset(usual)
    assert picture(view) == before


def test_attribute_values_follow_the_names_when_wanted(qtbot):
    article = article_of(COUNCIL)
    own = replace(mark(article, "Council"), attributes={"kind": ("state", "local"), "sure": True})
    for mode in (Mode.LANES, Mode.INLINE):
        names = []
        for attributes in (False, True):
            setting = Typesetting(mode=mode, attributes=attributes)
            paragraph = Paragraph(COUNCIL, setting)
            decoration = Decoration(paragraph, 0, [own], LabelLooks(SCHEME, LIGHT, setting))
            decoration.break_lines()
            marks = decoration.made()
            names += [drawn.look.name.text() for drawn in (*marks.names, *marks.chips)]
        assert names == ["Actor", "Actor · state, local · yes"]


# --- styles of marks to come


def test_a_suggested_mark_is_dashed_and_has_no_fill_a_strong_one_has_more(qtbot):
    article = article_of(COUNCIL)
    own = mark(article, "Council")
    looks = {}
    for style in MarkStyle:
        for mode in Mode:
            setting = Typesetting(mode=mode)
            paragraph = Paragraph(COUNCIL, setting)
            made = LabelLooks(SCHEME, LIGHT, setting, lambda _, style=style: style)
            decoration = Decoration(paragraph, 0, [own], made)
            decoration.break_lines()
            looks[style, mode] = decoration.made()
    assert looks[MarkStyle.PLAIN, Mode.LANES].fills and looks[MarkStyle.STRONG, Mode.LANES].fills
    plain, strong = (looks[s, Mode.LANES].fills[0].color for s in (MarkStyle.PLAIN,
                                                                   MarkStyle.STRONG))  # fmt: skip
    assert strong.saturation() > plain.saturation()
    for mode in Mode:
        suggested = looks[MarkStyle.SUGGESTED, mode]
        assert suggested.fills == [] and suggested.bars[0].dashed
        assert not looks[MarkStyle.CALM, mode].fills


def test_a_dashed_bar_is_drawn_with_gaps(qtbot):
    article = article_of("Commitment to restore everything")
    own = mark(article, Span(0, 32))
    view = shown(qtbot, article, [own])
    view._page.document.looks = LabelLooks(
        SCHEME, LIGHT, view.typesetting, lambda _: MarkStyle.SUGGESTED
    )
    view._page.document.redecorate_all(view._page.document.looks)
    view.viewport().update()
    bar = view._page.document.laid(1).marks.bars[0]
    y = int(bar.box.center().y() + view._page.document.top(1))
    shot = picture(view)
    left, right = int(view._left() + bar.box.left()) + 2, int(view._left() + bar.box.right()) - 2
    row = [shot.pixelColor(x, y) for x in range(left, right)]
    paper = QColor(LIGHT.paper)
    assert row.count(paper) > len(row) // 5 and row.count(bar.color) > len(row) // 5


def test_an_annotation_set_shows_the_same_marks_in_every_mode(qtbot):
    article = article_of(CHINESE + "\n" + ARABIC + "\n" + COUNCIL)
    marks = [mark(article, Span(at, at + 6), number=at + 1) for at in range(0, 180, 4)]
    view = shown(qtbot, article, marks, size=(900, 1_200))
    view.annotations = AnnotationSet(article.id, marks)
    seen = {}
    for mode in Mode:
        view.typeset(replace(view._wanted, mode=mode))
        document = view._page.document
        document.lay_out(0, 10_000)
        seen[mode] = {name for index in range(1, 4) for name in document.laid(index).marks.shapes}
    assert seen[Mode.LANES] == seen[Mode.INLINE] == seen[Mode.COMPACT] == {a.id for a in marks}
