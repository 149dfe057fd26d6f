"""The main job, as a newcomer does it: load, mark, quit, come back, undo, export."""

import json

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest

from annotator.core.span import Span
from annotator.jobs.export_dataset import export_dataset
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from annotator.ui.importing.window import ImportWindow
from tests.stories.conftest import SEED, needs_shared

HARD = (
    "NORTH BAY 🇳🇴 — “We will keep the ferry 👩‍👩‍👧,” Mayor Ana Léon said.\r\n"
    "The council pledged 5\u00a0000 crowns to Søndre Vik.\u2028"
    "Nobody from Søndre Vik was asked.\r\n"
)


def drop(person, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(400, 300), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    person.window.dropEvent(event)
    shown = person.window.dialogs.current
    if isinstance(shown, ImportWindow):
        take_in(person, shown)
    person.wait_for_job()


def take_in(person, shown):
    """Press Enter in the import window, and wait until all is read and stored."""
    closed = []
    shown.finished.connect(closed.append)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    for _ in range(6_000):
        if closed:
            return
        QTest.qWait(10)
    raise AssertionError(shown.problem.text() or shown.heading.text())


def words_of_article(text, count):
    """The first words of four letters or more that stand once: easy to find again."""
    seen = []
    for word in text.replace("\n", " ").split():
        clean = word.strip("“”.,’()")
        if clean.isalpha() and clean.isascii() and len(clean) > 3 and text.count(clean) == 1:
            seen.append(clean)
    return seen[:count]


@needs_shared
def test_forty_marks_restart_undo_export_and_back(person, project, tmp_path):
    window = person.start(project)
    drop(person, SEED)
    assert window.workspace.article.text == SEED.read_bytes().decode("utf-8")
    words = words_of_article(person.text, 40)
    assert len(words) == 40
    for at, word in enumerate(words[:20]):  # select, then the key
        person.double_click(word)
        assert window.view.selected_span() == Span(
            person.place(word), person.place(word) + len(word)
        )
        person.press_label("123"[at % 3])
    window.view.pick(None)
    person.press_label("2")  # arm, then select
    assert window.marking.armed == "location"
    for word in words[20:]:
        person.double_click(word)
    person.keys("Escape")
    assert window.marking.armed is None
    quotes = sorted(quote for _, quote in person.marks)
    assert quotes == sorted(words)
    made = window.workspace.annotations
    person.restart()  # no save, no question; it opens where one was

    window = person.window
    assert window.workspace.path == project
    assert window.workspace.annotations == made
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert len(person.marks) == 38
    person.keys("Ctrl+Shift+Z", "Ctrl+Shift+Z")
    assert window.workspace.annotations == made
    person.quit()

    out, again = tmp_path / "out.jsonl", tmp_path / "Again.annotator"
    with Project.open(project) as first:
        for _ in export_dataset(first, out):
            pass
        expected = list(first.entries())
        scheme = first.scheme
    for line in out.read_text("utf-8").splitlines():
        record = json.loads(line)
        for span in record["spans"]:
            assert record["text"][span["start"] : span["end"]] == span["text"]
    with Project.create(again, scheme) as second:
        for _ in import_files(second, [out], annotator="x"):
            pass
        assert list(second.entries()) == expected


def test_marks_stand_on_their_words_past_emoji_crlf_and_no_break_spaces(person, project, tmp_path):
    source = tmp_path / "hard.txt"
    source.write_bytes(HARD.encode("utf-8"))
    window = person.start(project)
    drop(person, source)
    assert person.text == HARD
    for words, key, nth in (
        ("Mayor Ana Léon", "1", 0), ("will keep the ferry", "3", 0), ("Søndre Vik", "2", 1),
        ("pledged 5\u00a0000 crowns", "3", 0), ("Søndre Vik", "2", 0), ("NORTH BAY", "2", 0),
    ):  # fmt: skip
        person.drag(words, nth=nth)
        person.press_label(key)
    marks = window.workspace.visible_annotations()
    assert [(a.start, a.quote) for a in marks] == sorted(
        (HARD.index(w) if n == 0 else HARD.rindex(w), w) for w, n in (
            ("Mayor Ana Léon", 0), ("will keep the ferry", 0), ("Søndre Vik", 1),
            ("pledged 5\u00a0000 crowns", 0), ("Søndre Vik", 0), ("NORTH BAY", 0),
        )
    )  # fmt: skip
    person.restart()
    assert person.window.workspace.visible_annotations() == marks


def test_relabel_nudge_note_and_delete_by_keys(person, project, tmp_path):
    source = tmp_path / "a.txt"
    source.write_text("The union of dockers said it would stop work in Vesna.", "utf-8")
    window = person.start(project)
    drop(person, source)
    person.drag("union of dockers")
    person.press_label("2")
    assert person.marks == [("location", "union of dockers")]
    person.keys("Escape")  # its questions stay open
    person.press_label("1")  # it is picked: the key relabels
    assert person.marks == [("actor", "union of dockers")]
    person.keys("[")
    assert person.marks == [("actor", "The union of dockers")]
    person.keys("]", "{")
    assert person.marks == [("actor", "union of")]
    person.keys("}", "Alt+}")
    assert person.marks == [("actor", "union of dockers ")]
    person.keys("Alt+{", "F2")
    person.write("named once")
    person.keys("Escape")
    assert window.workspace.visible_annotations()[0].note == "named once"
    assert window.view.hasFocus()
    person.keys("Delete")
    assert person.marks == []
    person.keys("Ctrl+Z")
    assert window.workspace.visible_annotations()[0].note == "named once"
    person.keys(*["Ctrl+Z"] * 9)
    assert person.marks == []


def test_keyboard_alone_from_start_to_done(person, project, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"Article {name}: Norland pledged water.", "utf-8")
    window = person.start(project)
    drop(person, tmp_path / "a.txt", tmp_path / "b.txt")
    assert window.articles.model.rowCount() == 2
    assert window.workspace.article.text.startswith("Article a")
    window.view.setFocus()
    person.keys("Ctrl+F")
    person.write("norland")
    person.keys("Return", "Escape")
    person.press_label("1")
    assert person.marks == [("actor", "Norland")]
    person.keys("Ctrl+Return")
    assert window.workspace.article.text.startswith("Article b")
    assert window.articles.progress_text.text() == "1 of 2 done"
    person.keys("Alt+Up")
    assert window.workspace.article.text.startswith("Article a")
    person.keys("Tab")
    assert window.marking.picked.quote == "Norland"


def test_the_list_and_the_text_pick_each_other(person):
    window = person.start(sample=True)
    marks = window.workspace.visible_annotations()
    window.annotation_list.list.setCurrentIndex(window.annotation_list.model.index(4))
    assert window.view.picked == marks[4].id
    window.view.pick(marks[7].id)
    assert window.annotation_list.list.currentIndex().row() == 7
    assert window.inspector.quote.text().startswith(marks[7].quote[:20])


def test_pasting_an_article_and_taking_it_back(person, project):
    window = person.start(project)
    QGuiApplication.clipboard().setText("A pasted article about Norland.")
    person.keys("Ctrl+Shift+V")
    assert window.workspace.article.text == "A pasted article about Norland."
    person.keys("Ctrl+Z")
    assert window.articles.model.rowCount() == 0
    assert window.workspace.article is None
    person.keys("Ctrl+Shift+Z")
    assert window.articles.model.rowCount() == 1
    QGuiApplication.clipboard().setText("   ")
    person.keys("Ctrl+Shift+V")
    assert "empty" in window.banner.message.text()


def test_a_second_window_reads_only_and_says_why(person, project, tmp_path):
    with Project.open(project) as other:
        from annotator.core.article import Article
        from annotator.core.operations import add_all

        other.apply(add_all("Add", [Article.new("Norland waits.")]), annotator="mo")
        window = person.start(project)
        assert window.workspace.project.read_only
        assert "another window" in window.banner.message.text()
        assert window.banner.isVisible()
        person.double_click("Norland")
        person.press_label("1")
        assert person.marks == []
        assert window.status.saved.text() == "Read only"


def test_a_bug_in_a_slot_is_told_and_the_window_lives(person, project, monkeypatch, capsys):
    import sys

    window = person.start(project)
    try:
        raise RuntimeError("unforeseen")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    assert "Your work is saved" in window.banner.message.text()
    assert window.isVisible()


def test_bad_files_are_listed_and_the_good_ones_go_in(person, project, tmp_path):
    (tmp_path / "good.txt").write_text("A good article.", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "broken.jsonl").write_text('{"text": "One."}\n{"text": \n', "utf-8")
    window = person.start(project)
    drop(person, *(tmp_path / n for n in ("good.txt", "empty.txt", "binary.txt", "broken.jsonl")))
    assert window.articles.model.rowCount() == 1
    from annotator.ui.articles.import_report import ReportDialog

    report = window.findChild(ReportDialog)
    text = report.details.toPlainText()
    for name in ("empty.txt", "binary.txt", "broken.jsonl, line 2"):
        assert name in text
    report.close()
