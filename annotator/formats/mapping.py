"""From a file's labels, attributes, relations and annotators to those of a project.

What the project has by identifier or name is used, else it is created or, where the rules say
so, ignored. The scheme grows while entries pass; `Mapping.scheme` is what came of it.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias

from annotator.core.annotation import NO_ATTRIBUTES, Annotation, Attributes, AttributeValue
from annotator.core.changes import Value
from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Label, Scheme
from annotator.formats.draft import name_problem
from annotator.formats.format import Entry, Reading, shown
from annotator.formats.growth import Growth, Of

Otherwise: TypeAlias = Literal["create", "ignore"]
Wish: TypeAlias = str | None
"""What becomes of a name of the file: a name of the project, or None: it is ignored."""
LARGEST_MAP = 1_000_000
_SECTIONS = ("labels", "attributes", "relations", "annotators", "article_labels")


@dataclass(frozen=True, slots=True)
class Rules:
    """What a user decided, by the file's names; ``otherwise`` is for all that is not named."""

    labels: Table[str, Wish] = field(default_factory=dict)
    attributes: Table[str, Wish] = field(default_factory=dict)
    relations: Table[str, Wish] = field(default_factory=dict)
    annotators: Table[str, Wish] = field(default_factory=dict)
    article_labels: Table[str, Wish] = field(default_factory=dict)
    otherwise: Otherwise = "create"

    def as_data(self) -> dict[str, Any]:
        """Give the rules as plain data that `rules_from` turns into equal ones."""
        return {name: dict(getattr(self, name)) for name in _SECTIONS} | {
            "otherwise": self.otherwise
        }


def read_rules(path: Path) -> Rules:
    """Give the rules in a TOML or JSON file; FormatError, with the reason, where it is none.

    Tables ``labels``, ``attributes``, ``relations``, ``annotators`` and ``article_labels`` name
    for a name of the file one of the project, or false to ignore it; ``otherwise = "ignore"``
    ignores what is not named. A file of names alone is about labels.
    """
    try:
        if path.stat().st_size > LARGEST_MAP:
            raise FormatError("it is larger than any map.", file=shown(path))
        text = path.read_bytes().decode("utf-8-sig")
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}.", file=shown(path)) from error
    except (ValueError, RecursionError) as error:
        raise FormatError(f"is no TOML or JSON file: {error}.", file=shown(path)) from error
    try:
        return rules_from(data)
    except FormatError as error:
        raise error.in_file(shown(path)) from error


def rules_from(data: Any) -> Rules:
    """Give the rules that plain data describes; FormatError where it is none.

    >>> rules_from({"PER": "actor", "MISC": False}).labels
    {'PER': 'actor', 'MISC': None}
    """
    if not isinstance(data, dict):
        raise FormatError("a map is a table of names.")
    if not any(isinstance(value, dict) for value in data.values()) and "otherwise" not in data:
        data = {"labels": data}
    unknown = sorted(set(data) - {*_SECTIONS, "otherwise"})
    if unknown:
        known = ", ".join(_SECTIONS)
        raise FormatError(f"a map has no table {unknown[0]!r}; it has: {known}.")
    otherwise = data.get("otherwise", "create")
    if otherwise not in ("create", "ignore"):
        raise FormatError("otherwise is create or ignore.")
    tables = {name: _wishes(name, data.get(name, {})) for name in _SECTIONS}
    return Rules(**tables, otherwise=otherwise)


def _wishes(section: str, table: Any) -> dict[str, Wish]:
    if not isinstance(table, dict):
        raise FormatError(f"{section} is no table of names.")
    wishes: dict[str, Wish] = {}
    for name, wish in table.items():
        if wish in (None, False, ""):
            wishes[name] = None
        elif isinstance(wish, str):
            wishes[name] = wish
        elif wish is True:
            wishes[name] = name
        else:
            raise FormatError(f"{section}: {name!r} leads to no name, nor to false (to ignore it).")
    return wishes


class Mapping:
    """Entries of a file in, entries of the project out."""

    def __init__(self, scheme: Scheme, rules: Rules | None = None) -> None:
        """Map to a scheme, which is not changed; `scheme` is the grown one."""
        self._before = scheme
        self._growth = Growth(scheme)
        self._rules = rules or Rules()
        self._found: dict[tuple[str, str], str | None] = {}
        self.ignored: Counter[str] = Counter()
        self.matched: dict[str, str] = {}  # names of the file that are called otherwise here

    @property
    def scheme(self) -> Scheme:
        """The scheme with all that the entries needed; the same value where nothing was."""
        return self._growth.scheme

    def check(self) -> None:
        """Raise SchemeError when the entries need a scheme that cannot be."""
        assert self.scheme

    @property
    def created(self) -> tuple[str, ...]:
        """What was created, in words: "label PER", "relation Kills"."""
        return tuple(self._growth.created)

    def define(self, reading: Reading) -> None:
        """Take in the labels and relations that a file defines without using them."""
        for label in reading.labels.values():
            self._label(label.id, label)
        for kind in reading.relations.values():
            known = self._named("relations", kind.id, self._growth.relation_named)
            if known is None:
                continue
            ends = [
                tuple(filter(None, (self._label(x) for x in side)))
                for side in (kind.heads, kind.tails)
            ]
            if all(ends):
                self._growth.relation(known, ends[0], ends[1])
        reading.labels.clear()
        reading.relations.clear()

    def entry(self, entry: Entry) -> Entry:
        """Give an entry in the project's words; what is ignored is counted in `ignored`."""
        article, values = entry
        mapped: list[Value] = []
        labels: dict[str, str] = {}
        for value in values:
            made: Value | None = None
            match value:
                case Annotation():
                    made = self._annotation(value)
                    if isinstance(made, Annotation):
                        labels[made.id] = made.label
                case Relation():
                    made = self._relation(value, labels)
                case ArticleLabel():
                    made = self._article_label(value)
                case ArticleState():
                    who = self._annotator(value.annotator)
                    made = replace(value, annotator=who) if who else None
            if made is not None:
                mapped.append(made)
        return article, mapped

    # --- values

    def _annotation(self, value: Annotation) -> Annotation | None:
        label, who = self._label(value.label), self._annotator(value.annotator)
        if label is None or who is None:
            self.ignored[f"annotation {value.label}"] += 1
            return None
        attributes = self._attributes(value.attributes, "label", label)
        return replace(value, label=label, annotator=who, attributes=attributes)

    def _relation(self, value: Relation, labels: dict[str, str]) -> Relation | None:
        kind = self._named("relations", value.type, self._growth.relation_named)
        who = self._annotator(value.annotator)
        head, tail = labels.get(value.head), labels.get(value.tail)
        if kind is None or who is None or head is None or tail is None:
            self.ignored[f"relation {value.type}"] += 1
            return None
        if not self._growth.relation(kind, (head,), (tail,)):
            self.ignored[f"relation {value.type} (it leads to other articles here)"] += 1
            return None
        attributes = self._attributes(value.attributes, "relation", kind)
        return replace(value, type=kind, annotator=who, attributes=attributes)

    def _article_label(self, value: ArticleLabel) -> ArticleLabel | None:
        known = self._named("article_labels", value.name, self._growth.article_label_named)
        who = self._annotator(value.annotator)
        answer = None if known is None else self._growth.answer("article", "", known, value.value)
        if who is None or known is None or answer is None:
            self.ignored[f"article label {value.name}"] += 1
            return None
        return replace(value, annotator=who, name=known, value=answer)

    def _attributes(self, values: Attributes, of: Of, owner: str) -> Attributes:
        if not values:
            return NO_ATTRIBUTES
        answers: dict[str, AttributeValue] = {}
        for name, value in values.items():
            wish = None if name_problem(name) else self._rules.attributes.get(name, name)
            known = None if wish is None else self._growth.attribute_named(of, owner, wish)
            if known is None and wish is not None and self._may_create("attributes", name):
                known = wish
            answer = None if known is None else self._growth.answer(of, owner, known, value)
            if answer is None or known is None:
                self.ignored[f"attribute {name}"] += 1
            else:
                answers[known] = answer
        return answers or NO_ATTRIBUTES

    # --- names

    def _label(self, name: str, definition: Label | None = None) -> str | None:
        known = self._named("labels", name, self._growth.label_named)
        if known is not None:
            self._growth.label(known, definition)
        return known

    def _annotator(self, name: str) -> str | None:
        return self._rules.annotators.get(name, name)

    def _named(self, section: str, name: str, look: Callable[[str], str | None]) -> str | None:
        key = (section, name)
        if key not in self._found:
            wish = getattr(self._rules, section).get(name, name)
            known = None if wish is None else look(wish)
            if known is None and wish is not None and self._may_create(section, name):
                known = wish
            if known is not None and known != name:
                self.matched[name] = known
            self._found[key] = known
        return self._found[key]

    def _may_create(self, section: str, name: str) -> bool:
        return self._rules.otherwise == "create" or name in getattr(self._rules, section)
