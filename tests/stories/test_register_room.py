"""The Entities room: searched by typing, kept by keys, every change one undo, wholly offline."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QMessageBox

from annotator.core.changes import ChangeSet, added
from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.core.register import entity_attribute, entity_of, link
from annotator.suggestions.names import folded


@pytest.fixture
def room(person):
    """The room on the sample project with some entities; two are mentioned in it."""
    window = person.start(sample=True)
    workspace = window.workspace
    for name, country in (("Lunde", "NO"), ("Harbour board", ""), ("Port authority", "NO")):
        entity = Entity(new_id(), name, now(), "actor", country=country)
        assert workspace.apply(ChangeSet("Add", (added(entity),)))
    entities = {e.name: e for e in workspace.project.records(Entity)}
    marks = [m for m in workspace.annotations if m.label == "actor"][:4]
    for mark, name in zip(marks, ("Harbour board",) * 3 + ("Port authority",), strict=True):
        entity = window.known_entities.entity(entities[name].id)
        edit = link(mark, entity, workspace.scheme)
        assert workspace.apply(edit)
    person.keys("Ctrl+3")
    room = window.rooms.room("entities")
    assert room.isVisible() and room.search.hasFocus()
    counted(person, room)
    return room


def counted(person, room):
    person.settle()
    person.wait_until(lambda: not room.editing._counting.running)


def shown(room):
    return [entity.name for entity in room.model.rows]


def meant(person):
    workspace = person.window.workspace
    return sorted(filter(None, (entity_of(m, workspace.scheme) for m in workspace.annotations)))


def choose(room, *names):
    room.choose([entity.id for entity in room.model.rows if entity.name in names])


def fill(person, field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    person.settle()


def test_search_finds_by_any_name_else_what_is_most_alike(person, room):
    assert shown(room) == ["Harbour board", "Lunde", "Port authority"]
    assert room.model.index(0, 3).data() == "3" and room.model.index(1, 3).data() == ""
    person.write("port")
    person.settle()
    assert shown(room) == ["Port authority"] and room.found.text() == "1 of 3"
    room.search.clear()
    person.write("harbor board")
    person.settle()
    assert shown(room)[0] == "Harbour board"
    assert room.mentioned.text() == "3 mentions" and room.mentions.count() == 3


def test_facts_are_stored_when_their_field_is_left_and_undone_by_a_key(person, room):
    choose(room, "Lunde")
    fields = room.form.fields
    fill(person, fields["wikidata"], "Q123")
    fill(person, fields["place"], "58.2, 7.5")
    fill(person, fields["parent"], "port authority")
    known = person.window.known_entities
    (lunde,) = [e for e in known.names.entities.values() if e.name == "Lunde"]
    assert (lunde.wikidata, lunde.latitude, lunde.longitude) == ("Q123", 58.2, 7.5)
    assert known.name(lunde.parent) == "Port authority"
    assert fields["parent"].hasFocus()
    fill(person, fields["country"], "Norway")
    assert "not an ISO code" in person.window.banner.message.text()
    assert fields["country"].text() == "NO"
    fill(person, fields["place"], "nowhere")
    assert fields["place"].text() == "58.2, 7.5"
    room.table.setFocus()
    person.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert known.entity(lunde.id).wikidata == "" and fields["wikidata"].text() == ""


def test_two_are_merged_with_all_their_marks_and_come_back(person, room, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getItem", lambda *a, **k: ("Port authority", True))
    before = meant(person)
    choose(room, "Harbour board", "Port authority")
    QTest.mouseClick(room.buttons["merge"], Qt.MouseButton.LeftButton)
    counted(person, room)
    (kept,) = room.chosen()
    assert shown(room) == ["Lunde", "Port authority"] and "Harbour board" in kept.aliases
    assert meant(person) == [kept.id] * 4 and room.mentions.count() == 4
    room.table.setFocus()
    person.keys("Ctrl+Z")
    assert meant(person) == before and "Harbour board" in shown(room)


def test_chosen_mentions_become_an_entity_of_their_own(person, room, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *a, **k: ("The other board", True))
    choose(room, "Harbour board")
    room.mentions.item(1).setSelected(True)
    QTest.mouseClick(room.buttons["split"], Qt.MouseButton.LeftButton)
    counted(person, room)
    assert "The other board" in shown(room)
    assert room.mentions.count() == 2
    choose(room, "The other board")
    assert room.mentions.count() == 1


def test_a_deleted_one_leaves_its_marks(person, room):
    marks, before = len(person.window.workspace.annotations), meant(person)
    choose(room, "Harbour board")
    QTest.mouseClick(room.buttons["delete"], Qt.MouseButton.LeftButton)
    counted(person, room)
    assert len(person.window.workspace.annotations) == marks and len(meant(person)) == 1
    room.table.setFocus()
    person.keys("Ctrl+Z")
    assert meant(person) == before


def test_a_mention_is_gone_to_by_enter(person, room):
    choose(room, "Harbour board")
    room.mentions.setFocus()
    room.mentions.setCurrentRow(2)
    passage = room.mentions.currentItem().data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(room.mentions, Qt.Key.Key_Return)
    person.settle()
    window = person.window
    assert window.view.isVisible() and window.view.picked == passage.mark.id
    attribute = entity_attribute(window.workspace.scheme, "actor")
    assert window.inspector.answers._rows[attribute].text() == "Harbour board"


def test_a_table_is_looked_at_then_taken_as_one_undo(person, room, monkeypatch, tmp_path):
    said = []

    def agree(box):
        said.append(box.text())
        return QMessageBox.StandardButton.Apply

    monkeypatch.setattr(QMessageBox, "exec", agree)
    room.editing.write(tmp_path / "e.csv")
    with (tmp_path / "e.csv").open("a", encoding="utf-8", newline="") as out:
        out.write(",Ólafsvík,,location,,,IS,,,,\r\n")
    room.take_from(tmp_path / "e.csv")
    person.wait_for_job()
    counted(person, room)
    assert "New: 1 (Ólafsvík)" in said[-1] and "The same: 3" in said[-1]
    assert "Ólafsvík" in shown(room)
    room.table.setFocus()
    person.keys("Ctrl+Z")
    assert "Ólafsvík" not in shown(room)
    (tmp_path / "bad.csv").write_text("title\nx\n", "utf-8")
    room.take_from(tmp_path / "bad.csv")
    person.wait_for_job()
    assert "no column “name”" in person.window.banner.message.text()
    assert folded("Ólafsvík") == "olafsvik"
