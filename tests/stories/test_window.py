"""What the window offers around marking: palette, find, settings, export, several annotators."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator.settings import SETTINGS
from annotator.ui.actions import ACTIONS, GESTURES
from annotator.ui.files import Files


def shown_texts(widget):
    return {label.text() for label in widget.findChildren(QLabel)}


def test_the_key_sheet_shows_every_key_and_gesture(person):
    window = person.start(sample=True)
    person.keys("?")
    texts = shown_texts(window.dialogs.current)
    missing = [a.title for a in ACTIONS if a.keys and a.title.rstrip("…") not in texts]
    assert missing == []
    assert {what for what, _ in GESTURES} <= texts
    assert {"Actor", "Location", "Commitment"} <= texts
    window.dialogs.current.reject()


def test_no_key_means_two_things(person):
    window = person.start(sample=True)
    clashes = {row.id: window.keymap.clashes(row.id) for row in ACTIONS}
    assert not {name: found for name, found in clashes.items() if found}


def test_the_palette_finds_and_does(person):
    window = person.start(sample=True)
    person.keys("Ctrl+K")
    palette = window.dialogs.current
    QTest.keyClicks(palette.line, "next art")
    assert palette.list.item(0).text() == "Next article"
    before = window.workspace.article.id
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    person.settle()
    assert window.workspace.article.id != before
    person.keys("Ctrl+K")
    QTest.keyClicks(window.dialogs.current.line, "label: loc")
    QTest.keyClick(window.dialogs.current.line, Qt.Key.Key_Return)
    assert window.marking.armed == "location"


def test_find_counts_walks_and_leaves_the_match_selected(person):
    window = person.start(sample=True)
    text = window.workspace.article.text
    person.keys("Ctrl+F")
    person.write("norland")
    total = text.casefold().count("norland")
    person.wait_until(lambda: window.find_bar.count.text() == f"1 of {total}")
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Return)
    assert window.find_bar.count.text() == f"2 of {total}"
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Escape)
    span = window.view.selected_span()
    assert text[span.start : span.end].casefold() == "norland"
    assert window.view.hasFocus()


def test_settings_are_drawn_from_their_table_and_in_force_at_once(person):
    window = person.start(sample=True)
    person.keys("Ctrl+,")
    dialog = window.dialogs.current
    assert set(dialog.editors) == {setting.key for setting in SETTINGS}
    dialog.editors["theme"].setCurrentIndex(2)
    assert window.theme.dark
    dialog.editors["zoom"].setValue(1.5)
    assert window.view.zoom == 1.5
    dialog.reject()
    person.restart()
    assert person.window.theme.dark
    assert person.window.view.zoom == 1.5


def test_zoom_by_keys_comes_back_after_a_restart(person):
    window = person.start(sample=True)
    person.keys("Ctrl+=", "Ctrl+=")
    zoomed = window.view.zoom
    assert 1.2 < zoomed < 1.22
    person.restart()
    assert abs(person.window.view.zoom - zoomed) < 0.001
    person.keys("Ctrl+0")
    assert person.window.view.zoom == 1


def test_the_place_comes_back_after_a_restart(person):
    window = person.start(sample=True)
    person.keys("Ctrl+Shift+B")
    window.resize(780, 700)  # the screen of the tests has no room for a larger one
    person.settle()
    person.keys("Alt+Down", "Alt+Down")
    article = window.workspace.article.id
    window.view.setFocus()
    window.view.set_caret(700)
    person.settle()
    top = window.view.first_visible_offset()
    person.restart()
    assert person.window.workspace.article.id == article
    assert person.window.view.caret() == 700
    assert person.window.view.first_visible_offset() == top
    assert person.window.articles.list.currentIndex().row() == 2


def test_searching_and_filtering_the_list(person):
    window = person.start(sample=True)
    person.keys("Ctrl+L")
    person.write("ferry")
    person.wait_until(lambda: window.articles.model.rowCount() == 1)
    assert window.articles.found.text() == "1 found"
    QTest.keyClick(window.articles.search, Qt.Key.Key_Return)
    assert "erry" in window.workspace.article.title
    person.keys("Ctrl+L")
    QTest.keyClick(window.articles.search, Qt.Key.Key_Escape)
    person.wait_until(lambda: window.articles.model.rowCount() == 6)
    window.articles.filter.setCurrentIndex(3)
    done = window.articles.model.rowCount()
    assert window.articles.progress_text.text() == f"{done} of 6 done"


def test_undo_shows_where_it_happened(person):
    window = person.start(sample=True)
    first = window.workspace.article.id
    window.view.pick(window.workspace.visible_annotations()[0].id)
    person.keys("Delete", "Alt+Down")
    assert window.workspace.article.id != first
    person.keys("Ctrl+Z")
    assert window.workspace.article.id == first
    assert "Undone" in window.status.saved.text()


def test_only_its_annotator_changes_a_mark(person):
    window = person.start(sample=True)
    window.workspace.show_everyone(True)
    other = next(
        a for a in window.workspace.visible_annotations()
        if a.annotator != window.workspace.annotator
    )  # fmt: skip
    count = len(window.workspace.annotations)
    window.view.pick(other.id)
    person.keys("Delete")
    assert len(window.workspace.annotations) == count
    assert other.annotator in window.banner.message.text()
    window.workspace.be(other.annotator)
    window.view.pick(other.id)
    person.keys("Delete")
    assert len(window.workspace.annotations) == count - 1


def test_a_note_that_is_being_written_is_kept_when_the_window_closes(person):
    window = person.start(sample=True)
    mark = window.workspace.visible_annotations()[2]
    window.view.pick(mark.id)
    person.keys("F2")
    window.inspector.note.selectAll()
    person.write("half a thought")
    person.restart()
    assert person.window.workspace.annotations.get(mark.id).note == "half a thought"


def test_clicking_a_pill_marks_and_clicking_cycles(person):
    window = person.start(sample=True)
    marks = window.workspace.visible_annotations()
    inner = next(
        a for a in marks for b in marks
        if a is not b and b.span.contains(a.span) and a.span != b.span
        and len(a.fragments) == len(b.fragments) == 1
    )  # fmt: skip
    person.click(inner.quote, nth=window.workspace.article.text[: inner.start].count(inner.quote))
    first = window.marking.picked
    person.click(inner.quote, nth=window.workspace.article.text[: inner.start].count(inner.quote))
    second = window.marking.picked
    assert len(first.span) <= len(second.span)
    assert first != second
    window.view.pick(None)
    QTest.mouseClick(window.header.labels.pills["actor"], Qt.MouseButton.LeftButton)
    assert window.marking.armed == "actor"
    assert window.header.labels.pills["actor"].isChecked()
    QTest.mouseClick(window.header.labels.pills["actor"], Qt.MouseButton.LeftButton)
    assert window.marking.armed is None


def test_importing_can_be_cancelled_and_leaves_nothing(person, project, tmp_path):
    for n in range(400):
        (tmp_path / f"{n:03}.txt").write_text(f"Article {n} about Norland. " * 200, "utf-8")
    window = person.start(project)
    window.files.import_paths([tmp_path])
    assert window.files.runner.running
    window.files.runner.cancel()
    person.wait_for_job()
    assert window.workspace.project.counts().articles == 0
    assert not window.workspace.busy
    assert window.workspace.project.undo_name is None


def test_the_welcome_page_leads_on(person, tmp_path, monkeypatch):
    window = person.start()
    assert window.welcome.isVisible()
    QTest.mouseClick(window.welcome.sample, Qt.MouseButton.LeftButton)
    person.settle()
    assert window.articles.model.rowCount() == 6
    person.keys("Ctrl+W")
    assert window.welcome.isVisible()
    texts = [b.text() for b in window.welcome.findChildren(type(window.welcome.sample))]
    assert any(text.startswith("Sample") for text in texts)
    assert window.files.create(tmp_path / "New.annotator")
    assert window.empty.isVisible()
    assert "No articles yet" in window.empty.title.text()


def test_a_project_that_is_none_is_refused_on_the_welcome_page(person, tmp_path):
    other = tmp_path / "notes.annotator"
    other.write_text("Just notes.")
    window = person.start(other)
    assert "not an Annotator project" in window.banner.message.text()
    assert window.banner.isVisible()
    assert other.read_text() == "Just notes."
    assert isinstance(window.files, Files)
    assert QApplication.activeWindow() is window
