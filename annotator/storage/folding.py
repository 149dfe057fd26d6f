"""What the edit log says must stand in the tables: a fold over all its rows."""

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec

from annotator.core.changes import Key, Value, key_of
from annotator.storage import log
from annotator.storage.action_log import LogRow
from annotator.storage.reworked import Reworked, Transition
from annotator.storage.rows import encode, text_id

_GONE = b""


class _Changed(msgspec.Struct, frozen=True):
    kind: str
    before: msgspec.Raw
    after: msgspec.Raw


class _Payload(msgspec.Struct, frozen=True):
    changes: list[_Changed] = []
    transitions: list[Transition] = []


class _Keyed(msgspec.Struct, frozen=True):
    id: str = ""
    article_id: str = ""
    annotator: str = ""
    name: str = ""


_payload = msgspec.json.Decoder(_Payload)
_keyed = msgspec.json.Decoder(_Keyed)


class Fold:
    """By key: the digest of the value that must stand, with the action that put it there.

    What an import brought is not in the log by value, so nothing is said of it here.
    """

    def __init__(self) -> None:
        """Start with an empty log."""
        self._last: dict[Key, tuple[bytes, int]] = {}

    def follow(self, row: LogRow) -> None:
        """Take in one more row of the log; msgspec.DecodeError where it is no such row."""
        payload = _payload.decode(str(row[7]))
        for change in payload.changes:
            after = bytes(change.after)
            key = _key(change.kind, after if after != b"null" else bytes(change.before))
            self._last[key] = (_digest(after) if after != b"null" else _GONE, int(str(row[0])))
        for moved in payload.transitions:
            for each in moved.keys:
                self._last.pop(("Annotation", text_id(each)), None)

    def __contains__(self, key: object) -> bool:
        """Say whether the log tells of a value."""
        return key in self._last

    def must_be_gone(self, key: Key) -> bool:
        """Say whether the log's last word on a value is that it was removed."""
        return self._last.get(key, (b"-", 0))[0] == _GONE

    def agrees(self, value: Value) -> bool:
        """Say whether a value stands as the log says, or the log says nothing of it."""
        said = self._last.get(key_of(value))
        return said is None or said[0] == _digest(encode(value))

    def action_of(self, key: Key) -> int:
        """Give the number of the action that spoke last of a value."""
        return self._last[key][1]

    @property
    def standing(self) -> set[Key]:
        """The keys of all values that must be there."""
        return {key for key, (digest, _) in self._last.items() if digest != _GONE}


def last_values(found: Iterable[LogRow]) -> dict[Key, Value | None]:
    """Give the last value of everything that some rows of a log tell of; None where removed.

    Rows that only name what they did, imports and reworked labels, are passed over.
    """
    last: dict[Key, Value | None] = {}
    for row in found:
        action = log.read(str(row[4]), str(row[7]))
        if not isinstance(action, log.Imported):
            last.update({change.key: change.after for change in action.changes})
        if isinstance(action, Reworked):
            for moved in action.transitions:
                for each in moved.keys:
                    last.pop(("Annotation", text_id(each)), None)
    return last


def _key(kind: str, data: bytes) -> Key:
    if kind == "Scheme":
        return ("Scheme",)
    found: Any = _keyed.decode(data)
    if kind == "ArticleLabel":
        return (kind, found.article_id, found.annotator, found.name)
    if kind == "ArticleState":
        return (kind, found.article_id, found.annotator)
    return (kind, found.id)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]
