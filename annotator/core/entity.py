"""An entity: one person, organisation or place of the project's register, whatever it is called."""

import re
from dataclasses import dataclass

from annotator.core.record import Record

_WIKIDATA = re.compile(r"[QPL][1-9]\d*")
_COUNTRY = re.compile("[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Entity(Record):
    """An entry of the register. ``id`` is what annotations refer to and never changes.

    ``wikidata`` is like Q64, ``country`` an ISO 3166 code of two letters, ``latitude`` and
    ``longitude`` degrees (WGS 84), ``parent`` the identifier of what it belongs to.
    """

    name: str
    changed: str
    type: str = ""
    aliases: tuple[str, ...] = ()
    wikidata: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    parent: str = ""
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


def entity_problem(entity: Entity) -> str:
    """Say why an entity cannot be kept, or give an empty string.

    >>> entity_problem(Entity("e", "Berlin", "", wikidata="64"))
    "its Wikidata number is '64', not like Q64"
    """
    if not entity.name.strip():
        return "it has no name"
    if entity.wikidata and not _WIKIDATA.fullmatch(entity.wikidata):
        return f"its Wikidata number is '{entity.wikidata}', not like Q64"
    if entity.country and not _COUNTRY.fullmatch(entity.country):
        return f"its country is '{entity.country}', not an ISO code like DE"
    if (entity.latitude is None) != (entity.longitude is None):
        return "it has only one of latitude and longitude"
    if entity.latitude is not None and not -90 <= entity.latitude <= 90:
        return f"its latitude {entity.latitude} is not between -90 and 90"
    if entity.longitude is not None and not -180 <= entity.longitude <= 180:
        return f"its longitude {entity.longitude} is not between -180 and 180"
    if entity.parent == entity.id:
        return "it belongs to itself"
    return ""
