"""The place list that is shipped: countries and larger cities of GeoNames, wholly offline."""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from math import log10

from rapidfuzz import fuzz, process

from annotator import paths
from annotator.suggestions.names import folded

_WEIGHT = {"country": 3.0, "capital": 1.5, "city": 0.0}


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the list. ``country`` is an ISO code; a country has no coordinates."""

    geonames: int
    kind: str
    name: str
    country: str
    latitude: float | None
    longitude: float | None
    population: int
    names: tuple[str, ...]


class PlaceList:
    """The places, found by any of their names."""

    def __init__(self, places: list[Place]) -> None:
        """Index places by their names."""
        self.places = places
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            for name in {folded(name) for name in (place.name, *place.names)}:
                self._by_name[name].append(number)
        self._names = list(self._by_name)

    def like(self, name: str, most: int = 8) -> list[tuple[Place, float]]:
        """Give the places most like a name with scores from 0 to 100, best first.

        Of equally named places the more populous comes first.
        """
        wanted = folded(name)
        if not wanted:
            return []
        scores: dict[int, float] = {}
        for number in self._by_name.get(wanted, ()):
            scores[number] = 100.0
        if len(scores) < most and len(wanted) > 3:
            close = process.extract(
                wanted, self._names, scorer=fuzz.ratio, limit=2 * most, score_cutoff=80
            )
            for found, score, _ in close:
                for number in self._by_name[found]:
                    scores[number] = max(scores.get(number, 0.0), score)
        best = nlargest(most, scores, key=lambda n: (scores[n] // 4, _rank(self.places[n])))
        return [(self.places[number], scores[number]) for number in best]


def _rank(place: Place) -> float:
    return log10(place.population + 1) + _WEIGHT.get(place.kind, 0.0)


@cache
def place_list() -> PlaceList:
    """Give the shipped list; read once, when it is first asked for (about a second)."""
    with gzip.open(paths.resource("places/places.tsv.gz"), "rt", encoding="utf-8") as lines:
        return PlaceList([_place(line.rstrip("\n").split("\t")) for line in lines])


def is_loaded() -> bool:
    """Say whether the list was read already."""
    return place_list.cache_info().currsize > 0


def _place(row: list[str]) -> Place:
    number, kind, name, country, latitude, longitude, population, names = row
    return Place(
        int(number), kind, name, country,
        float(latitude) if latitude else None, float(longitude) if longitude else None,
        int(population or 0), tuple(names.split("|")) if names else (),
    )  # fmt: skip
