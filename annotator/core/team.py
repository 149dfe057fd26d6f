"""Who works on a project and on what: people, rounds of work, and the articles given to each."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from annotator.core.identifiers import derived_id
from annotator.core.record import Record

Role: TypeAlias = Literal["annotator", "adjudicator", "model"]
ROLES: tuple[Role, ...] = get_args(Role)
RoundKind: TypeAlias = Literal["training", "pilot", "production", "re-test"]
AGAIN = " (again)"
"""Ends the name under which a second pass of an annotator over an article is kept."""
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

    ``retest`` means that she does it a second time without being told: once her first pass is
    there, a hand-out holds the article anew, under `retest_id`.
    """

    article_id: str
    annotator: str
    round: str
    changed: str
    retest: bool = False

    @property
    def retest_id(self) -> str:
        """The identifier under which the article is handed out for the second pass."""
        return derived_id("again", self.id)


def second_pass(name: str) -> str:
    """Give the name under which an annotator's second pass over an article is kept."""
    return name + AGAIN


def is_second_pass(name: str) -> bool:
    """Say whether a name is that of a second pass, which is compared with the first one alone.

    >>> is_second_pass(second_pass("ada")), is_second_pass("ada")
    (True, False)
    """
    return name.endswith(AGAIN)


def initials(name: str) -> str:
    """Give the initials of a name, two at most.

    >>> initials("Ada Lovelace"), initials("mo"), initials("Jean-Luc de la Tour")
    ('AL', 'MO', 'JT')
    """
    words = name.split()
    letters = words[0][:2] if len(words) == 1 else words[0][:1] + words[-1][:1] if words else ""
    return letters.upper()
