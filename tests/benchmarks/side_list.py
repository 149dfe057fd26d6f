"""The list beside the text, with 100,000 annotations in one article: each step of scrolling it."""

import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

MARKS, STEPS = 100_000, 300


def figures() -> Iterator[tuple[str, float, str]]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from annotator.settings import Settings
    from annotator.storage.project import Project
    from annotator.ui.application import make_application
    from annotator.ui.main_window import MainWindow
    from tests.benchmarks import canvas, news

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_HOME"] = folder
        path = Path(folder) / "long.annotator"
        article, marks = canvas._article(5_000_000, MARKS)
        with (
            Project.create(path, news.scheme()) as project,
            project.importing("Import", annotator="bench") as batch,
        ):
            batch.add(article, list(marks))
        settings = Settings()
        settings["annotator"] = next(iter(marks)).annotator
        application = make_application()
        window = MainWindow(settings)
        window.resize(1280, 800)
        window.show()
        window.files.open(path)
        if window.workspace.article is None:
            window.workspace.open_article(article.id)
        application.processEvents()
        list_ = window.annotation_list.list
        assert window.annotation_list.model.rowCount() == MARKS
        yield from _scrolled(list_, list_.verticalScrollBar(), application)
        window.close()


def _scrolled(list_, bar, application) -> Iterator[tuple[str, float, str]]:  # type: ignore[no-untyped-def]
    """Scroll by steps of the wheel from places all over the list."""
    rng, times = Random(5), []
    for number in range(STEPS):
        if number % 10 == 0:
            bar.setValue(rng.randrange(bar.maximum()))
            application.processEvents()
        begun = time.perf_counter()
        bar.setValue(bar.value() + 90)
        list_.viewport().repaint()
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    yield "side_list_scroll_p50_ms", statistics.median(times), "ms"
    yield "side_list_scroll_p99_ms", times[int(len(times) * 0.99)], "ms"
