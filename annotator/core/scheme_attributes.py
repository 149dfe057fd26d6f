"""Changing a label's attributes, the article labels or the metadata fields: no answer is lost.

``of`` is a label's identifier, "" for the article labels or `FIELDS` for the metadata fields.
Each function gives a `SchemeEdit`; nothing is stored. Impossible wishes raise SchemeError.
Metadata are texts that stay as they are whatever becomes of a field: what no longer fits is
counted by the checks. Only a value that is renamed, or taken away for another, changes in them.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

from annotator.core.annotation import NO_ATTRIBUTES, AttributeValue
from annotator.core.answering import yes_or_no
from annotator.core.article_fields import with_value
from annotator.core.errors import SchemeError
from annotator.core.following_checks import under_value
from annotator.core.scheme import Attribute, AttributeKind, Check, Scheme
from annotator.core.scheme_edit import Answer, Mark, SchemeEdit, as_it_is, edited, free_id
from annotator.core.scheme_labels import answers_without, label_of

FIELDS = "\0fields"
"""Stands for the metadata fields where else a label's identifier does; no label has this one."""

Rewrite: TypeAlias = Callable[[AttributeValue], AttributeValue | None]


def attributes_of(scheme: Scheme, of: str) -> tuple[Attribute, ...]:
    """Give the attributes of a label, with "" the article labels, with `FIELDS` the fields."""
    if of == FIELDS:
        return scheme.fields
    return label_of(scheme, of).attributes if of else scheme.article_labels


def add_attribute(scheme: Scheme, of: str, attribute: Attribute) -> SchemeEdit:
    """Give the edit that adds an attribute; marks made before leave it open."""
    there = attributes_of(scheme, of)
    new = attribute
    if of == FIELDS:
        new = new if new.id else replace(new, id=free_id(new.name, [a.id for a in there]))
        return _edited_fields(f"Add field {new.name}", scheme, (*there, new), new.id)
    if not new.id:
        new = replace(new, id=free_id(new.name, [*scheme.relations_by_id, *(a.id for a in there)]))
    if of not in ("", FIELDS) and new.id in scheme.relations_by_id:
        raise SchemeError(f"'{new.id}' is a relation already.", "Name the attribute otherwise.")
    return _edited(f"Add attribute {new.name}", scheme, of, (*there, new))


def edit_attribute(scheme: Scheme, of: str, attribute_id: str, **facts: object) -> SchemeEdit:
    """Give the edit of an attribute's name, definition, asked, required, or of more values.

    Values may be added and put in another order; to take one away see `remove_value`.
    """
    old = _attribute_of(scheme, of, attribute_id)
    if {"id", "kind"} & facts.keys():
        raise ValueError("an attribute's identifier and kind are not changed here")
    new = replace(old, **facts)  # type: ignore[arg-type]
    gone = [value for value in old.values if value not in new.values]
    if gone:
        raise SchemeError(
            f"The value '{gone[0]}' of {old.name} may be in use.",
            "Remove it by itself, and say what its marks get instead.",
        )
    return _edited(f"Change attribute {old.name}", scheme, of, _put(scheme, of, old, new))


def remove_attribute(scheme: Scheme, of: str, attribute_id: str) -> SchemeEdit:
    """Give the edit that removes an attribute and all answers to it; metadata stay."""
    old = _attribute_of(scheme, of, attribute_id)
    rest = tuple(a for a in attributes_of(scheme, of) if a is not old)
    if of == FIELDS:
        return _edited_fields(f"Remove field {old.name}", scheme, rest, attribute_id)
    return _edited(f"Remove attribute {old.name}", scheme, of, rest, old, lambda value: None)


def rename_value(scheme: Scheme, of: str, attribute_id: str, old: str, new: str) -> SchemeEdit:
    """Give the edit that renames a value everywhere; to a value there is already, it joins it."""
    attribute = _attribute_with(scheme, of, attribute_id, old)
    values = tuple(dict.fromkeys(new if value == old else value for value in attribute.values))
    after = _put(scheme, of, attribute, replace(attribute, values=values))
    said = f"{'Join' if new in attribute.values else 'Rename'} {old} to {new}"
    if of == FIELDS:
        return _edited_fields(
            said, scheme, after, attribute_id, lambda text: with_value(attribute, text, old, new)
        )
    checks = under_value(scheme.checks, of, attribute_id, old, new)
    return _edited(said, scheme, of, after, attribute, _swapped({old: new}), checks=checks)


def remove_value(
    scheme: Scheme, of: str, attribute_id: str, value: str, *, instead: str | None
) -> SchemeEdit:
    """Give the edit that removes a value; its marks get another, or with None leave it open."""
    attribute = _attribute_with(scheme, of, attribute_id, value)
    values = tuple(other for other in attribute.values if other != value)
    if instead is not None and instead not in values:
        raise SchemeError(f"{attribute.name} has no value '{instead}'.")
    after = _put(scheme, of, attribute, replace(attribute, values=values))
    said = f"Remove value {value} of {attribute.name}"
    if of == FIELDS:
        return _edited_fields(
            said, scheme, after, attribute_id,
            as_it_is if instead is None
            else lambda text: with_value(attribute, text, value, instead),
        )  # fmt: skip
    checks = scheme.checks
    if instead is not None:
        checks = under_value(checks, of, attribute_id, value, instead)
    return _edited(said, scheme, of, after, attribute, _swapped({value: instead}), checks=checks)


def _swapped(values: Mapping[str, str | None]) -> Rewrite:
    def rewrite(answer: AttributeValue) -> AttributeValue | None:
        if isinstance(answer, tuple):
            parts = (values.get(part, part) for part in answer)
            return tuple(dict.fromkeys(part for part in parts if part is not None)) or None
        return values.get(answer, answer) if isinstance(answer, str) else answer

    return rewrite


def change_kind(
    scheme: Scheme, of: str, attribute_id: str, kind: AttributeKind,
    *, values: tuple[str, ...] = (), in_use: Collection[AttributeValue] = (),
) -> SchemeEdit:  # fmt: skip
    """Give the edit that asks an attribute in another way and converts its answers.

    ``in_use`` are the answers there are. Those that cannot be converted are kept as text in an
    attribute of their own, named after this one, which is added only when it is needed.
    """
    old = _attribute_of(scheme, of, attribute_id)
    offered = (values or _values_for(kind, old, in_use)) if kind in ("one", "some") else ()
    new = replace(old, kind=kind, values=offered)
    if of == FIELDS:
        said = f"Change {old.name} to {KIND_NAMES[kind]}"
        return _edited_fields(said, scheme, _put(scheme, of, old, new), attribute_id)

    def converted(answer: AttributeValue) -> AttributeValue | None:
        found = _as_kind(answer, new)
        return None if found is None or new.problem_with(found) else found

    after = list(_put(scheme, of, old, new))
    kept = ""
    if any(converted(answer) is None for answer in in_use):
        kept = free_id(f"{old.id}_before", [a.id for a in after])
        name = f"{old.name} (before)"
        after.insert(after.index(new) + 1, Attribute(kept, name, "text"))
    said = f"Change {old.name} to {KIND_NAMES[kind]}"
    return _edited(said, scheme, of, tuple(after), old, converted, kept)


KIND_NAMES: dict[AttributeKind, str] = {
    "one": "one of", "some": "some of", "text": "text", "number": "number", "yes_no": "yes or no",
    "date": "date or interval", "entity": "entity",
}  # fmt: skip


def _values_for(
    kind: AttributeKind, old: Attribute, in_use: Collection[AttributeValue]
) -> tuple[str, ...]:
    if kind not in ("one", "some"):
        return ()
    if old.kind in ("one", "some"):
        return old.values
    return tuple(sorted({as_text(answer) for answer in in_use}))


def as_text(answer: AttributeValue) -> str:
    """Give an answer as words.

    >>> as_text(True), as_text(("a", "b")), as_text(2.0), as_text("x")
    ('yes', 'a, b', '2', 'x')
    """
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, tuple):
        return ", ".join(answer)
    if isinstance(answer, float) and answer.is_integer():
        return str(int(answer))
    return str(answer)


def _as_kind(answer: AttributeValue, new: Attribute) -> AttributeValue | None:
    words = as_text(answer)
    match new.kind:
        case "some":
            return answer if isinstance(answer, tuple) else (words,)
        case "number":
            return _number(words)
        case "yes_no":
            return yes_or_no(words)
    return words


def _number(words: str) -> int | float | None:
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    return None


# --- putting it together


def _attribute_of(scheme: Scheme, of: str, attribute_id: str) -> Attribute:
    for attribute in attributes_of(scheme, of):
        if attribute.id == attribute_id:
            return attribute
    raise SchemeError(f"There is no attribute '{attribute_id}'.")


def _attribute_with(scheme: Scheme, of: str, attribute_id: str, value: str) -> Attribute:
    attribute = _attribute_of(scheme, of, attribute_id)
    if value not in attribute.values:
        raise SchemeError(f"{attribute.name} has no value '{value}'.")
    return attribute


def _put(scheme: Scheme, of: str, old: Attribute, new: Attribute) -> tuple[Attribute, ...]:
    return tuple(new if a is old else a for a in attributes_of(scheme, of))


def _edited(
    name: str, scheme: Scheme, of: str, attributes: tuple[Attribute, ...],
    old: Attribute | None = None, rewrite: Rewrite | None = None, kept: str = "",
    checks: tuple[Check, ...] | None = None,
) -> SchemeEdit:  # fmt: skip
    """Give the edit to other attributes, with the answers to one of them rewritten.

    An answer that is rewritten to None is taken away, or kept as text under ``kept``.
    """
    if of == FIELDS:
        return edited(name, scheme, replace(scheme, fields=attributes))
    if of:
        label = label_of(scheme, of)
        after = scheme.with_label(replace(label, attributes=attributes))
        after = replace(after, checks=scheme.checks if checks is None else checks)
        said = f"{name} of {label.name}" if label.name not in name else name
        if old is None or rewrite is None:
            return edited(said, scheme, after, labels=[of])
        return edited(said, scheme, after, labels=[of], fate=_fate(old.id, rewrite, kept))
    after = replace(scheme, article_labels=attributes)
    if old is None or rewrite is None:
        return edited(name, scheme, after)
    return edited(name, scheme, after, article_labels={old.id: _answer(old.id, rewrite, kept)})


def _edited_fields(
    name: str, scheme: Scheme, fields: tuple[Attribute, ...], field_id: str,
    rewrite: Callable[[str], str] = as_it_is,
) -> SchemeEdit:  # fmt: skip
    return edited(name, scheme, replace(scheme, fields=fields), metadata={field_id: rewrite})


def _answer(name: str, rewrite: Rewrite, kept: str) -> Answer:
    def answer(value: AttributeValue) -> tuple[str, AttributeValue] | None:
        new = rewrite(value)
        if new is not None:
            return name, new
        return (kept, as_text(value)) if kept else None

    return answer


def _fate(attribute_id: str, rewrite: Rewrite, kept: str) -> Callable[[Mark], Mark]:
    def fate(mark: Mark) -> Mark:
        if attribute_id not in mark.attributes:
            return mark
        answer = mark.attributes[attribute_id]
        new = rewrite(answer)
        if new is not None:
            return mark._replace(attributes={**mark.attributes, attribute_id: new})
        rest = answers_without(mark.attributes, attribute_id)
        if kept:
            rest = {**rest, kept: as_text(answer)}
        return mark._replace(attributes=rest or NO_ATTRIBUTES)

    return fate
