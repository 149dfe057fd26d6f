"""What annotators took back, read from the action log."""

from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import func, select

from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.core.removal import Removal, removal
from annotator.storage.queries import Queries, readable
from annotator.storage.tables import TABLES

_action = TABLES["action"]
_KINDS: dict[str, type[Annotation] | type[Relation]] = {
    "Annotation": Annotation, "Relation": Relation,
}  # fmt: skip
_GONE = '"after":null'
_IMPORT = '{"import"'


def removals(queries: Queries) -> tuple[dict[str, Removal], dict[str, str]]:
    """Give what is gone by its own annotator's hand, and when what was gone came back.

    Both by the identifier of the mark or relation. Undoing an import removes nothing: it was
    never said here.
    """
    gone: dict[str, Removal] = {}
    back: dict[str, str] = {}
    for by, at, change in _changes(queries):
        own = (change["before"] or change["after"])["id"]
        if change["after"] is None and change["before"]["annotator"] == by:
            with readable():
                value = msgspec.convert(change["before"], _KINDS[change["kind"]])
            gone[own] = removal(value, at)
            back.pop(own, None)
        elif gone.pop(own, None):
            back[own] = at
    return gone, back


def _changes(queries: Queries) -> Iterator[tuple[str, str, Any]]:
    """Give whose each addition or removal of a mark was, and when, from the first removal on."""
    holds = func.instr(_action.c.payload, _GONE) > 0
    first = queries.one(select(func.min(_action.c.number)).where(holds))
    if first is None or first[0] is None:
        return
    columns = (_action.c.number, _action.c.target, _action.c.annotator, _action.c.at)
    wanted = select(*columns, _action.c.payload).where(_action.c.number >= first[0])
    imports = {number for (number,) in queries.all(
        select(_action.c.number).where(func.substr(_action.c.payload, 1, len(_IMPORT)) == _IMPORT)
    )}  # fmt: skip
    for number, target, by, at, payload in queries.all(wanted.order_by(_action.c.number)):
        if number in imports or target in imports:
            continue
        for change in msgspec.json.decode(payload)["changes"]:
            if change["kind"] in _KINDS and (change["before"] is None or change["after"] is None):
                yield by, at, change
