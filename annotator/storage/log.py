"""The edit log: change sets as JSON, and the chain of hashes that shows what was tampered with."""

import hashlib
from collections.abc import Iterable
from typing import Any, TypeAlias

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.storage.proofs import Proofs
from annotator.storage.records import KINDS
from annotator.storage.reworked import Reworked, Transition
from annotator.storage.rows import as_json

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Annotation, Article, Relation, ArticleLabel, ArticleState, Scheme, *KINDS.values())
}
NO_HASH = bytes(32)
Action: TypeAlias = ChangeSet | Reworked
"""What one action changed, with a name, its changes and an inverse."""


class Imported(msgspec.Struct, frozen=True):
    """The log's payload for an import: what it added, by identifier alone.

    ``articles`` are new ones (all that is said of them came with them or after); the others
    were added to articles that were there before. ``scheme`` is the scheme before and after,
    where it grew; ``changes`` what else was changed, by value. ``proofs`` are the digests of
    what was added; an import of an earlier version has none.
    """

    articles: list[str] = []
    annotations: list[str] = []
    relations: list[str] = []
    labels: list[tuple[str, str, str]] = []
    states: list[tuple[str, str]] = []
    scheme: tuple[Scheme, Scheme] | None = None
    changes: list[dict[str, Any]] = []
    proofs: Proofs | None = None

    @property
    def changed(self) -> tuple[Change, ...]:
        """What was changed besides the additions."""
        grown = (Change(*self.scheme),) if self.scheme else ()
        return (*grown, *map(_change, self.changes))


def written(action: Action) -> str:
    """Give an action as JSON."""
    changes = as_data(action.changes)
    if isinstance(action, Reworked):
        return as_json({"changes": changes, "transitions": action.transitions})
    return as_json({"changes": changes})


def as_data(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Give changes as plain data, each with the name of its kind."""
    return [{"kind": type(c.value).__name__, "before": c.before, "after": c.after} for c in changes]


def read(name: str, payload: str) -> Action | Imported:
    """Give what a log row changed: the values, or for an import the identifiers."""
    data = msgspec.json.decode(payload)
    if "import" in data:
        return msgspec.convert(data["import"], Imported)
    if "transitions" in data:
        transitions = msgspec.convert(data["transitions"], tuple[Transition, ...])
        return Reworked(_change_set(name, data), transitions)
    return _change_set(name, data)


def _change_set(name: str, data: Any) -> ChangeSet:
    return ChangeSet(name, tuple(map(_change, data["changes"])))


def _change(data: dict[str, Any]) -> Change:
    return Change(_value(data["kind"], data["before"]), _value(data["kind"], data["after"]))


def chained(previous: bytes, row: tuple[Any, ...]) -> bytes:
    """Give the SHA-256 of a log row (number to payload) together with the hash before it."""
    return hashlib.sha256(previous + as_json(_plain(row)).encode("utf-8")).digest()


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [item.hex() if isinstance(item, bytes) else item for item in row]


def _value(kind: str, data: Any) -> Value | None:
    if data is None:
        return None
    value: Value = msgspec.convert(data, _KINDS[kind])
    return value
