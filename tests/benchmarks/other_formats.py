"""Each format's writing and reading of 1,000 articles with 40,000 spans.

The floor is its bare parser on the same bytes, in the same run: JSON decoded (and encoded) by
the standard library for the JSON family, the bytes decoded and split into lines for the others.
"""

import gc
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from annotator.formats.archives import FolderFiles
from annotator.formats.carrying import NOBODY
from annotator.formats.format import Entry, Format, Reading, Writing, entries
from annotator.formats.registry import formats
from annotator.jobs.found_files import FoundFiles
from tests.benchmarks import news

ARTICLES = 1_000


def figures() -> Iterator[tuple[str, float, str]]:
    found = list(news.entries(ARTICLES))
    for how in formats():
        if how.write is None or how.read is None or how.name in _DONE:
            continue
        with tempfile.TemporaryDirectory() as place:
            yield from _figures(how, found, Path(place))


_DONE = ("jsonl",)  # see datasets.py


def _figures(how: Format, found: list[Entry], place: Path) -> Iterator[tuple[str, float, str]]:
    path = place / f"data{'' if how.write_files else how.suffixes[0]}"
    write_s = _seconds(lambda: _write(how, found, path))
    read_s = _seconds(lambda: _read(how, path))
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    data = [file.read_bytes() for file in files]
    parse_s = _seconds(lambda: [_parsed(part) for part in data])
    held = [_parsed(part) for part in data]
    dump_s = _seconds(lambda: [_dumped(part) for part in held])
    name = how.name.replace("-", "_")
    yield f"write_{name}_1k_s", write_s, "s"
    yield f"write_{name}_to_floor", write_s / dump_s, "times"
    yield f"read_{name}_1k_s", read_s, "s"
    yield f"read_{name}_to_floor", read_s / parse_s, "times"


def _write(how: Format, found: list[Entry], path: Path) -> None:
    writing = Writing(news.scheme())
    if how.write_files is not None:
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        for _ in how.write_files(found, FolderFiles(path), writing):
            pass
        return
    assert how.write is not None
    with path.open("wb") as file:
        for _ in how.write(found, file, writing):
            pass


def _read(how: Format, path: Path) -> None:
    number = 0
    with FoundFiles([path], how) as files:
        for file in files:
            number += sum(1 for _ in entries(how, file.path, Reading(annotator=NOBODY)))
    assert number == ARTICLES, (how.name, number)


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data)
    except ValueError:
        pass
    try:
        return [json.loads(line) for line in data.split(b"\n") if line]
    except ValueError:
        return [line.split("\t") for line in data.decode("utf-8", "replace").split("\n")]


def _dumped(held: object) -> bytes:
    rows = held if isinstance(held, list) and held and isinstance(held[0], list) else None
    if rows is not None and all(isinstance(x, str) for x in rows[0]):
        return "\n".join("\t".join(row) for row in rows).encode()
    return json.dumps(held, ensure_ascii=False).encode()


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
