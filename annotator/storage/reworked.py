"""What a scheme change did to the marks, as its log row says: by identifier, not by value.

A merge of 400,000 marks is so a row of a few megabytes, and is undone as fast as it was done.
"""

import base64

import msgspec
from sqlalchemy import bindparam, update

from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import StaleEdit
from annotator.storage.tables import TABLES
from annotator.storage.writing import Writer

State = tuple[str, str | None]
"""A label and its attributes as the table has them (JSON, or nothing)."""
_ID = 16
_annotation = TABLES["annotation"]
_UPDATE = (
    update(_annotation)
    .where(
        _annotation.c.id == bindparam("key"),
        _annotation.c.label == bindparam("old_label"),
        _annotation.c.attributes.is_not_distinct_from(bindparam("old_attributes")),
    )
    .values(label=bindparam("new_label"), attributes=bindparam("new_attributes"))
)


class Transition(msgspec.Struct, frozen=True):
    """Annotations that went from one label and set of attributes to another."""

    before: State
    after: State
    ids: str  # base64 of the identifiers' bytes, one after the other

    @property
    def keys(self) -> list[bytes]:
        """The identifiers, as the table has them."""
        data = base64.b64decode(self.ids)
        return [data[at : at + _ID] for at in range(0, len(data), _ID)]


def transition(before: State, after: State, keys: list[bytes]) -> Transition:
    """Give the transition of annotations with some keys."""
    return Transition(before, after, base64.b64encode(b"".join(keys)).decode("ascii"))


class Reworked(msgspec.Struct, frozen=True):
    """A change of scheme: the transitions, and everything else as an ordinary change set."""

    rest: ChangeSet
    transitions: tuple[Transition, ...] = ()

    @property
    def name(self) -> str:
        """What undo calls it."""
        return self.rest.name

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes besides the transitions; the scheme's is among them."""
        return self.rest.changes

    @property
    def inverse(self) -> "Reworked":
        """The same taken back."""
        back = tuple(Transition(t.after, t.before, t.ids) for t in reversed(self.transitions))
        return Reworked(self.rest.inverse, back)


def write(writer: Writer, transitions: tuple[Transition, ...]) -> None:
    """Write transitions; StaleEdit when an annotation is not in the state it should leave."""
    for one in transitions:
        (label, attributes), (new_label, new_attributes) = one.before, one.after
        old = {"old_label": label, "old_attributes": attributes}
        new = {"new_label": new_label, "new_attributes": new_attributes}
        keys = one.keys
        if writer.many(_UPDATE, [{"key": key, **old, **new} for key in keys]) != len(keys):
            raise StaleEdit(
                "A mark was changed meanwhile, so the scheme was not changed.", "Try again."
            )
