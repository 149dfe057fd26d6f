"""What the lines of a brat file say together: marks, links, answers and notes by what they are of.

An event is its trigger: what is said of the event is said of the trigger, and each further
argument is a link from it. An equivalence is a chain of links.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from annotator.core.annotation import AttributeValue
from annotator.formats.brat.lines import Line


class Said(NamedTuple):
    """One link of a line: its type and the identifiers of the marks that it joins."""

    type: str
    head: str
    tail: str


class Meaning:
    """The lines of a file, and what identifiers of events and relations mean."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """Understand lines; what is said of nothing that is there is left aside."""
        self.lines = list(lines)
        self.marks = {line.id: line for line in self.lines if line.kind == "mark"}
        self._events = {line.id: line for line in self.lines if line.kind == "event"}
        self.relations = {
            line.id: self.links(line)[0]
            for line in self.lines
            if line.kind == "relation" and self.links(line)
        }
        self.answers: defaultdict[str, dict[str, list[str | None]]] = defaultdict(dict)
        self.notes: defaultdict[str, list[str]] = defaultdict(list)
        for line in self.lines:
            of = self.target(line.target)
            if line.kind == "answer" and of:
                self.answers[of].setdefault(line.name, []).append(line.value)
            elif line.kind == "note" and of:
                self.notes[of].append(line.value or "")

    def mark_of(self, own: str) -> str:
        """Give the mark that an identifier of a mark or an event means, or an empty text."""
        seen: set[str] = set()
        while own in self._events and own not in seen:
            seen.add(own)
            own = self._events[own].arguments[0][1]
        return own if own in self.marks else ""

    def target(self, own: str) -> str:
        """Give the mark or relation that an identifier means, or an empty text."""
        return own if own in self.relations else self.mark_of(own)

    def links(self, line: Line) -> list[Said]:
        """Give the links of a line whose ends are all there; an empty list where some are not."""
        ends = [self.mark_of(own) for _, own in line.arguments]
        if not all(ends):
            return []
        if line.kind == "relation":
            return [Said(line.name, ends[0], ends[1])]
        if line.kind == "equivalence":
            return [Said(line.name, head, tail) for head, tail in pairwise(ends)]
        roles = [role for role, _ in line.arguments]
        return [Said(role, ends[0], end) for role, end in zip(roles[1:], ends[1:], strict=True)]


def value_of(said: list[str | None]) -> AttributeValue:
    """Give what answers with one name mean: yes, one text, or several."""
    values = tuple(dict.fromkeys(value for value in said if value is not None))
    if not values:
        return True
    return values[0] if len(values) == 1 else values
