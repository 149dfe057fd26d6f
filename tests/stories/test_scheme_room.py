"""The Scheme room: every change is stored at once, loses no mark, and is undone by one key."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QColorDialog, QInputDialog, QLineEdit

from annotator.core.scheme import Label, Scheme
from annotator.formats.scheme_sources import find_scheme
from annotator.storage.project import Project
from annotator.ui.scheme.color_field import told_of
from annotator.ui.scheme.look import ChangeLook
from annotator.ui.scheme.parts_list import LABEL, RELATION, Part
from annotator.ui.scheme.restructuring import SplitDialog


@pytest.fixture
def room(person):
    """The room on the sample project, which 177 actors are marked in."""
    window = person.start(sample=True)
    person.keys("Ctrl+2")
    room = window.rooms.room("scheme")
    assert room.isVisible() and not window.view.isVisible()
    room.parts.rows.setFocus()  # in a field of words Ctrl+Z is the field's own
    return room


@pytest.fixture
def say(monkeypatch):
    """Answer the small dialogs, and agree to what the looks show; gives what they said."""
    said = []

    def prepare(text=None, item=None, *, agree=True):
        monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: (text, True))
        monkeypatch.setattr(QInputDialog, "getItem", lambda *a, **k: (item, True))

        def look(dialog):
            said.append(dialog.said.text())
            return agree

        monkeypatch.setattr(ChangeLook, "exec", look)

    prepare()
    return prepare, said


def labels(person):
    workspace = person.window.workspace
    return [label.name for label in workspace.scheme.labels]


def marks(person):
    return person.window.workspace.project.counts().by_label


def show(room, kind, identifier):
    room.parts.show_scheme(room.editing.scheme, Part(kind, identifier))


def test_any_colour_can_be_given_and_its_likeness_to_others_is_said(room, monkeypatch):
    show(room, LABEL, "actor")
    field = room.label.color
    others = {label.id: label.color for label in room.editing.scheme.active_labels}

    def write(words):
        field.number.setFocus()
        field.number.selectAll()
        QTest.keyClicks(field.number, words)
        QTest.keyClick(field.number, Qt.Key.Key_Return)
        return room.editing.scheme.label("actor").color

    assert write("a1b") == "#aa11bb" and field.number.text() == "#aa11bb"
    assert write("purple") == "#aa11bb" and "“purple” is no colour" in field.said.text()
    assert write(others["location"]) == others["location"]
    assert "hardly tell it from “Location”" in field.said.text()
    monkeypatch.setattr(QColorDialog, "getColor", lambda *a: QColor("#f5f500"))
    QTest.mouseClick(field.any, Qt.MouseButton.LeftButton)
    assert room.editing.scheme.label("actor").color == "#f5f500"
    assert "drawn darker" in field.said.text()
    contrasts = [float(n) for n in re.findall(r"\d+\.\d", field.said.text())[:2]]
    assert min(contrasts) >= 4.5
    assert "Well told from “B”, the nearest" in told_of("#0072b2", [Label("b", "B", "#d55e00")])
    monkeypatch.setattr(QColorDialog, "getColor", lambda *a: QColor())
    QTest.mouseClick(field.any, Qt.MouseButton.LeftButton)
    assert room.editing.scheme.label("actor").color == "#f5f500"


def test_rename_and_recolour_by_keyboard(person, room):
    show(room, LABEL, "actor")
    before = marks(person)
    room.label.name.setFocus()
    room.label.name.selectAll()
    QTest.keyClicks(room.label.name, "Agent")
    QTest.keyClick(room.label.name, Qt.Key.Key_Return)
    assert labels(person)[0] == "Agent" and marks(person) == before
    room.label.color.setFocus()
    QTest.keyClick(person.window.focusWidget(), Qt.Key.Key_Right)
    scheme = person.window.workspace.scheme
    assert scheme.label("actor").color != "#0072b2"
    assert [note.version for note in scheme.history][-2:] == ["1.1", "1.2"]
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert labels(person)[0] == "Actor" and not person.window.workspace.scheme.history
    assert room.label.name.text() == "Actor"
    person.keys("Ctrl+1")
    assert person.window.header.labels.pills["actor"].label.name == "Actor"


def test_what_is_impossible_is_said_and_changes_nothing(person, room):
    show(room, LABEL, "actor")
    scheme = person.window.workspace.scheme
    room.label.name.setText("location")
    QTest.keyClick(room.label.name, Qt.Key.Key_Return)
    assert person.window.workspace.scheme is scheme
    assert "two labels have the name" in person.window.banner.message.text()
    assert room.label.name.text() == "Actor"


def test_merging_shows_what_it_touches_and_is_one_undo(person, room, say):
    prepare, said = say
    before = marks(person)
    prepare(item="Actor")
    show(room, LABEL, "location")
    room.label.restructuring.merge(room.editing.scheme.label("location"))
    after = marks(person)
    assert after["actor"] == before["actor"] + before["location"] and "location" not in after
    assert f"{before['location']} annotations" in said[-1] and "articles" in said[-1]
    person.keys("Ctrl+Z")
    assert marks(person) == before and "Location" in labels(person)


def test_what_is_not_agreed_to_is_not_done(person, room, say):
    prepare, _ = say
    prepare(item="Delete its marks too", agree=False)
    before = marks(person)
    room.label.restructuring.delete(room.editing.scheme.label("actor"))
    assert marks(person) == before and "Actor" in labels(person)


@pytest.mark.parametrize("how", ["hide", "relabel", "delete"])
def test_deleting_asks_what_becomes_of_the_marks(person, room, say, how):
    prepare, said = say
    prepare(item={"hide": "Keep its marks, but do not offer it any more",
                  "relabel": "Make them Actor", "delete": "Delete its marks too"}[how])  # fmt: skip
    before = marks(person)
    room.label.restructuring.delete(room.editing.scheme.label("commitment"))
    after, scheme = marks(person), person.window.workspace.scheme
    if how == "hide":
        assert after == before and not scheme.label("commitment").on
    elif how == "relabel":
        assert after["actor"] == before["actor"] + before["commitment"]
    else:
        assert "commitment" not in after and "are deleted" in said[-1]
    person.keys("Ctrl+Z")
    assert marks(person) == before


def test_splitting_by_an_answer(person, room, say, monkeypatch):
    def fill(dialog):
        dialog.by.setCurrentIndex(dialog.by.findText("by Act"))
        names = [dialog.rows.item(at, 0).text() for at in range(dialog.rows.rowCount())]
        field = dialog.rows.cellWidget(next(at for at, n in enumerate(names) if "pledge" in n), 1)
        assert isinstance(field, QLineEdit)
        field.setText("Pledge")
        return True

    monkeypatch.setattr(SplitDialog, "exec", fill)
    before = marks(person)
    project = person.window.workspace.project
    pledges = project.answers("commitment", "act")["pledge"]
    assert pledges
    room.label.restructuring.split(room.editing.scheme.label("commitment"))
    after = marks(person)
    assert after["pledge"] == pledges
    assert after["pledge"] + after["commitment"] == before["commitment"]
    person.keys("Ctrl+Z")
    assert marks(person) == before


def uncheck(room, name):
    items = [room.relation.tails.item(at) for at in range(room.relation.tails.count())]
    next(item for item in items if item.text() == name).setCheckState(Qt.CheckState.Unchecked)


def test_a_relation_keeps_an_end_and_narrowing_it_can_be_undone(person, room, say):
    workspace = person.window.workspace
    show(room, RELATION, "committed_by")
    uncheck(room, "Actor")
    assert "does not say which labels it joins" in person.window.banner.message.text()
    assert workspace.scheme.relations_by_id["committed_by"].tails == ("actor",)
    show(room, RELATION, "depends_on")
    before = workspace.project.counts().relations
    uncheck(room, "Condition")
    assert workspace.scheme.relations_by_id["depends_on"].tails == ("commitment",)
    person.keys("Ctrl+Z")
    assert workspace.project.counts().relations == before
    assert "condition" in workspace.scheme.relations_by_id["depends_on"].tails


def test_keys_of_labels_mark_nothing_in_this_room(person, room):
    window = person.window
    before = marks(person)
    window.view.select(None)
    room.parts.rows.setFocus()
    QTest.keyClicks(room.parts.rows, "1")
    person.settle()
    assert marks(person) == before and window.marking.armed is None
    person.keys("Ctrl+1")
    assert window.view.isVisible() and window.view.hasFocus()


def test_files_in_and_out(person, room, say, tmp_path):
    room.about._write(tmp_path / "x.txt", b"x")
    from annotator.formats.schemes.own import written

    room.about._write(tmp_path / "s.toml", written(room.editing.scheme, tmp_path / "s.toml"))
    assert find_scheme(tmp_path / "s.toml").scheme == room.editing.scheme
    (tmp_path / "more.txt").write_text("Vessel\nActor\n", "utf-8")
    assert room.about.take_from(tmp_path / "more.txt")
    assert labels(person)[-1] == "Vessel" and labels(person).count("Actor") == 1
    room.about.write_document(tmp_path / "d.html")
    room.about.write_document(tmp_path / "d.pdf")
    assert b"Vessel" in (tmp_path / "d.html").read_bytes()
    assert (tmp_path / "d.pdf").read_bytes().startswith(b"%PDF-")
    assert not room.about.take_from(Path(tmp_path / "gone.toml"))
    assert "not there" in person.window.banner.message.text()


def test_three_hundred_labels_are_found_by_typing(person, tmp_path):
    colors = ("#0072b2", "#d55e00")
    many = Scheme("many", "Many", "1", tuple(
        Label(f"l{n}", f"Label {n} {'harbour' if n == 207 else ''}".strip(), colors[n % 2])
        for n in range(300)))  # fmt: skip
    Project.create(tmp_path / "m.annotator", many).close()
    window = person.start(tmp_path / "m.annotator")
    person.keys("Ctrl+2")
    room = window.rooms.room("scheme")
    assert room.parts.filter.hasFocus()
    person.write("harb")
    assert room.parts.current() == Part(LABEL, "l207")
    assert room.label.name.text() == "Label 207 harbour"
