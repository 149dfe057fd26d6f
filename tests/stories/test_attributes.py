"""Attributes by keys: asked right after a label, never in the way, countable where open."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.entity import Entity
from annotator.core.register import entity_of
from annotator.ui.entities.picker import EntityPicker


@pytest.fixture
def picker(monkeypatch):
    """Choose in the entity picker and press Enter there, when it opens."""

    def prepare(choose):
        def exec_(dialog):
            choose(dialog)
            QTest.keyClick(dialog.field, Qt.Key.Key_Return)

        monkeypatch.setattr(EntityPicker, "exec", exec_)

    return prepare


def the_mark(person):
    return next(iter(person.window.workspace.visible_annotations()))


def type_in_text(person, text):
    QTest.keyClicks(person.window.view, text)
    person.settle()


def begin(
    person, project, tmp_path, text="The harbour board of Lunde will pay by May. Lunde waits."
):
    source = tmp_path / "a.txt"
    source.write_text(text, "utf-8")
    window = person.start(project)
    person.window.files.import_paths([source])
    person.wait_for_job()
    return window


def test_a_commitment_is_answered_without_leaving_the_text(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    person.drag("will pay")
    person.press_label("3")
    asking = window.questions.asking
    assert asking.question.id == "act" and window.questions.box.isVisible()
    type_in_text(person, "p")  # pledge, by its first letter
    assert the_mark(person).attributes["act"] == "pledge"
    assert asking.question.id == "content"
    type_in_text(person, "2")  # by its place
    assert the_mark(person).attributes["content"] == "vague action"
    person.keys("Backspace")
    assert asking.question.id == "content"
    person.keys("Escape")
    assert asking.question is None and not window.questions.box.isVisible()
    assert "polarity" not in the_mark(person).attributes
    assert window.view.hasFocus()
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert the_mark(person).attributes == {}


def test_enter_keeps_what_was_answered_last(person, project, tmp_path):
    begin(person, project, tmp_path)
    person.drag("will pay")
    person.press_label("3")
    type_in_text(person, "pv")
    person.keys("Escape")
    person.drag("waits")
    person.press_label("3")
    person.keys("Return")
    last = person.window.workspace.visible_annotations()[-1]
    assert last.attributes == {"act": "pledge", "content": "vague action"}
    assert person.window.workspace.project.undo_name == "Answer as last"


def test_going_on_in_the_text_is_never_held_up(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    person.drag("will pay")
    person.press_label("3")
    assert window.questions.asking.question is not None
    person.drag("Lunde")  # the next selection; the key is a label again
    person.press_label("2")
    assert [label for label, _ in person.marks] == ["location", "commitment"]
    person.keys("Right")
    assert window.questions.asking.question is None


def test_without_the_setting_only_q_asks(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    window.settings["ask"] = False
    person.drag("will pay")
    person.press_label("3")
    assert window.questions.asking.question is None
    person.keys("Q")
    assert window.questions.asking.question.id == "act"


def test_typed_answers_are_checked(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    window.settings["ask"] = False
    person.drag("will pay")
    person.press_label("3")
    field = window.inspector.answers._rows["deadline_date"]
    field.setFocus()
    QTest.keyClicks(field, "31 May")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "deadline_date" not in the_mark(person).attributes
    assert "Write a date" in window.status.saved.text()
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, "2026-05")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert the_mark(person).attributes["deadline_date"] == "2026-05"


def test_answers_go_to_all_equal_mentions_as_one_action(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    window.settings["ask"] = False
    for nth in (0, 1):
        person.drag("Lunde", nth=nth)
        person.press_label("2")
    window.questions.answer("role", "dateline")
    person.window.view.setFocus()
    person.keys("Alt+=")
    marks = window.workspace.visible_annotations()
    assert [mark.attributes.get("role") for mark in marks] == ["dateline", "dateline"]
    person.keys("Ctrl+Z")
    marks = window.workspace.visible_annotations()
    assert sorted(str(mark.attributes.get("role")) for mark in marks) == ["None", "dateline"]


def test_an_entity_is_made_once_and_found_again(person, project, tmp_path, picker):
    window = begin(person, project, tmp_path)
    window.settings["ask"] = False
    person.drag("harbour board")
    person.press_label("1")
    picker(lambda dialog: dialog.list.setCurrentRow(dialog.list.count() - 1))
    person.keys("E")
    project_ = window.workspace.project
    (board,) = project_.records(Entity)
    assert board.name == "harbour board"
    assert entity_of(the_mark(person), project_.scheme) == board.id
    person.keys("Ctrl+Z")
    assert project_.records(Entity) == []
    person.keys("Ctrl+Shift+Z")
    assert project_.records(Entity) == [board]
    assert window.inspector.answers._rows["entity"].text() == "harbour board"


def test_a_place_comes_from_the_list_wholly_offline(person, project, tmp_path, picker):
    window = begin(person, project, tmp_path, "A talk in Vienna on Monday.")
    window.settings["ask"] = False
    person.drag("Vienna")
    person.press_label("2")
    picker(lambda dialog: None)
    person.keys("E")
    (vienna,) = window.workspace.project.records(Entity)
    assert (vienna.country, vienna.type) == ("AT", "location")
