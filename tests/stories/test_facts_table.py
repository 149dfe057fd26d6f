"""A table of facts: looked at, its columns chosen, stored by one Enter and taken back by one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.ui.articles.facts_dialog import FactsDialog

ARTICLES = [
    Article.new("The ferry sank.", title="Ferry", metadata={"file": "ferry.txt"}),
    Article.new("It rained.", title="Rain", outlet="The Star", metadata={"file": "rain.txt"}),
    Article.new("It rained again.", title="Flood", outlet="The Star"),
]
TABLE = """file;Headline;Newspaper;desk
ferry.txt;Ferry;The Post;politics
rain.txt;Rain;The Star;
storm.txt;Storm;The Post;
;Flood;The Post;culture
"""


@pytest.fixture
def window(person, project):
    window = person.start(project)
    assert window.workspace.apply(add_all("Add", ARTICLES))
    window.workspace.articles_added.emit()
    assert window.workspace.open_article(ARTICLES[0].id)
    person.settle()
    return window


@pytest.fixture
def ask(window, monkeypatch, qtbot):
    """Choose a file by the command, and give the dialog when the table is read."""

    def asked(path):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        window.files.import_facts()
        dialog = window.dialogs.current
        assert isinstance(dialog, FactsDialog)
        at_rest(qtbot, dialog)
        return dialog

    return asked


def at_rest(qtbot, dialog):
    qtbot.waitUntil(lambda: not dialog._busy and not dialog._again, timeout=60_000)


def lines(dialog):
    table = dialog.changes
    return [
        tuple(table.item(at, place).text() for place in range(4)) for at in range(table.rowCount())
    ]


def choose(dialog, column, use, qtbot):
    """Choose by the keys what a column is for."""
    choice = dialog.uses[column]
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    while choice.currentText() != use:
        before = choice.currentIndex()
        QTest.keyClick(choice, Qt.Key.Key_Down)
        assert choice.currentIndex() != before, f"there is no {use}"
    at_rest(qtbot, dialog)


def told(window, *articles):
    project = window.workspace.project
    return [project.article(article.id) for article in articles]


def test_a_table_is_looked_at_stored_by_enter_and_taken_back_by_one_undo(
    window, ask, tmp_path, qtbot, person
):
    (tmp_path / "facts.csv").write_text(TABLE, "utf-8")
    before = told(window, *ARTICLES)
    dialog = ask(tmp_path / "facts.csv")
    assert dialog.heading.text() == (
        "1 article would change · 1 row says nothing new · 2 rows passed over"
    )
    assert lines(dialog) == [
        ("Ferry", "Outlet", "—", "The Post"),
        ("Ferry", "desk", "—", "politics"),
    ]
    assert "storm.txt" in dialog.unmatched.toPlainText()
    assert told(window, *ARTICLES) == before, "something was stored before the button"
    # Told by its title, the last row fits too.
    choose(dialog, "file", "Left out", qtbot)
    assert dialog.heading.text() == "Choose the column that finds the article."
    assert not dialog.go.isEnabled() and lines(dialog) == []
    choose(dialog, "Headline", "Finds the article: title", qtbot)
    choose(dialog, "desk", "Left out", qtbot)
    assert lines(dialog) == [
        ("Ferry", "Outlet", "—", "The Post"), ("Flood", "Outlet", "The Star", "The Post"),
    ]  # fmt: skip
    assert dialog.go.text() == "&Set the facts of 2 articles" and dialog.go.isDefault()
    dialog.changes.setFocus()
    QTest.keyClick(dialog.changes, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [article.outlet for article in told(window, *ARTICLES)] == [
        "The Post", "The Star", "The Post",
    ]  # fmt: skip
    window.workspace.undo()
    person.settle()
    assert told(window, *ARTICLES) == before


def test_two_columns_for_the_same_fact_are_named_and_escape_stores_nothing(
    window, ask, tmp_path, qtbot
):
    (tmp_path / "facts.tsv").write_text(TABLE.replace(";", "\t"), "utf-8")
    before = told(window, *ARTICLES)
    dialog = ask(tmp_path / "facts.tsv")
    choose(dialog, "desk", "Outlet", qtbot)
    assert dialog.heading.text() == "Two columns are chosen as “Outlet”; only one can be."
    assert not dialog.go.isEnabled()
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)
    assert told(window, *ARTICLES) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "the table is empty"),
        ("nul.csv", b"id;title\n\x00;b\n", "NUL"),
        ("broken.xlsx", b"PK\x03\x04 nothing", "broken.xlsx"),
        ("other.csv", b"colour;size\nred;9\n", "Choose the column that finds the article."),
    ],
)
def test_a_table_that_cannot_be_read_is_named_with_the_reason(ask, tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    dialog = ask(tmp_path / name)
    assert said in dialog.heading.text() and not dialog.go.isEnabled()
    dialog.reject()
