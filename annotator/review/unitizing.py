"""Krippendorff's unitizing alphas: agreement on where units are and how they are labelled.

The family of 2016 (Quality & Quantity 50:2347, with the erratum at 50:2365; also Content
Analysis, 4th edition, section 12.6): u-alpha, binary u-alpha, cu-alpha, (k)u-alpha. Lengths are
in code points. Each annotator's units are laid flat first (`segments.flat`). Several articles
are taken as one long continuum. `classic` is the alpha_U of 1995 and 2004.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, permutations

from annotator.core.span import Span
from annotator.review.comparison import Comparison
from annotator.review.measure import UNMARKED, Cells, Item
from annotator.review.segments import Segment, flat, with_gaps

MET, SQUARES, PAIRABLE = "met", "squares", "pairable squares"
"""What a cell holds: lengths on which two labels met; each label's sum of squared unit lengths,
whole; and of the parts that another annotator marked too."""


def unit_items(comparison: Comparison) -> Iterator[Item]:
    """Give all that the alphas need of an article, each intersection of units as an item."""
    length = len(comparison.article.text)
    layers = [flat(layer.marks) for layer in comparison.layers]
    article = comparison.article.id
    share = 1 / (len(layers) - 1)
    for one, two in combinations([list(with_gaps(units, length)) for units in layers], 2):
        for start, end, a, b in intersections(one, two):
            ids = tuple(filter(None, (a.id, b.id)))
            span, amount = Span(start, end), (end - start) * share
            yield Item((MET, a.label, b.label), amount, article, span, ids)
            yield Item((MET, b.label, a.label), amount, article, span, ids)
    for at, units in enumerate(layers):
        others = [unit for other, found in enumerate(layers) if other != at for unit in found]
        yield from _squares(units, others, length, article)


def _squares(
    units: Sequence[Segment], others: Sequence[Segment], length: int, article: str
) -> Iterator[Item]:
    gap = length - sum(unit.end - unit.start for unit in units)
    if gap:
        yield Item((SQUARES, UNMARKED), gap, article, Span(0, length))
    marked = _covered(others)
    for unit in units:
        span = Span(unit.start, unit.end)
        yield Item((SQUARES, unit.label), len(span) ** 2, article, span, (unit.id,))
        paired = sum(end - start for start, end, *_ in intersections([unit], marked))
        if paired:
            yield Item((PAIRABLE, unit.label), paired**2, article, span, (unit.id,))


def _covered(units: Sequence[Segment]) -> list[Segment]:
    found: list[Segment] = []
    for unit in sorted(units):
        if found and unit.start <= found[-1].end:
            found[-1] = found[-1]._replace(end=max(found[-1].end, unit.end))
        else:
            found.append(unit)
    return found


def intersections(
    one: Sequence[Segment], two: Sequence[Segment]
) -> Iterator[tuple[int, int, Segment, Segment]]:
    """Give the stretches that segments of two lists share, both lists flat and in order."""
    i = j = 0
    while i < len(one) and j < len(two):
        start, end = max(one[i].start, two[j].start), min(one[i].end, two[j].end)
        if start < end:
            yield start, end, one[i], two[j]
        if one[i].end <= two[j].end:
            i += 1
        else:
            j += 1


def u_alpha(cells: Cells) -> float | None:
    """Give u-alpha: boundaries and labels, gaps included."""
    return _alpha(_met(cells), _sums(cells, SQUARES))


def binary_alpha(cells: Cells) -> float | None:
    """Give |u-alpha: boundaries alone, marked or not; who marked what does not matter."""
    marked: defaultdict[tuple[str, str], float] = defaultdict(float)
    for (one, two), length in _met(cells).items():
        marked[str(one != UNMARKED), str(two != UNMARKED)] += length
    squares: defaultdict[str, float] = defaultdict(float)
    for label, square in _sums(cells, SQUARES).items():
        squares[str(label != UNMARKED)] += square
    return _alpha(marked, squares)


def cu_alpha(cells: Cells) -> float | None:
    """Give cu-alpha: the labels where units of two annotators intersect, boundaries aside."""
    return _alpha(_met_marked(cells), _sums(cells, PAIRABLE))


def ku_alpha(cells: Cells, label: str) -> float | None:
    """Give (k)u-alpha: how reliably one label is told from the others where units intersect."""
    met = _met_marked(cells)
    expected = _expected(met, _sums(cells, PAIRABLE))
    column = sum(n for (_, two), n in met.items() if two == label)
    chance = sum(n for (_, two), n in expected.items() if two == label)
    differing = chance - expected.get((label, label), 0.0)
    if not column or differing <= 0:
        return None
    return 1 - chance / column * (column - met.get((label, label), 0.0)) / differing


def unit_counts(cells: Cells) -> dict[str, float]:
    """Give the characters compared, marked by nobody, and labelled alike (over pairs)."""
    met = _met(cells)
    total = sum(met.values())
    alike = sum(n for (a, b), n in met.items() if a == b and a != UNMARKED)
    return {
        "characters compared": round(total),
        "marked by neither": round(met.get((UNMARKED, UNMARKED), 0.0)),
        "labelled alike": round(alike),
    }


def _met(cells: Cells) -> dict[tuple[str, str], float]:
    return {(cell[1], cell[2]): n for cell, n in cells.items() if cell[0] == MET}


def _met_marked(cells: Cells) -> dict[tuple[str, str], float]:
    return {pair: n for pair, n in _met(cells).items() if UNMARKED not in pair}


def _sums(cells: Cells, kind: str) -> dict[str, float]:
    return {cell[1]: n for cell, n in cells.items() if cell[0] == kind}


def _expected(
    met: dict[tuple[str, str], float], squares: dict[str, float]
) -> dict[tuple[str, str], float]:
    """Give the lengths on which labels would meet by chance; no unit meets itself."""
    rows: defaultdict[str, float] = defaultdict(float)
    for (one, _), length in met.items():
        rows[one] += length
    total = sum(rows.values())
    room = total - sum(squares.values()) / total if total else 0.0
    if room <= 0:
        return {}
    return {
        (one, two): (n * m - (squares.get(one, 0.0) if one == two else 0.0)) / room
        for one, n in rows.items()
        for two, m in rows.items()
    }


def _alpha(met: dict[tuple[str, str], float], squares: dict[str, float]) -> float | None:
    expected = _expected(met, squares)
    by_chance = sum(n for (one, two), n in expected.items() if one != two)
    if by_chance <= 0:
        return None
    return 1 - sum(n for (one, two), n in met.items() if one != two) / by_chance


# --- the earlier coefficient

Units = Sequence[tuple[int, int]]
"""One annotator's units of one category on a continuum: (start, length), in order."""


def classic(categories: Sequence[Sequence[Units]], length: int) -> float | None:
    """Give alpha_U (Krippendorff 1995; 2004, p. 250) of annotators' units, by category.

    ``length`` is that of the continuum, in the unit of measurement; starts count from 0. Since
    2016 `u_alpha` is to be preferred; this is for comparison with older studies.
    """
    observed = sum(classic_observed(layers, length) for layers in categories)
    expected = sum(classic_expected(layers, length) for layers in categories)
    return 1 - observed / expected if expected else None


def classic_observed(layers: Sequence[Units], length: int) -> float:
    """Give the observed disagreement of one category."""
    total = sum(
        _difference(one, two)
        for first, second in permutations([_sections(units, length) for units in layers], 2)
        for one in first
        for two in second
    )
    return total / (len(layers) * (len(layers) - 1) * length**2)


def classic_expected(layers: Sequence[Units], length: int) -> float:
    """Give the disagreement of one category that chance would give."""
    m = len(layers)
    units = [size for layer in layers for _, size in layer]
    sections = [section for layer in layers for section in _sections(layer, length)]
    gaps = [size for _, size, is_unit in sections if not is_unit]
    if not units:
        return 0.0
    total = 0.0
    for b in units:
        fitting = sum(size - b + 1 for size in gaps if size >= b)
        total += (len(units) - 1) / 3 * (2 * b**3 - 3 * b**2 + b) + b**2 * fitting
    return 2 / length * total / (m * length * (m * length - 1) - sum(b * (b - 1) for b in units))


def _sections(units: Units, length: int) -> list[tuple[int, int, bool]]:
    found = []
    at = 0
    for start, size in units:
        if start > at:
            found.append((at, start - at, False))
        found.append((start, size, True))
        at = start + size
    if at < length:
        found.append((at, length - at, False))
    return found


def _difference(one: tuple[int, int, bool], two: tuple[int, int, bool]) -> float:
    (a, p, unit), (b, q, other) = one, two
    if unit and other and -p < a - b < q:
        return (a - b) ** 2 + (a + p - b - q) ** 2
    if unit and not other and b <= a and a + p <= b + q:
        return p**2
    if other and not unit and a <= b and b + q <= a + p:
        return q**2
    return 0.0
