"""Who works on a project and on what: people, rounds of work, and the articles given to each."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from annotator.core.record import Record

Role: TypeAlias = Literal["annotator", "adjudicator", "model"]
ROLES: tuple[Role, ...] = get_args(Role)
RoundKind: TypeAlias = Literal["training", "pilot", "production", "re-test"]
ROUND_KINDS: tuple[RoundKind, ...] = get_args(RoundKind)


@dataclass(frozen=True, slots=True)
class Person(Record):
    """An annotator as a record: ``name`` is what stands beside her marks and is unique.

    ``color`` is ``#rrggbb``. Two people of one name have two identifiers, by which a hand-in is
    told to be another person's.
    """

    name: str
    changed: str
    color: str = "#3366cc"
    initials: str = ""
    role: Role = "annotator"


@dataclass(frozen=True, slots=True)
class Round(Record):
    """A round of work, with the version of the scheme that it was done with."""

    name: str
    kind: RoundKind
    scheme_version: str
    changed: str


@dataclass(frozen=True, slots=True)
class Assignment(Record):
    """An article given to an annotator (her name) in a round (its identifier).

    ``retest`` means that she does it a second time without being told.
    """

    article_id: str
    annotator: str
    round: str
    changed: str
    retest: bool = False


def initials(name: str) -> str:
    """Give the initials of a name, two at most.

    >>> initials("Ada Lovelace"), initials("mo"), initials("Jean-Luc de la Tour")
    ('AL', 'MO', 'JT')
    """
    words = name.split()
    letters = words[0][:2] if len(words) == 1 else words[0][:1] + words[-1][:1] if words else ""
    return letters.upper()
