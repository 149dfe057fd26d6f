"""A scheme: the labels, attributes, relations and article labels of a project.

Everything in a scheme has an identifier, which annotations refer to and which never changes,
and a name, which is only shown. All values are frozen; a changed scheme is a new value.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import AttributeValue
from annotator.core.errors import SchemeError

AttributeKind: TypeAlias = Literal["one", "some", "text", "number", "yes_no", "date", "entity"]
ATTRIBUTE_KINDS: tuple[AttributeKind, ...] = get_args(AttributeKind)
MOST_LABELS = 2_000


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
        expected = {
            "one": str, "some": tuple, "text": str, "number": (int, float),
            "yes_no": bool, "date": str, "entity": str,
        }[self.kind]  # fmt: skip
        is_flag = isinstance(value, bool) and self.kind != "yes_no"
        if is_flag or not isinstance(value, expected):
            return f"attribute '{self.id}' takes {_KIND_WORDS[self.kind]}, not {value!r}"
        if self.kind in ("one", "some"):
            answers = value if isinstance(value, tuple) else (value,)
            unknown = [answer for answer in answers if answer not in self.values]
            if unknown:
                return f"attribute '{self.id}' has no value '{unknown[0]}'"
        return ""


_KIND_WORDS = {
    "one": "one of its values",
    "some": "a list of its values",
    "text": "a text",
    "number": "a number",
    "yes_no": "true or false",
    "date": "a date as text",
    "entity": "an entity's identifier",
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

    def __post_init__(self) -> None:
        """Refuse a scheme that contradicts itself (SchemeError)."""
        problem = _problem_with(self)
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

    def label_for_key(self, key: str) -> Label | None:
        """Give the offered label on a key, or None."""
        return next((label for label in self.active_labels if label.key == key), None)

    def relation_types(self, head_label: str, tail_label: str) -> tuple[RelationType, ...]:
        """Give the relation types allowed from a label to a label."""
        return tuple(
            r for r in self.relations if head_label in r.heads and tail_label in r.tails
        )

    def with_label(self, label: Label) -> "Scheme":
        """Give the scheme with a label put in the place of the one with its identifier."""
        return replace(
            self, labels=tuple(label if old.id == label.id else old for old in self.labels)
        )


def _problem_with(scheme: Scheme) -> str:
    ids = [label.id for label in scheme.labels]
    keys = [label.key for label in scheme.labels if label.key and label.on]
    names = [label.name.casefold() for label in scheme.labels]
    known = set(ids)
    for what, items in (("identifier", ids), ("key", keys), ("name", names)):
        twice = next((item for item in items if items.count(item) > 1), None)
        if twice is not None:
            return f"two labels have the {what} '{twice}'"
    if len(ids) > MOST_LABELS:
        return f"it has {len(ids):,} labels; at most {MOST_LABELS:,} can be used"
    for label in scheme.labels:
        problem = _problem_with_label(label)
        if problem:
            return problem
    for relation in scheme.relations:
        if not relation.heads or not relation.tails:
            return f"relation '{relation.id}' does not say which labels it joins"
        unknown = sorted({*relation.heads, *relation.tails} - known)
        if unknown:
            return f"relation '{relation.id}' names the unknown label '{unknown[0]}'"
    return ""


def _problem_with_label(label: Label) -> str:
    if not label.id or not label.name:
        return "a label has no identifier or no name"
    if len(label.key) > 1:
        return f"the key of '{label.id}' is '{label.key}'; a key is one character"
    digits = label.color[1:].lower()
    if len(label.color) != 7 or label.color[0] != "#" or set(digits) - set("0123456789abcdef"):
        return f"the colour of '{label.id}' is '{label.color}', not like #3366cc"
    for attribute in label.attributes:
        if attribute.kind not in ATTRIBUTE_KINDS:
            return f"attribute '{attribute.id}' has the unknown kind '{attribute.kind}'"
        if attribute.kind in ("one", "some") and not attribute.values:
            return f"attribute '{attribute.id}' of '{label.id}' has no values to choose from"
    return ""
