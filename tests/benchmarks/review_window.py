"""The Review room: a queue of 80,000 spans, the next disagreement, five annotators' lanes."""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator import paths
from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.identifiers import new_id
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.storage.project import Project

TIME = "2026-01-02T03:04:05.000Z"


def _project(path: Path, articles: int, who: tuple[str, ...], each: int, words: int) -> None:
    draw = random.Random(7)
    lexicon = ["".join(draw.choices("abcdefghij", k=draw.randint(2, 9))) for _ in range(800)]
    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    labels = [label.id for label in scheme.labels][:3]
    with (
        Project.create(path, scheme) as project,
        project.importing("Fill", annotator="ada") as batch,
        batch.file(),
    ):
        for number in range(articles):
            text = f"Article {number}\n\n" + " ".join(draw.choices(lexicon, k=words))
            article = Article.new(text, id=new_id())
            said = []
            step = (len(text) - 40) // each
            for place in range(each):
                start = 20 + place * step
                length, label = draw.randint(4, max(step, 5)), draw.choice(labels)
                for name in who:
                    end = start + length + (3 if draw.random() < 0.12 else 0)
                    own = label if draw.random() < 0.9 else draw.choice(labels)
                    parts = (Span(start, end),)
                    said.append(Annotation(
                        new_id(), article.id, name, own, parts, text[start:end], TIME, TIME,
                    ))  # fmt: skip
            batch.add(article, said)


def _room(folder: Path, articles: int, who: tuple[str, ...], each: int) -> tuple:
    from annotator.settings import Settings
    from annotator.ui.application import make_application, open_first
    from annotator.ui.main_window import MainWindow

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application()
    path = folder / f"{len(who)}.annotator"
    _project(path, articles, who, each, 600)
    window = MainWindow(Settings())
    window.resize(1400, 900)
    window.show()
    open_first(window, path, sample=False)
    application.processEvents()
    begun = time.perf_counter()
    window.rooms.go("review")
    room = window.rooms.room("review")
    while room.runner.running or room.queue.current is None:
        application.processEvents()
        time.sleep(0.002)
    window.grab()
    return application, window, room, time.perf_counter() - begun


def figures() -> Iterator[tuple[str, float, str]]:
    from PySide6.QtTest import QTest

    with tempfile.TemporaryDirectory() as name:
        os.environ["ANNOTATOR_HOME"] = str(Path(name) / "home")
        application, window, room, ready = _room(Path(name), 1000, ("ada", "ben"), 40)
        yield "review_queue_ready_80000_spans", ready, "s"
        for key, figure in (("n", "review_next_painted"), ("N", "review_next_article_painted"),
                            ("1", "review_decided_stored_painted")):  # fmt: skip
            taken = []
            for _ in range(60):
                begun = time.perf_counter()
                QTest.keyClicks(room.view, key)
                application.processEvents()
                window.grab()
                taken.append((time.perf_counter() - begun) * 1000)
            yield f"{figure}_p50", statistics.median(taken), "ms"
            yield f"{figure}_p95", sorted(taken)[56], "ms"
        window.close()
        application, window, room, _ = _room(
            Path(name), 1, ("ada", "ben", "cy", "di", "eve"), 40
        )  # fmt: skip
        taken = []
        for _ in range(40):
            begun = time.perf_counter()
            room.view.viewport().repaint()
            taken.append((time.perf_counter() - begun) * 1000)
        yield "review_five_annotators_200_spans_repaint", statistics.median(taken), "ms"
        window.close()
