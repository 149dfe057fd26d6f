"""Measuring agreement in a project, and writing the report."""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.core.errors import AnnotatorError, FormatError
from annotator.core.identifiers import now
from annotator.core.team import Assignment, Person, Round
from annotator.formats.format import shown
from annotator.jobs.import_articles import counted
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import Replacing
from annotator.review.agreement import By, measured
from annotator.review.alerts import ALERTS, alerts_from, kept_as, with_alerts
from annotator.review.bootstrap import DRAWS
from annotator.review.comparison import Comparison, compared, passes
from annotator.review.measure import Agreement, Measure
from annotator.review.registry import measures
from annotator.review.report import WRITERS, Study, Writer

if TYPE_CHECKING:
    from annotator.storage.project import Project


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured: of which study, with which measures; titles of labels, articles."""

    study: Study
    found: tuple[tuple[Measure, Agreement], ...]
    titles: dict[str, str]
    by: By | None = None

    def write(self, path: Path) -> None:
        """Write the report; its ending says how. FormatError when it cannot be written."""
        writer = writer_for(path)
        with Replacing(path) as (part,):
            part.write(writer(self.study, self.found, self.titles, self.by).encode("utf-8"))


def writer_for(path: Path) -> Writer:
    """Give what writes a report with an ending; FormatError, naming the endings, else."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise FormatError(
            "a report ends with .html, .md or .csv.", file=shown(path),
            next_step="Name it so that its ending says which.",
        )  # fmt: skip
    return writer


def quick_measures() -> tuple[Measure, ...]:
    """Give the measures that take no more than seconds."""
    return tuple(measure for measure in measures() if not measure.slow)


def measure_agreement(
    project: "Project",
    chosen: Sequence[Measure],
    *,
    by: By | None = None,
    annotators: Collection[str] | None = None,
    finished: bool = False,
    draws: int = DRAWS,
    seed: int = 0,
    round_of: Callable[[Comparison], str] | None = None,
    retest: bool = False,
) -> Generator[Progress, None, Measured]:
    """Measure agreement of some annotators (None: all but the adjudicator and models).

    With ``retest`` each annotator's first pass is compared with her own second one instead.

    ``round_of`` puts articles into other rounds than those in which they were assigned. Raises
    AnnotatorError where no two of them worked on the same article.
    """
    if retest:
        comparisons = list(_passes(project, annotators))
    else:
        comparisons = yield from _comparisons(project, annotators, finished=finished)
    found = []
    alerts = alerts_of(project)
    rounds = _rounds(project, retest=retest)
    if round_of is not None:
        rounds = {one.article.id: round_of(one) for one in comparisons}
    total = len(comparisons) * len(chosen)
    pace = Pace()
    for place, measure in enumerate(chosen):
        job = measured(comparisons, measure, by=by, draws=draws, seed=seed, rounds=rounds)
        while True:
            try:
                done = next(job)
            except StopIteration as end:
                found.append((measure, with_alerts(end.value, alerts.get(measure.name))))
                break
            if pace.due():
                yield Progress(place * len(comparisons) + done, total, measure.title)
    study = _study(project, comparisons, draws=draws, seed=seed, finished=finished)
    return Measured(study, tuple(found), _titles(project, comparisons), by)


def alerts_of(project: "Project") -> dict[str, float]:
    """Give the least values of measures, by name, below which a project wants to be warned."""
    return alerts_from(project.setting(ALERTS) or "")


def set_alert(project: "Project", measure: str, least: float | None) -> None:
    """Let a project warn below a value of a measure from now on; None no more."""
    rest = {name: value for name, value in alerts_of(project).items() if name != measure}
    project.set_setting(ALERTS, kept_as(rest if least is None else {**rest, measure: least}))


def models(project: "Project") -> frozenset[str]:
    """Give the names of those in a project that are models, not people."""
    return frozenset(one.name for one in project.records(Person) if one.role == "model")


def _passes(project: "Project", annotators: Collection[str] | None) -> Iterator[Comparison]:
    found = False
    for article, values in project.entries():
        for comparison in passes(article, values):
            if annotators is None or comparison.annotators[0] in annotators:
                found = True
                yield comparison
    if not found:
        raise AnnotatorError(
            "No article was done twice by the same annotator.",
            "Assign articles with re-tests, merge the first pass, and hand out again.",
        )


def _comparisons(
    project: "Project", annotators: Collection[str] | None, *, finished: bool
) -> Generator[Progress, None, list[Comparison]]:
    found = []
    pace = Pace()
    total = len(project.find_articles())
    worked: Counter[str] = Counter()
    without = models(project)
    for looked, (article, values) in enumerate(project.entries(annotators=annotators), 1):
        entry = [(article, values)]
        for comparison in compared(entry, annotators, least=1, finished=finished, without=without):
            worked.update(comparison.annotators)
            if len(comparison.layers) > 1:
                found.append(comparison)
        if pace.due():
            yield Progress(looked, total, f"Reading: {counted(looked, 'article')}")
    if not found:
        raise AnnotatorError(_nothing(worked, finished=finished))
    return found


def _rounds(project: "Project", *, retest: bool) -> dict[str, str]:
    """Give the name of the last round in which each article was assigned, or done again."""
    names = {one.id: one.name for one in project.records(Round)}
    return {one.article_id: names.get(one.round, "") for one in project.records(Assignment)
            if one.retest == retest}  # fmt: skip


def _nothing(worked: Counter[str], *, finished: bool) -> str:
    what = "finished" if finished else "worked on"
    who = ", ".join(f"{name} ({counted(n, 'article')})" for name, n in sorted(worked.items()))
    return (
        f"No article was {what} by two annotators, so there is nothing to compare"
        + (f"; there is: {who}." if who else ".")
    )  # fmt: skip


def _study(
    project: "Project", comparisons: Sequence[Comparison], *, draws: int, seed: int, finished: bool
) -> Study:
    sample = Counter(name for one in comparisons for name in one.annotators)
    return Study(
        project.name,
        project.scheme.name,
        project.scheme.version,
        tuple(sorted(sample)),
        len(comparisons),
        dict(sorted(sample.items())),
        draws,
        seed,
        finished,
        now()[:10],
    )


def _titles(project: "Project", comparisons: Sequence[Comparison]) -> dict[str, str]:
    titles = {one.article.id: one.article.headline for one in comparisons}
    titles |= {relation.id: relation.name for relation in project.scheme.relations}
    titles |= {label.id: label.name for label in project.scheme.labels}
    for label in project.scheme.labels:
        for attribute in label.attributes:
            titles[f"{label.id}.{attribute.id}"] = f"{label.name}: {attribute.name}"
    return titles
