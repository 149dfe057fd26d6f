"""Review: two annotators, 1,000 articles, 80,000 spans; merging 10 hand-ins of 40,000 spans."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from annotator.core.annotation import Annotation
from annotator.core.changes import Value
from annotator.core.relation import Relation
from annotator.core.span import Span
from annotator.formats.format import Entry
from annotator.jobs.merge import merge_files
from annotator.review import agreement
from annotator.review.agreement import measured
from annotator.review.comparison import Comparison, compared
from annotator.review.disagreement import disagreements, groups
from annotator.review.registry import measure_named
from annotator.storage.project import Project
from tests.benchmarks import news

ARTICLES, HANDINS = 1_000, 10


def figures() -> Iterator[tuple[str, float, str]]:
    entries = [_doubled(number) for number in range(ARTICLES)]
    yield "review_queue_s", _seconds(lambda: list(disagreements(compared(entries)))), "s"
    found = list(compared(entries))
    yield "next_disagreement_ms", 1000 * _seconds(lambda: groups(found[7])), "ms"
    yield (
        "f1_and_kappa_1000_draws_s",
        _seconds(lambda: [_measure(found, name) for name in ("f1_exact", "token_kappa")]),
        "s",
    )
    yield "gamma_1000_articles_s", _seconds(lambda: _measure(found, "gamma")), "s"
    yield "merge_10_handins_s", _merging(), "s"


def _measure(found: list[Comparison], name: str) -> object:
    return agreement.done(measured(found, measure_named(name)))


def _doubled(number: int) -> Entry:
    """Give an article that two marked: one moved or missed some of the other's marks."""
    article, values = news.entry(number, annotator="ada")
    random = Random(number)
    others = []
    for value in values:
        if isinstance(value, Annotation) and random.random() < 0.9:
            end = min(value.end + random.choice((0, 0, 0, 4)), len(article.text))
            others.append(
                replace(_of(value, "ben", 1), fragments=(Span(value.start, end),),
                        quote=article.text[value.start : end])
            )  # fmt: skip
    return article, [*values, *others]


def _of(value: Annotation, annotator: str, number: int) -> Annotation:
    return replace(value, id=_renumbered(value.id, number), annotator=annotator)


def _renumbered(own: str, number: int) -> str:
    return f"{own[:24]}{number:04x}{own[28:]}"


def _merging() -> float:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [_handin(folder, number) for number in range(HANDINS)]
        with Project.create(folder / "study.annotator", news.scheme()) as project:
            with project.importing("Fill", annotator="mo") as batch, batch.file():
                for number in range(ARTICLES):
                    batch.add(news.entry(number)[0], [])
            return _seconds(lambda: list(merge_files(project, files)))


def _handin(folder: Path, number: int) -> Path:
    path = folder / f"annotator-{number}.annotator"
    who = f"annotator {number}"
    with (
        Project.create(path, news.scheme()) as made,
        made.importing("Fill", annotator=who) as batch,
        batch.file(),
    ):
        for place in range(ARTICLES):
            article, values = news.entry(place, annotator=who)
            batch.add(article, [_own(value, who, number) for value in values])
    return path


def _own(value: Value, annotator: str, number: int) -> Value:
    """Give a value of an entry with identifiers of this annotator's own."""
    if isinstance(value, Annotation):
        return _of(value, annotator, number)
    if isinstance(value, Relation):
        ends = {end: _renumbered(getattr(value, end), number) for end in ("id", "head", "tail")}
        return replace(value, **ends)
    return value


def _seconds(what: Callable[[], object]) -> float:
    started = time.perf_counter()
    what()
    return time.perf_counter() - started
