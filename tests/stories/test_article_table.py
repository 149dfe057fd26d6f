"""The list as a table of facts: tags and facts of all that is listed, terms, pages from links."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.jobs import fetch_pages as fetching
from annotator.jobs.fetch_pages import Web
from annotator.ui.articles.bulk_dialog import BulkDialog
from annotator.ui.articles.links import LinksDialog
from tests.jobs.test_fetch_pages import ADDRESSES, Connection

ARTICLES = [
    Article.new(f"The ferry {n} sank at noon.", title=f"Ferry {n}", outlet=outlet)
    for n, outlet in enumerate(("NYT", "New York Times", "Courier"))
]


@pytest.fixture
def window(person, project):
    window = person.start(project)
    assert window.workspace.apply(add_all("Add", ARTICLES))
    window.workspace.articles_added.emit()
    assert window.workspace.open_article(ARTICLES[0].id)
    person.settle()
    return window


def listed(qtbot, window, search, count):
    window.articles.start_search()
    QTest.keyClicks(window.articles.search, search)
    qtbot.waitUntil(lambda: window.articles.model.rowCount() == count, timeout=10_000)


def tags(window):
    read = window.workspace.project.article
    return [read(article.id).metadata.get("tags", "") for article in ARTICLES]


def test_what_is_listed_is_tagged_found_by_the_tag_and_untagged_by_one_undo(
    person, window, qtbot
):  # fmt: skip
    listed(qtbot, window, "title:ferry -outlet:courier", 2)
    person.keys("Ctrl+Alt+E")
    dialog = window.dialogs.current
    assert isinstance(dialog, BulkDialog) and not dialog.do.isEnabled()
    assert dialog.preview.toPlainText().count("unchanged") == 2
    QTest.keyClicks(dialog.value, "to check")
    assert dialog.preview.toPlainText().count("— → to check") == 2
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tags(window) == ["to check", "to check", ""], timeout=10_000)
    window.articles.search.clear()
    listed(qtbot, window, 'tag:"to check"', 2)
    qtbot.waitUntil(lambda: not window.files.runner.running, timeout=10_000)
    assert window.workspace.undo()
    assert tags(window) == ["", "", ""]
    assert window.articles.model.rowCount() == 0


def test_two_names_of_an_outlet_become_one(person, window, qtbot):
    listed(qtbot, window, "title:ferry -outlet:courier", 2)
    person.keys("Ctrl+Alt+E")
    dialog = window.dialogs.current
    dialog.field.setCurrentText("Set the outlet to")
    QTest.keyClicks(dialog.value, "New York Times")
    assert "NYT → New York Times" in dialog.preview.toPlainText()
    QTest.keyClick(dialog.value, Qt.Key.Key_Return)
    read = window.workspace.project.article
    qtbot.waitUntil(lambda: read(ARTICLES[0].id).outlet == "New York Times", timeout=10_000)
    assert window.workspace.project.undo_name == "Edit 1 article"


def test_an_uncertain_date_is_refused_before_it_is_stored(person, window):
    person.keys("Ctrl+Alt+E")
    dialog = window.dialogs.current
    dialog.field.setCurrentText("Set the date to")
    QTest.keyClicks(dialog.value, "3/4/2026")
    assert not dialog.do.isEnabled() and "2026-11-23" in dialog.hint.text()
    dialog.value.clear()
    QTest.keyClicks(dialog.value, "13 April 2026")
    assert dialog.do.isEnabled() and dialog.edit.value == "2026-04-13"
    dialog.reject()


def test_links_are_judged_loaded_when_asked_and_shown_before_they_are_stored(
    person, window, qtbot, monkeypatch
):  # fmt: skip
    sent = []
    web = Web(
        resolve=lambda host, port: ADDRESSES[host],
        connect=lambda url, address, timeout: Connection(url.hostname, sent),
        wait=lambda seconds: None,
    )
    before = len(window.workspace.project.find_articles())
    dialog = LinksDialog(window, web)
    window.dialogs.show(dialog)
    assert not dialog.load.isEnabled()
    QTest.keyClicks(dialog.field, "https://a.example/good")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.field, "file:///etc/passwd")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.field, "https://a.example/closed")
    said = [dialog.verdicts.item(at).text()[0] for at in range(dialog.verdicts.count())]
    assert said == ["✓", "✗", "✓"] and sent == []
    failures = []
    window.workspace.failed.connect(failures.append)
    opened = []
    monkeypatch.setattr(window.files, "look_and_import", opened.extend)
    dialog.activateWindow()
    assert QTest.qWaitForWindowActive(dialog)
    dialog.field.setFocus()
    person.settle()  # only then do the keys of the new window count
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].suffix == ".warc" and opened[0].parent == window.workspace.path.parent
    assert b"https://a.example/good" in opened[0].read_bytes()
    assert len(failures) == 1 and "robots" in failures[0].message
    assert {site for site, _ in sent} == {"a.example"}
    assert len(window.workspace.project.find_articles()) == before
    assert fetching.link_problem("ftp://a.example/x")
