"""What users see when something goes wrong, with the real window."""

import os
import shutil
import signal
import subprocess
import sys
from itertools import cycle

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from annotator import paths
from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.storage import wal
from annotator.storage.backup import back_up, backups
from annotator.storage.project import Project
from annotator.storage.witness import file_of
from tests.stories.conftest import Person
from tests.torture.campaigns import ROOT, environment

TEXT = "Norland will keep the bridge at Vesna open until the ferry runs again."


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "Study.annotator"
    article = Article.new(TEXT)
    with Project.create(path, read_scheme(paths.resource("schemes/news-commitments.toml"))) as made:
        made.apply(operations.add_all("Add", [article]), annotator="mo")
        made.set_setting("annotator", "mo")
        for start in (0, 18):
            edit = operations.add(article, (Span(start, start + 7),), label="actor", annotator="mo")
            made.apply(edit, annotator="mo")
    return path


def offered(window, title):
    (button,) = [b for b in window.banner.offers if b.text() == title]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def mark(person, words, key="2"):
    """Drag over words and press a label's key."""
    person.drag(words)
    person.press_label(key)


def answer_file(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))


def test_killed_amid_marking_and_opened_again(person, tmp_path, own_home):
    path = tmp_path / "killed.annotator"
    command = [sys.executable, "-m", "tests.torture.writer", str(path)]
    writer = subprocess.Popen(
        command, cwd=ROOT, env=environment(own_home / "annotator"), stdout=subprocess.PIPE
    )
    said = []
    while len(said) < 20:
        line = writer.stdout.readline().decode()
        said += [line.split()[1]] if line.startswith("ACK") else []
    os.kill(writer.pid, signal.SIGKILL)
    said += [r.split()[1] for r in writer.stdout.read().decode().splitlines() if "ACK" in r[:3]]
    writer.wait()
    writer.stdout.close()
    window = person.start(path)
    assert not window.banner.isVisible()
    project = window.workspace.project
    there = {v.id for _, values in project.entries() for v in values if hasattr(v, "quote")}
    assert set(said) <= there
    assert list(project.check()) == []
    window.workspace.be("mo")
    before = project.counts().annotations
    window.view.setFocus()
    person.keys("Ctrl+Z")
    assert project.counts().annotations in (before - 1, before - 2)  # a mark, or two and a relation
    person.keys("Ctrl+Shift+Z")
    assert project.counts().annotations == before
    assert list(project.check()) == []


def test_a_full_disk_while_marking_keeps_the_mark_until_there_is_room(person, study):
    window = person.start(study)
    project = window.workspace.project
    with project._writer.connect() as connection:
        raw = connection.connection.driver_connection
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
        words = cycle(TEXT.rstrip(".").split())
        while not window.banner.isVisible():
            before = len(person.marks)
            mark(person, next(words))
        assert len(person.marks) == before  # nothing is painted that is not stored
        assert "The disk is full" in window.banner.message.text()
        assert "is saved" in window.banner.message.text()
        assert [b.text() for b in window.banner.offers] == ["Try again", "Save a copy…"]
        offered(window, "Try again")
        assert "The disk is full" in window.banner.message.text()
        raw.execute("PRAGMA max_page_count = 1000000")
    offered(window, "Try again")
    assert len(person.marks) == before + 1
    assert not window.banner.isVisible()
    assert list(project.check()) == []
    person.restart()
    assert len(person.marks) == before + 1


def test_a_full_disk_while_marking_and_a_copy_elsewhere(person, study, tmp_path, monkeypatch):
    window = person.start(study)
    with window.workspace.project._writer.connect() as connection:
        raw = connection.connection.driver_connection
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
        words = cycle(TEXT.rstrip(".").split())
        while not window.banner.isVisible():
            before = len(person.marks)
            mark(person, next(words))
    copy = tmp_path / "Elsewhere.annotator"
    answer_file(monkeypatch, copy)
    offered(window, "Save a copy…")
    person.wait_for_job()
    assert window.workspace.path == copy
    assert len(person.marks) == before + 1
    with Project.open(study) as left:
        assert left.counts().annotations == before and list(left.check()) == []


@pytest.mark.parametrize("how", ["moved", "replaced", "removed"])
def test_the_file_goes_away_while_open_and_a_copy_has_the_last_mark(
    person, study, tmp_path, monkeypatch, how
):
    window = person.start(study)
    other = b"another's file"
    if how == "moved":
        study.rename(study.with_name("Moved.annotator"))
    else:
        study.unlink()
    if how == "replaced":
        study.write_bytes(other)
    mark(person, "Vesna")
    assert len(person.marks) == 2
    assert "moved, replaced or removed" in window.banner.message.text()
    copy = tmp_path / "Copy.annotator"
    answer_file(monkeypatch, copy)
    offered(window, "Save a copy…")
    person.wait_for_job()
    assert window.workspace.path == copy
    assert "with your last edit" in window.banner.message.text()
    assert ("location", "Vesna") in person.marks
    assert len(person.marks) == 3
    assert how != "replaced" or study.read_bytes() == other
    person.restart()
    assert ("location", "Vesna") in person.marks


def test_a_second_window_reads_and_says_why_until_the_first_is_closed(person, study, qtbot):
    first = person.start(study)
    second = Person()
    try:
        window = second.start(study)
        assert window.workspace.project.read_only
        told = " ".join([window.banner.message.text(), window.place.saved_text()])
        assert "another window" in told or "read-only" in told.lower()
        mark(second, "Vesna")
        assert len(second.marks) == 2
        first.activateWindow()
        qtbot.waitUntil(first.isActiveWindow, timeout=20_000)
        mark(person, "bridge")
        assert len(first.workspace.visible_annotations()) == 3
        person.quit()
        second.restart(study)
        assert not second.window.workspace.project.read_only
        assert ("location", "bridge") in second.marks
        mark(second, "Vesna")
        assert len(second.marks) == 4
    finally:
        second.quit()


def test_another_process_has_the_project(person, study):
    code = (
        "import sys; from pathlib import Path; from annotator.storage.project import Project\n"
        "with Project.open(Path(sys.argv[1])): print('held', flush=True); sys.stdin.readline()"
    )
    command = [sys.executable, "-c", code, str(study)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "held\n"
        window = person.start(study)
        assert window.workspace.project.read_only
        assert f"process {process.pid}" in window.workspace.project.read_only_reason
        mark(person, "Vesna")
        assert len(person.marks) == 2
        process.communicate("\n", timeout=60)
    person.restart(study)
    mark(person, "Vesna")
    assert ("location", "Vesna") in person.marks


def test_a_damaged_project_is_told_of_and_recovered(person, study):
    data = bytearray(study.read_bytes())
    data[4096 : 4096 * 6] = os.urandom(4096 * 5)
    study.write_bytes(data)
    window = person.start()
    assert not window.files.open(study)
    assert "damaged" in window.banner.message.text()
    offered(window, "Recover what is sound")
    person.wait_for_job()
    assert "2 of 2 annotations" in window.banner.message.text()
    assert window.workspace.path.name == "Study recovered.annotator"
    assert len(person.marks) == 2
    assert study.read_bytes() == data


def test_a_damaged_log_beside_a_strangers_project_is_told_of_and_recovered(
    person, study, tmp_path, monkeypatch
):
    folder = tmp_path / "sent"
    folder.mkdir()
    sent = folder / "Study.annotator"
    with monkeypatch.context() as theirs, Project.open(study) as project:
        theirs.setenv("ANNOTATOR_HOME", str(tmp_path / "their home"))
        article = project.article(project.article_rows(project.find_articles())[0].id)
        for start in range(20, 30):
            span = (Span(start, start + 3),)
            edit = operations.add(article, span, label="location", annotator="mo")
            project.apply(edit, annotator="mo")
        for each in (study, wal.beside(study)):
            shutil.copy(each, folder / each.name)
    shutil.rmtree(file_of("x").parent)  # nothing on this computer knows of it
    data = bytearray(wal.beside(sent).read_bytes())
    data[6000] ^= 1
    wal.beside(sent).write_bytes(data)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    window = person.start()
    assert not window.files.open(sent)
    assert "log beside" in window.banner.message.text()
    assert {name: (folder / name).read_bytes() for name in before} == before
    offered(window, "Recover what is sound")
    person.wait_for_job()
    assert "12 of 12 annotations" in window.banner.message.text()
    assert len(person.marks) == 12
    assert {name: (folder / name).read_bytes() for name in before} == before


def test_missing_actions_are_put_back(person, study, tmp_path):
    early = tmp_path / "early"
    with Project.open(study) as project:
        shutil.copy(study, early)
        article = project.article(project.article_rows(project.find_articles())[0].id)
        edit = operations.add(article, (Span(32, 37),), label="location", annotator="mo")
        project.apply(edit, annotator="mo")
    shutil.copy(early, study)
    window = person.start(study)
    assert "1 of your last actions" in window.banner.message.text()
    offered(window, "Put them back")
    person.settle()
    assert ("location", "Vesna") in person.marks


def test_a_backup_is_made_shown_and_restored(person, study, tmp_path, monkeypatch):
    window = person.start(study)
    keeper = window.files.safety.keeper
    keeper.back_up("opened")
    keeper.runner.wait(10)
    person.settle()
    assert window.place.saved_text().startswith("Saved · backup ")
    window.made["backups"].trigger()
    person.settle()
    dialog = window.dialogs.current
    assert dialog.list.topLevelItemCount() == 1
    assert dialog.list.topLevelItem(0).text(3) == "2"
    window.view.setFocus()
    person.keys("Ctrl+Z")
    restored = tmp_path / "Restored.annotator"
    answer_file(monkeypatch, restored)
    QTest.mouseClick(dialog.restoring, Qt.MouseButton.LeftButton)
    person.wait_for_job()
    assert window.workspace.path == restored
    assert len(person.marks) == 2


def test_check_project_counts(person, study):
    window = person.start(study)
    window.made["check"].trigger()
    person.wait_for_job()
    assert "is sound: 1 article, 2 annotations" in window.banner.message.text()


def test_closing_waits_for_the_backup(person, study):
    window = person.start(study)
    window.files.safety.keeper.back_up("opened")
    person.quit()
    with Project.open(study) as project:
        assert len(backups(project.identity)) == 1
        assert back_up(project, "again") is None
    assert [p.name for p in study.parent.iterdir()] == [study.name]
