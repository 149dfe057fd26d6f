"""What looks unfinished is counted calmly, opens its passage, and never stops anyone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core import operations


def checked(person):
    person.window.checking.check()
    person.settle()
    person.wait_until(lambda: not person.window.checking._runner.running)


def begin(person, project, tmp_path, *texts):
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    window = person.start(project)
    window.settings["ask"] = False
    window.files.import_paths([tmp_path / f"{number}.txt" for number in range(len(texts))])
    person.wait_for_job()
    return window


def test_a_calm_count_follows_the_work_and_each_opens_its_passage(person, project, tmp_path):
    window = begin(person, project, tmp_path, "The board will pay. The board will wait.")
    checked(person)
    assert not window.status.checks.isVisible()
    person.drag("will pay")
    person.press_label("3")
    # After a pause it looks by itself.
    person.wait_until(lambda: window.status.checks.text() == "1 to look at")
    assert window.status.checks.isVisible()
    assert window.banner.isHidden()  # nothing is in the way
    person.drag("will wait")
    person.press_label("3")
    checked(person)
    assert window.status.checks.text() == "2 to look at"
    window.view.pick(None)
    person.keys("F7")
    shown = window.checking.list
    assert shown.isVisible() and shown.model.rowCount() == 2
    assert "has no “committed by”" in shown.model.index(1, 0).data()
    QTest.keyClick(shown.list, Qt.Key.Key_Down)
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    person.settle()
    assert window.marking.picked.quote == "will wait"
    head, tail = window.marking.picked, None
    person.drag("board")
    person.press_label("1")
    tail = window.marking.picked
    edit = operations.relate(head, tail, type="committed_by", annotator=head.annotator)
    assert window.workspace.apply(edit)
    checked(person)
    assert shown.model.rowCount() == 1  # the list follows
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    window.activateWindow()
    window.view.setFocus()
    person.keys("Shift+F7")
    assert window.marking.picked.quote == "will pay"
    assert "committed by" in window.status.saved.text()


def test_the_whole_project_on_demand(person, project, tmp_path):
    window = begin(person, project, tmp_path, "They will pay.", "They will wait.", "Nothing here.")
    person.drag("will pay")
    person.press_label("3")
    person.keys("Ctrl+PgDown")
    person.drag("will wait")
    person.press_label("3")
    person.keys("Ctrl+PgDown")
    assert not window.status.checks.isVisible()
    person.keys("Ctrl+F7")
    person.wait_for_job()
    shown = window.checking.list
    assert shown.model.rowCount() == 2
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    person.settle()
    assert window.marking.picked.quote == "will pay"


def test_many_marks_are_looked_through_beside_the_window(person, monkeypatch):
    window = person.start(sample=True)
    window.settings["ask"] = False
    word = window.workspace.article.text.split()[0]
    person.double_click(word)
    person.press_label("3")
    checked(person)
    inline = window.checking.found
    assert inline
    monkeypatch.setattr("annotator.ui.checks.checking._FEW", 0)
    window.checking._tell(())
    checked(person)
    assert window.checking.found == inline


def test_open_questions_are_counted_and_gone_to(person, project, tmp_path):
    window = begin(person, project, tmp_path, "They will pay. They will wait.")
    for words in ("will pay", "will wait"):
        person.drag(words)
        person.press_label("3")
    asked = window.annotation_list.model.open_count
    assert asked > 2 and window.annotation_list.count.text() == f"{asked} open · 2"
    window.view.pick(None)
    window.view.set_caret(0)
    person.keys("Shift+Q")
    assert window.marking.picked.quote == "will pay"
    assert window.questions.asking.question is not None
    person.keys("Escape", "Shift+Q")
    assert window.marking.picked.quote == "will wait"
    QTest.keyClicks(window.view, "p")
    person.settle()
    assert window.annotation_list.count.text() == f"{asked - 1} open · 2"
    person.keys("Escape", "Ctrl+Z")
    assert window.annotation_list.model.open_count == asked
