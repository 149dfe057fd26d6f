"""Gamma and gamma-cat: agreement on units that may nest and overlap (Mathet et al. 2015, 2017).

Two units differ by their places, ((|start − start| + |end − end|) / (length + length))², and by
1 where their labels differ; a unit that stays alone costs 1. The disorder of an alignment is the
mean of these over pairs of annotators, per unit. Gamma is one less the disorder of the best
alignment as a share of what chance gives: annotators drawn anew, each one's units shifted along
the text by a random distance.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random
from typing import NamedTuple

from annotator.review.pairing import best_pairs

SAMPLES = 30
"""How many shuffled texts give the disorder of chance, for each article."""
_MOST_STATES = 20_000


class Unit(NamedTuple):
    """A labelled stretch of the continuum."""

    start: float
    end: float
    label: str
    id: str = ""


class TooTangled(Exception):  # noqa: N818 - it says what is wrong
    """So many units lie upon each other that the exact alignment would take too long."""


Together = tuple[Unit | None, ...]
"""One unit of each annotator, or nothing of some: a unitary alignment."""


def apart(one: Unit, two: Unit) -> float:
    """Give how far two units lie apart, 0 where they cover the same."""
    away = abs(one.start - two.start) + abs(one.end - two.end)
    return float((away / (one.end - one.start + two.end - two.start)) ** 2)


def difference(one: Unit, two: Unit) -> float:
    """Give the dissimilarity of two units: place and label with equal weight."""
    return apart(one, two) + (one.label != two.label)


def aligned(first: Sequence[Unit], second: Sequence[Unit]) -> list[Together]:
    """Give the alignment of two annotators' units with the least disorder, exactly.

    Both are sorted by start. Pairs worth less than two units alone are never looked at, so time
    grows with the number of units that lie near each other.
    """
    weights = dict(_near(first, second))
    pairs = best_pairs(weights)
    used = {a for a, _ in pairs}, {b for _, b in pairs}
    together: list[Together] = [(first[a], second[b]) for a, b in pairs]
    together += [(unit, None) for at, unit in enumerate(first) if at not in used[0]]
    together += [(None, unit) for at, unit in enumerate(second) if at not in used[1]]
    return together


def _near(first: Sequence[Unit], second: Sequence[Unit]) -> Iterator[tuple[tuple[int, int], float]]:
    """Give the pairs that cost less than leaving both alone, and how much less."""
    longest = max((unit.end - unit.start for unit in second), default=0.0)
    begin = 0
    for at, (start, end, label, _) in enumerate(first):
        length = end - start
        # |start − start'| < √2 (length + length') must hold, whatever the other one's length.
        reach = 1.4143 * (length + longest)
        while begin < len(second) and second[begin].start < start - reach - longest:
            begin += 1
        for other in range(begin, len(second)):
            start_, end_, label_, _ = second[other]
            if start_ - start > reach:
                break
            away = abs(start - start_) + abs(end - end_)
            gain = 2.0 - (away / (length + end_ - start_)) ** 2 - (label != label_)
            if gain > 0:
                yield (at, other), gain


def disorder(together: Together) -> float:
    """Give the disorder of a unitary alignment: the mean over pairs of annotators."""
    pairs = list(combinations(together, 2))
    return sum(1.0 if a is None or b is None else difference(a, b) for a, b in pairs) / len(pairs)


def shuffled(layers: Sequence[Sequence[Unit]], random: Random) -> list[list[Unit]]:
    """Give as many layers as there are, each one of them at random and shifted at random.

    What passes the last unit's end begins again at the first one's start. The shifts differ by
    at least half of the mean unit, so that no layer meets itself in place.
    """
    units = [unit for layer in layers for unit in layer]
    low, high = min(unit.start for unit in units), max(unit.end for unit in units)
    room = high - low
    mean = sum(unit.end - unit.start for unit in units) / len(units)
    least = min(mean / 2, room / len(layers) / 3)
    shifts: list[float] = []
    while len(shifts) < len(layers):
        shift = random.uniform(0, room)
        if all(min(abs(shift - s), room - abs(shift - s)) >= least for s in shifts):
            shifts.append(shift)
    return [_shifted(random.choice(layers), shift, low, high) for shift in shifts]


def _shifted(layer: Sequence[Unit], shift: float, low: float, high: float) -> list[Unit]:
    room = high - low
    moved = []
    for start, end, label, own in layer:
        by = shift if start + shift < high else shift - room
        moved.append(Unit(start + by, end + by, label, own))
    return sorted(moved)


# --- gamma-cat


def weighed(together: Together) -> Iterator[tuple[Unit, Unit, float]]:
    """Give the pairs of units that are aligned, with the weight that their labels have."""
    units = [unit for unit in together if unit is not None]
    for one, two in combinations(units, 2):
        weight = max(0.0, 1 - apart(one, two)) / (len(units) - 1)
        if weight:
            yield one, two, weight


# --- three and more together


def aligned_together(layers: Sequence[Sequence[Unit]]) -> list[Together]:
    """Give the alignment of several annotators' units with the least disorder, exactly.

    Raises TooTangled where more than some thousand partial alignments would have to be kept; of
    two annotators use `aligned`.
    """
    units = sorted((unit, who) for who, layer in enumerate(layers) for unit in layer)
    choices = _choices(units, len(layers))
    best: dict[int, tuple[float, tuple[Together, ...]]] = {0: (0.0, ())}
    for at in range(len(units)):
        best = _extended(best, at, choices[at])
        if len(best) > _MOST_STATES:
            raise TooTangled
    ((_, found),) = best.values()
    return list(found)


_Choice = tuple[int, float, Together]


def _extended(
    best: dict[int, tuple[float, tuple[Together, ...]]], at: int, choices: Sequence[_Choice]
) -> dict[int, tuple[float, tuple[Together, ...]]]:
    """Place the next unit in every way; a state is which later units are placed already."""
    after: dict[int, tuple[float, tuple[Together, ...]]] = {}
    for taken, (cost, chosen) in best.items():
        if taken >> at & 1:
            ways: Sequence[_Choice] = [(1 << at, 0.0, ())]
        else:
            ways = [choice for choice in choices if not choice[0] & taken]
        for mask, more, together in ways:
            state = (taken | mask) & ~(1 << at)
            known = after.get(state)
            if known is None or cost + more < known[0]:
                after[state] = (cost + more, (*chosen, together) if together else chosen)
    return after


def _choices(units: Sequence[tuple[Unit, int]], count: int) -> list[list[_Choice]]:
    """Give for each unit the ways to align it with later ones that can be part of the best."""
    # A unit farther than this from another had better stay alone, whatever else is aligned.
    farthest = count * (count - 1) / 2 + count - 1
    found: list[list[_Choice]] = []
    for at, (unit, who) in enumerate(units):
        near = [
            other
            for other in range(at + 1, len(units))
            if units[other][1] != who and difference(unit, units[other][0]) < farthest
        ]
        choices: list[_Choice] = []
        _grow([at], near, units, count, choices)
        found.append(choices)
    return found


def _grow(
    members: list[int],
    candidates: Sequence[int],
    units: Sequence[tuple[Unit, int]],
    count: int,
    choices: list[_Choice],
) -> None:
    together: list[Unit | None] = [None] * count
    for member in members:
        together[units[member][1]] = units[member][0]
    cost = disorder(tuple(together))
    if cost <= len(members):  # else its units had better stay alone
        choices.append((sum(1 << member for member in members), cost, tuple(together)))
    if len(choices) > _MOST_STATES:
        raise TooTangled
    taken = {units[member][1] for member in members}
    for place, candidate in enumerate(candidates):
        if units[candidate][1] not in taken:
            _grow([*members, candidate], candidates[place + 1 :], units, count, choices)
