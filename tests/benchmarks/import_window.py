"""The import window with 100,000 articles: how long, how alive, how much memory."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

_ARTICLES = 100_000
_WORDS = (
    "harbour", "council", "ferry", "minister", "agreed", "said", "on", "the", "a", "of", "treaty",
    "vote", "noon", "city",
)  # fmt: skip


def _table(folder: Path) -> Path:
    path = folder / "scraped.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(_ARTICLES):
            words = " ".join(_WORDS[(number * 7 + at * at) % len(_WORDS)] for at in range(150))
            out.write(json.dumps({"text": f"Article {number}. {words}.", "title": f"T {number}"}))
            out.write("\n")
    return path


def _memory() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def figures() -> Iterator[tuple[str, float, str]]:
    from PySide6.QtCore import QTimer

    from annotator import paths
    from annotator.core.scheme_file import read_scheme
    from annotator.storage.project import Project
    from annotator.ui.application import make_application
    from annotator.ui.importing.window import ImportWindow
    from annotator.ui.theme import LIGHT

    application = make_application()
    with TemporaryDirectory() as place:
        folder = Path(place)
        source = _table(folder)
        scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
        with Project.create(folder / "p.annotator", scheme) as project:
            pauses, last = [], [time.perf_counter()]

            def beat() -> None:
                now = time.perf_counter()
                pauses.append((now - last[0]) * 1e3 - 10)
                last[0] = now

            timer = QTimer(interval=10)
            timer.timeout.connect(beat)
            before, began = _memory(), time.perf_counter()
            window = ImportWindow(project, [source], "mo", LIGHT, None)
            window.show()
            timer.start()
            while window.doing or not window.model.followed:
                application.processEvents()
                time.sleep(0.001)
            timer.stop()
            pauses.sort()
            yield "import_window_read_100000", time.perf_counter() - began, "s"
            yield "import_window_pause_p99", pauses[int(len(pauses) * 0.99)], "ms"
            yield "import_window_pause_most", pauses[-1], "ms"
            yield "import_window_memory_100000", _memory() - before, "MB"
            began = time.perf_counter()
            window.table.selectAll()
            application.processEvents()
            yield "import_window_pick_all", (time.perf_counter() - began) * 1e3, "ms"
            window.leave()
