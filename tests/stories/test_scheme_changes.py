"""Each safe change of a scheme by keys and clicks: shown before, one action, one key undoes it."""

from collections import Counter

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.core.scheme import Attribute, Label, Scheme
from annotator.core.scheme_labels import by_group
from annotator.storage.project import Project
from annotator.ui.scheme.parts_list import ABOUT, LABEL, QUESTION, RELATION, Part
from tests.stories.modal import Answers, back, chooses, click, presses, writes

AGREE = presses("Make the change")


@pytest.fixture
def room(person):
    window = person.start(sample=True)
    person.keys("Ctrl+2")
    room = window.rooms.room("scheme")
    room.parts.rows.setFocus()
    return room


def show(room, kind, identifier):
    room.parts.show_scheme(room.editing.scheme, Part(kind, identifier))


def project(person):
    return person.window.workspace.project


def everything(person):
    """All that is said in the project, without when."""
    return [
        (article.id, sorted(map(repr, values)))
        for article, values in project(person).entries(annotators=None)
    ]


def first_of_kind(room, kind):
    """Give a label with an attribute of a kind that has answers, the attribute and these."""
    found = room._window.workspace.project
    for label in room.editing.scheme.labels:
        for attribute in label.attributes:
            answers = found.answers(label.id, attribute.id)
            if attribute.kind == kind and answers:
                return label, attribute, answers
    raise AssertionError(f"the sample has no answers of the kind {kind}")


def undone(person, room, before):
    back(person, room.parts.rows, "Ctrl+Z")
    assert everything(person) == before


def test_a_value_is_renamed_and_joined_and_removed(person, room):
    before = everything(person)
    label, attribute, answers = first_of_kind(room, "one")
    value, count = answers.most_common(1)[0]
    other = next(v for v in attribute.values if v != value)
    show(room, LABEL, label.id)
    table = room.label.attributes
    table.list.setCurrentRow([a.id for a in label.attributes].index(attribute.id))

    def change_values(dialog):
        at = attribute.values.index(value)
        dialog.list.setCurrentRow(at)
        assert f"({count:,} in use)" in dialog.list.item(at).text()
        click(dialog, "Rename or join…")
        row = list(dialog._values()).index("quite new")
        dialog.list.setCurrentRow(row)
        click(dialog, "Remove…")
        click(dialog, "Close")

    answered = Answers(change_values, writes("quite new"), AGREE, chooses(other), AGREE)
    click(table, "Values…")
    answered.done()
    assert f"{count:,} annotations" in answered.said[2]
    now = project(person).answers(label.id, attribute.id)
    assert now[value] == now["quite new"] == 0
    assert now[other] == answers[other] + count
    assert now.total() == answers.total()
    assert other in room.editing.scheme.label(label.id).attribute(attribute.id).values
    back(person, room.parts.rows, "Ctrl+Z", "Ctrl+Z")
    assert everything(person) == before


def test_a_value_is_removed_and_its_marks_left_open(person, room):
    before = everything(person)
    label, attribute, answers = first_of_kind(room, "one")
    value, count = answers.most_common(1)[0]
    show(room, LABEL, label.id)
    room.label.attributes.list.setCurrentRow([a.id for a in label.attributes].index(attribute.id))

    def remove(dialog):
        dialog.list.setCurrentRow(attribute.values.index(value))
        click(dialog, "Remove…")
        click(dialog, "Close")

    answered = Answers(remove, chooses("nothing"), AGREE)
    click(room.label.attributes, "Values…")
    answered.done()
    now = project(person).answers(label.id, attribute.id)
    assert now.total() == answers.total() - count
    assert project(person).counts().by_label[label.id] > 0
    undone(person, room, before)


def test_the_kind_of_an_attribute_is_changed_and_no_answer_is_lost(person, room):
    before = everything(person)
    label, attribute, answers = first_of_kind(room, "one")
    show(room, LABEL, label.id)
    room.label.attributes.list.setCurrentRow([a.id for a in label.attributes].index(attribute.id))
    answered = Answers(chooses("number"), AGREE)
    click(room.label.attributes, "Kind…")
    answered.done()
    changed = room.editing.scheme.label(label.id)
    assert changed.attribute(attribute.id).kind == "number"
    kept = project(person).answers(label.id, f"{attribute.id}_before")
    assert kept == Counter({str(value): n for value, n in answers.items()})
    undone(person, room, before)


def test_a_required_attribute_is_added_and_open_ones_are_found(person, room):
    before = everything(person)
    show(room, LABEL, "location")

    def fill(dialog):
        QTest.keyClicks(dialog.name, "Certainty")
        dialog.values.setFocus()
        QTest.keyClicks(dialog.values, "sure")
        QTest.mouseClick(
            dialog.required, Qt.MouseButton.LeftButton, pos=QPoint(8, dialog.required.height() // 2)
        )
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    answered = Answers(fill)
    click(room.label.attributes, "Add…")
    answered.done()
    added = room.editing.scheme.label("location").attributes[-1]
    assert (added.name, added.required, added.values) == ("Certainty", True, ("sure",))
    window = person.window
    window.rooms.go("annotate")
    window.checking.check()
    marks = [m for m in window.workspace.visible_annotations() if m.label == "location"]
    said = [f.text for f in window.checking.found]
    assert marks and said.count("Certainty is not answered.") == len(marks)
    assert everything(person) == before
    window.rooms.go("scheme")
    undone(person, room, before)
    assert room.editing.scheme.label("location").attribute(added.id) is None


@pytest.mark.parametrize("how", ["by the marked words", "by hand, mark by mark"])
def test_a_label_is_split_by_words_and_by_hand(person, room, how):
    before = everything(person)
    counts = project(person).counts().by_label
    show(room, LABEL, "actor")
    taken = []

    def split(dialog):
        dialog.by.setCurrentIndex(dialog.by.findText(how))
        field = dialog.rows.cellWidget(0, 1)
        assert isinstance(field, QLineEdit)
        taken.append(dialog.rows.item(0, 0).text())
        field.setFocus()
        QTest.keyClicks(field, "Ferry company")
        click(dialog, "OK")

    answered = Answers(split, AGREE)
    click(room.label, "Split…")
    answered.done()
    now = project(person).counts().by_label
    new = next(x for x in room.editing.scheme.labels if x.name == "Ferry company")
    assert now["actor"] + now[new.id] == counts["actor"]
    if how.startswith("by hand"):
        assert now[new.id] == 1
    else:
        words, _, number = taken[0].rpartition(" (")
        assert now[new.id] >= int(number.strip(")").replace(",", ""))
        assert {w.casefold() for _, w in project(person).marks_of(new.id)} == {words.casefold()}
    undone(person, room, before)


def test_a_relation_is_deleted_with_its_relations(person, room):
    before = everything(person)
    used = Counter(
        v.type for _, values in project(person).entries(annotators=None)
        for v in values if hasattr(v, "head")
    )  # fmt: skip
    kind, count = used.most_common(1)[0]
    show(room, RELATION, kind)
    answered = Answers(AGREE)
    click(room.relation, "Delete…")
    answered.done()
    assert f"{count:,} relations are deleted" in answered.said[0]
    assert kind not in room.editing.scheme.relations_by_id
    undone(person, room, before)
    assert kind in room.editing.scheme.relations_by_id


def test_an_article_label_is_added_by_its_button(person, room):
    def fill(dialog):
        QTest.keyClicks(dialog.name, "Tone")
        dialog.values.setFocus()
        QTest.keyClicks(dialog.values, "calm")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    answered = Answers(fill)
    click(room, "Add article label")
    answered.done()
    added = room.editing.scheme.article_labels[-1]
    assert (added.name, added.values) == ("Tone", ("calm",))
    assert room.parts.current() == Part(QUESTION, added.id)


def test_labels_are_put_in_order_by_keys_and_join_the_group_that_they_reach(person, room):
    before = room.editing.scheme
    show(room, LABEL, "commitment")
    order = [label.id for label in by_group(before.labels)]
    assert order[2] == "commitment" and before.labels[3].group
    QApplication.processEvents()
    click(room.label, "Down")
    now = by_group(room.editing.scheme.labels)
    assert now[2].id == "commitment" and now[2].group == before.labels[3].group
    back(person, room.parts.rows, "Ctrl+Z")
    assert room.editing.scheme == before


def test_a_row_that_was_dropped_is_in_its_new_place_and_group(person, room):
    """The list is as Qt leaves it after a drop; the drag itself needs a screen."""
    before = room.editing.scheme
    rows = room.parts.rows
    grouped = next(label for label in before.labels if label.group)
    texts = [rows.item(at).text() for at in range(rows.count())]
    names = [label.name for label in by_group(before.labels)]
    first = next(at for at, text in enumerate(texts) if names[0] in text)
    item = rows.takeItem(first)
    place = next(at for at, text in enumerate(texts) if grouped.name in text)
    rows.insertItem(place, item)  # one row is out, so it comes right below
    rows.setCurrentItem(item)
    rows.dropped.emit()
    moved = next(x for x in room.editing.scheme.labels if x.name == names[0])
    assert moved.group == grouped.group
    order = [label.name for label in by_group(room.editing.scheme.labels)]
    assert order.index(names[0]) == order.index(grouped.name) + 1
    back(person, rows, "Ctrl+Z")
    assert room.editing.scheme == before


def test_a_text_becomes_one_of_values_that_are_asked_for(person, room):
    show(room, LABEL, "location")

    def fill(dialog):
        QTest.keyClicks(dialog.name, "Remark")
        dialog.kind.setCurrentIndex(dialog.kind.findData("text"))
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    def values(dialog):
        field = QApplication.focusWidget()
        QTest.keyClicks(field, "far")
        QTest.keyClick(field, Qt.Key.Key_Return)
        QTest.keyClicks(field, "near")
        presses("OK")(dialog)

    added = Answers(fill)
    click(room.label.attributes, "Add…")
    added.done()
    at = len(room.editing.scheme.label("location").attributes) - 1
    room.label.attributes.list.setCurrentRow(at)
    answered = Answers(chooses("one of"), values, AGREE)
    click(room.label.attributes, "Kind…")
    answered.done()
    found = room.editing.scheme.label("location").attributes[at]
    assert (found.kind, found.values) == ("one", ("far", "near"))


def test_a_scheme_is_copied_from_another_project(person, room, tmp_path):
    other = Scheme(
        "ports", "Ports", "1", (Label("quay", "Quay", "#336699"),),
        fields=(Attribute("page", "Page", "number"),),
    )  # fmt: skip
    Project.create(tmp_path / "other.annotator", other).close()
    before = room.editing.scheme
    show(room, ABOUT, "")
    answered = Answers(AGREE)
    assert room.about.take_from(tmp_path / "other.annotator")
    answered.done()
    assert room.editing.scheme.label("quay") and room.editing.scheme.fields == other.fields
    back(person, room.parts.rows, "Ctrl+Z")
    assert room.editing.scheme == before
