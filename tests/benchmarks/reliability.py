"""What safety costs: a commit with its log row, chain and witness; checking; backing up.

The floor of a commit is a bare sqlite3 commit of the same annotation row, by the same settings
of the disk, in the same run and by turns.
"""

import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.core import operations
from annotator.core.span import Span
from annotator.storage.backup import back_up
from annotator.storage.project import Project
from tests.benchmarks import datasets, news

COMMITS = 400
ARTICLES_OF_200_MB = 16_000


def figures() -> Iterator[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        yield from _commits(Path(name))
        data, path = Path(name, "news.jsonl"), Path(name, "news.annotator")
        datasets.write_data(str(data))
        datasets.import_data(str(data), str(path))
        with Project.open(path) as project:
            began = time.perf_counter()
            assert list(project.check()) == []
            yield "check_400k_s", time.perf_counter() - began, "s"
    with tempfile.TemporaryDirectory() as name:
        yield from _backup(Path(name))


def _commits(folder: Path) -> Iterator[tuple[str, float, str]]:
    path, took, floor = folder / "p.annotator", [], []
    news.write_jsonl(folder / "few.jsonl", 2)
    with Project.create(path, news.scheme()) as project:
        datasets._result(datasets.import_files(project, [folder / "few.jsonl"], annotator="mo"))
        article = project.article(project.article_rows(project.find_articles())[0].id)
        bare = _bare(path, folder / "floor.db")
        row = bare.execute("SELECT * FROM annotation LIMIT 1").fetchone()
        marks = ", ".join("?" * len(row))
        for number in range(COMMITS):
            start = number * 7 % (len(article.text) - 20)
            edit = operations.add(article, (Span(start, start + 9),), label="actor", annotator="mo")
            began = time.perf_counter()
            project.apply(edit, annotator="mo")
            stored = time.perf_counter()
            bare.execute("BEGIN IMMEDIATE")
            bare.execute(f"INSERT INTO annotation VALUES ({marks})",
                         (number.to_bytes(16), *row[1:]))  # fmt: skip
            bare.execute("COMMIT")
            floor.append(time.perf_counter() - stored)
            took.append(stored - began)
        bare.close()
    took.sort()
    yield "commit_p50_ms", statistics.median(took) * 1000, "ms"
    yield "commit_p99_ms", took[int(len(took) * 0.99)] * 1000, "ms"
    yield "commit_to_bare_sqlite", statistics.median(took) / statistics.median(floor), "times"


def _bare(project: Path, target: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(target, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute("ATTACH ? AS p", (str(project),))
    for (sql,) in raw.execute(
        "SELECT sql FROM p.sqlite_schema WHERE tbl_name = 'annotation' AND sql NOT NULL"
    ).fetchall():
        raw.execute(sql)
    raw.execute("INSERT INTO annotation SELECT * FROM p.annotation LIMIT 1")
    raw.execute("DETACH p")
    return raw


def _backup(folder: Path) -> Iterator[tuple[str, float, str]]:
    """A backup of 200 MB in a thread, while another thread stands for the window."""
    data, path = folder / "news.jsonl", folder / "news.annotator"
    news.write_jsonl(data, ARTICLES_OF_200_MB)
    with Project.create(path, news.scheme()) as project:
        datasets._result(datasets.import_files(project, [data], annotator="mo"))
    with Project.open(path) as project:
        began = time.perf_counter()
        worker = threading.Thread(target=back_up, args=(project, "by hand"))
        worker.start()
        longest, last = 0.0, time.perf_counter()
        while worker.is_alive():
            time.sleep(0.002)
            now = time.perf_counter()
            longest, last = max(longest, now - last), now
        yield "backup_mb", path.stat().st_size / 1e6, "MB"
        yield "backup_s", time.perf_counter() - began, "s"
        yield "backup_longest_pause_ms", longest * 1000, "ms"
