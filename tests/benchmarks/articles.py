"""Articles in: a folder of plain texts, saved pages, near-duplicates; each beside its least.

The floor of plain texts is reading, hashing and inserting them raw; that of pages is
trafilatura's own time on the same bytes, one after the other in one process.
"""

import hashlib
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.benchmarks import datasets, news

PLAIN, PAGES, COPIES = 10_000, 1_000, 100_000


def figures() -> Iterator[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        yield from _plain(Path(name))
    with tempfile.TemporaryDirectory() as name:
        yield from _pages(Path(name))
    yield from _copies()


def _imported(folder: Path, target: Path, count: int) -> float:
    with Project.create(target, news.scheme()) as project:
        began = time.perf_counter()
        report = datasets._result(import_files(project, [folder]))
        took = time.perf_counter() - began
    assert report.added == count, report
    return took


def _plain(place: Path) -> Iterator[tuple[str, float, str]]:
    folder = place / "texts"
    folder.mkdir()
    for number in range(PLAIN):
        (folder / f"{number:05}.txt").write_text(news.text(number), "utf-8")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = _imported(folder, place / "p.annotator", PLAIN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    floor = _raw(folder, place / "floor.db")
    yield "plain_10k_s", took, "s"
    yield "plain_10k_to_floor", took / floor, "times"
    yield "plain_10k_grown_mb", (peak - before) / 1024, "MB"


def _raw(folder: Path, target: Path) -> float:
    began = time.perf_counter()
    with sqlite3.connect(target) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = FULL")
        raw.execute("CREATE TABLE article (sha256 BLOB UNIQUE, name TEXT, text TEXT)")
        for path in sorted(folder.iterdir()):
            data = path.read_bytes()
            row = hashlib.sha256(data).digest(), path.name, data.decode("utf-8")
            raw.execute("INSERT INTO article VALUES (?, ?, ?)", row)
    raw.close()
    return time.perf_counter() - began


def page(number: int) -> str:
    """Give a saved page: an article among menus, links, adverts and scripts."""
    menu = "".join(f'<li><a href="/{n}">Part {n}</a></li>' for n in range(40))
    aside = "".join(f'<div class="teaser"><a href="/t{n}">More {n}</a></div>' for n in range(30))
    body = "".join(f"<p>{part}</p>" for part in news.text(number).split("\n\n"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>Report {number}</title><script>var a=1;'
        f'</script><meta property="og:title" content="Report {number}">'
        '<meta property="og:site_name" content="The Courier"><meta name="date" '
        f'content="2026-05-12"></head><body><nav><ul>{menu}'
        f"</ul></nav><main><article><h1>Report {number}</h1>{body}</article></main><aside>{aside}"
        f"</aside><footer>Imprint</footer></body></html>"
    )


def _pages(place: Path) -> Iterator[tuple[str, float, str]]:
    import trafilatura

    folder = place / "pages"
    folder.mkdir()
    for number in range(PAGES):
        (folder / f"{number:04}.html").write_text(page(number), "utf-8")
    trafilatura.bare_extraction(page(0), favor_precision=True, with_metadata=True)  # warm
    began = time.perf_counter()
    for path in sorted(folder.iterdir()):
        trafilatura.bare_extraction(path.read_bytes(), favor_precision=True, with_metadata=True)
    floor = time.perf_counter() - began
    took = _imported(folder, place / "p.annotator", PAGES)
    yield "pages_1k_s", took, "s"
    yield "pages_1k_to_trafilatura", took / floor, "times"


def _copies() -> Iterator[tuple[str, float, str]]:
    """Look for near-duplicates: a tenth of the texts are copies with some words changed."""
    from annotator.suggestions.near_duplicates import groups

    def texts() -> Iterator[tuple[str, str]]:
        for number in range(COPIES):
            rng = Random(number)
            words = news.text(number - number % 10 if number % 10 == 1 else number, 200).split()
            if number % 10 == 1:
                for _ in range(4):
                    words[rng.randrange(len(words))] = "changed"
            yield str(number), " ".join(words)

    began = time.perf_counter()
    found = sum(1 for _ in groups(texts()))
    yield "copies_100k_s", time.perf_counter() - began, "s"
    assert found > COPIES // 12, found
    yield "copies_peak_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB"
