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
_STATES = ("old_label", "old_attributes", "new_label", "new_attributes")
_UPDATE = (
    update(_annotation)
    .where(
        _annotation.c.label == bindparam("old_label"),
        _annotation.c.attributes.is_not_distinct_from(bindparam("old_attributes")),
    )
    .values(label=bindparam("new_label"), attributes=bindparam("new_attributes"))
)
_UPDATE_ONE = _UPDATE.where(_annotation.c.id == bindparam("key"))


class Transition(msgspec.Struct, frozen=True):
    """Annotations that went from one label and set of attributes to another.

    ``from_all``: they were all that had the state before, so one statement moves them;
    ``to_all``: they are all that have the state after, so one statement takes them back.
    """

    before: State
    after: State
    ids: str  # base64 of the identifiers' bytes, one after the other
    from_all: bool = False
    to_all: bool = False

    @property
    def keys(self) -> list[bytes]:
        """The identifiers, as the table has them."""
        data = base64.b64decode(self.ids)
        return [data[at : at + _ID] for at in range(0, len(data), _ID)]

    @property
    def inverse(self) -> "Transition":
        """The same taken back."""
        return Transition(self.after, self.before, self.ids, self.to_all, self.from_all)


def joined(keys: list[bytes]) -> str:
    """Give identifiers as a log row holds them."""
    return base64.b64encode(b"".join(keys)).decode("ascii")


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
        back = tuple(one.inverse for one in reversed(self.transitions))
        return Reworked(self.rest.inverse, back)


def write(writer: Writer, transitions: tuple[Transition, ...]) -> None:
    """Write transitions; StaleEdit when an annotation is not in the state it should leave."""
    for one in transitions:
        states = dict(zip(_STATES, (*one.before, *one.after), strict=True))
        keys = one.keys
        if one.from_all:
            changed = writer.many(_UPDATE, [states])
        else:
            changed = writer.many(_UPDATE_ONE, ({"key": key, **states} for key in keys))
        if changed != len(keys):
            raise StaleEdit(
                "A mark was changed meanwhile, so the scheme was not changed.", "Try again."
            )
