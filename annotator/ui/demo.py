"""`annotator demo`: the main job done by the real window with real keys, and shown in files.

It opens the sample project in a window that needs no screen, marks a fresh article, exports,
and leaves the project, the training data and a picture of the window.
"""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.core.errors import ProjectError

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_MARKS = (
    ("Ines Calder", "1"),
    ("Norland parliament", "1"),
    ("Sund", "2"),
    ("Arnes", "2"),
    ("will not vote for any bill that ends it", "3"),
    ("it has our nine votes within the hour", "3"),
    ("Viktor Lund", "1"),
    ("would publish the cost of the replacement buses", "3"),
    ("ready to support the higher road toll from 1 January", "3"),
    ("I leave the coalition the same evening", "3"),
    ("Hollin Pass", "2"),
)


def run(output: Path) -> list[Path]:
    """Do the main job; gives the paths of project, training data and picture.

    Files of an earlier demo in the folder are replaced. Raises AnnotatorError when the folder
    cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    project, data, picture = (
        output / name for name in ("sample.annotator", "sample.jsonl", "window.png")
    )
    try:
        output.mkdir(parents=True, exist_ok=True)
        for old in (project, data, picture):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise ProjectError(
            f"{output} cannot be written: {error.strerror}.", "Name another folder by --output."
        ) from error
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home  # the demo changes nobody's settings
        _mark_and_export(project, data, picture)
    return [project, data, picture]


def _mark_and_export(project: Path, data: Path, picture: Path) -> None:
    from annotator.jobs.export_dataset import export_dataset
    from annotator.settings import Settings
    from annotator.ui.application import make_application
    from annotator.ui.files import make_sample
    from annotator.ui.main_window import MainWindow

    application = make_application()
    make_sample(project)
    settings = Settings()
    settings["theme"] = "light"
    window = MainWindow(settings)
    window.show()
    QTest.qWaitForWindowActive(window)
    window.files.open(project)
    _mark(window)
    QTest.qWait(200)  # layouts of layouts settle in several rounds
    application.processEvents()
    if not window.grab().save(str(picture)):
        raise ProjectError(f"{picture} cannot be written.", "Name another folder by --output.")
    assert window.workspace.project is not None
    for _ in export_dataset(window.workspace.project, data, format_name="jsonl"):
        pass
    window.close()


def _mark(window: "MainWindow") -> None:
    """Go to the sample's unread article and mark it, by keys alone."""
    while window.workspace.annotations and window.workspace.visible_annotations():
        before = window.workspace.article
        _press(window, "Alt+Down")
        if window.workspace.article is before:
            break
    for words, key in _MARKS:
        _select(window, words)
        QTest.keyClicks(window.view, key)
    _press(window, "Ctrl+D")
    made = len(window.workspace.visible_annotations())
    if made != len(_MARKS):
        raise ProjectError(f"The demo made {made} of {len(_MARKS)} marks.", "This is a bug.")


def _press(window: "MainWindow", keys: str) -> None:
    """Press keys as a user would: after the window has done what came before."""
    QApplication.processEvents()
    QTest.keySequence(window, QKeySequence(keys))


def _select(window: "MainWindow", words: str) -> None:
    """Find words as a user would, by Ctrl+F, and leave them selected."""
    _press(window, "Ctrl+F")
    window.find_bar.line.clear()
    QTest.keyClicks(window.find_bar.line, words)
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Return)
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Escape)
