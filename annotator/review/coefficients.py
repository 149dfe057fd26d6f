"""Chance-corrected agreement from tables of counts: kappa, Fleiss, alpha, AC1.

A *table* counts items by what the first and the second annotator said of them; *patterns* count
items by what all of their annotators said, in any order. None means that the counts define no
value: nothing was compared, or chance alone would agree on everything.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

Table: TypeAlias = Mapping[tuple[str, str], float]
Patterns: TypeAlias = Mapping[tuple[Any, ...], float]
Distance: TypeAlias = Callable[[Any, Any], float]


def corrected(observed: float, expected: float) -> float | None:
    """Give agreement beyond chance as a share of what is possible, or None where chance is all."""
    return None if expected >= 1 else (observed - expected) / (1 - expected)


def cohen(table: Table) -> float | None:
    """Give Cohen's kappa (1960): each annotator has her own habits.

    >>> round(cohen({("a", "a"): 20, ("a", "b"): 10, ("b", "a"): 20, ("b", "b"): 50}), 3)
    0.348
    """
    total = sum(table.values())
    if not total:
        return None
    first, second = Counter[str](), Counter[str]()
    for (one, two), count in table.items():
        first[one] += count  # type: ignore[assignment]
        second[two] += count  # type: ignore[assignment]
    observed = sum(count for (one, two), count in table.items() if one == two) / total
    expected = sum(first[label] * second[label] for label in first) / total**2
    return corrected(observed, expected)


def agreement_of(patterns: Patterns) -> float | None:
    """Give the share of agreeing pairs of answers, the mean over items of two answers or more."""
    total = agreed = 0.0
    for answers, count in patterns.items():
        if len(answers) > 1:
            same = sum(n * (n - 1) for n in Counter(answers).values())
            agreed += count * same / (len(answers) * (len(answers) - 1))
            total += count
    return agreed / total if total else None


def shares(patterns: Patterns) -> dict[Hashable, float]:
    """Give each answer's share of all answers to items of two answers or more."""
    counts: defaultdict[Hashable, float] = defaultdict(float)
    for answers, count in patterns.items():
        if len(answers) > 1:
            for answer in answers:
                counts[answer] += count
    total = sum(counts.values())
    return {answer: count / total for answer, count in counts.items()} if total else {}


def fleiss(patterns: Patterns) -> float | None:
    """Give Fleiss' kappa (1971) of two or more annotators; for two it is Scott's pi (1955).

    >>> table = {("a", "a"): 20, ("a", "b"): 10, ("b", "a"): 20, ("b", "b"): 50}
    >>> round(fleiss(table), 3)
    0.341
    """
    observed = agreement_of(patterns)
    if observed is None:
        return None
    return corrected(observed, sum(share**2 for share in shares(patterns).values()))


def gwet(patterns: Patterns, categories: int) -> float | None:
    """Give Gwet's AC1 (2008), which does not fall when nearly all items are of one kind.

    ``categories`` is how many answers there could be; with one, nothing is defined.
    """
    observed = agreement_of(patterns)
    if observed is None or categories < 2:
        return None
    chance = sum(share * (1 - share) for share in shares(patterns).values()) / (categories - 1)
    return corrected(observed, chance)


# --- Krippendorff's alpha


def nominal(one: object, two: object) -> float:
    """Give 0 for the same answer, else 1."""
    return float(one != two)


def interval(one: float, two: float) -> float:
    """Give the squared difference of numbers."""
    return float((one - two) ** 2)


def ratio(one: float, two: float) -> float:
    """Give the squared difference of numbers as a share of their sum."""
    return float(((one - two) / (one + two)) ** 2) if one + two else 0.0


def jaccard(one: Sequence[str], two: Sequence[str]) -> float:
    """Give how much two sets of answers differ: one less the shared part of their union."""
    union = {*one, *two}
    return 1 - len({*one} & {*two}) / len(union) if union else 0.0


def masi(one: Sequence[str], two: Sequence[str]) -> float:
    """Give Passonneau's MASI distance (2006) of two sets of answers; it prefers inclusion."""
    a, b = {*one}, {*two}
    if a == b:
        return 0.0
    monotonic = 2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0.0
    return 1 - (1 - jaccard(one, two)) * monotonic


def ordinal(patterns: Patterns) -> Distance:
    """Give the distance of ranks: how many answers lie between two, squared."""
    counts: defaultdict[Any, float] = defaultdict(float)
    for answers, count in patterns.items():
        if len(answers) > 1:
            for answer in answers:
                counts[answer] += count
    ranks = sorted(counts)
    sums = accumulate((counts[rank] for rank in ranks), initial=0.0)
    before = dict(zip(ranks, sums, strict=False))  # the last sum is of all ranks

    def distance(one: Any, two: Any) -> float:
        low, high = min(one, two), max(one, two)
        between = before[high] + counts[high] - before[low]
        return float((between - (counts[low] + counts[high]) / 2) ** 2)

    return distance


def coincidences(patterns: Patterns) -> dict[tuple[Any, Any], float]:
    """Give how often two answers met, each item counting its answers once (Krippendorff 2004)."""
    found: defaultdict[tuple[Any, Any], float] = defaultdict(float)
    for answers, count in patterns.items():
        tally = Counter(answers)
        for one, n in tally.items() if len(answers) > 1 else ():
            for two, m in tally.items():
                met = n * (m - 1 if one == two else m)
                if met:
                    found[one, two] += count * met / (len(answers) - 1)
    return found


def krippendorff(patterns: Patterns, distance: Distance = nominal) -> float | None:
    """Give Krippendorff's alpha (2004, chapter 11); missing answers are simply not in a pattern.

    >>> table = {("a", "a"): 20, ("a", "b"): 10, ("b", "a"): 20, ("b", "b"): 50}
    >>> round(krippendorff(table), 3)
    0.344
    """
    met = coincidences(patterns)
    totals: defaultdict[Any, float] = defaultdict(float)
    for (one, _), count in met.items():
        totals[one] += count
    everything = sum(totals.values())
    if everything <= 1:
        return None
    observed = sum(count * distance(*pair) for pair, count in met.items()) / everything
    expected = sum(
        n * m * distance(one, two)
        for one, n in totals.items()
        for two, m in totals.items()
        if one != two
    ) / (everything * (everything - 1))
    return 1 - observed / expected if expected else None
