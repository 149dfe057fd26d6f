"""Import and export of 10,000 articles with 400,000 annotations, beside the least they could be.

The floor of the import is a raw sqlite3 insert of the same rows, the floor of the export
reading those rows raw and writing them with msgspec; both in the same run.
"""

import gc
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from annotator.jobs.export_dataset import export_dataset
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.benchmarks import news

ARTICLES = 10_000


def figures() -> Iterator[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, project = folder / "news.jsonl", folder / "news.annotator"
        _run("write_data", data)
        import_s, peak_mb = map(float, _run("import_data", data, project).split())
        import_floor = _insert_raw(project, folder / "floor.db")
        yield "import_10k_s", import_s, "s"
        yield "import_10k_to_floor", import_s / import_floor, "times"
        yield "import_10k_peak_mb", peak_mb, "MB"
        out = folder / "out.jsonl"
        export_s = float(_run("export_data", project, out).split()[0])
        export_floor = _seconds(lambda: _export_raw(project, folder / "floor.jsonl"))
        assert out.read_bytes() == data.read_bytes(), "what was imported is exported again"
        yield "export_10k_s", export_s, "s"
        yield "export_10k_to_floor", export_s / export_floor, "times"


# --- what is measured, each in a process of its own, as a user runs it


def write_data(data: str) -> None:
    news.write_jsonl(Path(data), ARTICLES)


def import_data(data: str, path: str) -> None:
    with Project.create(Path(path), news.scheme()) as project:
        started = time.perf_counter()
        report = _result(import_files(project, [Path(data)], annotator="mo"))
        took = time.perf_counter() - started
    assert (report.added, report.annotations) == (ARTICLES, ARTICLES * news.SPANS), report
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def export_data(path: str, out: str) -> None:
    with Project.open(Path(path)) as project:
        print(_seconds(lambda: _result(export_dataset(project, Path(out)))))


def _run(function: str, *paths: Path) -> str:
    code = (
        "import sys; from annotator.__main__ import collect_seldom; collect_seldom();"
        f"from tests.benchmarks import datasets; datasets.{function}(*sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, paths)], check=True, capture_output=True, text=True
    )
    return done.stdout


def _result(job: Any) -> Any:
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


# --- the floors


def _insert_raw(project: Path, floor: Path) -> float:
    """Give the seconds to insert the project's rows into equal tables with equal indexes."""
    source, target = sqlite3.connect(project), sqlite3.connect(floor, isolation_level=None)
    target.execute("PRAGMA journal_mode = WAL")
    target.execute("PRAGMA synchronous = FULL")
    names = []
    for kind, name, sql in source.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%'"
    ):
        target.execute(sql)
        names += [name] if kind == "table" and name not in ("action", "scheme") else []
    rows = {name: source.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    gc.collect()
    started = time.perf_counter()
    target.execute("BEGIN")
    for name, held in rows.items():
        if held:
            marks = ", ".join("?" * len(held[0]))
            target.executemany(f"INSERT INTO {name} VALUES ({marks})", held)
    target.execute("COMMIT")
    took = time.perf_counter() - started
    source.close()
    target.close()
    return took


def _export_raw(project: Path, out: Path) -> None:
    """Read articles and annotations in order and write each article as one line."""
    source = sqlite3.connect(project)
    marks = defaultdict(list)
    encode = msgspec.json.Encoder().encode
    rows = source.execute(
        "SELECT article, id, first, last, label, quote, attributes, created, changed"
        " FROM annotation ORDER BY article, first, last DESC, label, id"
    )
    with out.open("wb") as file:
        for row in rows:
            marks[row[0]].append(row)
        for row in source.execute(
            "SELECT a.number, a.id, t.text, a.title, a.outlet, a.published, a.language, a.sha256"
            " FROM article a JOIN article_text t ON t.article = a.number ORDER BY a.number"
        ):
            spans = [
                {"id": m[1].hex(), "start": m[2], "end": m[3], "label": m[4], "text": m[5],
                 "attributes": msgspec.Raw(m[6].encode()) if m[6] else None,
                 "created": m[7], "changed": m[8]}
                for m in marks[row[0]]
            ]  # fmt: skip
            meta = {"title": row[3], "outlet": row[4], "published": row[5], "language": row[6],
                    "sha256": row[7].hex()}  # fmt: skip
            line = {"id": row[1].hex(), "text": row[2], "spans": spans, "meta": meta}
            file.write(encode(line) + b"\n")
    source.close()
