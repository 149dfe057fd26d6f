"""Dropping files on the window: what was found is looked at, mended, and stored by one Enter."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.copies import Copies
from annotator.jobs.storing_articles import ORIGINAL_TEXT
from annotator.storage.project import Project
from annotator.ui.articles.import_report import ReportDialog
from annotator.ui.importing.layout import COLUMNS, COPIES, NAMES, REFUSED
from annotator.ui.importing.model import TITLE, WARNINGS
from annotator.ui.importing.window import ImportWindow
from tests.stories.conftest import SHARED, needs_shared

BROKEN = "The mayorâ€™s fer\u00adry leaves at noon."


def files_of(paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def drop(person, project, qtbot):
    """Start, drop files with real events, and give the window when all is read."""

    def dropped(*paths, read=True):
        window = person.window or person.start(project)
        window = window.dialogs.current or window
        data, copy = files_of(paths), Qt.DropAction.CopyAction
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        enter = QDragEnterEvent(QPoint(400, 300), copy, data, left, none)
        QApplication.sendEvent(window, enter)
        assert enter.isAccepted()
        QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), copy, data, left, none))
        shown = person.window.dialogs.current
        if isinstance(shown, ImportWindow) and read:
            qtbot.waitUntil(lambda: not shown.doing and shown.model.followed, timeout=60_000)
            person.settle()
        return shown

    return dropped


@pytest.fixture
def enter(person, qtbot):
    """Press Enter in the import window, and wait until it is closed and all is stored."""

    def pressed(shown):
        closed = []
        shown.finished.connect(closed.append)
        QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: bool(closed), timeout=60_000)
        person.settle()

    return pressed


def stored(person):
    return [article for article, _ in person.window.workspace.project.entries()]


def cells(shown, column):
    model = shown.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def close_report(person):
    for dialog in person.window.findChildren(ReportDialog):
        dialog.accept()


def test_a_plain_file_is_in_by_one_enter_and_out_by_one_undo(person, drop, enter, tmp_path):
    (tmp_path / "a.txt").write_text("The council met in the hall.")
    shown = drop(tmp_path / "a.txt")
    assert shown.isVisible() and stored(person) == []
    assert cells(shown, TITLE) == ["The council met in the hall."]
    assert not shown.repair_every.isEnabled() and shown.sides.source_note.text() == "Source"
    assert shown.go.text() == "&Import 1 article" and shown.go.isDefault()
    enter(shown)
    assert person.text == "The council met in the hall."
    undo, _ = person.window.banner.offers
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    person.settle()
    assert stored(person) == []
    assert not person.window.banner.isVisible(), person.window.banner.message.text()


def test_a_title_stands_in_one_line(drop, tmp_path):
    (tmp_path / "a.txt").write_text("cell 1\tcell 2\tcell 3")
    shown = drop(tmp_path / "a.txt")
    assert cells(shown, TITLE) == ["cell 1 cell 2 cell 3"]
    shown.reject()


def test_enter_while_reading_imports_when_all_is_read(person, drop, tmp_path, qtbot):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.")
    shown = drop(tmp_path / "a.txt", tmp_path / "b.txt", read=False)
    closed = []
    shown.finished.connect(closed.append)
    shown.pause.click()
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    assert not closed and shown.go.text() == "Imports when all is read"
    assert shown.pause.text() == "&Go on"
    shown.pause.click()
    qtbot.waitUntil(lambda: bool(closed), timeout=60_000)
    assert {article.text for article in stored(person)} == {"Words of a.", "Words of b."}


def test_rows_are_unticked_repaired_and_edited_by_keyboard(person, drop, enter, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text(BROKEN, "utf-8")
    (folder / "2.txt").write_text("Nobody wants this.")
    (folder / "3.txt").write_bytes(b"")
    (folder / "4.txt").write_text("Join our Telegram channel!\nThe council met.")
    shown = drop(folder)
    assert cells(shown, WARNINGS) == ["mojibake, hidden characters", "", "advert lines"]
    assert "0–26" in drawn_note(shown, person, row=2)
    assert shown.tabs.isTabVisible(REFUSED) and "3.txt" in shown.refused.toPlainText()
    shown.table.setFocus()
    shown.table.selectRow(1)
    person.keys("Space")
    assert shown.go.text() == "&Import 2 articles"
    place = shown.table.visualRect(shown.model.index(2, TITLE))
    box = QPoint(place.left() + 10, place.center().y())
    for left in (1, 2):
        QTest.mouseClick(shown.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
        assert shown.go.text().startswith(f"&Import {left} article")
    shown.table.selectRow(0)
    person.keys("Ctrl+R")
    assert cells(shown, WARNINGS)[0] == ""
    assert shown.sides.text.toPlainText() == "The mayor’s ferry leaves at noon."
    assert "mayorâ€™s" in shown.sides.source.toPlainText()
    person.keys("F2")
    person.write("Ferry times")
    person.keys("Return")
    assert shown.isVisible() and cells(shown, TITLE)[0] == "Ferry times"
    shown.table.setFocus()
    enter(shown)
    titles = {article.title: article.text for article in stored(person)}
    assert titles["Ferry times"] == "The mayor’s ferry leaves at noon."
    assert len(titles) == 2
    (report,) = [d for d in person.window.findChildren(ReportDialog) if d.isVisible()]
    assert "3.txt" in report.details.toPlainText()
    close_report(person)


def drawn_note(shown, person, row):
    shown.table.selectRow(row)
    person.settle()
    return shown.sides.text_note.text()


def test_more_files_can_be_dropped_on_the_window_itself(person, drop, enter, tmp_path):
    (tmp_path / "a.txt").write_text("The council met.")
    (tmp_path / "b.txt").write_text("The council left.")
    shown = drop(tmp_path / "a.txt")
    shown.facts.written.emit({"title": "By hand"})
    assert drop(tmp_path / "b.txt", tmp_path / "a.txt") is shown
    assert cells(shown, TITLE) == ["By hand", "The council left.", "The council met."]
    assert cells(shown, WARNINGS) == ["", "", "same text twice"]
    enter(shown)
    assert {(a.title, a.text) for a in stored(person)} == {
        ("By hand", "The council met."), ("", "The council left.")
    }  # fmt: skip


def test_one_kind_is_put_right_in_all_rows(person, drop, enter, tmp_path):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"{number} {BROKEN}", "utf-8")
    shown = drop(*sorted(tmp_path.glob("*.txt")))
    person.keys("Ctrl+L")
    assert shown.only_warned.isChecked() and shown.model.rowCount() == 3
    shown.repair_all.aboutToShow.emit()
    action = next(a for a in shown.repair_all.actions() if a.data() == "mojibake")
    assert action.text() == "Mojibake (3)"
    action.trigger()
    assert set(shown.model.kinds()) == {("nearly the same", False), ("hidden characters", True)}
    enter(shown)
    assert {a.text for a in stored(person)} == {
        f"{number} The mayor’s fer\u00adry leaves at noon." for number in range(3)
    }
    assert {a.metadata[ORIGINAL_TEXT] for a in stored(person)} == {
        f"{number} {BROKEN}" for number in range(3)
    }


def test_a_cancelled_import_leaves_nothing(person, project, drop, tmp_path, qtbot):
    (tmp_path / "a.txt").write_text("The council met.")
    person.start(project)
    log_before = Project.open(project)
    settings = log_before.setting("annotator")
    log_before.close()
    shown = drop(tmp_path / "a.txt", read=False)
    shown.pause.click()
    closed = []
    shown.finished.connect(closed.append)
    person.keys("Esc")
    qtbot.waitUntil(lambda: bool(closed), timeout=60_000)
    person.settle()
    assert closed == [0] and person.window.dialogs.current is None
    assert stored(person) == [] and not person.window.workspace.undo()
    assert person.window.workspace.project.setting("annotator") == settings


def test_a_storing_that_is_cancelled_stays_to_be_begun_again(person, drop, enter, tmp_path, qtbot):
    lines = "".join(json.dumps({"text": f"Article {n} says so."}) + "\n" for n in range(3_000))
    (tmp_path / "many.jsonl").write_text(lines)
    shown = drop(tmp_path / "many.jsonl")
    assert shown.model.rowCount() == 3_000
    shown.go.click()
    shown.cancel.click()
    qtbot.waitUntil(lambda: not shown.doing, timeout=60_000)
    assert "nothing was kept" in shown.problem.text() and shown.isVisible()
    assert person.window.workspace.project.find_articles().tolist() == []
    shown.none.click()
    assert not shown.go.isEnabled()
    shown.table.selectRow(2_999)
    shown.table.setFocus()
    person.keys("Space")
    enter(shown)
    assert [article.text for article in stored(person)] == ["Article 2999 says so."]
    close_report(person)


def test_file_names_fill_details_while_the_pattern_is_typed(person, drop, enter, tmp_path):
    (tmp_path / "Daily_2026-03-01_Harbour deal.txt").write_text("They agreed.")
    (tmp_path / "notes.txt").write_text("They did not.")
    shown = drop(*sorted(tmp_path.glob("*.txt")))
    shown.pattern.setFocus()
    person.write("{outlet}_{date")
    assert "brace" in shown.pattern_note.text() or "no name" in shown.pattern_note.text()
    person.write("}_{title}")
    assert shown.pattern_note.text() == "Fits 1 of 2 file names."
    assert cells(shown, TITLE) == ["Harbour deal", "They did not."]
    shown.table.setFocus()
    person.keys("Ctrl+A")
    QTest.qWait(10)
    field = shown.facts.fields["language"]
    field.setFocus()
    field.selectAll()
    person.write("en")
    person.keys("Return")
    shown.facts.new_name.setText("desk")
    shown.facts.new_value.setFocus()
    person.write("local")
    person.keys("Return")
    shown.table.setFocus()
    enter(shown)
    found = {a.text: a for a in stored(person)}
    deal = found["They agreed."]
    assert (deal.outlet, deal.published, deal.title) == ("Daily", "2026-03-01", "Harbour deal")
    assert {a.language for a in found.values()} == {"en"}
    assert {a.metadata["desk"] for a in found.values()} == {"local"}


def test_files_that_nothing_reads_are_counted_not_silently_passed_over(
    person, drop, enter, tmp_path
):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "1.txt").write_text("The council met.")
    (folder / "map.xyz").write_bytes(b"\0")
    (folder / "other.XYZ").write_bytes(b"\0")
    (folder / "noend").write_bytes(b"\0")
    shown = drop(folder)
    assert shown.heading.text() == "1 article in 1 file, 3 files passed over"
    assert ".xyz (2), no ending (1)" in shown.heading.toolTip()
    enter(shown)
    (report,) = person.window.findChildren(ReportDialog)
    assert "3 files passed over, of kinds that are not read: .xyz (2), no ending (1)." in (
        report.details.toPlainText()
    )
    close_report(person)


def test_columns_are_chosen_and_remembered(person, drop, enter, tmp_path, qtbot):
    table = tmp_path / "t.csv"
    table.write_text("Spalte A,Spalte B\nDie Sitzung begann.,Bote\n", "utf-8")
    shown = drop(table)
    assert shown.model.rowCount() == 0 and shown.tabs.currentIndex() == COLUMNS
    choice = shown.columns_panel.fields["text"]
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not shown.doing and shown.model.rowCount() == 1, timeout=60_000)
    outlet = shown.columns_panel.fields["outlet"]
    outlet.setFocus()
    QTest.keyClick(outlet, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: not shown.doing and bool(shown.drafts.rows), timeout=60_000)
    shown.table.setFocus()
    enter(shown)
    assert [(a.text, a.outlet) for a in stored(person)] == [("Die Sitzung begann.", "Bote")]
    table.write_text("Spalte A,Spalte B\nDie Sitzung endete.,Bote\n", "utf-8")
    again = drop(table)
    assert cells(again, TITLE) == ["Die Sitzung endete."]
    again.reject()


def test_answers_about_whole_articles_are_shown_as_they_would_be_stored(drop, tmp_path):
    said = [("It rusts.", []), ("It sank.", ["sad", "sea"]), ("It swims.", ["glad"]),
            ("It sank.", ["sad"])]  # fmt: skip
    lines = [{"text": text, "label": labels} for text, labels in said]
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    shown = drop(tmp_path / "d.jsonl")
    told = shown.names_panel.preview.toPlainText().splitlines()
    assert told[::2] == ["It sank.", "It swims.", "It sank."] and "sad, sea" in told[1]
    shown.reject()


def test_names_of_annotated_files_are_mapped_and_remembered(person, drop, enter, tmp_path):
    line = {"text": "Norland left Vestby.", "offset_unit": "code point",
            "label": [[0, 7, "PER"], [13, 19, "PLACE"]]}  # fmt: skip
    (tmp_path / "d.jsonl").write_text(json.dumps(line) + "\n")
    shown = drop(tmp_path / "d.jsonl")
    assert shown.tabs.isTabVisible(NAMES)
    actor = shown.names_panel.choices["labels", "PER"]
    actor.setCurrentIndex(actor.findData("actor"))
    place = shown.names_panel.choices["labels", "PLACE"]
    place.setCurrentIndex(place.findText("Leave aside"))
    preview = shown.names_panel.preview.toPlainText()
    assert "actor: “Norland”" in preview and "Left aside so far: annotation PLACE" in preview
    assert stored(person) == []
    enter(shown)
    project = person.window.workspace.project
    ((_, values),) = project.entries()
    assert [v.label for v in values if hasattr(v, "label")] == ["actor"]
    close_report(person)
    again = drop(tmp_path / "d.jsonl")
    assert again.names_panel.choices["labels", "PER"].currentData() == "actor"
    assert again.names_panel.choices["labels", "PLACE"].currentData() is None
    assert cells(again, WARNINGS) == ["known text"]
    again.reject()


def test_copied_files_are_looked_at_and_nothing_is_asked_by_wish(person, project, tmp_path):
    (tmp_path / "a.txt").write_text("The council met.")
    window = person.start(project)
    QGuiApplication.clipboard().setMimeData(files_of([tmp_path / "a.txt"]))
    window.files.paste_article()
    shown = window.dialogs.current
    assert isinstance(shown, ImportWindow)
    shown.reject()
    person.settle()
    window.settings["import_at_once"] = True
    window.files.paste_article()
    person.wait_for_job()
    assert window.dialogs.current is None and person.text == "The council met."


def test_everything_in_the_window_has_a_name(person, drop, tmp_path):
    (tmp_path / "a.txt").write_text("The council met.")
    shown = drop(tmp_path / "a.txt")
    from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTableView

    fields = [w for kind in (QLineEdit, QComboBox, QPlainTextEdit, QTableView)
              for w in shown.findChildren(kind)]  # fmt: skip
    nameless = [w for w in fields if not w.accessibleName() and w.focusPolicy() and w.isVisible()]
    assert fields and nameless == []
    first = shown.model.index(0, TITLE).data(Qt.ItemDataRole.AccessibleTextRole)
    assert first == "The council met., 3 words, ticked"
    shown.reject()


@needs_shared
def test_real_files_are_found_and_the_bad_ones_named(person, drop, enter):
    shown = drop(SHARED / "html", SHARED / "articles" / "docx", SHARED / "articles" / "tables")
    rows = shown.model.every()
    assert len(rows) > 25 and all(row.words for row in rows)
    page = next(row for row in rows if "globalvoices" in shown.model.file(row))
    assert (page.language, page.published) == ("de", "2019-04-30")
    shown.table.selectRow(rows.index(page))
    person.settle()
    assert "<p>" in shown.sides.source.toPlainText()
    assert "<p>" not in shown.sides.text.toPlainText()
    assert shown.sides.source.extraSelections(), "what was left out is grey"
    refused = shown.refused.toPlainText().splitlines()
    assert refused and all(":" in line for line in refused)
    shown.table.setFocus()
    enter(shown)
    texts = {article.text for article in stored(person)}
    assert 15 < len(texts) <= len(rows)
    close_report(person)


STORY = " ".join(f"The council of town {n} will pay for bridge {n}." for n in range(12))


def wire(folder):
    """Three files that are nearly the same, and another one."""
    for name, text in {
        "a": STORY,
        "b": f"OSLO – {STORY}",
        "c": f"{STORY} Later a little more.",
    }.items():
        (folder / f"{name}.txt").write_text(text)
    (folder / "d.txt").write_text("Nobody was hurt when the ferry ran aground.")
    return [folder / f"{name}.txt" for name in "abcd"]


def test_near_duplicates_are_compared_and_linked_with_the_import(person, drop, enter, tmp_path):
    shown = drop(*wire(tmp_path))
    assert shown.tabs.isTabVisible(COPIES)
    shown.tabs.setCurrentIndex(COPIES)
    shown.copies.list.setFocus()
    assert shown.copies.compared.difference.only_right
    assert shown.copies.model.treatments == ["link"] and shown.model.ticked() == 4
    enter(shown)
    assert "1 group of near-duplicates linked" in person.window.banner.message.text()
    (group,) = person.window.workspace.project.records(Copies)
    assert len(group.articles) == 3
    person.keys("Ctrl+Z")
    assert person.window.workspace.project.records(Copies) == [] and not stored(person)


def test_a_letter_leaves_all_copies_out_but_one(person, drop, enter, tmp_path):
    shown = drop(*wire(tmp_path))
    shown.tabs.setCurrentIndex(COPIES)
    shown.copies.list.setFocus()
    QTest.keyClick(shown.copies.list, Qt.Key.Key_F)
    assert shown.model.ticked() == 2
    QTest.keyClick(shown.copies.list, Qt.Key.Key_K)
    assert shown.model.ticked() == 4
    QTest.keyClick(shown.copies.list, Qt.Key.Key_G)
    assert shown.go.text() == "&Import 2 articles"
    enter(shown)
    assert {a.text[-12:] for a in stored(person)} == {"little more.", "ran aground."}
