"""The most memory that writing, and reading, a project takes as each format, by the command line.

Articles are short and have four marks; ``ARTICLES=100000 python -m tests.benchmarks --only memory``
measures as many as the promise names (some minutes a format), the usual number shows what grows.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from annotator.formats.format import Format, Writing
from annotator.formats.registry import format_named, formats
from tests.benchmarks import news

ARTICLES = int(os.environ.get("ARTICLES", "2000"))
_MEASURED = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def figures() -> Iterator[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        source, project = place / "in.jsonl", place / "p.annotator"
        native = format_named("jsonl")
        assert native.write is not None
        made = (news.entry(number, spans=4, words=120) for number in range(ARTICLES))
        with source.open("wb") as file:
            for _ in native.write(made, file, Writing(news.scheme())):
                pass
        _run("new", project)
        _run("import", project, source)
        for how in formats():
            if how.write or how.write_files:
                yield from _figures(how, project, place)


def _figures(how: Format, project: Path, place: Path) -> Iterator[tuple[str, float, str]]:
    folder, other = place / "out", place / "other.annotator"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    out = folder / f"x{how.suffixes[0] if how.write_files is None else '.zip'}"
    name = how.name.replace("-", "_")
    yield from _told(f"write_{name}", "export", project, out, "--format", how.name)
    if how.read is None:
        return
    for file in place.glob("other.annotator*"):
        file.unlink()
    if how.textless:
        shutil.copy(project, other)
    else:
        _run("new", other)
    yield from _told(
        f"read_{name}", "import", other, out, "--format", how.name, "--annotator", "mo"
    )


def _told(name: str, *call: object) -> Iterator[tuple[str, float, str]]:
    began = time.perf_counter()
    said = _run(*call)
    yield f"memory_{name}_mb", int(said[1]) / 1024, "MB"
    yield f"memory_{name}_s", time.perf_counter() - began, "s"


def _run(*call: object) -> list[str]:
    """Run the program in a process of its own, and give its end and the most memory in KB."""
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "annotator", *map(str, call)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said[0] == "0", (call, said)
    return said
