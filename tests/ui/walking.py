"""Walks the window: every room, and every dialog that one of its actions or buttons opens."""

from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QColorDialog,
    QDialog,
    QFileDialog,
    QInputDialog,
    QMessageBox,
    QTableWidget,
    QWidget,
)

from annotator.ui.export.surveying import Surveyor
from annotator.ui.importing.window import ImportWindow
from annotator.ui.job_runner import JobRunner
from annotator.ui.rooms import ROOMS

LEAVING = {"quit", "close_project", "close", "undo", "redo", "open_sample"}
"""Actions after which there would be nothing more to walk."""


_READ = Path(__file__).parents[2] / "README.md"
"""What is chosen to be imported, so that the import window has something to show."""
_NO = QMessageBox.StandardButton.Cancel


def settle(times=12):
    for _ in range(times):
        QApplication.processEvents()


def _chosen(parent, title, *args, **kwargs):
    return ([str(_READ)] if title == "Import articles" else [], "")


@contextmanager
def nothing_waits(monkeypatch):
    """Let dialogs that would wait for an answer only be shown, and those of Qt be cancelled."""
    with monkeypatch.context() as patch:
        patch.setattr(QDialog, "exec", lambda dialog: dialog.show() or 0)
        for name in ("getOpenFileName", "getSaveFileName"):
            patch.setattr(QFileDialog, name, staticmethod(lambda *a, **k: ("", "")))
        patch.setattr(QFileDialog, "getOpenFileNames", staticmethod(_chosen))
        patch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *a, **k: ""))
        for name in ("getText", "getItem", "getMultiLineText"):
            patch.setattr(QInputDialog, name, staticmethod(lambda *a, **k: ("", False)))
        for name in ("question", "information", "warning", "about"):
            patch.setattr(QMessageBox, name, staticmethod(lambda *a, **k: _NO))
        patch.setattr(QColorDialog, "getColor", staticmethod(lambda *a, **k: QColor()))
        patch.setattr("PySide6.QtPrintSupport.QPrintDialog.exec", lambda dialog: 0)
        patch.setattr("PySide6.QtGui.QDesktopServices.openUrl", staticmethod(lambda url: True))
        yield


def dialogs_of(window):
    """Give what is open besides the window."""
    return [
        d for d in QApplication.topLevelWidgets()
        if isinstance(d, QDialog) and d.isVisible() and type(d).__module__.startswith("annotator")
    ]  # fmt: skip


def walked(window, visit):
    """Enter every room, do every action and press every button there; visit what opens.

    ``visit`` gets a name and each room, and each kind of dialog once. Gives the kinds met.
    """
    met = {}
    for room, _, _ in ROOMS:
        window.rooms.go(room)
        rest(window)
        visit(room, window)
        if room == "annotate":
            for action_id in sorted(set(window.made) - LEAVING):
                prepare(window)
                if window.made[action_id].isEnabled():
                    window.made[action_id].trigger()
                    _meet(window, met, visit)
        window.rooms.go(room)
        settle()
        place = window if room == "annotate" else window.rooms.room(room)
        for button in place.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().endswith("…"):
                button.click()
                _meet(window, met, visit)
    return met


def prepare(window):
    """Let a mark be picked, of an article that has some, and the text have the keyboard."""
    window.rooms.go("annotate")
    if not window.workspace.visible_annotations():
        window.articles.step(1)
    marks = window.workspace.visible_annotations()
    window.view.pick(marks[0].id if marks else None)
    settle(2)


def at_work(root):
    """Say whether a window or dialog has a job under way, or waits a moment to begin one."""
    if isinstance(root, ImportWindow) and (root.doing or not root.model.followed):
        return True
    return any(runner.running for runner in root.findChildren(JobRunner)) or any(
        surveyor.busy for surveyor in root.findChildren(Surveyor)
    )


def rest(root):
    """Wait until the jobs of a window or dialog have ended and what they brought is shown.

    A field that a job's end disables while somebody looks at it would lose its focus.
    """
    ends = monotonic() + 30
    while at_work(root) and monotonic() < ends:
        settle(2)
        sleep(0.01)
    settle()


def _meet(window, met, visit):
    settle()
    for dialog in dialogs_of(window):
        rest(dialog)
        if type(dialog) not in met:
            met[type(dialog)] = dialog.windowTitle()
            visit(type(dialog).__name__, dialog)
        dialog.close()
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    window.files.runner.wait(20)
    settle(4)


def focusable(root):
    """Give every widget of a window that can be seen and takes the keyboard's focus."""
    return [
        w for w in root.findChildren(QWidget)
        if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.window() is root and not w.focusProxy() and w.width() > 3 and w.height() > 3
        and not _is_further_cell(w)
    ]  # fmt: skip


def _is_further_cell(widget):
    """Say whether a field stands in a table below others of its kind: one is enough to look at."""
    area = widget.parentWidget().parentWidget() if widget.parentWidget() else None
    return isinstance(area, QTableWidget) and area.indexAt(widget.pos()).row() > 1
