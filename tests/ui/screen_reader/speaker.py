"""The program under a screen reader's eyes: the real window with an article.

Started by the test in a virtual screen; ends by itself.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from annotator import paths
from annotator.core.article import Article
from annotator.core.boilerplate import NOT_ARTICLE
from annotator.core.operations import add_all
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.settings import Settings
from annotator.storage.project import Project
from annotator.ui.application import make_application
from annotator.ui.main_window import MainWindow

TEXT = "Advert. The Council said 🎉 it would restore the ferry.\nSkarvik waits."


def main(folder: Path) -> None:
    application = make_application()
    application.setApplicationName("annotator-speaks")
    path = folder / "speaks.annotator"
    Project.create(path, read_scheme(paths.resource("schemes/news-commitments.toml"))).close()
    window = MainWindow(Settings())
    window.show()
    window.files.open(path)
    article = Article.new(TEXT, title="Ferry", metadata={NOT_ARTICLE: "0-7"})
    window.workspace.apply(add_all("Add", [article]))
    window.workspace.open_article(article.id)
    start = TEXT.index("Council")
    window.view.setFocus()

    def press(key: str) -> None:
        # No real key: a virtual screen has nobody who makes windows active.
        window.use_label(next(x for x in window.workspace.scheme.labels if x.key == key))

    window.view.select(Span(start, start + 7))
    press("1")
    start = TEXT.index("Council said")
    window.view.select(Span(start, TEXT.index(" restore")))
    press("3")
    start = TEXT.index("🎉")
    window.view.select(Span(start, start + 10))

    def mark_another() -> None:
        start = TEXT.index("Skarvik")
        window.view.select(Span(start, start + 7))
        press("2")
        QTimer.singleShot(400, window.workspace.undo)

    # The reader writes this file when it listens.
    listening = folder / "listening"

    def look() -> None:
        if listening.exists():
            looking.stop()
            mark_another()

    looking = QTimer(window, interval=50)
    looking.timeout.connect(look)
    looking.start()
    ended = QTimer(window, interval=50)
    ended.timeout.connect(lambda: (folder / "end").exists() and application.quit())
    ended.start()
    QTimer.singleShot(40_000, application.quit)
    application.exec()
    window.close()


main(Path(sys.argv[1]))
