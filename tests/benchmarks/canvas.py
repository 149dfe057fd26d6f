"""Drawing alone: how soon a mark, a scroll step, a zoom step or an opened article is on the screen.

Every figure is taken from the call to the end of the paint event that it leads to, in a real
window without a screen.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from random import Random
from statistics import median, quantiles

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from annotator.core import operations
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.tokens import words_of
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.reading.view import ReadingView
from tests.benchmarks import news

Figure = tuple[str, float, str]
Opened = tuple[Article, AnnotationSet]
_SIZES = {"4kb": (4_000, 40), "60kb": (60_000, 2_000), "1mb": (1_000_000, 10_000),
          "5mb": (5_000_000, 100_000)}  # fmt: skip


def figures() -> Iterator[Figure]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    stage = _Stage(application)
    opened = {name: _article(*size) for name, size in _SIZES.items()}
    gc.collect()
    gc.freeze()
    for mode in Mode:
        stage.view.typeset(Typesetting(mode=mode))
        for name, value, unit in _drawing(stage, opened):
            yield name if mode is Mode.LANES else f"{mode}_{name}", value, unit
        for name, value, unit in _relations(stage):
            yield name if mode is Mode.LANES else f"{mode}_{name}", value, unit
    stage.view.close()


def _relations(stage: "_Stage") -> Iterator[Figure]:
    """Measure an article of 60 KB with 500 relations between neighbouring and far marks."""
    article, annotations = _article(60_000, 2_000)
    marks, rng = list(annotations), Random(11)
    kinds = stage.scheme.relations
    edits = []
    while len(edits) < 500:
        head = rng.randrange(len(marks))
        tail = min(head + rng.choice((1, 2, 3, 200)), len(marks) - 1)
        if head != tail:
            edit = operations.relate(
                marks[head], marks[tail], type=rng.choice(kinds).id, annotator="mo"
            )
            edits.append(edit)
    for edit in edits:
        annotations.apply(edit)
    opened = (article, annotations)
    took = [stage.open(opened) for _ in range(5)]
    yield "relations_open_60kb_ms", median(took), "ms"
    yield from _marking(stage, opened, "relations_key_to_paint")
    yield from _percentiles("relations_scroll", _scrolled(stage, opened))


def _drawing(stage: "_Stage", opened: dict[str, Opened]) -> Iterator[Figure]:
    """Measure the present display mode."""
    stage.open(opened["60kb"])  # fonts are loaded, as they are after the first article
    for name in opened:
        yield f"open_{name}_ms", median(stage.open(opened[name]) for _ in range(5)), "ms"
    yield "open_1mb_one_paragraph_ms", _open_one_paragraph(stage, opened["1mb"]), "ms"
    yield from _marking(stage, opened["60kb"], "key_to_paint_60kb")
    yield from _marking(stage, opened["5mb"], "key_to_paint")
    yield from _scrolling(stage, opened["5mb"])
    stage.open(opened["60kb"])
    stage.settle()
    yield "full_repaint_ms", median(stage.times(stage.view.viewport().update, 40)), "ms"
    yield "drag_step_ms", median(_dragging(stage)), "ms"
    yield "resize_ms", median(_resizing(stage)), "ms"
    yield "zoom_step_ms", median(_zooming(stage)), "ms"


class _Stage(QObject):
    """A shown reading view that tells when it has painted."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        self.scheme = news.scheme()
        self._painted = False
        self.view = ReadingView()
        self.view.resize(1000, 800)
        self.view.show()
        self.view.viewport().installEventFilter(self)
        self.settle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._painted:
            self.view.viewport().removeEventFilter(self)  # or the event would come back here
            QApplication.sendEvent(watched, event)
            self.view.viewport().installEventFilter(self)
            self._painted = True
            return True
        return False

    def settle(self) -> None:
        """Let everything that is pending happen, laying out ahead too."""
        for _ in range(60):
            self._application.processEvents()

    def time(self, work: Callable[[], object]) -> float:
        """Give the milliseconds from a call until its result is painted."""
        self._painted = False
        started = time.perf_counter()
        work()
        while not self._painted:
            self._application.processEvents()
            assert time.perf_counter() - started < 10, "nothing was painted"
        return (time.perf_counter() - started) * 1000

    def times(self, work: Callable[[], object], count: int) -> list[float]:
        return [self.time(work) for _ in range(count)]

    def open(self, opened: Opened) -> float:
        article, annotations = opened
        took = self.time(lambda: self.view.show_article(article, annotations, self.scheme))
        self.settle()
        return took


def _article(length: int, spans: int) -> Opened:
    article, values = news.entry(1, words=length * 10 // 62, spans=spans)
    return article, AnnotationSet(article.id, values)


def _open_one_paragraph(stage: _Stage, opened: Opened) -> float:
    article, annotations = opened
    text = article.text.replace("\n\n", "  ")
    flat = Article.new(text, id=article.id)
    return median(stage.open((flat, annotations)) for _ in range(5))


def _marking(stage: _Stage, opened: Opened, name: str) -> Iterator[Figure]:
    """Add 300 marks where the reader is, in three places of the article."""
    article, annotations = opened
    stage.open(opened)
    words = words_of(article.text)
    rng = Random(7)
    took = []
    for place in (0.1, 0.5, 0.9):
        stage.view.scroll_to_offset(int(len(article.text) * place))
        stage.settle()
        top = stage.view.first_visible_offset()
        seen = [w for w in words if top <= w.start < top + 1_000]
        for _ in range(100):
            edit = operations.add(
                article, (rng.choice(seen),), label=rng.choice(("actor", "location")),
                annotator="mo",
            )  # fmt: skip

            def mark(edit: object = edit) -> None:
                annotations.apply(edit)  # type: ignore[arg-type]
                stage.view.refresh(edit)  # type: ignore[arg-type]

            took.append(stage.time(mark))
            annotations.apply(edit.inverse)
            stage.view.refresh(edit.inverse)
            stage.settle()
    yield from _percentiles(name, took)


def _scrolling(stage: _Stage, opened: Opened) -> Iterator[Figure]:
    """Scroll 300 wheel steps down and 100 back from the middle of what was never seen."""
    yield from _percentiles("scroll", _scrolled(stage, opened))


def _scrolled(stage: _Stage, opened: Opened) -> list[float]:
    stage.open(opened)
    stage.view.scroll_to_offset(len(opened[0].text) // 2)
    bar, way = stage.view.verticalScrollBar(), 1

    def step() -> None:
        nonlocal way  # a short page ends before the steps do: from its ends they go back
        if not 84 <= bar.value() + way * 84 <= bar.maximum() - 84:
            way = -way
        stage.view.scroll_by(way * 84)

    took = stage.times(step, 300)
    way = -way
    return took + stage.times(step, 100)


def _dragging(stage: _Stage) -> list[float]:
    viewport = stage.view.viewport()

    def send(kind: QEvent.Type, point: QPoint) -> None:
        at = QPointF(point)
        button = Qt.MouseButton.LeftButton
        modifiers = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, viewport.mapToGlobal(at), button, button, modifiers)
        QApplication.sendEvent(viewport, event)

    send(QEvent.Type.MouseButtonPress, QPoint(200, 120))
    send(QEvent.Type.MouseMove, QPoint(260, 120))
    stage.settle()
    took = []
    for step in range(120):
        point = QPoint(200 + step % 4 * 160, 160 + step // 10 * 48)
        before = stage.view.selected_span()
        started = time.perf_counter()
        send(QEvent.Type.MouseMove, point)
        sent = (time.perf_counter() - started) * 1000
        if stage.view.selected_span() != before:  # else nothing has to be drawn
            took.append(sent + stage.time(lambda: None))
    send(QEvent.Type.MouseButtonRelease, QPoint(300, 300))
    return took


def _resizing(stage: _Stage) -> list[float]:
    return [
        stage.time(lambda width=width: stage.view.resize(width, 800))  # type: ignore[misc]
        for width in (*range(720, 620, -5), *range(620, 720, 5))
    ]


def _zooming(stage: _Stage) -> list[float]:
    stage.view.resize(1000, 800)
    stage.settle()
    steps = [1.0 + 0.1 * step for step in (*range(1, 8), *range(6, -1, -1))]
    return [stage.time(lambda zoom=zoom: stage.view.set_zoom(zoom)) for zoom in steps]  # type: ignore[misc]


def _percentiles(name: str, took: list[float]) -> Iterator[Figure]:
    yield f"{name}_p50_ms", median(took), "ms"
    yield f"{name}_p99_ms", quantiles(took, n=100)[98], "ms"
