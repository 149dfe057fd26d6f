"""Giving articles to annotators: pairs that rotate, an overlap share, re-tests, equal load."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import ceil
from random import Random

from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.core.team import Assignment


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets what: articles by annotator, in a shuffled order; ``retests`` likewise.

    ``words`` is each annotator's load, re-tests included; ``shared`` the articles that several
    do.
    """

    articles: Mapping[str, tuple[str, ...]]
    retests: Mapping[str, tuple[str, ...]]
    words: Mapping[str, int]
    shared: tuple[str, ...]

    def records(self, round: str) -> list[Assignment]:
        """Give the plan as records of a round (its identifier)."""
        moment = now()
        given = ((self.articles, False), (self.retests, True))
        return [
            Assignment(new_id(), article, annotator, round, moment, retest)
            for all_, retest in given
            for annotator, articles in all_.items()
            for article in articles
        ]


def assigned(
    words: Mapping[str, int],
    annotators: Sequence[str],
    *,
    coders: int = 2,
    overlap: float = 1.0,
    retest: float = 0.0,
    seed: int = 0,
) -> Plan:
    """Give each article (its length in words) to annotators, the same for the same seed.

    A random ``overlap`` share of the articles is done by ``coders`` annotators each, the rest by
    one; every team of that size gets about as many. ``retest`` is the share of her articles that
    each does a second time. Loads differ by little more than the longest article. Raises
    AnnotatorError where there are too few annotators.
    """
    people = len(set(annotators))
    if people < max(coders, 1) or coders < 1:
        raise AnnotatorError(
            f"{people} annotator{'s' * (people != 1)} cannot do each article {coders} times.",
            "Name more annotators, or let fewer do each article.",
        )
    random = Random(seed)
    order = sorted(words)
    random.shuffle(order)
    shared = order[: ceil(overlap * len(order))] if coders > 1 else []
    names = sorted(set(annotators))
    load: Counter[str] = Counter(dict.fromkeys(names, 0))
    met: Counter[tuple[str, ...]] = Counter()
    given: dict[str, list[str]] = {name: [] for name in names}
    # Long ones first, so that the last ones can even the loads out.
    several = set(shared)
    for article in sorted(order, key=lambda one: (one not in several, -words[one])):
        size = coders if article in several else 1
        team = _team(names, size, load, met)
        met[team] += 1
        for name in team:
            load[name] += words[article]
            given[name].append(article)
    again = {name: _again(given[name], retest, random) for name in names}
    for name in names:
        load[name] += sum(words[article] for article in again[name])
        random.shuffle(given[name])
    return Plan({n: tuple(given[n]) for n in names}, again, dict(load), tuple(sorted(shared)))


def _team(
    names: Sequence[str], size: int, load: Counter[str], met: Counter[tuple[str, ...]]
) -> tuple[str, ...]:
    """Give the team that met least, of those the one with the least to do."""
    return min(
        combinations(names, size),
        key=lambda team: (met[team] if size > 1 else 0, sum(load[n] for n in team), team),
    )


def _again(articles: Sequence[str], share: float, random: Random) -> tuple[str, ...]:
    return tuple(random.sample(sorted(articles), round(share * len(articles))))
