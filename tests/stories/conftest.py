"""The program as users start it: a real window, real keys and mouse, settings of its own."""

import gc
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.settings import Settings
from annotator.ui.application import make_application, open_first, watch_for_bugs
from annotator.ui.main_window import MainWindow

SHARED = Path(__file__).parents[3] / "shared" / "data"
SEED = SHARED / "articles" / "seed-article.txt"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not here")


class Person:
    """Someone in front of the window."""

    def __init__(self):
        self.window = None

    def start(self, project=None, *, sample=False):
        make_application()
        self.window = MainWindow(Settings())
        watch_for_bugs(self.window)
        self.window.layout_of_parts.restore()
        self.window.show()
        QTest.qWaitForWindowActive(self.window)
        open_first(self.window, project, sample=sample)
        gc.unfreeze()
        self.settle()
        return self.window

    def quit(self):
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
            self.window = None
            self.settle()
            gc.unfreeze()

    def restart(self, project=None):
        self.quit()
        return self.start(project)

    def settle(self):
        for _ in range(3):
            QApplication.processEvents()

    def keys(self, *sequences):
        for keys in sequences:
            self.settle()
            target = QApplication.focusWidget() or self.window
            QTest.keySequence(target, QKeySequence(keys))
        self.settle()

    def write(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def wait_until(self, condition):
        """Wait for what a pause, a job or a slow machine brings later; a minute at most."""
        latest = monotonic() + 60
        while not condition():
            assert monotonic() < latest, "what was waited for never came"
            QTest.qWait(10)
        self.settle()

    def wait_for_job(self):
        runner = self.window.files.runner
        self.settle()
        self.wait_until(lambda: not runner.running)
        QTest.qWait(20)
        self.settle()

    # --- in the text

    @property
    def text(self):
        return self.window.workspace.article.text

    @property
    def marks(self):
        return [(a.label, a.quote) for a in self.window.workspace.visible_annotations()]

    def point(self, offset, *, end=False):
        """Just right of an offset's edge (or left of it), inside the words' height."""
        view = self.window.view
        document = view._page.document
        # At a line's wrap an edge belongs to two lines: look from the character's own side.
        spot = document.caret_point(offset - 1 if end else offset)
        x = document.caret_point(offset).x() - 1 if end else spot.x() + 1
        return QPoint(int(x) + view._left(), int(spot.y()) + 8 - view._page.top)

    def show(self, offset):
        from annotator.core.span import Span

        self.window.view.scroll_to(Span(offset, offset + 1))
        self.settle()

    def drag(self, words, *, nth=0):
        start = self.place(words, nth)
        self.show(start)
        viewport = self.window.view.viewport()
        first, last = self.point(start), self.point(start + len(words), end=True)
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(viewport, (first + last) / 2)
        QTest.mouseMove(viewport, last)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=last)
        self.settle()

    def click(self, words, *, nth=0, modifier=Qt.KeyboardModifier.NoModifier):
        start = self.place(words, nth)
        self.show(start)
        middle = self.point(start + len(words) // 2)
        viewport = self.window.view.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, modifier, pos=middle)
        QTest.qWait(QApplication.doubleClickInterval() + 20)

    def double_click(self, word, *, nth=0):
        start = self.place(word, nth)
        self.show(start)
        spot = self.point(start + len(word) // 2)
        viewport = self.window.view.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=spot)  # Qt's does not
        QTest.qWait(QApplication.doubleClickInterval() + 20)

    def place(self, words, nth=0):
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(words, at + 1)
        return at

    def press_label(self, key):
        self.window.view.setFocus()
        QTest.keyClicks(self.window.view, key)
        self.settle()


@pytest.fixture
def person(qapp):
    someone = Person()
    yield someone
    someone.quit()


@pytest.fixture
def project(tmp_path):
    """An empty project with the default scheme, made by the command line's own code."""
    from annotator import paths
    from annotator.core.scheme_file import read_scheme
    from annotator.storage.project import Project

    path = tmp_path / "Mine.annotator"
    Project.create(path, read_scheme(paths.resource("schemes/news-commitments.toml"))).close()
    return path
