"""Commitments linked across articles: found by words or headline, shown, gone to, one undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.ui.elsewhere import ElsewherePicker


@pytest.fixture
def two(person, project, tmp_path):
    """Two articles with a commitment each; the second is open, its commitment picked."""
    (tmp_path / "1.txt").write_text("Ferry pledge\n\nThe board will pay by May.", "utf-8")
    (tmp_path / "2.txt").write_text("Ferry money\n\nThe board has now paid.", "utf-8")
    window = person.start(project)
    window.settings["ask"] = False
    window.files.import_paths([tmp_path / "1.txt", tmp_path / "2.txt"])
    person.wait_for_job()
    person.drag("will pay")
    person.press_label("3")
    first = window.marking.picked
    person.keys("Ctrl+PgDown")
    person.drag("has now paid")
    person.press_label("3")
    return first


def test_the_other_commitment_is_found_linked_shown_and_gone_to(person, two, monkeypatch):
    window, seen = person.window, []

    def exec_(dialog):
        dialog.kind.setCurrentText("updates")
        for words in ("nobody", "PLEDGE"):
            dialog.field.selectAll()
            QTest.keyClicks(dialog.field, words)
            dialog.offer()
            seen.append(dialog.list.count())
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)

    monkeypatch.setattr(ElsewherePicker, "exec", exec_)
    second = window.marking.picked
    person.keys("Ctrl+R")
    assert seen == [0, 1]
    (link,) = window.workspace.annotations.relations
    assert (link.type, link.head, link.tail) == ("updates", second.id, two.id)
    assert link.article_id == second.article_id
    row = window.inspector.relations.item(0)
    assert "will pay" in row.text() and "Ferry pledge" in row.text()
    window.inspector.relations.itemActivated.emit(row)
    person.settle()
    assert window.relating.picked == link
    window.relating.go_to_end()
    person.settle()
    assert window.marking.picked.id == two.id
    person.keys("Ctrl+Z")
    person.settle()
    assert window.workspace.article.id == second.article_id
    assert not window.workspace.annotations.relations


def test_a_label_without_such_relations_says_so(person, two):
    person.drag("board")
    person.press_label("1")
    person.keys("Ctrl+R")
    assert "no relation from here into another article" in person.window.status.saved.text()
