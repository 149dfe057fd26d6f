"""Records: small values of the project, one JSON row each; their kinds are listed here."""

from typing import Any

import msgspec

from annotator.core.copies import Copies
from annotator.core.decision import Comment, Decision, Orphan
from annotator.core.entity import Entity
from annotator.core.outlet import Outlet
from annotator.core.record import Record
from annotator.core.removal import Removal
from annotator.core.saved_list import SavedList
from annotator.core.source import Source
from annotator.core.team import Assignment, Person, Round

KINDS: dict[str, type[Record]] = {
    kind.__name__: kind
    for kind in (
        Entity, Person, Round, Assignment, Decision, Comment, Orphan, Copies, Removal, Source,
        Outlet, SavedList,
    )
}  # fmt: skip
"""Every kind of record by its name in the file, which never changes."""


def kind_of(record: Record) -> str:
    """Give the name of a record's kind."""
    return type(record).__name__


def value(kind: str, data: str) -> Record:
    """Give the record in a row."""
    found: Any = msgspec.json.decode(data, type=KINDS[kind])
    assert isinstance(found, Record)
    return found
