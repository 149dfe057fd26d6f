"""The import window: how alive it stays with 10,000 files, 1,000 pages and 100,000 articles."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.articles import page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from annotator.storage.project import Project
    from annotator.ui.importing.window import ImportWindow

_ARTICLES, _FILES, _PAGES = 100_000, 10_000, 1_000
_BEAT = 10
"""Milliseconds between two looks at the clock."""
_WORDS = (
    "harbour", "council", "ferry", "minister", "agreed", "said", "on", "the", "a", "of", "treaty",
    "vote", "noon", "city",
)  # fmt: skip


def _text(number: int) -> str:
    words = " ".join(_WORDS[(number * 7 + at * at) % len(_WORDS)] for at in range(150))
    return f"Article {number}. {words}."


def _table(folder: Path) -> Path:
    path = folder / "scraped.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(_ARTICLES):
            out.write(json.dumps({"text": _text(number), "title": f"T {number}"}))
            out.write("\n")
    return path


def _files(folder: Path) -> Path:
    """Plain texts, of which each tenth is refused and each fifth has something to put right."""
    (folder / "files").mkdir()
    for number in range(_FILES):
        odd = " fer\u00adry" if number % 5 == 1 else ""
        text = "" if number % 10 == 0 else _text(number) + odd
        (folder / "files" / f"{number:05}.txt").write_text(text, "utf-8")
    return folder / "files"


def _pages(folder: Path) -> Path:
    (folder / "pages").mkdir()
    for number in range(_PAGES):
        (folder / "pages" / f"{number:04}.html").write_text(page(number), "utf-8")
    return folder / "pages"


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


class _Watch:
    """Hears how late a short timer comes, in milliseconds."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.pauses: list[float] = []
        self._timer = QTimer(interval=_BEAT)
        self._timer.timeout.connect(self._beat)
        self._last = time.perf_counter()
        self._timer.start()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.pauses.append((now - self._last) * 1e3 - _BEAT)
        self._last = now

    def ended(self) -> list[float]:
        """Stop, and give the pauses from the shortest on."""
        self._beat()
        self._timer.stop()
        return sorted(self.pauses)


def _settled(application: "QApplication", window: "ImportWindow") -> None:
    while window.doing or not window.model.followed:
        application.processEvents()
        time.sleep(0.001)
    until = time.perf_counter() + 0.3
    while time.perf_counter() < until:
        application.processEvents()
        time.sleep(0.001)


def figures() -> Iterator[tuple[str, float, str]]:
    from annotator import paths
    from annotator.core.scheme_file import read_scheme
    from annotator.storage.project import Project
    from annotator.ui.application import make_application

    application = make_application()
    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    for name, make in (("10k_files", _files), ("1k_pages", _pages), ("100000", _table)):
        with TemporaryDirectory() as place:
            source = make(Path(place))
            with Project.create(Path(place) / "p.annotator", scheme) as project:
                yield from _read(application, project, source, name)


def _read(
    application: "QApplication", project: "Project", source: Path, name: str
) -> Iterator[tuple[str, float, str]]:
    from annotator.ui.importing.window import ImportWindow
    from annotator.ui.theme import LIGHT

    before, began = _memory(), time.perf_counter()
    window = ImportWindow(project, [source], "mo", LIGHT, None)
    window.show()
    application.processEvents()
    watch = _Watch()
    _settled(application, window)
    pauses = watch.ended()
    yield f"import_window_read_{name}", time.perf_counter() - began, "s"
    yield f"import_window_pause_p99_{name}", pauses[int(len(pauses) * 0.99)], "ms"
    yield f"import_window_pause_most_{name}", pauses[-1], "ms"
    yield f"import_window_memory_{name}", _memory() - before, "MB"
    for said, do in _hand(window):
        watch = _Watch()
        do()
        _settled(application, window)
        yield f"import_window_{said}_pause_{name}", watch.ended()[-1], "ms"
    window.leave()


def _hand(window: "ImportWindow") -> Iterator[tuple[str, Callable[[], object]]]:
    """What a hand does once all is read, each by its name."""
    from PySide6.QtCore import Qt

    from annotator.ui.importing.model import OUTLET

    def anew() -> None:
        window.table.clearSelection()
        window.table.selectAll()

    yield "next_row", lambda: window.table.selectRow(7)
    yield "pick_all", window.table.selectAll
    yield "repair_all", window.repair_picked
    yield "pick_all_repaired", anew
    yield "only_warned", lambda: window.only_warned.setChecked(True)
    yield "all_again", lambda: window.only_warned.setChecked(False)
    yield "untick_all", window.none.click
    yield "pattern", lambda: window.pattern.setText("{title}")
    yield "sort", lambda: window.table.sortByColumn(OUTLET, Qt.SortOrder.AscendingOrder)
