"""How much annotators agree, by any measure: overall and by label, article, pair or round."""

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, TypeAlias, get_args

from annotator.review.bootstrap import DRAWS, interval
from annotator.review.comparison import Comparison
from annotator.review.measure import Agreement, Cell, Cells, Item, Measure, Result, Value

By: TypeAlias = Literal["label", "article", "pair", "round"]
BYS: tuple[By, ...] = get_args(By)
FEW_ARTICLES = 10
"""Below this number of articles a result says that it rests on few."""
Team: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """One article's items for a team, summed by cell."""

    article_id: str
    items: tuple[Item, ...]
    cells: Cells


@dataclass(slots=True)
class _Counts:
    """What a measure counted, by team and article; a measure of all at once has one team, ()."""

    teams: dict[Team, list[_Counted]]
    names: tuple[str, ...]

    def of(self, articles: Collection[str] | None, teams: Iterable[Team] | None) -> "_Counts":
        chosen = self.teams if teams is None else {team: self.teams[team] for team in teams}
        if articles is None:
            return _Counts(dict(chosen), self._names(chosen))
        found = {
            team: [one for one in counted if one.article_id in articles]
            for team, counted in chosen.items()
        }
        return _Counts({t: c for t, c in found.items() if c}, self._names(found))

    def _names(self, teams: Iterable[Team]) -> tuple[str, ...]:
        return tuple(sorted({name for team in teams for name in team})) or self.names


def measured(
    comparisons: Iterable[Comparison],
    measure: Measure,
    *,
    by: By | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    rounds: Mapping[str, str] | None = None,
) -> Generator[int, None, Agreement]:
    """Measure agreement; yields how many articles are counted, and gives the result.

    ``draws`` bootstrap draws make the intervals (0: none). ``rounds`` names each article's round,
    by the article's identifier, for ``by="round"``.
    """
    all_ = list(comparisons)
    counts = yield from _counted(all_, measure)
    settle = _Settling(measure, draws, seed)
    overall = settle.result(counts, measure.value)
    if by == "label":
        parts = yield from _by_part(all_, counts, measure, settle)
    else:
        parts = _by_other(all_, counts, measure, settle, by, rounds or {})
    return Agreement(overall, tuple(parts))


def done(job: Generator[int, None, Agreement]) -> Agreement:
    """Run `measured` to its end."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            found: Agreement = end.value
            return found


# --- counting


def _counted(comparisons: Sequence[Comparison], measure: Measure) -> Generator[int, None, _Counts]:
    teams: defaultdict[Team, list[_Counted]] = defaultdict(list)
    for number, comparison in enumerate(comparisons, 1):
        for narrowed in _teams(comparison, measure):
            team = narrowed.annotators if measure.pairwise else ()
            teams[team].append(_count(narrowed, measure))
        yield number
    names = tuple(sorted({name for one in comparisons for name in one.annotators}))
    return _Counts({team: teams[team] for team in sorted(teams)}, names)


def _teams(comparison: Comparison, measure: Measure) -> Iterable[Comparison]:
    if not measure.pairwise or len(comparison.layers) == 2:
        return [comparison]
    pairs = (comparison.of(pair) for pair in combinations(comparison.annotators, 2))
    return [pair for pair in pairs if pair is not None]


def _count(comparison: Comparison, measure: Measure) -> _Counted:
    items = tuple(measure.items(comparison))
    cells: defaultdict[Cell, float] = defaultdict(float)
    for item in items:
        cells[item.cell] += item.amount
    return _Counted(comparison.article.id, items, cells)


# --- parts


def _by_part(
    comparisons: Sequence[Comparison], counts: _Counts, measure: Measure, settle: "_Settling"
) -> Generator[int, None, list[Result]]:
    names = sorted({name for comparison in comparisons for name in measure.parts(comparison)})
    parts = []
    for name in names:
        if measure.of_part is not None:
            parts.append(settle.result(counts, _partial(measure.of_part, name), part=name))
        else:
            narrowed = [comparison.only(name) for comparison in comparisons]
            found = yield from _counted(narrowed, measure)
            parts.append(settle.result(found, measure.value, part=name))
    return parts


def _partial(of_part: Callable[[Cells, str], float | None], name: str) -> Value:
    return lambda cells: of_part(cells, name)


def _by_other(
    comparisons: Sequence[Comparison],
    counts: _Counts,
    measure: Measure,
    settle: "_Settling",
    by: By | None,
    rounds: Mapping[str, str],
) -> list[Result]:
    if by == "pair":
        return _by_pair(comparisons, counts, measure, settle)
    if by == "article":
        ids = [comparison.article.id for comparison in comparisons]
        return [settle.result(counts.of({one}, None), measure.value, article_id=one) for one in ids]
    if by == "round":
        members: defaultdict[str, set[str]] = defaultdict(set)
        for comparison in comparisons:
            members[rounds.get(comparison.article.id, "")].add(comparison.article.id)
        return [
            settle.result(counts.of(members[name], None), measure.value, round=name)
            for name in sorted(members)
        ]
    return []


def _by_pair(
    comparisons: Sequence[Comparison], counts: _Counts, measure: Measure, settle: "_Settling"
) -> list[Result]:
    if measure.pairwise:
        return [settle.result(counts.of(None, [team]), measure.value) for team in counts.teams]
    names = sorted({name for comparison in comparisons for name in comparison.annotators})
    parts = []
    for pair in combinations(names, 2):
        found = [two for comparison in comparisons if (two := comparison.of(pair)) is not None]
        if found:
            counted = [_count(two, measure) for two in found]
            parts.append(settle.result(_Counts({pair: counted}, pair), measure.value))
    return parts


# --- results


@dataclass(frozen=True, slots=True)
class _Settling:
    """Makes results of counts."""

    measure: Measure
    draws: int
    seed: int

    def result(
        self, counts: _Counts, value: Value, *, part: str = "", article_id: str = "",
        round: str = "",
    ) -> Result:  # fmt: skip
        """Give the mean over the teams, with all that stands beside it."""
        sums = {team: _summed(counted) for team, counted in counts.teams.items()}
        values = [found for cells in sums.values() if (found := value(cells)) is not None]
        mean = sum(values) / len(values) if values else None
        samples = [[(c.article_id, c.cells) for c in counted] for counted in counts.teams.values()]
        ends = None
        if mean is not None and self.draws:
            ends = interval(samples, value, draws=self.draws, seed=self.seed)
        cells = _summed([one for counted in counts.teams.values() for one in counted])
        articles = len({one.article_id for counted in counts.teams.values() for one in counted})
        low, high = ends or (None, None)
        own = (
            _cells_of(cells, part)
            if self.measure.of_part and value is not self.measure.value
            else cells
        )
        return Result(
            self.measure.name,
            counts.names,
            mean,
            low,
            high,
            articles=articles,
            counts=self.measure.counts(own),
            caution=self._caution(cells, mean, articles, single=bool(article_id)),
            part=part,
            article_id=article_id,
            round=round,
            mean_of=len(values) if len(counts.teams) > 1 else 0,
            cells=own,
            items=tuple(
                item
                for found in counts.teams.values()
                for one in found
                for item in one.items
                if item.cell in own
            ),
        )

    def _caution(self, cells: Cells, value: float | None, articles: int, *, single: bool) -> str:
        said = []
        if value is None:
            said.append("Undefined: there is nothing to compare, or only one answer was given.")
        elif articles < FEW_ARTICLES and not single:
            said.append(
                f"Only {articles} article{'s' if articles != 1 else ''}: another sample could "
                "give quite another number."
            )
        if value is not None:
            said.append(self.measure.caution(cells))
        return " ".join(filter(None, said))


def _cells_of(cells: Cells, part: str) -> Cells:
    """Give the cells that speak of a part, and those of the article itself, which name none."""
    return {cell: amount for cell, amount in cells.items() if part in cell or len(cell) == 1}


def _summed(counted: Iterable[_Counted]) -> dict[Cell, float]:
    sums: defaultdict[Cell, float] = defaultdict(float)
    for one in counted:
        for cell, amount in one.cells.items():
            sums[cell] += amount
    return dict(sorted(sums.items()))
