"""What a line of the native training data holds, its keys in the order of the file.

None means that a key is left out. Identifiers of other tools may be any text or number.
"""

from typing import TypeAlias

import msgspec

from annotator.core.annotation import AttributeValue

FileId: TypeAlias = str | int | None

UNKNOWN_TIME = "1970-01-01T00:00:00.000Z"
"""The time of what a file dates not: the same at every reading, and not written again."""


class _Record(msgspec.Struct, omit_defaults=True, gc=False):
    pass


class Proposal(_Record, kw_only=True):
    """Who proposed a span."""

    source: str
    score: float | None = None


class SpanRecord(_Record, kw_only=True):
    """A span; ``fragments`` only where there are several, ``start`` and ``end`` their hull."""

    id: FileId = None
    start: int
    end: int
    label: str
    text: str | None = None
    fragments: list[tuple[int, int]] | None = None
    attributes: dict[str, AttributeValue] | None = None
    note: str | None = None
    suggested_by: Proposal | None = None
    created: str | None = None
    changed: str | None = None


class RelationRecord(_Record, kw_only=True):
    """A relation; ``head`` and ``tail`` are identifiers of spans."""

    id: FileId = None
    type: str
    head: str | int
    tail: str | int
    attributes: dict[str, AttributeValue] | None = None
    note: str | None = None
    created: str | None = None
    changed: str | None = None


class Meta(_Record, kw_only=True):
    """What is known about the article, and whose line it is."""

    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    sha256: str | None = None
    annotator: str | None = None
    layer: str | None = None
    state: str | None = None
    split: str | None = None
    scheme: str | None = None
    scheme_version: str | None = None
    state_changed: str | None = None
    labels_changed: dict[str, str] | None = None
    metadata: dict[str, str] | None = None


class Line(_Record, kw_only=True):
    """One article as one annotator (or nobody yet) has marked it."""

    id: FileId = None
    text: str
    spans: list[SpanRecord] | None = None
    relations: list[RelationRecord] | None = None
    article_labels: dict[str, AttributeValue] | None = None
    meta: Meta | None = None
