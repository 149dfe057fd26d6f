"""Which entry of the register some words may mean, best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.suggestions.names import LEAST, folded, likeness
from annotator.suggestions.places import Place, place_list

_SAME_KIND = 3.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that words may mean. ``known`` says that the register has it already."""

    entity: Entity
    score: float
    known: bool = True


def candidates(
    words: str, register: Iterable[Entity], *, kind: str = "", places: bool = False, most: int = 8
) -> list[Candidate]:
    """Give the entities most like some words; scores are from 0 to 100.

    ``kind`` (a label's identifier) is what the words were marked as; entries of that type come
    first among equals. With ``places`` those of the place list follow that the register lacks.
    """
    wanted = folded(words)
    found = []
    for entity in register:
        score = max(likeness(wanted, folded(name)) for name in entity.names)
        if score >= LEAST:
            found.append(Candidate(entity, score + (_SAME_KIND if entity.type == kind else 0.0)))
    found.sort(key=lambda c: (-c.score, c.entity.name, c.entity.id))
    found = [Candidate(c.entity, min(c.score, 100.0)) for c in found[:most]]
    if places and len(found) < most:
        there = {(folded(c.entity.name), c.entity.country) for c in found}
        for place, score in place_list().like(words, most - len(found)):
            if (folded(place.name), place.country) not in there:
                found.append(Candidate(of_place(place, kind), score, known=False))
    return found


def of_place(place: Place, kind: str = "") -> Entity:
    """Give a new entry of the register for a place of the list."""
    return Entity(
        new_id(), place.name, now(), kind, (), "", place.country, place.latitude, place.longitude,
        note=f"GeoNames {place.geonames}",
    )  # fmt: skip
