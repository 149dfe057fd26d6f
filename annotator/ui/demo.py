"""`annotator demo`: the main job done by the real window with real keys, and shown in files.

It opens the sample project in a window that needs no screen, marks a fresh article, exports,
and leaves the project, the training data and a picture of the window.
"""

import os
import tempfile
from pathlib import Path

from annotator.core.errors import ProjectError

_ARTICLE = (
    "Harbour towns get their ferry back\n\n"
    "PORT ELLEN, 9 May — The Ministry of Transport said on Friday that it would restore the "
    "night ferry between Port Ellen and Skarvik before the end of June.\n\n"
    "“We will not raise fares this year,” minister Ilsa Brandt told reporters in Skarvik. "
    "The Coastal Workers’ Union promised to call off its strike once the timetable is signed.\n"
)
_MARKS = (
    ("The Ministry of Transport", "1"),
    ("restore the night ferry between Port Ellen and Skarvik before the end of June", "3"),
    ("Port Ellen", "2"),
    ("will not raise fares this year", "3"),
    ("Ilsa Brandt", "1"),
    ("Skarvik", "2"),
    ("The Coastal Workers’ Union", "1"),
    ("call off its strike once the timetable is signed", "3"),
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
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtTest import QTest

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
    window.files.open(project)
    QGuiApplication.clipboard().setText(_ARTICLE)
    QTest.keySequence(window, "Ctrl+Shift+V")
    for words, key in _MARKS:
        _select(window, words)
        QTest.keyClicks(window.view, key)
    QTest.keySequence(window, "Ctrl+D")
    application.processEvents()
    if not window.grab().save(str(picture)):
        raise ProjectError(f"{picture} cannot be written.", "Name another folder by --output.")
    assert window.workspace.project is not None
    for _ in export_dataset(window.workspace.project, data, format_name="jsonl"):
        pass
    window.close()


def _select(window: object, words: str) -> None:
    """Find words as a user would, by Ctrl+F, and leave them selected."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from annotator.ui.main_window import MainWindow

    assert isinstance(window, MainWindow)
    QTest.keySequence(window, "Ctrl+F")
    window.find_bar.line.clear()
    QTest.keyClicks(window.find_bar.line, words)
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Return)
    QTest.keyClick(window.find_bar.line, Qt.Key.Key_Escape)
