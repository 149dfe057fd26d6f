"""The article's details: seen, edited, undone, never in the text; links asked for; greying."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from annotator.core.article import Article
from annotator.core.boilerplate import NOT_ARTICLE, greyed
from annotator.core.operations import add_all
from annotator.core.span import Span
from annotator.jobs.export_dataset import export_dataset
from annotator.ui.articles.metadata_dialog import MetadataDialog, SuspectsDialog

TEXT = (
    "Join our Telegram channel for more news!\n\n"
    "The council said on Monday it would restore the ferry to Skarvik.\n\n"
    "Photo: Ann Berg/Coast Guard\n"
)


@pytest.fixture
def window(person, project):
    window = person.start(project)
    article = Article.new(TEXT, title="Ferry", outlet="The Courier", url="https://example.org/a")
    assert window.workspace.apply(add_all("Add", [article]))
    window.workspace.articles_added.emit()
    assert window.workspace.open_article(article.id)
    window.view.setFocus()
    person.settle()
    return window


@pytest.fixture
def opened(monkeypatch):
    urls = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: urls.append(url.toString()))
    return urls


def press(dialog, text):
    box = dialog if isinstance(dialog, QMessageBox) else dialog.buttons
    next(b for b in box.buttons() if b.text().replace("&", "") == text).click()


def back(person, *keys):
    """Press keys in the window after a dialog has closed."""
    person.settle()
    person.window.activateWindow()
    QTest.qWaitForWindowActive(person.window)
    person.keys(*keys)


def test_details_are_edited_as_one_undo_and_the_text_stays(person, window):
    before = window.workspace.article
    person.keys("Ctrl+Shift+D")
    dialog = window.metadata.dialog
    assert isinstance(dialog, MetadataDialog)
    assert dialog.fields["outlet"].text() == "The Courier"
    title = dialog.fields["title"]
    title.selectAll()
    QTest.keyClicks(title, "Ferry to return")
    QTest.keyClicks(dialog.fields["published"], "2026-11-23")
    QTest.keyClicks(dialog.fields["language"], "en")
    press(dialog, "Save")
    person.settle()
    after = window.workspace.article
    assert (after.title, after.published, after.language) == ("Ferry to return", "2026-11-23", "en")
    assert after.text == TEXT and after.sha256 == before.sha256
    assert window.header.title.text() == "Ferry to return"
    assert "2026-11-23" in window.view._page.document.head.byline
    back(person, "Ctrl+Z")
    assert window.workspace.article == before
    assert window.header.title.text() == "Ferry"


def test_details_survive_a_restart(person, window, project):
    window.header.details.click()
    dialog = window.metadata.dialog
    QTest.keyClicks(dialog.fields["author"], "A. Berg")
    QTest.keyClick(dialog.fields["author"], Qt.Key.Key_Return)
    person.settle()
    again = person.restart(project)
    assert again.workspace.article.author == "A. Berg"


def test_cancel_changes_nothing(person, window):
    person.keys("Ctrl+Shift+D")
    dialog = window.metadata.dialog
    QTest.keyClicks(dialog.fields["title"], "x")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    person.settle()
    assert window.workspace.article.title == "Ferry"


def test_an_odd_date_is_hinted_at_and_kept(person, window):
    person.keys("Ctrl+Shift+D")
    dialog = window.metadata.dialog
    assert not dialog.hint.isVisible()
    QTest.keyClicks(dialog.fields["published"], "June 12")
    assert "2026-11-23" in dialog.hint.text() and dialog.hint.isVisible()
    press(dialog, "Save")
    assert window.workspace.article.published == "June 12"


def test_a_link_opens_only_after_asking(person, window, opened):
    person.keys("Ctrl+Shift+O")
    question = window.metadata.dialog
    assert isinstance(question, QMessageBox) and "https://example.org/a" in question.text()
    assert opened == []
    press(question, "Cancel")
    person.settle()
    assert opened == []
    back(person, "Ctrl+Shift+O")
    press(window.metadata.dialog, "Open")
    person.settle()
    assert opened == ["https://example.org/a"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "", "https://"])
def test_no_other_link_is_opened(person, window, opened, url):
    window.metadata._keep(window.workspace.article, {"url": url}, {})
    person.keys("Ctrl+Shift+O")
    assert window.metadata.dialog is None and opened == []


def test_a_selection_is_greyed_out_and_taken_back(person, window):
    start = TEXT.index("Photo")
    window.view.select(Span(start, start + 27))
    person.keys("Ctrl+Shift+X")
    article = window.workspace.article
    assert article.metadata[NOT_ARTICLE] == f"{start}-{start + 27}" and article.text == TEXT
    assert window.view._page.document.greyed == (Span(start, start + 27),)
    window.view.set_caret(start + 3)
    person.keys("Ctrl+Shift+X")
    assert greyed(window.workspace.article) == ()
    person.keys("Ctrl+Z")
    assert greyed(window.workspace.article) == (Span(start, start + 27),)


def test_suspects_are_shown_and_only_the_ticked_ones_greyed(person, window):
    window.made["suggest_grey"].trigger()
    dialog = window.metadata.dialog
    assert isinstance(dialog, SuspectsDialog) and dialog.list.count() == 2
    assert greyed(window.workspace.article) == ()
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    press(dialog, "Grey out")
    person.settle()
    assert greyed(window.workspace.article) == (Span(0, 40),)
    back(person, "Ctrl+Z")
    assert greyed(window.workspace.article) == ()


def test_greyed_words_are_drawn_muted(person, window):
    from annotator.ui.reading.painter import greyed_ink
    from annotator.ui.theme import LIGHT

    window.settings["theme"] = "light"
    window.view.set_caret(3)
    person.keys("Ctrl+Shift+X")
    document = window.view._page.document
    top, height = document.line_box(0)
    image = window.view.grab().toImage()
    rows = range(top - window.view._page.top, top - window.view._page.top + height)
    darkest = min(
        image.pixelColor(x, y).lightness() for y in rows for x in range(0, image.width() - 40)
    )
    from PySide6.QtGui import QColor

    assert abs(darkest - QColor(greyed_ink(LIGHT)).lightness()) <= 6


def test_what_is_greyed_out_is_exported(person, window, tmp_path):
    window.view.set_caret(3)
    person.keys("Ctrl+Shift+X")
    window.marking.set_state("done")
    out = tmp_path / "out.jsonl"
    for _ in export_dataset(window.workspace.project, out):
        pass
    line = json.loads(out.read_text("utf-8"))
    assert line["meta"]["metadata"] == {NOT_ARTICLE: "0-40"} and line["text"] == TEXT


def test_next_name_passes_over_what_is_greyed_out(person, window):
    window.view.set_caret(3)
    person.keys("Ctrl+Shift+X")
    seen = set()
    for _ in range(8):
        window.jumping.next_candidate(1)
        seen.add(person.text[window.view.selected_span().start :][:8])
    assert seen and not any(word.startswith(("Join", "Telegram")) for word in seen)
