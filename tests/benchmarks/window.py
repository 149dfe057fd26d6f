"""The window as a whole: start, key to durable to painted, a list of 100,000 articles."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator import paths
from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.storage.project import ArticleFilter, Project

SCHEME = "schemes/news-commitments.toml"
_START = """
import os, sys, time
begun = float(sys.argv[2])
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from pathlib import Path
from annotator.__main__ import collect_seldom
collect_seldom()
from annotator.settings import Settings
from annotator.ui.application import make_application, open_first
from annotator.ui.main_window import MainWindow
application = make_application()
window = MainWindow(Settings())
window.show()
application.processEvents()
window.grab()
shown = time.time() - begun
open_first(window, Path(sys.argv[1]), sample=False)
application.processEvents()
window.grab()
read = time.time() - begun
pages = int(open("/proc/self/statm").read().split()[1]) if sys.platform == "linux" else 0
print(shown, read, pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
window.close()
"""


_MARKS, _IN_VIEW = 100, 600


def _median_start(project: Path, home: str) -> tuple[float, float, float]:
    runs = []
    for _ in range(5):
        done = subprocess.run(
            [sys.executable, "-c", _START, str(project), str(time.time())],
            capture_output=True, text=True, check=True, env={**os.environ, "ANNOTATOR_HOME": home},
        )  # fmt: skip
        runs.append([float(x) for x in done.stdout.split()])
    first, second, memory = (statistics.median(column) for column in zip(*runs, strict=True))
    return first, second, memory


def start() -> Iterator[tuple[str, float, str]]:
    """Process start to the first window painted, and to the last article painted."""
    from annotator.ui.files import make_sample

    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "s.annotator"
        make_sample(project)
        window, article, memory = _median_start(project, folder)
    yield "start_window_s", window, "s"
    yield "start_article_s", article, "s"
    yield "idle_mb", memory, "MB"


def many_articles() -> Iterator[tuple[str, float, str]]:
    """A project of 100,000 articles: its list open and painted, a search as one types."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "many.annotator"
        scheme = read_scheme(paths.resource(SCHEME))
        with (
            Project.create(path, scheme) as project,
            project.importing("Import", annotator="mo") as batch,
            batch.file(),
        ):
            for n in range(100_000):
                title = f"Council {n % 977} of Norland weighs budget {n}"
                batch.add(Article.new(f"{title}. The text of {n}.", title=title), [])
        opened, searched = [], []
        for _ in range(3):
            begun = time.perf_counter()
            with Project.open(path) as project:
                listing = project.find_articles()
                project.state_counts(annotator="mo")
                project.article_rows(listing[:64], annotator="mo")
                opened.append(time.perf_counter() - begun)
                for words in ("c", "cou", "norland 12", "budget 9999", "zzz"):
                    begun = time.perf_counter()
                    found = project.find_articles(ArticleFilter(search=words))
                    project.article_rows(found[:64], annotator="mo")
                    searched.append(time.perf_counter() - begun)
        shown, grouped = _listed(path)
        memory = _median_start(path, folder)[2]
    yield "list_100k_s", statistics.median(opened), "s"
    yield "list_100k_painted_ms", shown * 1000, "ms"
    yield "list_100k_grouped_ms", grouped * 1000, "ms"
    yield "search_100k_ms", statistics.median(searched) * 1000, "ms"
    yield "search_100k_worst_ms", max(searched) * 1000, "ms"
    yield "idle_100k_mb", memory, "MB"


def _listed(path: Path) -> tuple[float, float]:
    """Give the seconds in which the list of a window is read anew and painted; with headings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from annotator.settings import Settings
    from annotator.ui.application import make_application, open_first
    from annotator.ui.main_window import MainWindow

    application = make_application()
    window = MainWindow(Settings())
    window.show()
    open_first(window, path, sample=False)
    medians = []
    for order in ("", "outlet"):
        window.articles.arrangement.arrange(order, descending=False)
        window.articles.arrangement.group(True)
        taken = []
        for _ in range(5):
            begun = time.perf_counter()
            window.articles.reload()
            application.processEvents()
            window.articles.grab()
            taken.append(time.perf_counter() - begun)
        medians.append(statistics.median(taken))
    window.close()
    return medians[0], medians[1]


def mark() -> Iterator[tuple[str, float, str]]:
    """A key pressed in the real window until the mark is durable and the window painted anew.

    The words stand in view; what is painted is what the mark changed, as while one works.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtTest import QSignalSpy, QTest

    from annotator.core.span import Span
    from annotator.core.tokens import words_of
    from annotator.settings import Settings
    from annotator.ui.application import make_application
    from annotator.ui.files import make_sample
    from annotator.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_HOME"] = folder
        project = Path(folder) / "s.annotator"
        make_sample(project)
        application = make_application()
        window = MainWindow(Settings())
        window.show()
        window.files.open(project)
        application.processEvents()
        article = window.workspace.article
        assert article is not None
        words = words_of(article.text[:_IN_VIEW])
        stored = QSignalSpy(window.marking.marked)
        update = QEvent.Type.UpdateRequest.value
        times = []
        for turn, word in enumerate(words[:_MARKS]):
            window.view.select(Span(word.start, word.end))
            application.processEvents()
            before, begun = stored.count(), time.perf_counter()
            QTest.keyClicks(window.view, "123"[turn % 3])
            QCoreApplication.sendPostedEvents(window, update)
            took = time.perf_counter() - begun
            if stored.count() > before:  # not where the sample has that mark already
                times.append(took)
            application.processEvents()
        assert len(times) > _MARKS * 0.8, f"only {len(times)} keys made a mark"
        window.close()
    times.sort()
    yield "mark_durable_painted_p50_ms", statistics.median(times) * 1000, "ms"
    yield "mark_durable_painted_p99_ms", times[int(len(times) * 0.99)] * 1000, "ms"


def figures() -> Iterator[tuple[str, float, str]]:
    """All figures of the window."""
    yield from start()
    yield from mark()
    yield from many_articles()
