"""What is said of a whole article: by keys, by the panel; a blank article differs from unread."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.scheme import Attribute
from annotator.core.scheme_attributes import add_attribute


def begin(person, project, tmp_path):
    (tmp_path / "a.txt").write_text("The board will pay by May.", "utf-8")
    window = person.start(project)
    window.files.import_paths([tmp_path / "a.txt"])
    person.wait_for_job()
    return window


def said(person):
    workspace = person.window.workspace
    return {x.name: x.value for x in workspace.annotations.article_labels}


def test_article_labels_by_keys(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    person.keys("A")
    menu = window.article_labels.menu
    assert menu.isVisible()
    QTest.keyClick(menu, "g")
    person.settle()
    genre = menu.actions()[0].menu()
    assert genre.isVisible()
    QTest.keyClick(genre, "i")
    person.settle()
    assert said(person) == {"genre": "interview"}
    assert window.article_labels.panel.head.text() == "interview"
    assert window.workspace.annotations.state(window.workspace.annotator).state == "in_progress"
    assert not menu.isVisible() and not genre.isVisible()
    window.activateWindow()
    window.view.setFocus()
    person.keys("Ctrl+Z")
    assert said(person) == {} and window.article_labels.panel.head.text() == "About the article"


def test_the_panel_answers_too(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    panel = window.article_labels.panel
    assert not panel.answers.isVisible()
    QTest.mouseClick(panel.head, Qt.MouseButton.LeftButton)
    assert panel.answers.isVisible()
    row = panel.answers._rows["relevant"]
    menu = row.menu()
    menu.aboutToShow.emit()
    menu.actions()[1].trigger()
    assert said(person) == {"relevant": False} and panel.head.text() == "Relevant: no"
    row.menu().aboutToShow.emit()
    row.menu().actions()[-1].trigger()  # leave open
    assert said(person) == {}


def test_nothing_found_is_one_key_and_seen_in_the_list(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    assert not window.articles.model.row(0).nothing_found
    person.keys("0")
    assert said(person) == {"nothing_found": True}
    row = window.articles.model.row(0)
    assert row.nothing_found and row.state == "in_progress"
    assert "nothing found" in window.articles.model.index(0).data(
        Qt.ItemDataRole.AccessibleTextRole)  # fmt: skip
    person.keys("0")
    assert said(person) == {} and not window.articles.model.row(0).nothing_found
    person.drag("will pay")
    person.press_label("3")
    person.keys("Escape", "0")
    assert said(person) == {} and "something was found" in window.status.saved.text()


def test_typed_labels_are_checked_as_they_are_typed(person, project, tmp_path):
    window = begin(person, project, tmp_path)
    workspace = window.workspace
    date = Attribute("", "Read on", "date")
    assert workspace.change_scheme(add_attribute(workspace.scheme, "", date))
    (read_on,) = [x.id for x in workspace.scheme.article_labels if x.name == "Read on"]
    person.keys("A")
    menu = window.article_labels.menu
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    person.settle()
    field = window.article_labels.panel.answers._rows[read_on]
    assert field.isVisible() and field.hasFocus()
    QTest.keyClicks(field, "31 May")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said(person) == {} and "Write a date like" in window.status.saved.text()
    field.setFocus()
    QTest.keyClicks(field, "2026-05-31")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert said(person) == {read_on: "2026-05-31"} and window.view.hasFocus()


def test_marking_something_takes_back_that_nothing_was_found(person, project, tmp_path, qtbot):
    (tmp_path / "b.txt").write_text("They will pay in June.", "utf-8")
    begin(person, project, tmp_path)
    window = person.window
    window.files.import_paths([tmp_path / "b.txt"])
    person.wait_for_job()
    person.keys("0")
    assert said(person) == {"nothing_found": True}
    person.drag("will pay")
    person.press_label("3")
    assert said(person) == {} and len(window.workspace.annotations) == 1
    assert not window.articles.model.row(0).nothing_found
    person.keys("Ctrl+Z")
    assert said(person) == {"nothing_found": True} and not len(window.workspace.annotations)
    # Of other articles too, where the words are marked in the whole project.
    window.articles.step(1)
    person.keys("0")
    person.drag("will pay")
    person.keys("Ctrl+Shift+3")
    preview = window.project_mentions.preview
    qtbot.waitUntil(lambda: preview.button.isEnabled(), timeout=10_000)
    assert len(preview.chosen()) == 2
    preview.accept()
    person.settle()
    assert said(person) == {} and nothing(window) == [False, False]
    window.activateWindow()
    window.view.setFocus()
    person.keys("Ctrl+Z")
    assert nothing(window) == [True, True]


def nothing(window):
    return [window.articles.model.row(number).nothing_found for number in (0, 1)]
