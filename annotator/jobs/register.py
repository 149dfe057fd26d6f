"""The entity register in and out: what a table would bring is looked at before it is stored."""

from collections.abc import Generator, Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from annotator.core.changes import Change, ChangeSet, added
from annotator.core.entity import Entity
from annotator.core.errors import FormatError
from annotator.core.identifiers import now
from annotator.formats.register_table import read_register, write_register
from annotator.jobs.progress import Pace, Progress
from annotator.jobs.replacing import Replacing
from annotator.suggestions.names import folded

_FACTS = tuple(f.name for f in fields(Entity) if f.name not in ("id", "changed"))
_TELLING = ("wikidata", "country", "latitude", "longitude")
"""Facts that cannot both be true of one entity."""
_MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class RegisterLook:
    """What a table would do to the register; nothing is stored.

    ``conflicting`` pairs an entity as it is with what it would become, where the table says
    another Wikidata number, country or place of an entity that it means by its name alone.
    """

    new: tuple[Entity, ...]
    changed: tuple[tuple[Entity, Entity], ...]
    conflicting: tuple[tuple[Entity, Entity], ...]
    same: int

    def edit(self, *, take_conflicting: bool = False) -> ChangeSet:
        """Give the edit that takes the table over, as one action."""
        pairs = self.changed + (self.conflicting if take_conflicting else ())
        changes = [added(entity) for entity in self.new]
        changes += [Change(before, replace(after, changed=now())) for before, after in pairs]
        return ChangeSet("Import the register", tuple(changes))


def look_at_register(
    path: Path, register: Iterable[Entity]
) -> Generator[Progress, None, RegisterLook]:
    """Read a table of entities and compare it with the register; FormatError names the line.

    A row means the entity with its identifier; else the one with its Wikidata number; else the
    one with its name and type. Empty cells change nothing. Aliases of both are kept.
    """
    yield Progress(0, None, f"Reading {path.name}")
    table = read_register(_text(path), path.name)
    known = {entity.id: entity for entity in register}
    by_number = {e.wikidata: e for e in known.values() if e.wikidata}
    by_name = {(folded(e.name), e.type): e for e in known.values()}
    stands_for: dict[str, str] = {}
    rows: list[tuple[Entity | None, Entity]] = []
    pace = Pace()
    for at, row in enumerate(table):
        before = known.get(row.id) or by_number.get(row.wikidata)
        before = before or by_name.get((folded(row.name), row.type))
        rows.append((before, row))
        stands_for[row.id] = before.id if before else row.id
        if pace.due():
            yield Progress(at, len(table), f"Comparing {path.name}")
    return _sorted_out(rows, stands_for, known)


def _sorted_out(
    rows: list[tuple[Entity | None, Entity]], stands_for: dict[str, str], known: dict[str, Entity]
) -> RegisterLook:
    new: dict[str, Entity] = {}
    changed: dict[str, tuple[Entity, Entity]] = {}
    conflicting: dict[str, tuple[Entity, Entity]] = {}
    same = 0
    for before, row in rows:
        parent = stands_for.get(row.parent, row.parent if row.parent in known else "")
        found = replace(row, parent=parent)
        if before is None:
            new[row.id] = replace(found, parent="" if parent == row.id else parent)
            continue
        after = _joined(before, found)
        if after == before:
            same += 1
        elif before.id != row.id and _contradicts(before, row):
            conflicting[before.id] = (before, after)
        else:
            changed[before.id] = (before, after)
    return RegisterLook(
        tuple(new.values()), tuple(changed.values()),
        tuple(pair for key, pair in conflicting.items() if key not in changed), same,
    )  # fmt: skip


def _joined(before: Entity, row: Entity) -> Entity:
    facts = {name: value for name in _FACTS if (value := getattr(row, name)) not in ("", (), None)}
    names = dict.fromkeys((*before.aliases, *row.aliases, before.name))
    facts["aliases"] = tuple(name for name in names if name != row.name)
    if facts.get("parent") == before.id:
        del facts["parent"]
    return replace(before, **facts)


def _contradicts(before: Entity, row: Entity) -> bool:
    pairs = ((getattr(before, name), getattr(row, name)) for name in _TELLING)
    return any(a not in ("", None) and b not in ("", None) and a != b for a, b in pairs)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise FormatError("the table is larger than any register.", file=path.name)
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FormatError(f"it cannot be read: {error.strerror}.", file=path.name) from error
    except UnicodeDecodeError as error:
        raise FormatError(
            "it is not UTF-8 text. Save it as “CSV UTF-8”.", file=path.name
        ) from error


def write_register_file(path: Path, register: Iterable[Entity]) -> None:
    """Write the register as a CSV table; complete or not at all."""
    with Replacing(path) as (part,):
        part.write(write_register(register).encode("utf-8"))
