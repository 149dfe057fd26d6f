"""How annotators are shown in review: name, initials, colour, and in which order."""

from collections.abc import Sequence
from random import Random
from typing import TYPE_CHECKING

from annotator.core.annotation import GOLD
from annotator.core.palette import PALETTE
from annotator.core.team import Person, initials
from annotator.ui.reading.owners import Owner

if TYPE_CHECKING:
    from annotator.storage.project import Project


class Naming:
    """The names of a project's people; while ``hidden``, letters in an order of each article."""

    def __init__(self, people: Sequence[Person] = ()) -> None:
        """Know the people by their records; others get initials and a colour of their own."""
        self._people = {person.name: person for person in people}
        self.hidden = False

    @classmethod
    def of(cls, project: "Project") -> "Naming":
        """Give the naming of a project's people."""
        return cls(project.records(Person))

    def order(self, annotators: Sequence[str], article_id: str) -> list[str]:
        """Give annotators as they are listed: by name, or shuffled, the same each time."""
        names = sorted(name for name in annotators if name != GOLD)
        if self.hidden:
            Random(article_id).shuffle(names)
        return names

    def shown(self, annotator: str, names: Sequence[str]) -> str:
        """Give the name under which an annotator is shown among those listed."""
        if self.hidden and annotator in names:
            return f"Annotator {chr(ord('A') + names.index(annotator))}"
        return annotator

    def owner(self, annotator: str, names: Sequence[str]) -> Owner:
        """Give how an annotator's row is tagged."""
        if annotator == GOLD:
            return Owner(GOLD, "✓", "#0b7a55", optional=True)
        place = names.index(annotator) if annotator in names else 0
        if self.hidden:
            return Owner(annotator, chr(ord("A") + place), PALETTE[place % len(PALETTE)])
        person = self._people.get(annotator)
        if person is None:
            return Owner(annotator, initials(annotator), PALETTE[place % len(PALETTE)])
        return Owner(annotator, person.initials or initials(annotator), person.color)

    def owners(self, names: Sequence[str]) -> list[Owner]:
        """Give the rows of an article: gold nearest to the words, then each annotator."""
        return [self.owner(GOLD, names), *(self.owner(name, names) for name in names)]
