"""Edits of the entity register: pure functions to a `ChangeSet`; none of them stores anything."""

from collections.abc import Iterable
from dataclasses import replace

from annotator.core.annotation import Annotation
from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.entity import Entity, entity_problem
from annotator.core.errors import InvalidEdit
from annotator.core.identifiers import new_id, now
from annotator.core.operations import set_attribute
from annotator.core.scheme import Scheme


def entity_attribute(scheme: Scheme, label: str) -> str | None:
    """Give the identifier of the attribute by which a label's marks name an entity, or None."""
    found = scheme.label(label)
    return next((a.id for a in found.attributes if a.kind == "entity"), None) if found else None


def entity_of(mark: Annotation, scheme: Scheme) -> str | None:
    """Give the identifier of the entity that a mark names, or None."""
    attribute = entity_attribute(scheme, mark.label)
    value = mark.attributes.get(attribute) if attribute else None
    return value if isinstance(value, str) else None


def add_entity(entity: Entity) -> ChangeSet:
    """Give the edit that adds an entity; InvalidEdit where it cannot be."""
    return ChangeSet(f"Add {entity.name} to the register", (added(_sound(entity)),))


def edit_entity(entity: Entity, **facts: object) -> ChangeSet:
    """Give the edit of an entity's facts; InvalidEdit where they cannot be."""
    after = replace(entity, **facts)  # type: ignore[arg-type]
    if after == entity:
        return ChangeSet(f"Edit {entity.name}", ())
    return ChangeSet(
        f"Edit {entity.name}", (Change(entity, _sound(replace(after, changed=now()))),)
    )


def _sound(entity: Entity) -> Entity:
    problem = entity_problem(entity)
    if problem:
        raise InvalidEdit(f"“{entity.name}” cannot be kept: {problem}.")
    return entity


def link(mark: Annotation, entity: Entity, scheme: Scheme, *, new: bool = False) -> ChangeSet:
    """Give the edit that says which entity a mark means; ``new`` adds it to the register too.

    The mark's words become an alias of the entity when they are none of its names. InvalidEdit
    where the mark's label does not ask for an entity.
    """
    attribute = entity_attribute(scheme, mark.label)
    if attribute is None:
        raise InvalidEdit(
            f"The label '{mark.label}' does not name entities.",
            "Give it an attribute of the kind “entity” in the scheme.",
        )
    edit = set_attribute(mark, attribute, entity.id)
    names = {name.casefold() for name in entity.names}
    aliases = entity.aliases
    if mark.quote.casefold() not in names and len(mark.quote) <= _LONGEST_ALIAS:
        aliases = (*aliases, mark.quote)
    changes = list(edit.changes)
    if new:
        changes.insert(0, added(_sound(replace(entity, aliases=aliases))))
    elif aliases != entity.aliases:
        changes.append(Change(entity, replace(entity, aliases=aliases, changed=now())))
    return ChangeSet(f"Link to {entity.name}", tuple(changes))


_LONGEST_ALIAS = 80


def merge(
    gone: Entity, kept: Entity, mentions: Iterable[Annotation], children: Iterable[Entity],
    scheme: Scheme,
) -> ChangeSet:  # fmt: skip
    """Give the edit that makes two entities one: names, mentions and parts of both are kept.

    ``mentions`` are the marks that mean the one that goes, ``children`` those that belong to it.
    Facts that the kept one lacks are taken from the other.
    """
    if gone.id == kept.id:
        raise InvalidEdit("An entity cannot be merged with itself.")
    names = tuple(n for n in dict.fromkeys((*kept.aliases, *gone.names)) if n != kept.name)
    facts = {
        name: getattr(gone, name)
        for name in ("type", "wikidata", "country", "parent", "note")
        if not getattr(kept, name)
    }
    if kept.latitude is None:
        facts |= {"latitude": gone.latitude, "longitude": gone.longitude}
    after = replace(kept, aliases=names, changed=now(), **facts)
    if after.parent == gone.id:
        after = replace(after, parent=gone.parent)
    if after.parent == kept.id:
        after = replace(after, parent="")
    changes = [Change(kept, after)]
    changes += [
        Change(child, replace(child, parent=kept.id, changed=now()))
        for child in children
        if child.id != kept.id
    ]
    changes += _relinked(mentions, kept.id, scheme)
    return ChangeSet(f"Merge {gone.name} into {kept.name}", (*changes, removed(gone)))


def split(entity: Entity, name: str, mentions: Iterable[Annotation], scheme: Scheme) -> ChangeSet:
    """Give the edit that makes an entity of its own of some of an entity's mentions."""
    taken = list(mentions)
    quotes = dict.fromkeys(mark.quote for mark in taken)
    aliases = tuple(quote for quote in quotes if quote != name and len(quote) <= _LONGEST_ALIAS)
    new = _sound(Entity(new_id(), name, now(), entity.type, aliases))
    changes = [added(new), *_relinked(taken, new.id, scheme)]
    return ChangeSet(f"Split {name} from {entity.name}", tuple(changes))


def _relinked(marks: Iterable[Annotation], entity_id: str, scheme: Scheme) -> list[Change]:
    changes: list[Change] = []
    for mark in marks:
        attribute = entity_attribute(scheme, mark.label)
        if attribute is not None:
            changes += set_attribute(mark, attribute, entity_id).changes
    return changes


def delete_entity(entity: Entity, mentions: Iterable[Annotation], scheme: Scheme) -> ChangeSet:
    """Give the edit that takes an entity from the register; its mentions name none any more."""
    changes: list[Change] = []
    for mark in mentions:
        attribute = entity_attribute(scheme, mark.label)
        if attribute is not None:
            changes += set_attribute(mark, attribute, None).changes
    return ChangeSet(f"Delete {entity.name}", (*changes, removed(entity)))
