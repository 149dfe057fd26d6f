"""The register of outlets: one paper under several names, such as NYT and The New York Times."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from annotator.core.changes import Change, ChangeSet
from annotator.core.identifiers import new_id
from annotator.core.record import Record


@dataclass(frozen=True, slots=True)
class Outlet(Record):
    """An outlet and its other names. Articles keep what their source said."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the others, each once."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


def canonical(outlets: Iterable[Outlet]) -> dict[str, str]:
    """Give, by each known name in lower case, the name of its outlet.

    >>> canonical([Outlet("1", "The Star", ("STAR", "Star Ltd"))])["star"]
    'The Star'
    """
    return {name.lower(): known.name for known in outlets for name in known.names}


def names_of(name: str, outlets: Iterable[Outlet]) -> tuple[str, ...]:
    """Give all names that mean the same outlet as one, itself first.

    >>> names_of("star", [Outlet("1", "The Star", ("Star",))])
    ('star', 'The Star', 'Star')
    """
    wanted = name.lower()
    for known in outlets:
        if wanted in (other.lower() for other in known.names):
            return tuple(dict.fromkeys((name, *known.names)))
    return (name,)


def same(name: str, others: Iterable[str], outlets: Iterable[Outlet]) -> ChangeSet:
    """Give the edit after which names are one outlet's, with one of them as its own name.

    What the others were registered with comes along; empty where all was so already.
    """
    outlets = list(outlets)
    wanted = {n.lower(): n for known in (name, *others) for n in names_of(known, outlets)}
    wanted.pop(name.lower(), None)
    if not wanted:
        return ChangeSet(f"Same outlet: {name}", ())
    taken = [o for o in outlets if {n.lower() for n in o.names} & {name.lower(), *wanted}]
    kept = taken[0] if taken else None
    after = Outlet(kept.id if kept else new_id(), name, tuple(wanted.values()))
    changes = [Change(kept, after)] if after != kept else []
    changes += [Change(other, None) for other in taken[1:]]
    return ChangeSet(f"Same outlet: {name}", tuple(changes))


def separated(name: str, outlets: Iterable[Outlet]) -> ChangeSet:
    """Give the edit after which a name is an outlet's alone; an outlet of one name goes."""
    wanted, changes = name.lower(), []
    for known in outlets:
        left = tuple(n for n in known.names if n.lower() != wanted)
        if len(left) < len(known.names):
            after = replace(known, name=left[0], aliases=left[1:]) if len(left) > 1 else None
            changes.append(Change(known, after))
    return ChangeSet(f"Separate outlet: {name}", tuple(changes))
