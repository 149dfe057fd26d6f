"""The charts there are: each a job that measures and gives a table of numbers."""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from annotator.core.annotation import GOLD
from annotator.core.errors import AnnotatorError
from annotator.core.team import is_second_pass
from annotator.jobs.agreement import Measured, measure_agreement
from annotator.jobs.progress import Progress
from annotator.review.comparison import Comparison
from annotator.review.measure import UNMARKED, Measure, Result
from annotator.ui.agreement.chart import PASSAGES, Chart, Value
from annotator.ui.agreement.confusion import CONFUSION
from annotator.ui.review.timekeeping import times_of

if TYPE_CHECKING:
    from annotator.storage.project import Project

Job: TypeAlias = Generator[Progress, None, Chart]
_EMPTY = Value(None, meant=False)


def heat_map(project: "Project", measure: Measure, *, finished: bool) -> Job:
    """Give the agreement of every pair of annotators."""
    found = yield from measure_agreement(project, [measure], by="pair", finished=finished, draws=0)
    by_pair = {part.annotators: part for part in found.found[0][1].parts}
    names = tuple(sorted({name for pair in by_pair for name in pair}))
    values = tuple(tuple(_pair_value(by_pair, row, column) for column in names) for row in names)
    return Chart(f"{measure.title} of pairs", "matrix", names, names, values, measure.name)


def _pair_value(by_pair: Mapping[tuple[str, ...], Result], row: str, column: str) -> Value:
    found = by_pair.get((row, column)) or by_pair.get((column, row))
    return _value(found) if found is not None else _EMPTY


def _value(result: Result) -> Value:
    return Value(result.value, result.low, result.high, result.items)


def confusion(project: "Project", measure: Measure, *, finished: bool) -> Job:
    """Give which label one annotator gave where the other gave which, over all pairs."""
    found = yield from measure_agreement(
        project, [CONFUSION], by="pair", finished=finished, draws=0
    )
    overall = found.found[0][1].overall
    labels = sorted({part for cell in overall.cells for part in cell} - {UNMARKED})
    names = [*labels, UNMARKED]
    values = tuple(
        tuple(
            Value(overall.cells.get((row, column), 0.0), items=overall.behind((row, column)))
            for column in names
        )
        for row in names
    )  # fmt: skip
    shown = tuple("nothing" if n == UNMARKED else found.titles.get(n, n) for n in names)
    pair = overall.annotators
    note = f"Rows: {pair[0]}; columns: {pair[1]}." if len(pair) == 2 else (
        "Of each pair the rows are the first by name; all pairs together."
    )  # fmt: skip
    return Chart("Labels given to the same passage", "matrix", shown, shown, values, PASSAGES,
                 note)  # fmt: skip


def by_label(project: "Project", measure: Measure, *, finished: bool) -> Job:
    """Give a measure for each label, with intervals."""
    found = yield from measure_agreement(project, [measure], by="label", finished=finished)
    parts = found.found[0][1].parts
    rows = tuple(
        "unmarked" if part.part == UNMARKED else found.titles.get(part.part, part.part)
        for part in parts
    )
    values = tuple((_value(part),) for part in parts)
    note = "The lines are 95 % intervals by bootstrap over articles."
    return Chart(f"{measure.title} by label", "bars", rows, (measure.title,), values,
                 measure.name, note)  # fmt: skip


def week_of(comparison: Comparison) -> str:
    """Give the Monday of the week in which an article was last marked."""
    times = [mark.changed for layer in comparison.layers if layer.annotator != GOLD
             for mark in layer.marks]  # fmt: skip
    if not times:
        return ""
    day = date.fromisoformat(max(times)[:10])
    return (day - timedelta(days=day.weekday())).isoformat()


def drift(project: "Project", measure: Measure, *, finished: bool) -> Job:
    """Give a measure by week: between annotators, and of each with gold where there is any."""
    series: dict[str, dict[str, Result]] = {}
    people = [name for name in project.annotators() if name != GOLD and not is_second_pass(name)]
    wished: list[tuple[str, Sequence[str] | None]] = [("between annotators", None)]
    wished += [(f"{name} with gold", [name, GOLD]) for name in people]
    first: AnnotatorError | None = None
    for title, names in wished:
        try:
            found: Measured = yield from measure_agreement(
                project, [measure], by="round", annotators=names, draws=0, round_of=week_of,
                finished=finished and names is None,
            )  # fmt: skip
        except AnnotatorError as error:  # nothing to compare with: another line may have it
            first = first or error
            continue
        series[title] = {part.round: part for part in found.found[0][1].parts if part.round}
    if not series:
        raise first or AnnotatorError("There is nothing to compare yet.")
    weeks = tuple(sorted({week for parts in series.values() for week in parts}))
    values = tuple(
        tuple(_value(parts[week]) if week in parts else _EMPTY for parts in series.values())
        for week in weeks
    )
    note = "Weeks by the Monday before the last mark in an article."
    return Chart(f"{measure.title} by week", "lines", weeks, tuple(series), values,
                 measure.name, note)  # fmt: skip


def speed(project: "Project", measure: Measure, *, finished: bool) -> Job:
    """Give the minutes for 1,000 words, idle time left out: one's own, and what others share."""
    yield Progress(0, 1, "Times")
    rows, values = [], []
    for name, seconds in sorted(times_of(project).items()):
        words = 0
        for article_id in seconds:
            try:
                words += len(project.article(article_id).text.split())
            except AnnotatorError:  # the article was removed since
                continue
        if words:
            rows.append(name)
            values.append((Value(sum(seconds.values()) / 60 / words * 1000),))
    if not rows:
        raise AnnotatorError(
            "No time was kept yet.",
            "Time is kept on this computer while you mark; others’ only where they share it.",
        )
    return Chart("Minutes for 1,000 words", "bars", tuple(rows), ("minutes",), tuple(values),
                 "minutes", "Pauses of more than a minute are left out.")  # fmt: skip


Making = Callable[..., Job]
CHARTS: tuple[tuple[str, Making], ...] = (
    ("Heat map of pairs", heat_map),
    ("Confusion of labels", confusion),
    ("By label, with intervals", by_label),
    ("Drift by week", drift),
    ("Speed", speed),
)
