"""Each format's writing and reading of 1,000 articles with 40,000 spans.

The floor is its bare parser on the same bytes, in the same run: JSON decoded (and encoded) by
the standard library for the JSON family, pyarrow for Parquet, spaCy for its DocBin, openpyxl for
XLSX, the csv module for CSV, the bytes decoded and split into lines for the others.

``stream_10k_peak_mb`` is the memory that writing and checking 10,000 articles takes at most; it
hardly grows with their number (100,000 took 103 MB as hf-spans in November 2026, in minutes:
``python -c "from tests.benchmarks.other_formats import stream; stream('hf-spans', '100000')"``).
"""

import csv
import gc
import io
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.article import Article
from annotator.formats.archives import FolderFiles
from annotator.formats.carrying import NOBODY
from annotator.formats.format import Entry, Format, Reading, Writing, entries
from annotator.formats.registry import format_named, formats
from annotator.jobs.dataset_file import written
from annotator.jobs.found_files import FoundFiles
from annotator.jobs.replacing import Replacing
from tests.benchmarks import news

ARTICLES = 1_000
STREAMED = 10_000


def figures() -> Iterator[tuple[str, float, str]]:
    found = list(news.entries(ARTICLES))
    for how in formats():
        if how.write is None or how.name in _DONE:
            continue
        with tempfile.TemporaryDirectory() as place:
            yield from _figures(how, found, Path(place))
    yield "stream_10k_peak_mb", _peak_mb("hf-spans", STREAMED), "MB"


_DONE = ("jsonl",)  # see datasets.py


def _figures(how: Format, found: list[Entry], place: Path) -> Iterator[tuple[str, float, str]]:
    path = place / f"data{'' if how.write_files else how.suffixes[0]}"
    write_s = _seconds(lambda: _write(how, found, path))
    texts = {article.sha256: article for article, _ in found}
    read_s = _seconds(lambda: _read(how, path, texts)) if how.read is not None else None
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    data = [file.read_bytes() for file in files]
    parse, dump = _BARE.get(how.suffixes[0], (_parsed, _dumped))
    parse_s = _seconds(lambda: [parse(part) for part in data])
    held = [parse(part) for part in data]
    dump_s = _seconds(lambda: [dump(part) for part in held])
    name = how.name.replace("-", "_")
    yield f"write_{name}_1k_s", write_s, "s"
    yield f"write_{name}_to_floor", write_s / dump_s, "times"
    if read_s is not None:
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


def _read(how: Format, path: Path, texts: dict[str, Article]) -> None:
    number = 0
    with FoundFiles([path], how) as files:
        for file in files:
            reading = Reading(annotator=NOBODY, texts=texts.get)
            number += sum(1 for _ in entries(how, file.path, reading))
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


# --- the bare parsers of what is neither JSON nor lines


def _parsed_parquet(data: bytes) -> Any:
    from pyarrow import parquet

    return parquet.read_table(io.BytesIO(data)).to_pylist()


def _dumped_parquet(rows: Any) -> None:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(rows), io.BytesIO())


def _parsed_docbin(data: bytes) -> Any:
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    return list(DocBin().from_bytes(data).get_docs(Vocab()))


def _dumped_docbin(docs: Any) -> None:
    from spacy.tokens import DocBin

    DocBin(attrs=["ENT_IOB", "ENT_TYPE"], docs=docs).to_bytes()


def _parsed_sheet(data: bytes) -> Any:
    from openpyxl import load_workbook

    return list(load_workbook(io.BytesIO(data), read_only=True).active.iter_rows(values_only=True))


def _dumped_sheet(rows: Any) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(row)
    book.save(io.BytesIO())


def _parsed_csv(data: bytes) -> Any:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def _dumped_csv(rows: Any) -> None:
    csv.writer(io.StringIO(newline="")).writerows(rows)


_BARE: dict[str, tuple[Callable[[bytes], Any], Callable[[Any], object]]] = {
    ".parquet": (_parsed_parquet, _dumped_parquet),
    ".spacy": (_parsed_docbin, _dumped_docbin),
    ".xlsx": (_parsed_sheet, _dumped_sheet),
    ".csv": (_parsed_csv, _dumped_csv),
}


# --- memory


def stream(name: str, articles: str) -> None:
    """Write and check articles as an export does, in a process of its own; prints its peak."""
    how = format_named(name, written=True)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place, f"data{how.suffixes[0]}")
        with Replacing(out) as (part,):
            for _ in written(how, news.entries(int(articles)), part, Writing(news.scheme())):
                pass
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _peak_mb(name: str, articles: int) -> float:
    code = "import sys; from tests.benchmarks import other_formats as o; o.stream(*sys.argv[1:])"
    command = [sys.executable, "-c", code, name, str(articles)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
