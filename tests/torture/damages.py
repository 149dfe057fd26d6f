"""Damaged projects of strangers: what every verb says of each, and what a repair brings back.

Nothing on this computer knows of them: there is no witness and no backup, only the file and the
log beside it.
"""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from annotator import paths
from annotator.__main__ import program
from annotator.cli.program import run
from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.storage.project import Project
from tests.storage.damage import damaged

ARTICLES, MARKS = 30, 150
Words = tuple[str, tuple[Span, ...]]


@dataclass
class Report:
    """What came of some damaged projects; ``broken`` are the promises that did not hold."""

    runs: int = 0
    marks: int = 0
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    recovered: dict[str, list[int]] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    @property
    def summary(self) -> dict[str, object]:
        """Give by kind of damage how it was met, and least, middle and most marks recovered."""
        spread = {
            kind: (min(found), sorted(found)[len(found) // 2], max(found))
            for kind, found in self.recovered.items()
        }
        return {"runs": self.runs, "marks": self.marks, "outcomes": self.outcomes,
                "recovered": spread, "broken": self.broken}  # fmt: skip


def study(folder: Path) -> tuple[Path, dict[str, Words]]:
    """Make a project and lay it as on a disk amid marking; gives it and all its marks' words."""
    made, lying = folder / "made", folder / "lying"
    made.mkdir()
    lying.mkdir()
    path = made / "study.annotator"
    articles = [
        Article.new(f"{n}. " + "Norland will keep the bridge. " * 60) for n in range(ARTICLES)
    ]
    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    with Project.create(path, scheme) as project:
        with project.importing("Import", annotator="mo") as batch:
            for article in articles:
                mark = operations.add(article, (Span(3, 10),), label="actor", annotator="mo")
                with batch.file():
                    batch.add(article, [mark.annotations[0].value])
        for number in range(MARKS):
            span = (Span(3 + number, 12 + number),)
            edit = operations.add(articles[number % ARTICLES], span, label="actor", annotator="jo")
            project.apply(edit, annotator="jo")
        for each in made.glob("*.annotator*"):
            shutil.copy(each, lying / each.name)
        marks = words_of(project)
    return lying / path.name, marks


def words_of(project: Project) -> dict[str, Words]:
    """Give the words and places of all marks, by identifier."""
    said = (value for _, values in project.entries() for value in values)
    return {v.id: (v.quote, v.fragments) for v in said if isinstance(v, Annotation)}


def campaign(seeds: Iterable[int], folder: Path) -> Report:
    """Damage a project once a seed, and let every verb meet it."""
    os.environ["ANNOTATOR_HOME"] = str(folder / "its author’s")
    source, marks = study(folder)
    report = Report(marks=len(marks))
    for seed in seeds:
        place = folder / str(seed)
        place.mkdir()
        os.environ["ANNOTATOR_HOME"] = str(folder / f"the {seed}th stranger’s")
        path, kind = damaged(source, place, seed)
        report.runs += 1
        met = report.outcomes.setdefault(kind, Counter())
        for what in _met(path, marks):
            match what:
                case int():
                    report.recovered.setdefault(kind, []).append(what)
                case ("broken", words):
                    report.broken.append(f"seed {seed}, {kind}: {words}")
                case _:
                    met[str(what)] += 1
        shutil.rmtree(place)
    return report


def _met(path: Path, marks: dict[str, Words]) -> Iterator[object]:
    """Give how a damaged project was met, how many marks it has now, and what is broken."""
    before = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    code, out, err = _run("check", str(path))
    yield {0: "sound", 1: "told", 2: "refused"}.get(code, "a bug")
    if code not in (0, 1, 2):
        yield "broken", f"check ended with {code}: {err}"
    for verb in (["stats", str(path)], ["export", str(path), str(path.with_name("out.jsonl"))]):
        other, _, more = _run(*verb)
        err += more
        if other not in (0, 1, 2):
            yield "broken", f"{verb[0]} ended with {other}: {more}"
    now = {each.name: each.read_bytes() for each in path.parent.iterdir()}
    if {name: now.get(name) for name in before} != before:
        yield "broken", "it was changed by looking at it"
    standing = path
    if code == 1:
        again, out, more = _run("check", "--repair", str(path))
        err += more
        standing = path.with_stem(f"{path.stem} recovered")
        told = re.search(r"[\d,]+ of [\d,]+ annotations", out) or "Nothing could be read" in more
        if again not in (0, 1) or not told:
            yield "broken", f"the repair ended with {again}: {out}{more}"
        if path.read_bytes() != before[path.name]:
            yield "broken", "the repair changed it"
    yield from _standing(standing, marks)
    (path.parent / "news.txt").write_text("A port opens.", "utf-8")
    code, _, more = _run("import", str(path), str(path.parent / "news.txt"))
    if code not in (0, 1, 2) or "Traceback" in err + more:
        yield "broken", f"{code}: {err}{more}"


def _standing(path: Path, marks: dict[str, Words]) -> Iterator[object]:
    """Give how many marks stand now; none may be another than it was."""
    if not path.exists():
        yield 0
        return
    code, out, _ = _run("check", str(path))
    if code == 2:
        yield 0
        return
    if code != 0:
        yield "broken", f"what was recovered is not sound: {out}"
    with Project.open(path, read_only=True) as project:
        found = words_of(project)
    yield len(found)
    if any(marks.get(key) != words for key, words in found.items()):
        yield "broken", "a mark has other words than it had"


def _run(*args: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run(program, list(args))
    return code, out.getvalue(), err.getvalue()
