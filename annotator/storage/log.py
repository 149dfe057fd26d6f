"""The edit log: change sets as JSON, and the chain of hashes that shows what was tampered with."""

import hashlib
from typing import Any

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, Value
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.storage.rows import as_json

_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Annotation, Article, Relation, ArticleLabel, ArticleState, Scheme)
}
NO_HASH = bytes(32)


class Imported(msgspec.Struct, frozen=True):
    """The log's payload for an import: what it added, by identifier alone.

    ``articles`` are new ones (all that is said of them came with them or after); the others
    were added to articles that were there before.
    """

    articles: list[str] = []
    annotations: list[str] = []
    relations: list[str] = []
    labels: list[tuple[str, str, str]] = []
    states: list[tuple[str, str]] = []


def written(change_set: ChangeSet) -> str:
    """Give the changes of a change set as JSON."""
    return as_json(
        {
            "changes": [
                {"kind": type(c.value).__name__, "before": c.before, "after": c.after}
                for c in change_set.changes
            ]
        }
    )


def read(name: str, payload: str) -> ChangeSet | Imported:
    """Give what a log row changed: the values, or for an import the identifiers."""
    data = msgspec.json.decode(payload)
    if "import" in data:
        return msgspec.convert(data["import"], Imported)
    return ChangeSet(
        name,
        tuple(
            Change(_value(c["kind"], c["before"]), _value(c["kind"], c["after"]))
            for c in data["changes"]
        ),
    )


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
