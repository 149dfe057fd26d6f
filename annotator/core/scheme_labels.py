"""Changing a scheme's labels and relation types without losing a mark.

Each function gives a `SchemeEdit`; nothing is stored. Impossible wishes raise SchemeError.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from annotator.core.annotation import NO_ATTRIBUTES, Attributes
from annotator.core.checks import check_problem
from annotator.core.errors import SchemeError
from annotator.core.following_checks import under_label
from annotator.core.scheme import Attribute, Check, Label, RelationType, Scheme
from annotator.core.scheme_edit import Mark, SchemeEdit, edited, free_id

Sorting: TypeAlias = Callable[[Mark], str]
"""Gives the label that a mark gets when its label is split."""
Deleting: TypeAlias = Literal["hide", "delete"]


def label_of(scheme: Scheme, label_id: str) -> Label:
    """Give a scheme's label; SchemeError when it has none with that identifier."""
    label = scheme.label(label_id)
    if label is None:
        raise SchemeError(f"The scheme “{scheme.name}” has no label '{label_id}'.")
    return label


def edit_scheme(scheme: Scheme, **facts: str) -> SchemeEdit:
    """Give the edit of a scheme's name or definition."""
    return edited(f"Change {', '.join(facts)} of the scheme", scheme, replace(scheme, **facts))  # type: ignore[arg-type]


def joined_with(scheme: Scheme, other: Scheme) -> SchemeEdit:
    """Give the edit that adds what another scheme has and this one lacks.

    Labels, relations, article labels, metadata fields and checks are added, and to labels of
    the same name or identifier the attributes and values that they lack; what is there under a
    name or identifier stays as it is. SchemeError when the other has nothing new. Keys that are
    taken are left free.
    """
    there = {label.name.casefold(): label.id for label in scheme.labels}
    own = {
        label.id: label.id if scheme.label(label.id) else there.get(label.name.casefold(), label.id)
        for label in other.labels
    }  # as which of ours each of theirs counts
    keys = {label.key for label in scheme.labels}
    labels = tuple(
        replace(label, key="" if label.key in keys else label.key)
        for label in other.labels
        if scheme.label(own[label.id]) is None
    )
    theirs = {own[label.id]: label.attributes for label in other.labels}
    grown = tuple(
        replace(label, attributes=_joined(label.attributes, theirs.get(label.id, ()))[0])
        for label in scheme.labels
    )
    after = replace(
        scheme,
        labels=(*grown, *labels),
        relations=(*scheme.relations, *_lacking(scheme, other, own)),
        article_labels=(*scheme.article_labels, *_new(scheme.article_labels, other.article_labels)),
        fields=(*scheme.fields, *_new(scheme.fields, other.fields)),
        checks=(*scheme.checks, *_checks_from(scheme, other, own)),
    )
    after = replace(after, checks=tuple(c for c in after.checks if c in scheme.checks
                                        or not check_problem(c, after)))  # fmt: skip
    if after == scheme:
        raise SchemeError(f"“{other.name}” has nothing that this scheme lacks.")
    return edited(_taken(scheme, after, other.name), scheme, after)


def _new(ours: Iterable[Attribute], theirs: Iterable[Attribute]) -> tuple[Attribute, ...]:
    known = {attribute.id for attribute in ours}
    return tuple(attribute for attribute in theirs if attribute.id not in known)


def _lacking(scheme: Scheme, other: Scheme, own: Mapping[str, str]) -> Iterator[RelationType]:
    names = {relation.name.casefold() for relation in scheme.relations}
    for relation in other.relations:
        if relation.id not in scheme.relations_by_id and relation.name.casefold() not in names:
            heads, tails = (
                tuple(dict.fromkeys(own[end] for end in ends))
                for ends in (relation.heads, relation.tails)
            )
            yield replace(relation, heads=heads, tails=tails)


def _checks_from(scheme: Scheme, other: Scheme, own: Mapping[str, str]) -> Iterator[Check]:
    known = {check.id for check in scheme.checks}
    for check in other.checks:
        if check.id not in known:
            label = dict(check.parameters).get("label", "")
            yield from under_label([check], label, own.get(label, label))


def _taken(before: Scheme, after: Scheme, name: str) -> str:
    """Say what came from another scheme."""
    kinds = (
        ("label", before.labels, after.labels), ("relation", before.relations, after.relations),
        ("article label", before.article_labels, after.article_labels),
        ("field", before.fields, after.fields), ("check", before.checks, after.checks),
    )  # fmt: skip
    counts = [(len(new) - len(old), kind) for kind, old, new in kinds]
    parts = [f"{count} {kind}{'s' * (count != 1)}" for count, kind in counts if count]
    parts += ["attributes"] if before.labels != after.labels[: len(before.labels)] else []
    return f"Take {' and '.join(filter(None, (', '.join(parts[:-1]), parts[-1])))} from {name}"


def add_label(scheme: Scheme, label: Label) -> SchemeEdit:
    """Give the edit that adds a label at the end; one without identifier gets one of its name."""
    taken = scheme.labels_by_id
    new = label if label.id else replace(label, id=free_id(label.name, taken))
    return edited(f"Add label {new.name}", scheme, replace(scheme, labels=(*scheme.labels, new)))


def edit_label(scheme: Scheme, label_id: str, **facts: object) -> SchemeEdit:
    """Give the edit of a label's name, colour, key, definition, guideline, examples, group, on.

    Its identifier stays, so every mark stays. Attributes are changed by `scheme_attributes`.
    """
    if {"id", "attributes"} & facts.keys():
        raise ValueError("a label's identifier and attributes are not changed here")
    label = label_of(scheme, label_id)
    after = scheme.with_label(replace(label, **facts))  # type: ignore[arg-type]
    name = facts.get("name", label.name)
    said = f"Rename {label.name} to {name}" if name != label.name else _said(label.name, facts)
    return edited(said, scheme, after, labels=[label_id])


def _said(name: str, facts: Mapping[str, object]) -> str:
    if facts.keys() == {"on"}:
        return f"{'Offer' if facts['on'] else 'Hide'} label {name}"
    words = {"color": "colour"}
    return f"Change {', '.join(words.get(f, f) for f in facts)} of {name}"


def by_group(labels: Iterable[Label]) -> list[Label]:
    """Give labels with each group's together: those without one first, then as groups come up."""
    groups: dict[str, list[Label]] = {"": []}
    for label in labels:
        groups.setdefault(label.group, []).append(label)
    return [label for group in groups.values() for label in group]


def move_label(
    scheme: Scheme, label_id: str, place: int, *, group: str | None = None
) -> SchemeEdit:
    """Give the edit that puts a label at a place of the order `by_group`, counted from 0.

    With a ``group`` it becomes one of that group; None leaves it in its own.
    """
    label = label_of(scheme, label_id)
    moved = label if group is None else replace(label, group=group)
    rest = [other for other in by_group(scheme.labels) if other is not label]
    rest.insert(min(max(place, 0), len(rest)), moved)
    return edited(f"Move label {label.name}", scheme, replace(scheme, labels=tuple(rest)))


def merge_labels(scheme: Scheme, source: str, into: str) -> SchemeEdit:
    """Give the edit that makes all marks of a label marks of another and removes the label.

    The other label gets the attributes and values that it lacks, so no answer is lost; where
    both have an attribute of different kinds under one identifier, the source's is kept beside
    it under another. Relations keep both ends.
    """
    old, new = label_of(scheme, source), label_of(scheme, into)
    if source == into:
        raise SchemeError("A label cannot be merged with itself.")
    attributes, renamed = _joined(new.attributes, old.attributes)

    def fate(mark: Mark) -> Mark:
        answers = {renamed.get(name, name): v for name, v in mark.attributes.items()}
        return mark._replace(label=into, attributes=answers or NO_ATTRIBUTES)

    labels = tuple(
        replace(new, attributes=attributes) if label is new else label
        for label in scheme.labels
        if label is not old
    )
    after = replace(
        scheme, labels=labels, relations=_with_ends(scheme.relations, source, (into,)),
        checks=under_label(scheme.checks, source, into),
    )  # fmt: skip
    return edited(f"Merge {old.name} into {new.name}", scheme, after, labels=[source], fate=fate)


def _joined(
    kept: tuple[Attribute, ...], more: tuple[Attribute, ...]
) -> tuple[tuple[Attribute, ...], dict[str, str]]:
    """Give the attributes of both, and the new identifiers of those that could not keep theirs."""
    joined = {attribute.id: attribute for attribute in kept}
    renamed: dict[str, str] = {}
    for attribute in more:
        there = joined.get(attribute.id)
        if there is None:
            joined[attribute.id] = replace(attribute, required=False)
        elif there.kind == attribute.kind:
            values = tuple(dict.fromkeys((*there.values, *attribute.values)))
            joined[attribute.id] = replace(there, values=values)
        else:
            new = free_id(attribute.id, [*joined, *(a.id for a in more)])
            renamed[attribute.id] = new
            joined[new] = replace(attribute, id=new, required=False)
    return tuple(joined.values()), renamed


def split_label(
    scheme: Scheme, label_id: str, parts: Iterable[Label], sorting: Sorting, *, how: str
) -> SchemeEdit:
    """Give the edit that sorts a label's marks into it and some new labels.

    ``parts`` are the new labels; they get the label's attributes, and its places in relations.
    ``sorting`` gives a mark's label; ``how`` says the rule in words ("by act"). The label stays
    for the marks that the rule leaves with it.
    """
    label = label_of(scheme, label_id)
    new = [replace(part, attributes=label.attributes) for part in parts]
    if not new:
        raise SchemeError(f"Name the labels that “{label.name}” is split into.")
    known = {label_id, *(part.id for part in new)}

    def fate(mark: Mark) -> Mark:
        chosen = sorting(mark)
        return mark._replace(label=chosen if chosen in known else label_id)

    at = scheme.labels.index(label) + 1
    after = replace(
        scheme,
        labels=(*scheme.labels[:at], *new, *scheme.labels[at:]),
        relations=_with_ends(scheme.relations, label_id, tuple(known - {label_id}), keep=True),
    )
    said = f"Split {label.name} {how}"
    return edited(said, scheme, after, labels=[label_id], fate=fate, by_words=True)


def by_attribute(attribute_id: str, labels: Mapping[str, str]) -> Sorting:
    """Give the rule that sorts marks by an attribute's answer (answer → label identifier)."""

    def sorting(mark: Mark) -> str:
        answer = mark.attributes.get(attribute_id)
        return labels.get(answer, mark.label) if isinstance(answer, str) else mark.label

    return sorting


def by_text(labels: Mapping[str, str]) -> Sorting:
    """Give the rule that sorts marks by their words, ignoring case (words → label identifier)."""
    folded = {words.casefold(): label for words, label in labels.items()}
    return lambda mark: folded.get(mark.quote.casefold(), mark.label)


def by_hand(labels: Mapping[str, str]) -> Sorting:
    """Give the rule that sorts marks as a person did (annotation identifier → label)."""
    return lambda mark: labels.get(mark.id, mark.label)


def delete_label(scheme: Scheme, label_id: str, how: Deleting) -> SchemeEdit:
    """Give the edit that hides a label and keeps its marks, or deletes both.

    Relation types that would have no end left go with a deleted label. To keep the marks under
    another label, see `merge_labels`.
    """
    label = label_of(scheme, label_id)
    if how == "hide":
        return edit_label(scheme, label_id, on=False)
    labels = tuple(other for other in scheme.labels if other is not label)
    relations = tuple(r for r in _with_ends(scheme.relations, label_id, ()) if r.heads and r.tails)
    after = replace(scheme, labels=labels, relations=relations)
    said = f"Delete label {label.name} and its marks"
    return edited(said, scheme, after, labels=[label_id], fate=lambda mark: None)


def _with_ends(
    relations: Iterable[RelationType], old: str, new: tuple[str, ...], *, keep: bool = False
) -> tuple[RelationType, ...]:
    """Give relation types with labels put in the place of one (or beside it) among their ends."""

    def ends(side: tuple[str, ...]) -> tuple[str, ...]:
        stands = (old, *sorted(new)) if keep else new
        parts = (stands if end == old else (end,) for end in side)
        return tuple(dict.fromkeys(end for part in parts for end in part))

    return tuple(replace(r, heads=ends(r.heads), tails=ends(r.tails)) for r in relations)


# --- relation types


def add_relation_type(scheme: Scheme, relation: RelationType) -> SchemeEdit:
    """Give the edit that adds a relation type; one without identifier gets one of its name."""
    taken = scheme.relations_by_id
    new = relation if relation.id else replace(relation, id=free_id(relation.name, taken))
    after = replace(scheme, relations=(*scheme.relations, new))
    return edited(f"Add relation {new.name}", scheme, after)


def edit_relation_type(scheme: Scheme, type_id: str, **facts: object) -> SchemeEdit:
    """Give the edit of a relation type; relations that its new ends do not allow are deleted."""
    old = _relation_of(scheme, type_id)
    new = replace(old, **facts)  # type: ignore[arg-type]
    if new.id != type_id:
        raise ValueError("a relation type's identifier never changes")
    relations = tuple(new if r is old else r for r in scheme.relations)
    narrower = not ({*old.heads} <= {*new.heads} and {*old.tails} <= {*new.tails})
    after = replace(scheme, relations=relations)
    said = f"Change relation {old.name}"
    return _without_type(said, scheme, after, type_id, narrower=narrower)


def _without_type(
    said: str, scheme: Scheme, after: Scheme, type_id: str, *, narrower: bool
) -> SchemeEdit:
    """Give the edit that takes away relations of a type, and "not stated", where not allowed."""
    losing = {
        label.id
        for label in scheme.labels
        if type_id in {a.id for a in scheme.answers_allowed[label.id]}
        and type_id not in {a.id for a in after.answers_allowed[label.id]}
    }
    relations = [type_id] if narrower else []
    if not losing:
        return edited(said, scheme, after, relations=relations)

    def fate(mark: Mark) -> Mark:
        return mark._replace(attributes=answers_without(mark.attributes, type_id))

    return edited(said, scheme, after, labels=losing, fate=fate, relations=relations)


def delete_relation_type(scheme: Scheme, type_id: str) -> SchemeEdit:
    """Give the edit that deletes a relation type and all relations of it."""
    old = _relation_of(scheme, type_id)
    relations = tuple(r for r in scheme.relations if r is not old)
    after = replace(scheme, relations=relations)
    return _without_type(f"Delete relation {old.name}", scheme, after, type_id, narrower=True)


def _relation_of(scheme: Scheme, type_id: str) -> RelationType:
    found = scheme.relations_by_id.get(type_id)
    if found is None:
        raise SchemeError(f"The scheme “{scheme.name}” has no relation '{type_id}'.")
    return found


def answers_without(attributes: Attributes, name: str) -> Attributes:
    """Give answers without one of them."""
    rest = {other: value for other, value in attributes.items() if other != name}
    return rest or NO_ATTRIBUTES
