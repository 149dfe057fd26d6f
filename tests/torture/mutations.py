"""`python -m tests.torture.mutations FORMAT COUNT [--seed N]`: a reader and damaged files.

In a process of its own, limited in memory and time, whose every connection, started program and
opened file is heard. Each file is read; every tenth is imported too, and either all of it is in
the project then or the project is as it was. The last line is what came of it, as JSON.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from annotator.core.errors import AnnotatorError, FormatError
from annotator.formats.format import FileRefused, Format, Reading, entries
from annotator.formats.registry import format_named, format_of, formats
from annotator.jobs.import_articles import import_files
from annotator.jobs.known_texts import known_texts
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, placed, rich
from tests.torture.campaigns import ROOT
from tests.torture.samples import made

MEMORY, SECONDS = 4_000_000_000, 3_000
SHARED = ROOT.parent / "shared" / "data"
LARGEST = 300_000
PIECES = (b'"', b"{", b"}", b",", b"\\", b"\x00", b"\xff", b"\n", b"-1", b"1e999", b"null", b"[]",
          b"\\ud800", b"[" * 3000, b"\t", b"<", b"&x;", b"9" * 20, b"]]>", b"\xff\xfe",
          b"<a>" * 3000)  # fmt: skip
HEARD = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system",
         "os.exec", "pickle.find_class")  # fmt: skip


def sample(how: Format, folder: Path) -> Path | None:
    """Give a good file, or folder of files, of a format; None where there is none to be had."""
    if how.write is not None or how.write_files is not None:
        return placed(rich(), how, folder)
    if (path := made(how.name, how.suffixes[0], folder)) is not None:
        return path
    for path in sorted(SHARED.rglob("*"), key=lambda p: p.stat().st_size):
        if path.suffix in how.suffixes and 100 < path.stat().st_size < LARGEST:
            with suppress(FormatError):
                if format_of(path) is how:
                    return Path(shutil.copy(path, folder))
    return None


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Give bytes with one to three pieces cut out, repeated, replaced or flipped."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(changed) + 1)
        width = rng.choice((0, 1, 1, 5, 300))
        bits = bytes(byte ^ 1 << rng.randrange(8) for byte in changed[at : at + 2])
        piece = (rng.choice(PIECES), b"", bytes(changed[at // 2 : at // 2 + 9]), bits)
        changed[at : at + width] = rng.choice(piece)
    return bytes(changed)


def met(how: Format, count: int, seed: int, folder: Path) -> Iterator[str]:
    """Let a reader meet so many mutated files; gives one word for each, a sentence for a fault."""
    good = sample(how, folder)
    if good is None:
        yield "no sample"
        return
    files = [good] if good.is_file() else sorted(p for p in good.rglob("*") if p.is_file())
    whole = {path: path.read_bytes() for path in files}
    with Project.create(folder / "study.annotator", SCHEME) as project:
        with project.importing("Texts", annotator="") as batch, batch.file():
            for article, _ in rich():  # a file without texts is about articles that are there
                batch.add(article, [])
        for number in range(count):
            rng = random.Random(f"{how.name} {seed} {number}")
            path = rng.choice(files)
            path.write_bytes(mutated(whole[path], rng))
            try:
                yield _read(how, good, project)
                if number % 10 == 0:
                    yield _imported(project, how, good)
            except Exception as error:  # what is looked for
                yield f"mutation {number}: {type(error).__name__}: {str(error)[:200]}"
            path.write_bytes(whole[path])


def _read(how: Format, place: Path, project: Project) -> str:
    paths = [place] if place.is_file() else sorted(place.rglob(f"*{how.suffixes[0]}"))
    outcome = "read"
    for path in paths:
        try:
            reading = Reading(scheme=SCHEME, annotator="mo", texts=known_texts(project))
            for article, _ in entries(how, path, reading):
                assert article.text.strip() and "\x00" not in article.text
        except FileRefused:
            outcome = "refused"
    return outcome


def _imported(project: Project, how: Format, place: Path) -> str:
    before = project.head, project.counts()
    job = import_files(project, [place], format_name=how.name, annotator="mo")
    try:
        while True:
            next(job)
    except StopIteration as end:
        report = end.value
    except AnnotatorError:
        assert (project.head, project.counts()) == before, "a part of a refused import is there"
        return "import refused"
    if not (report.added or report.extended):
        assert project.counts() == before[1], "a part of a refused import is there"
        return "import refused"
    project.undo(annotator="mo")
    assert project.counts().articles == before[1].articles, "a part of an undone import is there"
    return "imported"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.mutations")
    parser.add_argument("format")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fault", choices=("crash", "network"), help="negative controls")
    given = parser.parse_args()
    how = format_named(given.format, written=False)
    heard: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_HOME"] = folder
        next(met(how, 1, 0, Path(tempfile.mkdtemp(dir=folder))))  # loads what it needs
        sys.addaudithook(lambda event, args: heard.append(event) if event in HEARD else None)
        _limit()
        outcomes: Counter[str] = Counter()
        _disturb(given.fault)
        for word in met(how, given.count, given.seed, Path(tempfile.mkdtemp(dir=folder))):
            outcomes[word] += 1
    faults = [word for word in outcomes if ":" in word] + heard
    print(json.dumps({"reader": how.name, "outcomes": outcomes, "faults": faults}))
    raise SystemExit(bool(faults))


def _limit() -> None:
    if sys.platform.startswith("linux"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _disturb(fault: str) -> None:
    if fault == "crash":
        FileRefused.__init__ = lambda self, *_: (_ for _ in ()).throw(KeyError("x"))  # type: ignore[assignment]
    elif fault == "network":
        import socket

        socket.socket().connect_ex(("127.0.0.1", 9))


def campaign(names: list[str], count: int, *, seed: int = 1, fault: str = "") -> dict[str, object]:
    """Let every named reader meet so many files; gives the sums and all faults."""
    outcomes: Counter[str] = Counter()
    faults: list[str] = []
    unseen = []
    for name in names:
        command = [sys.executable, "-m", "tests.torture.mutations", name, str(count)]
        command += ["--seed", str(seed), *(["--fault", fault] if fault else [])]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        try:
            said = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            faults.append(f"{name}: ended with {done.returncode}: {done.stderr[-300:]}")
            continue
        outcomes.update({k: n for k, n in said["outcomes"].items() if ":" not in k})
        faults += [f"{name}: {each}" for each in said["faults"]]
        unseen += [name] if "no sample" in said["outcomes"] else []
    return {"readers": len(names) - len(unseen), "files each": count, "outcomes": outcomes,
            "without a sample": unseen, "faults": faults}  # fmt: skip


def readers() -> list[str]:
    """Give the names of all formats that are read."""
    return [how.name for how in formats() if how.read is not None]


if __name__ == "__main__":
    main()
