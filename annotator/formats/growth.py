"""A scheme that grows while entries of another tool are read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from annotator.core.annotation import AttributeValue
from annotator.core.article import character_problem
from annotator.core.palette import next_color, next_key
from annotator.core.scheme import (
    MOST_LABELS,
    Attribute,
    AttributeKind,
    Label,
    RelationType,
    Scheme,
)

Of: TypeAlias = Literal["label", "relation", "article"]
MOST_CHOICES, LONGEST_CHOICE = 30, 60
"""An attribute with more or longer values than these is a text, not a choice."""


@dataclass(slots=True)
class _Question:
    """An attribute being gathered: its values in the order in which they came."""

    attribute: Attribute
    new: bool
    values: dict[str, None]

    def finished(self) -> Attribute:
        """Give the attribute; a new one with a few short values is a choice among them."""
        values = tuple(self.values)
        if not self.new:
            return replace(self.attribute, values=values) if self._has_values() else self.attribute
        if self.attribute.kind == "one" and (
            len(values) > MOST_CHOICES or any(len(value) > LONGEST_CHOICE for value in values)
        ):
            return replace(self.attribute, kind="text")
        return replace(self.attribute, values=values if self._has_values() else ())

    def _has_values(self) -> bool:
        return self.attribute.kind in ("one", "some")


class Growth:
    """What a scheme becomes: names are looked up, and what is missing is created."""

    def __init__(self, scheme: Scheme) -> None:
        """Start from a scheme, which is not changed."""
        self._scheme = scheme
        self._labels = dict(scheme.labels_by_id)
        self._relations = dict(scheme.relations_by_id)
        self._questions: dict[tuple[Of, str], dict[str, _Question]] = {}
        self._changed = False
        self.created: dict[str, None] = {}

    @property
    def scheme(self) -> Scheme:
        """The scheme as it is now; the same value as before where nothing was missing."""
        if not self._changed:
            return self._scheme
        return replace(
            self._scheme,
            labels=tuple(
                replace(x, attributes=self._attributes("label", x.id))
                for x in self._labels.values()
            ),
            relations=tuple(
                replace(x, attributes=self._attributes("relation", x.id))
                for x in self._relations.values()
            ),
            article_labels=self._attributes("article", ""),
        )

    def _attributes(self, of: Of, owner: str) -> tuple[Attribute, ...]:
        return tuple(question.finished() for question in self._asked(of, owner).values())

    def _asked(self, of: Of, owner: str) -> dict[str, _Question]:
        """Give the questions of an owner; gathered only when asked for, as most files ask none."""
        questions = self._questions.get((of, owner))
        if questions is None:
            questions = {a.id: _Question(a, False, dict.fromkeys(a.values))
                         for a in self._defined(of, owner)}  # fmt: skip
            self._questions[of, owner] = questions
        return questions

    def _defined(self, of: Of, owner: str) -> tuple[Attribute, ...]:
        if of == "article":
            return self._scheme.article_labels
        of_kind = self._scheme.labels_by_id if of == "label" else self._scheme.relations_by_id
        known = of_kind.get(owner)
        return known.attributes if known is not None else ()

    # --- looking up: by identifier, then by identifier and name whatever the case

    def label_named(self, name: str) -> str | None:
        """Give the identifier of the label with an identifier or name, or None."""
        return _named(name, self._scheme.labels, self._labels)

    def relation_named(self, name: str) -> str | None:
        """Give the identifier of the relation type with an identifier or name, or None."""
        return _named(name, self._scheme.relations, self._relations)

    def article_label_named(self, name: str) -> str | None:
        """Give the identifier of the article label with an identifier or name, or None."""
        return self.attribute_named("article", "", name)

    def attribute_named(self, of: Of, owner: str, name: str) -> str | None:
        """Give the identifier of an attribute of a label or relation type, or None."""
        known = self._asked(of, owner)
        return _named(name, [q.attribute for q in known.values() if not q.new], known)

    # --- creating

    def label(self, identifier: str, definition: Label | None = None) -> None:
        """Create a label where it is missing; a file's ``definition`` gives colour and more."""
        if identifier in self._labels:
            return
        others = self._labels.values()
        names = {other.name.casefold() for other in others}
        given = definition or Label(identifier, identifier, "")
        keys = {other.key for other in others}
        self._labels[identifier] = replace(
            given,
            id=identifier,
            name=_free_name(given.name if definition else identifier, names),
            color=given.color or next_color(others),
            key=given.key if given.key and given.key not in keys else next_key(others),
            attributes=(),
        )
        self._grow(f"label {identifier}")

    def relation(self, identifier: str, heads: tuple[str, ...], tails: tuple[str, ...]) -> bool:
        """Let a relation type go from labels to labels, creating it where it is missing.

        False where the scheme has it for relations between articles, and of other labels.
        """
        kind = self._relations.get(identifier)
        if kind is None:
            self._relations[identifier] = RelationType(identifier, identifier, heads, tails)
            self._grow(f"relation {identifier}")
            return True
        if not (set(heads) <= set(kind.heads) and set(tails) <= set(kind.tails)):
            if kind.across_articles:
                return False
            more = [tuple(dict.fromkeys(x)) for x in ((*kind.heads, *heads), (*kind.tails, *tails))]
            self._relations[identifier] = replace(kind, heads=more[0], tails=more[1])
            known = identifier in self._scheme.relations_by_id
            self._grow(f"further ends of relation {identifier}" if known else "")
        return True

    def answer(
        self, of: Of, owner: str, identifier: str, value: AttributeValue
    ) -> AttributeValue | None:
        """Give a value as an attribute takes it, creating what is missing; None where it cannot."""
        if value == () or _problem(value):
            return None
        questions = self._asked(of, owner)
        question = questions.get(identifier)
        if question is None:
            kind = _kind(value)
            question = _Question(Attribute(identifier, identifier, kind, ("-",)), True, {})
            questions[identifier] = question
            self._grow(f"attribute {identifier}")
        found = _as(question.attribute.kind, value)
        if found is None or question.attribute.kind not in ("one", "some"):
            return found
        for part in found if isinstance(found, tuple) else (found,):
            if part not in question.values:
                question.values[str(part)] = None
                known = not question.new
                self._grow(f"value {part} of attribute {identifier}" if known else "")
        return found

    def _grow(self, what: str) -> None:
        self._changed = True
        if what and len(self.created) < MOST_LABELS:
            self.created[what] = None


def _named(
    name: str, own: Iterable[Label | RelationType | Attribute], known: Iterable[str]
) -> str | None:
    # Only what the project had is found whatever the case: two labels of one file that differ
    # in case alone are two.
    if name in known:
        return name
    folded = name.casefold()
    for item in own:
        if folded in (item.id.casefold(), item.name.casefold()):
            return item.id
    return None


def _free_name(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} ({number})"
    return free


def _kind(value: AttributeValue) -> AttributeKind:
    if isinstance(value, bool):
        return "yes_no"
    if isinstance(value, int | float):
        return "number"
    return "some" if isinstance(value, tuple) else "one"


def _as(kind: AttributeKind, value: AttributeValue) -> AttributeValue | None:
    """Give a value in the form that a kind of attribute takes, or None."""
    if kind == "yes_no":
        return value if isinstance(value, bool) else None
    if kind == "number":
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    if kind == "some":
        return value if isinstance(value, tuple) else (_as_text(value),)
    return "; ".join(value) if isinstance(value, tuple) else _as_text(value)


def _problem(value: AttributeValue) -> str:
    text = "".join(value) if isinstance(value, tuple) else value
    if isinstance(text, str):
        return character_problem(text)
    return "" if -(2**63) <= text < 2**63 else "is too large"


def _as_text(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value)
