"""Display modes as users switch them, and the articles of others in each of them."""

from dataclasses import replace
from random import Random

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.offsets import grapheme_before
from annotator.core.span import Span
from annotator.core.tokens import words_of
from annotator.ui.reading.modes import Mode
from tests.stories.conftest import SHARED, needs_shared
from tests.stories.test_real_articles import RE3D, re3d
from tests.ui.reading.making import article_of, mark, picture, shown


def test_one_key_goes_through_the_modes_and_marking_works_in_each(person):
    window = person.start(sample=True)
    seen = []
    for label, mode in zip("123", (Mode.LANES, Mode.INLINE, Mode.COMPACT), strict=True):
        assert window.view.typesetting.mode is mode
        word = person.text.split()[30 + 9 * int(label)].strip(",.“”’")
        before = len(person.marks)
        person.double_click(word)
        person.press_label(label)
        assert len(person.marks) == before + 1
        seen.append(picture(window.view).copy())
        person.keys("Esc", "F8")
    assert window.view.typesetting.mode is Mode.LANES
    assert seen[0] != seen[1] != seen[2]


def test_the_mode_and_the_type_come_back_after_a_restart(person):
    window = person.start(sample=True)
    person.keys("F8", "F8", "Shift+F8")
    window.settings["font_size"] = 21.0
    window.settings["line_height"] = 1.3
    window.settings["lane_pitch"] = 17
    before = window.view.typesetting
    assert (before.mode, before.size, before.line_factor) == (Mode.COMPACT, 21.0, 1.3)
    window = person.restart()
    assert replace(window.view.typesetting, column=before.column) == before
    assert window.view._painter.invisibles


def own_mark(person):
    """Mark a word that nothing else is on, and leave nothing selected or picked."""
    known = {a.id for a in person.window.workspace.visible_annotations()}
    free = next(
        word for word in words_of(person.text)
        if word.end - word.start > 4
        and person.text.index(person.text[word.start : word.end]) == word.start
        and not person.window.workspace.annotations.touching(word.start, word.end)
    )  # fmt: skip
    person.double_click(person.text[free.start : free.end])
    person.press_label("1")
    person.keys("Esc", "Esc")
    return next(a for a in person.window.workspace.visible_annotations() if a.id not in known)


def rest(view, point):
    """Move the pointer over a view; `QTest.mouseMove` asks which window is uppermost."""
    at, none = QPointF(point), Qt.MouseButton.NoButton
    place = view.viewport().mapToGlobal(at)
    event = QMouseEvent(QEvent.Type.MouseMove, at, place, none, none, Qt.KeyboardModifier(0))
    QApplication.sendEvent(view.viewport(), event)


def on_screen(view):
    """Give the picture of a view once all that it asked for itself is painted."""
    QApplication.sendEvent(view.window(), QEvent(QEvent.Type.UpdateRequest))
    return picture(view)


def drawn_anew(view):
    """Give the picture of a view after a full repaint: what should be on the screen now."""
    view.viewport().update()
    return on_screen(view)


def test_resting_the_pointer_on_a_compact_mark_names_it(person):
    window = person.start(sample=True)
    window.settings["hover_card"] = False  # on a slow machine it would come into the picture
    person.keys("F8", "F8")
    view = window.view
    mark = own_mark(person)
    view.scroll_to(mark.span)
    person.settle()
    rest(view, person.point(mark.start) + QPoint(3, 0))
    assert mark.id in view._overlay.hovered
    named = on_screen(view)
    assert named == drawn_anew(view)
    rest(view, QPoint(2, 2))
    assert view._overlay.hovered == ()
    # Not against a picture of before: other things of the window may have changed meanwhile.
    left = on_screen(view)
    assert left == drawn_anew(view)
    assert left != named


def test_a_chip_can_be_clicked(person):
    window = person.start(sample=True)
    person.keys("F8")
    view = window.view
    mark = own_mark(person)
    view.scroll_to(mark.span)
    document = view._page.document
    index = document.index_of(mark.end - 1)
    box = document.laid(index).marks.shapes[mark.id].names[0]
    spot = box.center() + QPointF(view._left(), document.top(index) - view._page.top)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot.toPoint())
    assert view.picked == mark.id


# --- articles of others


def hipe():
    """The first old Finnish newspaper page, as its tokens are spaced."""
    path = SHARED / "news-ner/hipe2022-newseye/HIPE-2022-v2.1-newseye-dev-fi.tsv"
    text = ""
    for line in path.read_text("utf-8").splitlines()[1:]:
        cells = line.split("\t")
        if len(cells) == 10:
            text += cells[0] + ("" if "NoSpaceAfter" in cells[9] else " ")
            text += "\n" if "EndOfParagraph" in cells[9] else ""
    return text[:MOST]


def wojood():
    """Arabic sentences, one a paragraph."""
    lines = (SHARED / "news-ner/wojood-sample/test.txt").read_text("utf-8").splitlines()
    words = [line.split(" ")[0] if line.strip() else "\n" for line in lines]
    return " ".join(words).replace(" \n ", "\n")[:MOST]


def sentences(path):
    """The sentences of a CoNLL-U or IOB2 file, six a paragraph."""
    rows = (SHARED / path).read_text("utf-8").splitlines()
    found = [row[9:] for row in rows if row.startswith("# text = ")]
    paragraphs = [" ".join(found[at : at + 6]) for at in range(0, 90, 6)]
    return "\n\n".join(paragraphs)[:MOST]


MOST = 5_000
SCRIPTS = {
    "hipe": hipe,
    "wojood": wojood,
    "hebrew": lambda: sentences("sharealike/ud-hebrew-knesset/he_iahltknesset-ud-dev.conllu"),
    "chinese": lambda: sentences("sharealike/uner-chinese-pud/zh_pud-ud-test.iob2"),
}


def marks_of(article):
    """Marks on its words that stand alone, nest, cross, are equal and come in parts."""
    words = words_of(article.text)
    labels, number, marks = ("actor", "location", "commitment"), 0, []
    for at in range(0, len(words) - 12, 9):
        spans = [
            [Span(words[at].start, words[at + 1].end)],
            [Span(words[at + 1].start, words[at + 3].end)],
            [Span(words[at].start, words[at].end)],
            [Span(words[at].start, words[at].end)],
            [Span(words[at + 4].start, words[at + 4].end),
             Span(words[at + 6].start, words[at + 7].end)],
        ]  # fmt: skip
        for parts in spans[: 1 + at // 9 % 5]:
            number += 1
            marks.append(mark(article, parts, labels[number % 3], number=number))
    return marks


@needs_shared
@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("name", SCRIPTS)
def test_articles_of_every_script_scroll_and_are_hit_in_every_mode(qtbot, tmp_path, name, mode):
    article = article_of(SCRIPTS[name]())
    assert len(article.text) > 2_000
    view = shown(qtbot, article, marks_of(article), size=(800, 600), mode=mode)
    assert picture(view).save(str(tmp_path / f"{name}-{mode}.png"))
    look_through(view)


@needs_shared
@pytest.mark.parametrize("mode", Mode)
def test_crossing_and_equal_marks_of_re3d_scroll_and_are_hit_in_every_mode(qtbot, mode):
    entries = re3d(RE3D / "US_State_Department")
    article, marks = max(entries, key=lambda entry: len(entry[1]))
    spans = [(a.start, a.end) for a in marks]
    assert len(spans) > len(set(spans)), "it has equal spans"
    look_through(shown(qtbot, article, marks, size=(800, 600), mode=mode))


def look_through(view):
    """Scroll to the end; the picture is as if drawn anew, and graphemes are hit where they are."""
    rng, text = Random(3), view.article.text
    hit = 0
    for _ in range(25):
        before = view._page.top
        view.scroll_by(rng.choice((40, 200, 430)))
        shot = picture(view)
        view.viewport().update()
        assert shot == picture(view)
        low = view.first_visible_offset()
        for start in rng.sample(range(low, min(low + 500, len(text))), 40):
            start = grapheme_before(text, start)
            box = view.rectangle_of(start)
            if text[start].isspace() or box.width() < 3 or not 0 < box.center().y() < 600:
                continue
            middle = QPointF(box.center()) + QPointF(0.5, 0)
            assert view.character_near(middle) == start
            hit += 1
        if view._page.top == before:
            break
    assert hit > 15
