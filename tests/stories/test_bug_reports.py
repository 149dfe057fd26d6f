"""What is left of a bug: a report without a word of any article, offered at the next start."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from annotator import bug_report, paths
from annotator.ui.application import keep_log

SECRET = "The minister of Norland will resign"


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


def _raised():
    try:
        fail()
    except ValueError:
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
