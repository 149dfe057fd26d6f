"""Jobs one after the other, each begun when the one before says that it has ended."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.errors import AnnotatorError
from annotator.ui.application import make_application
from annotator.ui.job_runner import JobRunner


def job(value):
    yield
    if isinstance(value, Exception):
        raise value
    return value


@pytest.mark.parametrize("end", ["done", AnnotatorError("known"), ValueError("a bug")])
def test_the_next_job_may_begin_while_the_thread_of_the_last_one_ends(end, monkeypatch):
    make_application()
    runner, heard = JobRunner(), []
    slow = threading.Event()

    def begin_next(_):
        runner.failed.disconnect(begin_next)
        runner.finished.disconnect(begin_next)
        runner.finished.connect(heard.append)
        threading.Timer(0.2, slow.set).start()  # the thread lives on for a while
        runner.run(job("second"))

    # In the thread of the job, after its end was told: as if it were slow to go.
    runner.ended.connect(lambda: slow.wait(5), Qt.ConnectionType.DirectConnection)
    for signal in (runner.finished, runner.failed):
        signal.connect(begin_next)
    runner.run(job(end))
    for _ in range(6_000):
        if heard:
            break
        QTest.qWait(10)
    assert heard == ["second"]


def test_a_job_amid_another_is_refused():
    make_application()
    runner, go = JobRunner(), threading.Event()

    def waiting():
        yield
        go.wait(5)

    runner.run(waiting())
    with pytest.raises(RuntimeError):
        runner.run(job("second"))
    go.set()
    runner.wait(5)
