from itertools import pairwise
from random import Random

import pytest
from PySide6.QtCore import QPointF

from annotator.core.offsets import grapheme_starts
from annotator.core.span import Span
from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.painter import boxes_of
from annotator.ui.reading.paragraph import Paragraph, reads_right_to_left
from annotator.ui.reading.typesetting import Typesetting
from tests.ui.reading.making import (
    ARABIC,
    EMOJI,
    HEBREW,
    LATIN,
    MIXED,
    TEXTS,
    article_of,
    mark,
    shown,
)  # fmt: skip


def marks_by_grapheme(article):
    """Give marks that nest, cross and end after many different letters."""
    edges = [*grapheme_starts(article.text), len(article.text)]
    pairs = [(0, 5), (0, 9), (3, 12), (7, 12), (14, 15), (20, 31), (20, 31), (26, 40)]
    return [
        mark(article, Span(edges[low], edges[min(high, len(edges) - 1)]), number=number)
        for number, (low, high) in enumerate(pairs, 1)
        if low < len(edges) - 1
    ]


def _room_after(block, end):
    within = end - block.start
    return block.paragraph.room_after(within) if within <= len(block.paragraph.text) else 0


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("width", [820, 330])
@pytest.mark.parametrize("mode", Mode)
def test_every_grapheme_is_found_where_it_is_drawn(qtbot, name, width, mode):
    text = " ".join([TEXTS[name]] * 3) if name != "crlf" else TEXTS[name]
    article = article_of(text)
    marks = marks_by_grapheme(article)
    view = shown(qtbot, article, marks, size=(width, 900), mode=mode)
    document = view._page.document
    found = 0
    for start, end in pairwise([*grapheme_starts(text), len(text)]):
        index = document.blocks.index_at(start)
        if document.blocks.kinds[index] != Kind.TEXT or start >= document.blocks.ends[index]:
            continue
        boxes = boxes_of(document.laid(index), Span(start, end))
        if not boxes:
            assert text[start:end].isspace(), "only blanks at a line's end take no room"
            continue
        assert len(boxes) == 1
        box = boxes[0].adjusted(1, 0, -1, 0)
        if box.width() < 1:
            continue
        middle = QPointF(box.center().x(), box.center().y() + document.top(index))
        assert document.character_at(middle) == start, (start, text[start:end])
        box.setRight(box.right() - _room_after(document.laid(index), end))  # the chips' room
        near = {
            document.offset_near(QPointF(box.left() + box.width() * share, middle.y()))
            for share in (0.15, 0.85)
        }
        assert near <= {start, end, document.blocks.ends[index]}
        if not text[start:end].isspace():
            assert near == {start, end}
        found += 1
    assert found > len(grapheme_starts(text)) * 0.9


@pytest.mark.parametrize("text", [ARABIC, HEBREW, MIXED, LATIN, EMOJI])
def test_graphemes_of_a_line_stand_side_by_side_and_fill_it(qtbot, text):
    view = shown(qtbot, article_of(text), size=(1200, 300))
    block = view._page.document.laid(1)
    paragraph = block.paragraph
    assert len(paragraph.lines) <= 2
    for number in range(len(paragraph.lines)):
        start, end = paragraph.start_of_line(number), paragraph.end_of_line(number)
        starts = [start + at for at in grapheme_starts(text[start:end])]
        cells = [box for a, b in pairwise([*starts, end]) for box in boxes_of(block, Span(a, b))]
        cells.sort(key=lambda box: box.left())
        for one, other in pairwise(cells):
            assert abs(one.right() - 2 - other.left()) < 0.7
        natural = paragraph.lines[number].qt.naturalTextRect()
        assert abs(cells[0].left() + 1 - natural.left()) < 1.5
        assert abs(cells[-1].right() - 1 - natural.right()) < 1.5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Omar عمر", False),
        ("عمر Omar", True),
        ("— 40% من", True),
        ("12 34", False),
        ("「」", False),
    ],
)
def test_direction_comes_from_the_first_strong_character(text, expected):
    assert reads_right_to_left(text) is expected


def test_right_to_left_words_stand_at_the_right_and_their_latin_inside(qtbot):
    setting = Typesetting()
    paragraph = Paragraph(HEBREW, setting)
    latin = HEBREW.index("Reuters")
    number = paragraph.line_of(latin)
    ((left, right),) = paragraph.intervals(number, latin, latin + len("Reuters"))
    ((_, first_right),) = paragraph.intervals(0, 0, 2)
    assert first_right == pytest.approx(setting.column, abs=1)
    r_left, _ = paragraph.intervals(number, latin, latin + 1)[0]
    assert r_left == pytest.approx(left, abs=0.5), "the R is the leftmost letter of Reuters"
    assert right - left > 40


def test_a_span_over_a_change_of_direction_has_several_boxes(qtbot):
    paragraph = Paragraph("abc דהו xyz", Typesetting())
    both = paragraph.intervals(0, 1, 5)  # "bc ד": the Hebrew letter stands beyond its word
    assert len(both) == 2
    assert paragraph.intervals(0, 0, 11) == [(pytest.approx(0), pytest.approx(both[1][1], abs=80))]


def test_blanks_at_which_a_line_breaks_take_no_room(qtbot):
    paragraph = Paragraph("one two three four five six seven", Typesetting(column=90))
    assert len(paragraph.lines) > 2
    for number, line in enumerate(paragraph.lines[:-1]):
        assert paragraph.intervals(number, line.end - 1, line.end) == []
        assert paragraph.end_of_line(number) == line.end - 1


def test_an_object_replacement_character_is_only_a_character(qtbot):
    paragraph = Paragraph("a\ufffcb", Typesetting())
    left, right = paragraph.intervals(0, 1, 2)[0]
    assert right > left


@pytest.mark.parametrize("first", ["\ufeff", "\ufffe", "\u200b", "\u2060"])
def test_a_byte_order_mark_at_the_start_shifts_nothing(qtbot, first):
    marked, plain = (Paragraph(text, Typesetting()) for text in (first + "Council", "Council"))
    for at in range(1, 8):
        assert marked.caret_x(at + 1) == pytest.approx(plain.caret_x(at), abs=1)


WORDS = (
    "ferry", "Council", "40%", "2030", "5,000", "(Reuters)", "“we”", "—", "العبارة", "الأوسط",
    "لا", "والإعلام", "محمد،", "שלום", "הודיע", "ב-40%", "עמ׳", "能源", "é", "U.S.", "🎉",
    "👩‍👩‍👧‍👦", ".",
)  # fmt: skip


def test_random_mixtures_of_directions_fill_their_lines_without_gaps(qtbot):
    for seed in range(150):
        rng = Random(seed)
        text = " ".join(rng.choices(WORDS, k=rng.randint(2, 30)))
        paragraph = Paragraph(text, Typesetting(column=rng.choice((200, 330, 690))))
        for number, line in enumerate(paragraph.lines):
            stop = paragraph.units.to_utf16(paragraph.end_of_line(number))
            cells = [c for c in line.cells(text, paragraph.units) if c.start < stop]
            cells.sort(key=lambda cell: (cell.left, cell.right))
            for one, other in pairwise(cells):
                assert abs(one.right - other.left) < 0.7, (text, number)


def test_signs_without_width_take_nothing_from_a_letter(qtbot):
    paragraph = Paragraph("שלום\u200f עולם", Typesetting())
    cells = paragraph.lines[0].cells(paragraph.text, paragraph.units)
    plain = Paragraph("שלום", Typesetting())
    mem = plain.lines[0].cells(plain.text, plain.units)[3]
    assert cells[3].right - cells[3].left == pytest.approx(mem.right - mem.left, abs=0.1)
    assert cells[4].left == cells[4].right
