"""A scheme: the labels, attributes, relations and article labels of a project.

Everything in a scheme has an identifier, which annotations refer to and which never changes,
and a name, which is only shown. All values are frozen; a changed scheme is a new value.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import AttributeValue
from annotator.core.errors import SchemeError, shown

AttributeKind: TypeAlias = Literal["one", "some", "text", "number", "yes_no", "date", "entity"]
ATTRIBUTE_KINDS: tuple[AttributeKind, ...] = get_args(AttributeKind)
MOST_LABELS = 2_000
NOT_STATED = "not stated"
"""What the attribute named like a relation type says where the article names no such end."""
OWN_FACTS = frozenset(
    ("id", "text", "sha256", "title", "outlet", "author", "published", "url", "language", "tags",
     "not_article")
)  # fmt: skip
"""What no metadata field of a scheme can be called: an article has it without being asked."""
_COLOR = re.compile("#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Attribute:
    """A question about an annotation (or an article): its kind and the answers allowed.

    ``values`` counts for the kinds ``one`` and ``some``; an answer is one of them, or a tuple.
    ``asked`` means that it is asked right after the label was given.
    """

    id: str
    name: str
    kind: AttributeKind = "one"
    values: tuple[str, ...] = ()
    asked: bool = False
    required: bool = False
    definition: str = ""

    def problem_with(self, value: AttributeValue) -> str:
        """Say why a value is no answer to this attribute, or give an empty string."""
        types, in_words = _ANSWERS[self.kind]
        if type(value) not in types or not _is_plain(value):
            return f"attribute '{self.id}' takes {in_words}, not {shown(value)}"
        if self.kind in ("one", "some"):
            answers = value if isinstance(value, tuple) else (value,)
            unknown = [answer for answer in answers if answer not in self.values]
            if unknown:
                return f"attribute '{self.id}' has no value {shown(unknown[0])}"
        return ""


def _is_plain(value: AttributeValue) -> bool:
    # JSON has no infinity and few programs read integers of more than 64 bits.
    if isinstance(value, float):
        return -inf < value < inf
    if isinstance(value, tuple):
        return all(type(part) is str for part in value)
    return not isinstance(value, int) or -(2**63) <= value < 2**63


_ANSWERS: dict[AttributeKind, tuple[tuple[type, ...], str]] = {
    "one": ((str,), "one of its values"),
    "some": ((tuple,), "a list of its values"),
    "text": ((str,), "a text"),
    "number": ((int, float), "a number"),
    "yes_no": ((bool,), "true or false"),
    "date": ((str,), "a date as text"),
    "entity": ((str,), "an entity's identifier"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a span can be marked as. ``key`` is one character; ``color`` is ``#rrggbb``.

    The colour is a hue to start from: the window derives readable shades for each theme.
    ``on`` is False for helper labels that are kept but not offered.
    """

    id: str
    name: str
    color: str
    key: str = ""
    definition: str = ""
    guideline: str = ""
    examples: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    group: str = ""
    on: bool = True

    def attribute(self, attribute_id: str) -> Attribute | None:
        """Give the attribute with an identifier, or None."""
        return next((a for a in self.attributes if a.id == attribute_id), None)


@dataclass(frozen=True, slots=True)
class RelationType:
    """A link from annotations of the ``heads`` labels to those of the ``tails`` labels.

    ``least`` and ``most`` count per head; ``most`` None means any number.
    """

    id: str
    name: str
    heads: tuple[str, ...]
    tails: tuple[str, ...]
    least: int = 0
    most: int | None = None
    definition: str = ""
    attributes: tuple[Attribute, ...] = ()
    across_articles: bool = False
    may_be_not_stated: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A soft rule shown while working; ``rule`` is a name that `validation` knows."""

    id: str
    rule: str
    text: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SchemeNote:
    """One line of a scheme's history: the version that came of a change, its date, the change."""

    version: str
    date: str
    text: str


@dataclass(frozen=True)
class Scheme:
    """All that annotators of a project can say; ``version`` rises with every change."""

    id: str
    name: str
    version: str
    labels: tuple[Label, ...]
    relations: tuple[RelationType, ...] = ()
    article_labels: tuple[Attribute, ...] = ()
    checks: tuple[Check, ...] = ()
    definition: str = ""
    history: tuple[SchemeNote, ...] = ()
    fields: tuple[Attribute, ...] = ()
    """What is asked of every article's metadata; see `core.article_fields`."""

    def __post_init__(self) -> None:
        """Refuse a scheme that contradicts itself (SchemeError)."""
        problem = next(_problems(self), "")
        if problem:
            raise SchemeError(f"The scheme “{self.name}” cannot be used: {problem}.")

    @cached_property
    def labels_by_id(self) -> dict[str, Label]:
        """The labels by identifier."""
        return {label.id: label for label in self.labels}

    @cached_property
    def relations_by_id(self) -> dict[str, RelationType]:
        """The relation types by identifier."""
        return {relation.id: relation for relation in self.relations}

    @cached_property
    def active_labels(self) -> tuple[Label, ...]:
        """The labels that are offered, in order."""
        return tuple(label for label in self.labels if label.on)

    def label(self, label_id: str) -> Label | None:
        """Give the label with an identifier, or None."""
        return self.labels_by_id.get(label_id)

    def relation_name(self, type_id: str) -> str:
        """Give the name of a relation type; its identifier where the scheme does not know it."""
        found = self.relations_by_id.get(type_id)
        return found.name if found else type_id

    def label_for_key(self, key: str) -> Label | None:
        """Give the offered label on a key, or None."""
        return next((label for label in self.active_labels if label.key == key), None)

    def relation_types(self, head_label: str, tail_label: str) -> tuple[RelationType, ...]:
        """Give the relation types allowed from a label to a label."""
        return tuple(r for r in self.relations if head_label in r.heads and tail_label in r.tails)

    @cached_property
    def answers_allowed(self) -> dict[str, tuple[Attribute, ...]]:
        """What a mark of each label may answer: its attributes, and which links it has not.

        The answer "not stated" to an attribute named like a relation type says that the article
        names no such end; it is there for types that allow it.
        """
        return {
            label.id: (
                *label.attributes,
                *(
                    Attribute(r.id, r.name, "one", (NOT_STATED,))
                    for r in self.relations
                    if r.may_be_not_stated and label.id in r.heads
                    and label.attribute(r.id) is None
                ),
            )
            for label in self.labels
        }  # fmt: skip

    def with_label(self, label: Label) -> "Scheme":
        """Give the scheme with a label put in the place of the one with its identifier."""
        return replace(
            self, labels=tuple(label if old.id == label.id else old for old in self.labels)
        )


def _problems(scheme: Scheme) -> Iterator[str]:
    if not scheme.id or not scheme.name or not scheme.version:
        yield "it has no identifier, no name or no version"
    if len(scheme.labels) > MOST_LABELS:
        yield f"it has {len(scheme.labels):,} labels; at most {MOST_LABELS:,} can be used"
    yield from _twice("two labels have the identifier", (x.id for x in scheme.labels))
    yield from _twice("two labels have the name", (x.name.casefold() for x in scheme.labels))
    yield from _twice("two labels have the key", (x.key for x in scheme.labels if x.key and x.on))
    for label in scheme.labels:
        yield from _problems_of_label(label)
    yield from _twice("two relations have the identifier", (x.id for x in scheme.relations))
    for relation in scheme.relations:
        yield from _problems_of_relation(relation, known=scheme.labels_by_id.keys())
    yield from _problems_of_attributes(scheme.article_labels, of="the article")
    yield from _problems_of_attributes(scheme.fields, of="the metadata")
    yield from _problems_of_fields(scheme.fields)


def _problems_of_label(label: Label) -> Iterator[str]:
    if not label.id or not label.name.strip():
        yield "a label has no identifier or no name"
    if len(label.key) > 1 or label.key.isspace():
        yield f"the key of '{label.id}' is {shown(label.key)}; a key is one character"
    if not _COLOR.fullmatch(label.color):
        yield f"the colour of '{label.id}' is {shown(label.color)}, not like #3366cc"
    yield from _problems_of_attributes(label.attributes, of=f"'{label.id}'")


def _problems_of_relation(relation: RelationType, known: Collection[str]) -> Iterator[str]:
    if not relation.id or not relation.name.strip():
        yield "a relation has no identifier or no name"
    if not relation.heads or not relation.tails:
        yield f"relation '{relation.id}' does not say which labels it joins"
    for end in (*relation.heads, *relation.tails):
        if end not in known:
            yield f"relation '{relation.id}' names the unknown label '{end}'"
    if relation.least < 0 or (relation.most is not None and relation.most < max(1, relation.least)):
        yield f"relation '{relation.id}' has an impossible number (least, most)"
    yield from _problems_of_attributes(relation.attributes, of=f"'{relation.id}'")


def _problems_of_attributes(attributes: tuple[Attribute, ...], *, of: str) -> Iterator[str]:
    yield from _twice(f"two attributes of {of} have the identifier", (a.id for a in attributes))
    for attribute in attributes:
        if not attribute.id or not attribute.name.strip():
            yield f"an attribute of {of} has no identifier or no name"
        if attribute.kind not in ATTRIBUTE_KINDS:
            yield f"attribute '{attribute.id}' has the unknown kind {shown(attribute.kind)}"
        if attribute.kind in ("one", "some") and not attribute.values:
            yield f"attribute '{attribute.id}' of {of} has no values to choose from"
        yield from _twice(f"attribute '{attribute.id}' has twice the value", attribute.values)


def _problems_of_fields(found: tuple[Attribute, ...]) -> Iterator[str]:
    for field in found:
        if field.id in OWN_FACTS:
            yield f"the field '{field.id}' is one that every article has already"
        if field.kind == "entity":
            yield f"the field '{field.id}' asks for an entity, which metadata cannot hold"
        if field.kind == "some" and any(";" in value for value in field.values):
            yield f"a value of the field '{field.id}' has a ;, which stands between values"


def _twice(what: str, items: Iterable[str]) -> Iterator[str]:
    counts = Counter(items)
    yield from (f"{what} '{item}'" for item, count in counts.items() if count > 1)
