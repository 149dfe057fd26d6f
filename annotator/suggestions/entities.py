"""Which entry of the register some words may mean, best first."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.suggestions.names import LEAST, folded
from annotator.suggestions.places import Place, place_list

_SAME_KIND = 3.0
_MOST_CLOSE = 40


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that words may mean. ``known`` says that the register has it already."""

    entity: Entity
    score: float
    known: bool = True


class KnownNames:
    """The register's names, folded once, so that 20,000 are compared at each key pressed."""

    def __init__(self, entities: Iterable[Entity] = ()) -> None:
        """Hold entities."""
        self.entities: dict[str, Entity] = {}
        self._names: dict[tuple[str, str], str] = {}
        for entity in entities:
            self.put(entity)

    def put(self, entity: Entity) -> None:
        """Hold an entity, in place of what it was before."""
        self.drop(entity.id)
        self.entities[entity.id] = entity
        for name in entity.names:
            self._names[entity.id, name] = folded(name)

    def drop(self, entity_id: str) -> None:
        """Forget an entity."""
        before = self.entities.pop(entity_id, None)
        for name in before.names if before else ():
            self._names.pop((entity_id, name), None)

    def holding(self, words: str) -> list[Entity]:
        """Give the entities with a name that has some words in it, by name."""
        wanted = folded(words)
        found = dict.fromkeys(key for (key, _), name in self._names.items() if wanted in name)
        return sorted((self.entities[key] for key in found), key=lambda e: (folded(e.name), e.id))

    def like(self, words: str, kind: str = "") -> list[tuple[Entity, float]]:
        """Give the entities most like some words with their scores, best first."""
        wanted = folded(words)
        close = process.extract(
            wanted, self._names, scorer=fuzz.WRatio, score_cutoff=LEAST, limit=_MOST_CLOSE
        )
        scores = {key: 100.0 for (key, _), name in self._names.items() if name == wanted}
        for _, score, (key, name) in close:
            same = self._names[key, name] == wanted
            scores[key] = max(scores.get(key, 0.0), 100.0 if same else min(score, 99.0))
        found = [
            (e, score + (_SAME_KIND if e.type == kind else 0.0))
            for e, score in ((self.entities[key], score) for key, score in scores.items())
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0].name, pair[0].id))


def candidates(
    words: str,
    register: Iterable[Entity] | KnownNames,
    *,
    kind: str = "",
    places: bool = False,
    most: int = 8,
) -> list[Candidate]:
    """Give the entities most like some words; scores are from 0 to 100.

    ``kind`` (a label's identifier) is what the words were marked as; entries of that type come
    first among equals. With ``places`` those of the place list follow that the register lacks.
    """
    known = register if isinstance(register, KnownNames) else KnownNames(register)
    found = [Candidate(e, min(score, 100.0)) for e, score in known.like(words, kind)[:most]]
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
