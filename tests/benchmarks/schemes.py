"""Schemes: changing one under 400,000 annotations, one of 300 labels, a register of 20,000."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from annotator.core import scheme_labels
from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.core.scheme import Label, Scheme
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from annotator.suggestions.entities import KnownNames, candidates
from tests.benchmarks import news

ANNOTATIONS, LABELS, ENTITIES = 400_000, 300, 20_000


def figures() -> Iterator[tuple[str, float, str]]:
    yield from _register()
    with tempfile.TemporaryDirectory() as folder:
        yield from _many_labels(Path(folder))
        yield from _changes(Path(folder))


def _changes(folder: Path) -> Iterator[tuple[str, float, str]]:
    source = folder / "news.jsonl"
    news.write_jsonl(source, ANNOTATIONS // news.SPANS)
    with Project.create(folder / "large.annotator", news.scheme()) as project:
        for _ in import_files(project, [source], annotator="mo"):
            pass
        first, second = [label.id for label in project.scheme.labels[:2]]

        def rename() -> None:
            edit = scheme_labels.edit_label(project.scheme, first, name="Agent")
            project.change_scheme(edit, annotator="ada")

        def merge() -> None:
            edit = scheme_labels.merge_labels(project.scheme, first, second)
            project.change_scheme(edit, annotator="ada")

        yield "scheme_rename_400000_ms", 1000 * _seconds(rename), "ms"
        yield "scheme_merge_400000_s", _seconds(merge), "s"
        yield "scheme_merge_undo_s", _seconds(lambda: project.undo(annotator="ada")), "s"
        yield (
            "mention_counts_400000_s", _seconds(lambda: project.mention_counts({"entity"})), "s",
        )  # fmt: skip


def _many_labels(folder: Path) -> Iterator[tuple[str, float, str]]:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ["ANNOTATOR_HOME"] = str(folder / "home")
    from annotator.settings import Settings
    from annotator.ui.application import make_application
    from annotator.ui.label_picker import LabelPicker
    from annotator.ui.main_window import MainWindow

    colors = ("#0072b2", "#d55e00", "#009e73")
    scheme = Scheme("many", "Many", "1", tuple(
        Label(f"l{n}", f"Label {n}", colors[n % 3]) for n in range(LABELS)))  # fmt: skip
    Project.create(folder / "many.annotator", scheme).close()
    application = make_application()
    window = MainWindow(Settings())
    window.show()
    window.files.open(folder / "many.annotator")
    application.processEvents()

    def entered() -> None:
        window.rooms.go("scheme")
        application.processEvents()

    yield "scheme_room_300_labels_first_ms", 1000 * _seconds(entered), "ms"
    window.rooms.go("annotate")
    yield "scheme_room_300_labels_ms", 1000 * _seconds(entered), "ms"
    picker = LabelPicker(window)
    yield "label_by_name_letter_ms", 1000 * _middle(lambda at: picker._fill(str(at))), "ms"
    window.close()


def _register() -> Iterator[tuple[str, float, str]]:
    parts = ("Harbour", "Council", "North", "Union", "Party", "Bank", "Lunde", "Agency", "East")
    entities = [
        Entity(new_id(), f"{parts[n % 9]} {parts[n // 9 % 9]} {n}", now()) for n in range(ENTITIES)
    ]
    yield "register_index_20000_ms", 1000 * _seconds(lambda: KnownNames(entities)), "ms"
    known = KnownNames(entities)
    words = ("harbour coun", "lunde", "north eest 17", "party", "xyz")
    yield (
        "register_candidates_20000_ms",
        1000 * _middle(lambda at: candidates(words[at % len(words)], known)), "ms",
    )  # fmt: skip


def _seconds(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _middle(run: Callable[[int], object]) -> float:
    return median(_seconds(lambda at=at: run(at)) for at in range(15))  # type: ignore[misc]
