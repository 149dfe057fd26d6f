"""Metadata fields of a scheme: asked for in the room, filled in by hand, counted by the checks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.core.scheme import Attribute
from annotator.core.scheme_attributes import FIELDS, add_attribute
from annotator.jobs.scheme_checks import check_marks
from annotator.ui.articles.bulk_dialog import BulkDialog
from annotator.ui.scheme.parts_list import FIELD, Part
from tests.stories.modal import Answers, back, click, presses

TEXTS = ("The ferry to Skarvik sails again.", "The council met on Monday.")


@pytest.fixture
def window(person, project):
    window = person.start(project)
    said = ({"section": "Shipping", "desk": "x"}, {"section": "Politics"})
    articles = [
        Article.new(text, title=text[:9], metadata=facts)
        for text, facts in zip(TEXTS, said, strict=True)
    ]
    assert window.workspace.apply(add_all("Add", articles))
    window.workspace.articles_added.emit()
    assert window.workspace.open_article(articles[0].id)
    person.settle()
    return window


def add(window, *fields):
    for field in fields:
        assert window.workspace.change_scheme(add_attribute(window.workspace.scheme, FIELDS, field))


def metadata(window, at=0):
    project = window.workspace.project
    row = project.article_rows(project.find_articles())[at]
    return dict(project.article(row.id).metadata)


def test_a_field_is_asked_for_in_the_scheme_room_by_keys(person, window):
    person.keys("Ctrl+2")
    room = window.rooms.room("scheme")

    def fill(dialog):
        assert dialog.windowTitle() == "New field"
        assert dialog.kind.findData("entity") < 0 and not dialog.asked.isVisible()
        dialog.name.setFocus()
        QTest.keyClicks(dialog.name, "section")
        values = dialog.findChildren(QPlainTextEdit)[0]
        QTest.keyClicks(values, "Politics")
        QTest.keyClick(values, Qt.Key.Key_Return)
        QTest.keyClicks(values, "Sport")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)

    answers = Answers(fill, presses("Make the change"))
    click(room, "Add field")
    answers.done()
    (field,) = window.workspace.scheme.fields
    # What articles said under this name already is what the field asks for.
    assert (field.id, field.kind, field.values) == ("section", "one", ("Politics", "Sport"))
    assert "2 articles say something there. Of these 1 will not fit" in answers.said[1]
    assert metadata(window) == {"section": "Shipping", "desk": "x"}
    assert room.parts.current() == Part(FIELD, "section")
    assert "section — one of: Politics, Sport" in room.questions.list.item(0).text()
    back(person, room.parts.rows, "Ctrl+Z")
    assert window.workspace.scheme.fields == ()


def test_details_ask_the_fields_and_keep_what_does_not_fit(person, window):
    add(
        window,
        Attribute("section", "Section", "one", ("Politics", "Sport")),
        Attribute("moods", "Moods", "some", ("calm", "sharp")),
        Attribute("page", "Page", "number"),
        Attribute("wire", "Wire copy", "yes_no", required=True),
    )
    window.view.setFocus()
    person.keys("Ctrl+Shift+D")
    dialog = window.metadata.dialog
    section, page = dialog.asked["section"], dialog.asked["page"]
    assert "“Shipping” is none of Politics, Sport." in section.hint.text()
    assert dialog.metadata == {}
    page.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "A3")
    assert page.hint.text() == "“A3” is no number." and page.hint.isVisible()
    person.keys("Ctrl+A")
    QTest.keyClicks(QApplication.focusWidget(), "3")
    assert not page.hint.isVisible()
    dialog.asked["moods"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    dialog.asked["wire"].setFocus()
    QTest.keyClicks(QApplication.focusWidget(), "y")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    person.settle()
    assert metadata(window) == {
        "section": "Shipping", "desk": "x", "page": "3", "moods": "calm", "wire": "yes",
    }  # fmt: skip
    assert window.workspace.article.text == TEXTS[0]
    back(person, window.view, "Ctrl+Z")
    assert metadata(window) == {"section": "Shipping", "desk": "x"}


def test_the_checks_count_what_does_not_fit_and_lead_there(person, window):
    add(window, Attribute("section", "Section", "one", ("Politics", "Sport")))
    window.checking.check()
    assert [m.text for m in window.checking.misfits] == [
        "Section: “Shipping” is none of Politics, Sport."
    ]
    assert "1" in window.status.checks.text()
    window.checking.show_list()
    QTest.keyClick(window.checking.list.list, Qt.Key.Key_Return)
    person.settle()
    assert window.metadata.dialog.isVisible()
    window.metadata.dialog.reject()
    job = check_marks(window.workspace.project, None)
    while True:
        try:
            next(job)
        except StopIteration as end:
            assert [found.finding.text for found in end.value] == [
                "Section: “Shipping” is none of Politics, Sport."
            ]
            break


def test_a_field_is_set_in_all_listed_articles(person, window):
    add(window, Attribute("section", "Section", "one", ("Politics", "Sport")))
    dialog = BulkDialog(window, window.workspace.project.find_articles())
    dialog.show()
    dialog.field.setFocus()
    QTest.keyClick(dialog.field, Qt.Key.Key_End)
    dialog.value.setFocus()
    QTest.keyClicks(dialog.value, "Weather")
    assert not dialog.do.isEnabled() and "none of Politics, Sport" in dialog.hint.text()
    dialog.value.selectAll()
    QTest.keyClicks(dialog.value, "Sport")
    assert "Shipping → Sport" in dialog.preview.toPlainText()
    QTest.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    person.wait_for_job()
    assert [metadata(window, at)["section"] for at in (0, 1)] == ["Sport", "Sport"]
    back(person, window.view, "Ctrl+Z")
    assert [metadata(window, at)["section"] for at in (0, 1)] == ["Shipping", "Politics"]
