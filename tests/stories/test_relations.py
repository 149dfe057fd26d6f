"""Relations and parts by mouse and keys: made, seen, changed, deleted; each one undo."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from annotator.core.span import Span
from annotator.ui.relating import Relating

TEXT = (
    "The harbour board of Lunde will, it said on Monday, keep the night ferry running.\n"
    "Mayor Olla Brandt told the union that the town would pay by May."
)


@pytest.fixture
def window(person, project, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text(TEXT, "utf-8")
    window = person.start(project)
    window.settings["ask"] = False
    window.files.import_paths([source])
    person.wait_for_job()
    for words, key in (("harbour board", "1"), ("will", "3"), ("Lunde", "2"),
                       ("Olla Brandt", "1"), ("would pay", "3")):  # fmt: skip
        person.drag(words)
        person.press_label(key)
    window.view.pick(None)
    return window


def mark(window, words):
    return next(a for a in window.workspace.annotations if a.quote == words)


def relations(window):
    said = window.workspace.annotations
    return sorted((r.type, said.get(r.head).quote, said.get(r.tail).quote) for r in said.relations)


def choose(monkeypatch, name):
    """Choose from the menu of types when it opens; gives the names that were offered."""
    offered = []

    def show(relating, menu):
        offered.extend(action.text().replace("&", "") for action in menu.actions())
        next(a for a in menu.actions() if a.text().replace("&", "") == name).trigger()

    monkeypatch.setattr(Relating, "show_menu", show)
    return offered


def test_by_keyboard_alone(window, person, monkeypatch):
    offered = choose(monkeypatch, "committed by")
    window.view.setFocus()
    window.view.pick(mark(window, "will").id)
    person.keys("R")
    assert window.relating.linking
    person.keys("Shift+Tab", "Shift+Tab")  # Lunde stands between them
    assert window.marking.picked.quote == "harbour board"
    person.keys("Return")
    assert relations(window) == [("committed_by", "will", "harbour board")]
    assert set(offered) == {"committed by", "committed to", "affects", "reported by"}
    assert window.relating.picked is not None and not window.relating.linking
    person.keys("Ctrl+Z")
    assert relations(window) == []
    person.keys("Ctrl+Shift+Z")
    assert relations(window) == [("committed_by", "will", "harbour board")]


def test_the_only_type_is_not_asked_for(window, person):
    window.view.setFocus()
    window.view.pick(mark(window, "will").id)
    person.keys("R")
    window.view.pick(mark(window, "Lunde").id)
    person.keys("Return")
    assert relations(window) == [("applies_in", "will", "Lunde")]


def test_what_the_scheme_does_not_allow_is_said(window, person):
    window.view.setFocus()
    window.view.pick(mark(window, "Lunde").id)
    person.keys("R")
    window.view.pick(mark(window, "will").id)
    person.keys("Return")
    assert relations(window) == [] and "no relation from Location" in window.status.saved.text()
    window.view.pick(mark(window, "will").id)
    person.keys("R", "Escape")
    assert not window.relating.linking and window.marking.picked.quote == "will"


def bar_of(window, words):
    """A point on a mark's name, under its words."""
    document, found = window.view._page.document, mark(window, words)
    index = document.index_of(found.start)
    box = document.laid(index).marks.shapes[found.id].names[0]
    top = document.top(index) - window.view._page.top
    return QPoint(int(box.center().x()) + window.view._left(), int(box.center().y()) + top)


def test_by_dragging_from_a_name_to_a_mark(window, person, monkeypatch):
    choose(monkeypatch, "committed by")
    viewport = window.view.viewport()
    start, end = bar_of(window, "would pay"), bar_of(window, "Olla Brandt")
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, (start + end) / 2)
    assert window.view._overlay.link is not None
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)
    person.settle()
    assert window.view._overlay.link is None
    assert relations(window) == [("committed_by", "would pay", "Olla Brandt")]


def link(window, person, head, tail):
    window.view.setFocus()
    window.relating.link(mark(window, head).id, mark(window, tail).id)
    person.settle()


def test_a_relation_is_clicked_changed_turned_and_deleted(window, person, monkeypatch):
    choose(monkeypatch, "committed by")
    link(window, person, "will", "harbour board")
    window.view.pick_relation(None)
    document = window.view._page.document
    index = document.index_of(mark(window, "will").start)
    block = document.laid(index)
    (arc,) = document.arcs.of_block(block.start)
    y = document.arcs._height(arc, block.paragraph.lines[arc.line])
    spot = QPoint(int((arc.left + arc.right) / 2) + window.view._left(),
                  int(y) + document.top(index) - window.view._page.top)  # fmt: skip
    QTest.mouseClick(window.view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    person.settle()
    assert window.relating.picked is not None
    choose(monkeypatch, "affects")
    person.keys("T")
    assert relations(window) == [("affects", "will", "harbour board")]
    person.keys("X")  # the scheme lets it lead one way only
    assert relations(window) == [("affects", "will", "harbour board")]
    person.keys("Return")
    assert window.marking.picked.quote == "harbour board"
    person.keys("Shift+R")
    person.keys("Del")
    assert relations(window) == [] and len(list(window.workspace.annotations)) == 5
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert relations(window) == [("committed_by", "will", "harbour board")]


def test_a_note_on_a_relation(window, person, monkeypatch):
    choose(monkeypatch, "committed by")
    link(window, person, "will", "harbour board")
    answer = lambda *parts: ("by its chair", True)  # noqa: E731
    monkeypatch.setattr(QInputDialog, "getMultiLineText", answer)
    person.keys("F2")
    assert window.relating.picked.note == "by its chair"
    person.keys("Ctrl+Z")
    assert window.relating.picked.note == ""


def test_same_as_can_be_turned_round(window, person, monkeypatch):
    choose(monkeypatch, "same as")
    link(window, person, "harbour board", "Olla Brandt")
    person.keys("X")
    assert relations(window) == [("same_as", "Olla Brandt", "harbour board")]


def test_no_committer_stated(window, person):
    window.view.setFocus()
    window.view.pick(mark(window, "will").id)
    person.keys("R", "N")
    assert mark(window, "will").attributes["committed_by"] == "not stated"
    assert not window.relating.linking


def test_a_relation_is_drawn_where_both_lines_have_room_and_hidden_by_a_key(
    window, person, monkeypatch
):
    document = window.view._page.document
    index = document.index_of(mark(window, "will").start)
    before = document.block_height(index)
    choose(monkeypatch, "committed by")
    link(window, person, "will", "harbour board")
    assert window.view._page.document.block_height(index) > before
    far = document.index_of(mark(window, "Olla Brandt").start)
    link(window, person, "will", "Olla Brandt")
    names = [
        arc.name for arc in window.view._page.document.arcs.of_block(document.blocks.starts[index])
    ]
    assert any(name.endswith("→ Olla Brandt") for name in names)
    arrows = window.view._page.document.arcs.of_block(document.blocks.starts[far])
    assert [arc.lane for arc in arrows] == [-1]
    person.keys("F9")
    assert window.view._page.document.arcs is None
    assert window.view._page.document.block_height(index) == before
    person.keys("F9")
    assert window.view._page.document.arcs is not None


def test_the_inspector_lists_relations_and_goes_to_them(window, person, monkeypatch):
    choose(monkeypatch, "committed by")
    link(window, person, "will", "harbour board")
    window.view.pick(mark(window, "harbour board").id)
    rows = window.inspector.relations
    assert rows.isVisible() and rows.item(0).text() == "will — committed by → this"
    rows.setFocus()
    rows.setCurrentRow(0)
    person.settle()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert window.relating.picked.type == "committed_by"


def test_parts_are_added_by_ctrl_drag_and_by_plus_and_removed(window, person):
    viewport = window.view.viewport()
    window.view.pick(mark(window, "will").id)
    start = person.place("keep the night ferry running")
    person.show(start)
    first = person.point(start)
    last = person.point(start + len("keep the night ferry running"), end=True)
    control = Qt.KeyboardModifier.ControlModifier
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, control, first)
    QTest.mouseMove(viewport, (first + last) / 2)
    QTest.mouseMove(viewport, last)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, control, last)
    person.settle()
    found = window.marking.picked
    assert found.quote == "will keep the night ferry running" and len(found.fragments) == 2
    at = person.place("Monday")
    window.view.select(Span(at, at + 6))
    window.view.setFocus()
    person.keys("+")
    assert len(window.marking.picked.fragments) == 3
    window.view.set_caret(at + 2)
    person.keys("-")
    assert window.marking.picked.quote == "will keep the night ferry running"
    person.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert mark(window, "will").fragments == (found.fragments[0],)


def test_deleting_a_mark_takes_its_relations_along(window, person, monkeypatch):
    choose(monkeypatch, "committed by")
    link(window, person, "will", "harbour board")
    window.view.pick(mark(window, "harbour board").id)
    window.view.setFocus()
    person.keys("Del")
    assert relations(window) == []
    person.keys("Ctrl+Z")
    assert relations(window) == [("committed_by", "will", "harbour board")]
