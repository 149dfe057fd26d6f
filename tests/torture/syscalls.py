"""Every system call by which an action reaches the disk failing once: killed, EIO, ENOSPC.

strace (`inject`) makes the Nth call of a kind fail in a real process of `tests.torture.steps`.
After each run the project is opened undisturbed, and must hold all of the action or nothing.
"""

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.identifiers import derived_id
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.formats.format import Writing
from annotator.formats.registry import format_named
from annotator.paths import resource
from annotator.storage.backup import backups
from annotator.storage.project import Project
from tests.torture.campaigns import ROOT, environment
from tests.torture.steps import ACTIONS, TOLD
from tests.torture.writer import opened

CALLS = ("pwrite64", "fdatasync", "fsync", "ftruncate", "rename", "unlink")
FAULTS = ("signal=KILL", "error=EIO", "error=ENOSPC")
FIRST = ROOT / "tests" / "data" / "version-1.annotator"
TIME = "2026-01-02T03:04:05.000Z"


@dataclass(frozen=True)
class Fault:
    """The Nth call of a kind, in one action, and what becomes of it."""

    action: str
    call: str
    number: int
    fault: str


@dataclass
class Report:
    """What some faults did; ``broken`` are the promises that did not hold, in words."""

    runs: int = 0
    acknowledged: int = 0
    told: int = 0
    killed: int = 0
    broken: list[str] = field(default_factory=list)


class Laboratory:
    """Projects to be disturbed, and how they look before and after an action."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._number = 0
        self._clean = folder / "clean"
        self._clean.mkdir()
        with opened(self._clean / "p.annotator") as project:
            article = project.article(project.article_rows(project.find_articles())[0].id)
            _write_data(
                self._clean / "news.jsonl", Article.new("Vesna will keep the bridge."), "mo"
            )
            _write_data(self._clean / "handin.jsonl", article, "ada")

    def prepared(self, action: str) -> Path:
        """Give a fresh project in a folder of its own, with what the action needs."""
        self._number += 1
        place = self._folder / f"{self._number}"
        shutil.copytree(self._clean, place)
        if action == "migrate":
            shutil.copy(FIRST, place / "p.annotator")
        return place / "p.annotator"

    def calls(self, action: str) -> Counter[str]:
        """Count an undisturbed action's system calls."""
        path = self.prepared(action)
        log = path.parent / "calls"
        done = self._run(action, path, ["-o", str(log), "-e", f"trace={','.join(CALLS)}"])
        assert done.returncode == 0, done.stderr
        names = [line.split("(")[0].split()[-1] for line in log.read_text().splitlines()]
        return Counter(name for name in names if name in CALLS)

    def disturbed(self, fault: Fault, *, early: bool = False) -> Iterator[str]:
        """Run an action with a fault: ``ack``, ``told`` or ``killed``, then what is broken."""
        path = self.prepared(fault.action)
        before = _annotations(path) if fault.action != "migrate" else -1
        inject = f"inject={fault.call}:{fault.fault}:when={fault.number}"
        done = self._run(
            fault.action,
            path,
            ["-o", "/dev/null", "-e", f"trace={fault.call}", "-e", inject],
            early=early,
        )
        acknowledged = "ACK" in done.stdout
        if acknowledged:
            yield "ack"
        if done.returncode == TOLD:
            yield "told"
        elif done.returncode in (-9, 137):
            yield "killed"
        elif done.returncode != 0 or "Traceback" in done.stderr:
            yield f"{fault}: ended with {done.returncode}: {done.stderr[-300:]}"
        yield from (f"{fault}: {what}" for what in self._judged(fault, path, before, acknowledged))

    def _judged(self, fault: Fault, path: Path, before: int, acknowledged: bool) -> Iterator[str]:
        os.environ["ANNOTATOR_HOME"] = str(path.parent / "home")
        with Project.open(path) as project:
            yield from (f"check says {problem}" for problem in project.check())
            after = project.counts().annotations
            gain = {"edit": 1, "import": 1, "merge": 1}.get(fault.action, 0)
            if fault.action == "migrate":
                if after != 2:
                    yield f"{after} annotations instead of 2"
            elif after not in (before, before + gain):
                yield f"{after} annotations: neither {before} nor {before + gain}"
            elif acknowledged and after != before + gain:
                yield "what was acknowledged is not there"
            if fault.action == "backup" and acknowledged:
                copies = backups(project.identity)
                if not any(copy.reason == "by hand" for copy in copies):
                    yield "the backup that was acknowledged is not there"

    def _run(
        self, action: str, path: Path, options: list[str], *, early: bool = False
    ) -> "subprocess.CompletedProcess[str]":
        # Not by --seccomp-bpf: a signal is then not injected where an error would be.
        command = ["strace", "-f", "-qq", *options]
        command += [sys.executable, "-m", "tests.torture.steps", action, str(path)]
        return subprocess.run(
            [*command, *(["--early"] if early else [])], cwd=ROOT,
            env=environment(path.parent / "home"), capture_output=True, text=True, timeout=100,
        )  # fmt: skip


def _annotations(path: Path) -> int:
    with Project.open(path, read_only=True) as project:
        return project.counts().annotations


def _write_data(path: Path, article: Article, annotator: str) -> None:
    span = Span(0, 5)
    mark = Annotation(
        derived_id(annotator, article.id), article.id, annotator, "actor", (span,),
        article.text[:5], TIME, TIME,
    )  # fmt: skip
    how = format_named("jsonl")
    assert how.write is not None
    with path.open("wb") as file:
        writing = Writing(read_scheme(resource("schemes/news-commitments.toml")))
        for _ in how.write([(article, [mark])], file, writing):
            pass


def faults(laboratory: Laboratory) -> Iterator[Fault]:
    """Give every fault of every call of every action."""
    for action in ACTIONS:
        for call, count in sorted(laboratory.calls(action).items()):
            for number in range(1, count + 1):
                for fault in FAULTS:
                    yield Fault(action, call, number, fault)


def campaign(laboratory: Laboratory, chosen: list[Fault]) -> Report:
    """Run some faults; gives what came of them."""
    report = Report()
    for fault in chosen:
        report.runs += 1
        for outcome in laboratory.disturbed(fault):
            match outcome:
                case "ack":
                    report.acknowledged += 1
                case "told":
                    report.told += 1
                case "killed":
                    report.killed += 1
                case _:
                    report.broken.append(outcome)
    return report
