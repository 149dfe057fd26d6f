"""What is left of a bug: a report without a word of any article, offered at the next start."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator import bug_report, paths
from annotator.storage.project import Project
from annotator.ui.application import keep_log
from tests.stories.test_export import opened, retype
from tests.stories.test_main_job import drop

SECRET = "The minister of Norland will resign"
CANARY, NOTED = "Zyxomma", "qwibbleworth"
GUARDS = {"backups", "witness"}
"""What keeps the marks themselves safe, and so has to hold them."""


@pytest.fixture(autouse=True)
def own_log():
    """Let go of the log that a test opened."""
    before = logging.getLogger().handlers[:]
    yield
    for handler in logging.getLogger().handlers[:]:
        if handler not in before:
            logging.getLogger().removeHandler(handler)
            handler.close()


def fail():
    raise ValueError(SECRET)


def written() -> str:
    files = [file for file in paths.logs().rglob("*") if file.is_file()]
    return "".join(file.read_text("utf-8", "replace") for file in files)


def test_a_bug_leaves_a_report_that_the_next_start_offers_once(person, tmp_path):
    keep_log()
    (tmp_path / "one.txt").write_text(f"{SECRET} on Monday.", "utf-8")
    window = person.start(tmp_path / "study.annotator")
    hook, sys.excepthook = sys.excepthook, sys.excepthook
    QTimer.singleShot(0, lambda: hook(*_raised()))
    person.settle()
    (report,) = bug_report.paths.logs().glob(f"{bug_report.NEW}-*.txt")
    assert str(report) in window.banner.message.text()
    text = report.read_text("utf-8")
    assert "test_bug_reports.py" in text and "in fail" in text and "ValueError" in text
    assert SECRET not in written()

    window = person.restart()
    assert "Your marks are safe" in window.banner.message.text()
    (copy,) = window.banner.offers
    copy.click()
    assert QApplication.clipboard().text() == text
    window = person.restart()
    assert not window.banner.isVisible()


def _raised(work=fail):
    try:
        work()
    except (ValueError, KeyError):
        return sys.exc_info()


def test_a_job_that_fails_leaves_a_report_too(person, tmp_path):
    keep_log()
    window = person.start(tmp_path / "study.annotator")

    def job():
        fail()
        yield

    window.files.runner.run(job())
    person.wait_for_job()
    assert str(paths.logs()) in window.banner.message.text()
    assert "in fail" in written() and SECRET not in written()


def test_a_process_that_crashed_is_told_of_at_the_next_start(person, own_home):
    code = "from annotator import bug_report as b; b.watch_for_faults(); import ctypes; "
    done = subprocess.run([sys.executable, "-c", code + "ctypes.string_at(0)"], capture_output=True)
    assert done.returncode != 0
    assert bug_report.new_reports() == []  # it lies in the file of faults as yet
    bug_report.watch_for_faults()
    window = person.start()
    assert "met a bug" in window.banner.message.text()
    (report,) = Path(paths.logs()).glob(f"{bug_report.TOLD}-*.txt")
    assert "Segmentation fault" in report.read_text("utf-8")


def test_the_log_says_kind_and_place_of_what_led_to_a_bug():
    try:
        try:
            fail()
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        said = bug_report.told_calmly(error)
    assert said.index("ValueError") < said.index("which led to") < said.index("KeyError")
    assert SECRET not in said


def kept(home: Path) -> dict[str, bytes]:
    """Give all that a program left in a home, but for what has to hold marks."""
    files = [file for file in home.rglob("*") if file.is_file()]
    return {
        str(file.relative_to(home)): file.read_bytes()
        for file in files
        if not GUARDS & {part.name for part in file.parents}
    }


def holding(files: dict[str, bytes], *words: str) -> list[str]:
    """Give the files that hold a word in any case or width."""
    forms = [w.encode(code) for word in words for w in (word, word.lower(), word.upper())
             for code in ("utf-8", "utf-16-le", "utf-16-be")]  # fmt: skip
    return [name for name, data in files.items() if any(form in data for form in forms)]


def test_no_log_report_or_setting_holds_a_word_of_an_article(
    person, project, tmp_path, own_home, qtbot, capfd
):
    """A whole story: import, mark, note, find, search, crash in a slot, refuse, export, restart."""
    keep_log()
    source = tmp_path / "one.txt"
    source.write_text(f"Mayor {CANARY} will keep the bridge.\n\nSo {CANARY} said.", "utf-8")
    window = person.start(project)
    drop(person, source)
    person.drag(CANARY)
    person.press_label("1")
    (mark,) = window.workspace.visible_annotations()
    window.marking.set_note(mark.id, f"{NOTED} again")
    person.keys("Ctrl+F")
    person.write(CANARY)
    person.keys("Escape")
    window.articles.start_search()
    person.write(CANARY)
    qtbot.waitUntil(lambda: window.articles.model.rowCount() == 1, timeout=20_000)

    def slot():
        quoted = f"{mark.quote} {NOTED}"  # what a bug would have in its hands
        raise KeyError(window.workspace.article.text, quoted)

    hook = sys.excepthook
    QTimer.singleShot(0, lambda: hook(*_raised(slot)))
    qtbot.waitUntil(lambda: "KeyError" in window.banner.message.text(), timeout=20_000)
    library = logging.getLogger("trafilatura.core")  # one that tells what it reads
    library.warning("cannot read %s", f"{CANARY} of {NOTED}")
    library.warning(f"cannot read {CANARY}")
    dialog = opened(person, qtbot)
    out = tmp_path / "out.jsonl"
    retype(dialog.place, str(out))
    QTest.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(out.exists, timeout=20_000)
    person.wait_for_job()
    person.restart()
    assert CANARY in person.text and len(person.marks) == 1
    person.quit()

    assert CANARY in out.read_text("utf-8") and NOTED in out.read_text("utf-8")
    with Project.open(project, read_only=True) as again:
        assert again.counts().annotations == 1
    left = kept(own_home)
    said = capfd.readouterr()
    assert {Path(name).name for name in left} >= {"annotator.log", "settings.json"}
    assert any(bug_report.TOLD in name or bug_report.NEW in name for name in left)
    assert holding(left, CANARY, NOTED) == []
    (log,) = [data for name, data in left.items() if name.endswith("annotator.log")]
    assert b"WARNING trafilatura.core in test_bug_reports:" in log
    assert CANARY not in said.out + said.err


def test_a_word_that_was_left_would_be_found(tmp_path):
    (tmp_path / "annotator.log").write_bytes(f"the mark {CANARY.lower()}".encode("utf-16-le"))
    (tmp_path / "witness").mkdir()
    (tmp_path / "witness" / "x.jsonl").write_text(CANARY)
    assert holding(kept(tmp_path), CANARY) == ["annotator.log"]
