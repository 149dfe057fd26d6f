"""A large edit does not freeze the window: it is painted and its timers run until it is stored."""

import threading

import pytest
from PySide6.QtCore import QTimer

from annotator.core.errors import InvalidEdit
from annotator.settings import Settings
from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow


@pytest.fixture
def window(qapp):
    make_application()
    window = MainWindow(Settings())
    window.show()
    assert window.files.open_sample()
    yield window
    window.close()
    window.deleteLater()


def slowly(window, monkeypatch, gate):
    """Let the next undo wait in its thread until a gate is opened; gives who undid."""
    project, threads = window.workspace.project, []
    undo = project.undo

    def late(**words):
        threads.append(threading.current_thread())
        assert gate.wait(20)
        return undo(**words)

    monkeypatch.setattr(project, "undo", late)
    return threads


def test_the_window_lives_while_a_large_edit_is_stored(window, monkeypatch):
    gate, seen = threading.Event(), []
    threads = slowly(window, monkeypatch, gate)
    workspace, refused = window.workspace, []
    workspace.failed.connect(refused.append)
    marks = len(workspace.annotations)
    edit = workspace.visible_annotations()[:1]
    window.view.pick(edit[0].id)
    window.marking.delete()
    assert len(workspace.annotations) == marks - 1

    def look():
        seen.append((window.status.bar.isVisible(), window.status.cancel.isVisible()))
        window.close()
        assert window.isVisible()  # not closed under a thread that writes
        assert not workspace.redo() and isinstance(refused[0], InvalidEdit)
        gate.set()

    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: window.patience.waiting and not seen and look())
    timer.start()
    assert workspace.undo()
    timer.stop()
    assert seen == [(True, False)] and len(workspace.annotations) == marks
    assert threads[0] is not threading.main_thread() and not workspace.busy
    assert not window.status.bar.isVisible()


def test_what_a_step_raises_comes_out(window):
    def fails():
        raise KeyError("x")

    with pytest.raises(KeyError):
        window.patience.result_of(fails)
    assert window.patience.result_of(lambda: 17) == 17 and not window.patience.waiting
