"""What was done in a project, read back from the action log: who, when, and what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from annotator.core.changes import Change, article_of
from annotator.core.history import Kind
from annotator.storage import log
from annotator.storage.queries import Queries, readable
from annotator.storage.tables import TABLES

_action = TABLES["action"]
_MOST = 5_000  # actions; whoever looks for an older one narrows the question


@dataclass(frozen=True, slots=True)
class PastAction:
    """One row of the log. ``changes`` are those of the article asked about, as they were done.

    Of an import only what it changed by value is told, not what it added.
    """

    number: int
    kind: Kind
    name: str
    annotator: str
    time: str
    changes: tuple[Change, ...]


def past(queries: Queries, article_id: str = "", after: str = "") -> Iterator[PastAction]:
    """Give the last actions after a time, newest first; of an article those that touched it."""
    columns = (_action.c.number, _action.c.kind, _action.c.name, _action.c.annotator,
               _action.c.at, _action.c.payload)  # fmt: skip
    wanted = select(*columns).order_by(_action.c.number.desc()).limit(_MOST)
    if article_id:
        wanted = wanted.where(func.instr(_action.c.payload, article_id) > 0)
    if after:
        wanted = wanted.where(_action.c.at > after)
    for number, kind, name, annotator, time, payload in queries.all(wanted):
        with readable():
            action = log.read(name, payload)
        changed = action.changed if isinstance(action, log.Imported) else action.changes
        changes = tuple(c for c in changed if not article_id or article_of(c) == article_id)
        yield PastAction(number, kind, name, annotator, time, changes)
