"""What a file that a scheme can be read from is, and the draft that its reader fills."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from annotator.core.article import character_problem
from annotator.core.errors import SchemeError
from annotator.core.palette import next_color, next_key
from annotator.core.scheme import MOST_LABELS, Attribute, Label, RelationType, Scheme
from annotator.core.scheme_edit import free_id

_COLOR = re.compile("#[0-9A-Fa-f]{6}")
LARGEST_FILE = 5_000_000


@dataclass(frozen=True, slots=True)
class FoundScheme:
    """A scheme that was read, and sentences on what could not be taken over."""

    scheme: Scheme
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeSource:
    """A kind of file that holds a scheme. ``recognises`` decides from path and content.

    ``read`` raises SchemeError with the reason; a reader never guesses in silence: what it
    leaves out is in the notes.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Path, str], bool]
    read: Callable[[Path, str], FoundScheme]


@dataclass(slots=True)
class Draft:
    """A scheme being read: labels by the names that the file gives them."""

    name: str
    labels: dict[str, Label] = field(default_factory=dict)
    relations: list[RelationType] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Keep what could not be taken over, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def label(self, known_as: str, /, *, name: str = "", **facts: object) -> None:
        """Add a label; one that is there already is noted and left as it is.

        ``known_as`` is what the file's relations and marks call it, ``name`` what it shows.
        """
        known_as = known_as.strip()
        shown = name.strip() or known_as
        if not known_as:
            return self.note("A label without a name was left out.")
        if problem := character_problem(shown) or character_problem(known_as):
            raise SchemeError(f"The label {shown!r} cannot be used: its name {problem}.")
        there = {known.name.casefold() for known in self.labels.values()}
        if known_as in self.labels or shown.casefold() in there:
            return self.note(f"The label “{shown}” is there twice; the first one was taken.")
        taken = [known.id for known in self.labels.values()]
        plain = _plain(known_as) and known_as not in taken
        label = Label(known_as if plain else free_id(known_as, taken), shown, "")
        self.labels[known_as] = replace(label, **facts)  # type: ignore[arg-type]
        if len(self.labels) > MOST_LABELS:
            raise SchemeError(f"It has more than {MOST_LABELS:,} labels.", "Use fewer labels.")

    def relation(self, name: str, heads: Iterable[str], tails: Iterable[str]) -> None:
        """Add a relation between labels by name; unknown ends are noted and left out."""
        ends = []
        for side in (heads, tails):
            known = dict.fromkeys(self.labels[n].id for n in side if n in self.labels)
            ends.append(tuple(known))
        if not all(ends):
            return self.note(f"The relation “{name}” joins no labels and was left out.")
        there = next((r for r in self.relations if r.id == name), None)
        if there is None:
            self.relations.append(RelationType(name, name, ends[0], ends[1]))
        else:
            heads, tails = dict.fromkeys((*there.heads, *ends[0])), (*there.tails, *ends[1])
            wider = replace(there, heads=tuple(heads), tails=tuple(dict.fromkeys(tails)))
            self.relations[self.relations.index(there)] = wider

    def attribute(self, attribute: Attribute, of: Iterable[str]) -> None:
        """Add an attribute to labels by name."""
        for name in of:
            label = self.labels.get(name)
            if label is not None and label.attribute(attribute.id) is None:
                self.labels[name] = replace(label, attributes=(*label.attributes, attribute))

    def found(self) -> FoundScheme:
        """Give the scheme, with colours and keys for the labels that have none of their own."""
        if not self.labels:
            raise SchemeError("It names no labels.", "Choose a file with at least one label.")
        done: list[Label] = []
        for label in self.labels.values():
            color = label.color if _COLOR.fullmatch(label.color) else next_color(done)
            key = label.key if len(label.key) == 1 and not label.key.isspace() else ""
            if key in {other.key for other in done if other.key}:
                self.note(f"The key {key} of “{label.name}” was taken already.")
                key = ""
            done.append(replace(label, color=color, key=key))
        for at, label in enumerate(done):
            if not label.key and label.on:
                done[at] = replace(label, key=next_key(done))
        identifier = free_id(self.name, ())
        scheme = Scheme(identifier, self.name, "1.0", tuple(done), tuple(self.relations))
        return FoundScheme(scheme, tuple(self.notes))


def _plain(name: str) -> bool:
    return bool(re.fullmatch(r"[\w.-]+", name))
