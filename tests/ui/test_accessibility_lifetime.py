"""What screen readers are given lives exactly as long as the view, and answers rightly."""

import ctypes
import gc
import os
import subprocess
import sys

import pytest
import shiboken6
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessible

from annotator.core.offsets import Utf16Map
from annotator.core.span import Span
from annotator.ui import accessibility, accessibility_slots
from annotator.ui.accessibility import CanvasText, described_as
from tests.ui.reading.making import EMOJI, TEXTS, article_of, mark, settle, shown


def canvas_of(view):
    accessibility.speak_for(view)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() == QAccessible.Role.EditableText
    return accessibility._kept[id(view)]


class Nobody:
    """Takes no care of widgets: the test deletes them itself."""

    def addWidget(self, widget):
        pass


def test_views_come_and_go_with_their_interfaces(qapp):
    before = len(accessibility._kept)
    for _ in range(40):
        view = shown(Nobody(), article_of(EMOJI))
        canvas = canvas_of(view)
        assert canvas.text_interface.text(0, -1) == EMOJI
        view.close()
        shiboken6.delete(view)
        del view, canvas
        gc.collect()
    settle()
    assert len(accessibility._kept) == before


def test_every_offset_goes_there_and_back(qtbot):
    for text in TEXTS.values():
        view = shown(qtbot, article_of(text))
        spoken, units = CanvasText(view), Utf16Map(text)
        assert spoken.characterCount() == len(text.encode("utf-16-le")) // 2
        assert spoken.text(0, spoken.characterCount()) == text
        for offset in range(0, len(text), 7):
            spoken.setCursorPosition(units.to_utf16(offset))
            assert spoken.cursorPosition() == units.to_utf16(view.caret())
        end = len(text) // 2
        spoken.addSelection(0, units.to_utf16(end))
        span = view.selected_span()
        assert spoken.selectionCount() == 1 and span is not None
        assert spoken._selection() == (units.to_utf16(span.start), units.to_utf16(span.end))
        spoken.removeSelection(0)
        assert spoken.selectionCount() == 0


def test_odd_offsets_of_a_client_do_no_harm(qtbot):
    view = shown(qtbot, article_of(EMOJI))
    spoken = CanvasText(view)
    for odd in (-5, 10_000, 13):
        spoken.setCursorPosition(odd)
        spoken.setSelection(0, odd, odd + 3)
        spoken.scrollToSubstring(odd, odd - 1)
        assert spoken.text(odd, odd + 2) in EMOJI
        spoken._attributes(odd)
        assert spoken.characterRect(odd) is not None
    assert isinstance(spoken.offsetAtPoint(QPoint(-100, -100)), int)


def test_a_point_of_the_screen_gives_the_character_there(qtbot):
    view = shown(qtbot, article_of("The council said it would restore the ferry."))
    spoken = CanvasText(view)
    for offset in (0, 5, 20, 40):
        box = spoken.characterRect(offset)
        assert spoken.offsetAtPoint(QPoint(box.left() + 1, box.center().y())) == offset


def test_runs_of_equal_marks_cover_the_line_without_gaps(qtbot):
    article = article_of("Oslo. The council said it would.\nIt did not.")
    marks = [mark(article, "council said"), mark(article, "said it", "commitment")]
    view = shown(qtbot, article, marks)
    view.show_article(article, view.annotations, view._scheme)
    spoken = CanvasText(view)
    at, runs = 0, []
    while at < 32:
        said, (start, end) = spoken._attributes(at)
        assert start == at < end
        runs.append((article.text[start:end], said.partition(";")[0]))
        at = end
    assert runs == [
        ("Oslo. The ", ""), ("council ", "marked-as:Actor"),
        ("said", "marked-as:Actor + Commitment"), (" it", "marked-as:Commitment"), (" would.", ""),
    ]  # fmt: skip


def test_signs_of_a_name_cannot_break_the_attributes():
    assert described_as(["a:b;c,d"]).startswith("marked-as:a b c d;")


def test_the_table_is_left_alone_where_it_is_not_as_expected(qtbot, monkeypatch):
    monkeypatch.setattr(accessibility_slots.Slots, "_is_as_expected", lambda *_: False)
    view = shown(qtbot, article_of("Text"))
    spoken = CanvasText(view)
    assert not spoken.slots.installed and spoken.text(0, -1) == "Text"


CLIENT = """
import sys
from PySide6.QtCore import QLibraryInfo, QVersionNumber
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

version = tuple(map(int, sys.argv[1].split(".")))
QLibraryInfo.version = staticmethod(lambda: QVersionNumber(*version))
application = QApplication([])
from annotator.ui import accessibility, accessibility_slots
from annotator.ui.reading.view import ReadingView
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.scheme import Scheme

accessibility_slots.platform.machine = lambda: sys.argv[2]
for _ in range(5):
    view = ReadingView()
    accessibility.speak_for(view)
    article = Article.new("The council said so.")
    view.show_article(article, AnnotationSet(article.id, ()), Scheme("s", "S", "1", ()))
    view.show()
    QAccessible.queryAccessibleInterface(view)
    spoken = accessibility._kept[id(view)].text_interface
    assert spoken.text(0, -1) == article.text and spoken.characterCount() == 20
    view.set_caret(4)
    view.set_caret(11, extend=True)
    application.processEvents()
    view.close()
print(spoken.slots.installed)
"""


@pytest.mark.parametrize(
    ("version", "machine", "installed"),
    [("6.5.0", "x86_64", True), ("6.99.0", "AMD64", True), ("7.0.0", "x86_64", False),
     ("6.8.0", "riscv64", False)],
)  # fmt: skip
def test_only_a_known_table_is_changed_and_no_process_dies_of_it(version, machine, installed):
    done = subprocess.run(
        [sys.executable, "-c", CLIENT, version, machine], capture_output=True, text=True,
        timeout=120, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, str(installed)), done.stderr


def test_a_table_with_a_gap_or_of_another_library_is_not_called(qtbot, monkeypatch):
    spoken = CanvasText(shown(qtbot, article_of("Text")))
    slots, first = spoken.slots, accessibility_slots._BEFORE
    assert slots._is_as_expected(spoken)
    kept = slots._table[first + accessibility_slots._CHARACTER_COUNT]
    for wrong in (None, kept + (1 << 32)):
        slots._table[first + accessibility_slots._CHARACTER_COUNT] = wrong
        assert not slots._is_as_expected(spoken)
    slots._table[first + accessibility_slots._CHARACTER_COUNT] = kept


def test_a_c_caller_gets_selection_and_attributes(qtbot):
    article = article_of("The council said so.")
    view = shown(qtbot, article, [mark(article, "council")])
    view.select(Span(4, 11))
    spoken = CanvasText(view)
    assert spoken.slots.installed
    address = shiboken6.Shiboken.getCppPointer(spoken)[0]
    table = ctypes.cast(
        ctypes.c_void_p.from_address(address).value, ctypes.POINTER(ctypes.c_void_p)
    )
    start, end = ctypes.c_int(-7), ctypes.c_int(-7)
    accessibility_slots._SelectionFunction(table[accessibility_slots._SELECTION])(
        address, 0, ctypes.byref(start), ctypes.byref(end)
    )
    assert (start.value, end.value) == (4, 11)
