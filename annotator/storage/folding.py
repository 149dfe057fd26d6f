"""What the edit log says must stand in the tables: a fold over all its rows."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

import msgspec

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import SAID, Key, Value, article_of, key_of
from annotator.storage import log, proofs
from annotator.storage.action_log import LogRow
from annotator.storage.proofs import Proofs
from annotator.storage.reworked import Reworked, State, Transition
from annotator.storage.rows import attributes_json, attributes_value, encode, text_id

_GONE = b""
_UNKNOWN = b"?"
_NOTHING = b"null"


class _Changed(msgspec.Struct, frozen=True):
    kind: str
    before: msgspec.Raw
    after: msgspec.Raw


class _Brought(msgspec.Struct, frozen=True):
    articles: list[str] = []
    annotations: list[str] = []
    relations: list[str] = []
    labels: list[tuple[str, str, str]] = []
    states: list[tuple[str, str]] = []
    scheme: tuple[msgspec.Raw, msgspec.Raw] | None = None
    changes: list[_Changed] = []
    proofs: Proofs | None = None

    @property
    def named(self) -> list[tuple[str, list[Key]]]:
        """What was added to articles that were there, by kind."""
        return [
            ("annotations", [("Annotation", one) for one in self.annotations]),
            ("relations", [("Relation", one) for one in self.relations]),
            ("labels", [("ArticleLabel", *one) for one in self.labels]),
            ("states", [("ArticleState", *one) for one in self.states]),
        ]

    @property
    def changed(self) -> list[_Changed]:
        """What was changed besides, by value."""
        grown = [_Changed("Scheme", *self.scheme)] if self.scheme else []
        return [*grown, *self.changes]


class _Payload(msgspec.Struct, frozen=True):
    changes: list[_Changed] = []
    transitions: list[Transition] = []
    brought: _Brought | None = msgspec.field(default=None, name="import")


class _Keyed(msgspec.Struct, frozen=True):
    id: str = ""
    article_id: str = ""
    annotator: str = ""
    name: str = ""


_payload = msgspec.json.Decoder(_Payload)
_keyed = msgspec.json.Decoder(_Keyed)
_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in (Article, *SAID)}


class _Word(NamedTuple):
    """The last word on a value: its digest, the action, the article; whether of its row."""

    digest: bytes
    action: int
    article: str
    of_row: bool = False


class _Import(NamedTuple):
    """How an article came: the action, and the digest of it with all that came with it."""

    action: int
    digest: bytes | None


class Fold:
    """By key: the digest of the value that must stand, with the action that put it there.

    What came with an imported article is known by one digest alone; which of it was edited since
    is told by the first edit, whose value before is what was imported.
    """

    def __init__(self) -> None:
        """Start with an empty log."""
        self._last: dict[Key, _Word] = {}
        self._moved: dict[Key, tuple[State, State]] = {}  # since the last word: first and last
        self._imports: dict[str, _Import] = {}
        self._edited: dict[str, list[proofs.Form]] = {}  # by article: what came with it, as it came

    def follow(self, row: LogRow) -> None:
        """Take in one more row of the log; msgspec.DecodeError where it is no such row."""
        payload, number = _payload.decode(str(row[7])), int(str(row[0]))
        if payload.brought is not None:
            self._bring(payload.brought, number)
            self._change(payload.brought.changed, number)
        self._change(payload.changes, number)
        for moved in payload.transitions:
            for each in moved.keys:
                key = ("Annotation", text_id(each))
                first, _ = self._moved.get(key, (moved.before, None))
                self._moved[key] = (first, moved.after)

    def _change(self, changes: Iterable[_Changed], number: int) -> None:
        for change in changes:
            before, after = bytes(change.before), bytes(change.after)
            gone = after == _NOTHING
            key, article = _key(change.kind, before if gone else after)
            if before != _NOTHING and key not in self._last:
                self._note_import(change.kind, key, article, before)
            self._moved.pop(key, None)
            self._last[key] = _Word(_GONE if gone else _digest(after), number, article)

    def _note_import(self, kind: str, key: Key, article: str, data: bytes) -> None:
        """Note what an import brought, where its first edit says what that was."""
        came = self._imports.get(article)
        if came is None or came.digest is None or kind not in _KINDS:
            return
        value: Value = msgspec.json.decode(data, type=_KINDS[kind])
        if key in self._moved:
            value = _in_state(value, self._moved[key][0])
        self._edited.setdefault(article, []).append(_form(value))

    def _bring(self, brought: _Brought, number: int) -> None:
        again = {one for one in brought.articles if ("Article", one) in self._last}
        if again:  # they went with all that was said of them, and come as if they were new
            for key in [key for key, word in self._last.items() if word.article in again]:
                del self._last[key]
                self._moved.pop(key, None)
        known = brought.proofs or Proofs()
        none: list[bytes | None] = [None] * len(brought.articles)
        whole = known.of("articles") or none
        for article, came in zip(brought.articles, whole, strict=True):
            self._imports[article] = _Import(number, came)
            self._edited.pop(article, None)
        for kind, keys in brought.named:
            digests = known.of(kind) or [_UNKNOWN] * len(keys)
            for key, digest in zip(keys, digests, strict=True):
                self._moved.pop(key, None)
                self._last[key] = _Word(digest, number, "", of_row=True)

    def __contains__(self, key: object) -> bool:
        """Say whether the log tells of a value by itself."""
        return key in self._last

    def must_be_gone(self, key: Key) -> bool:
        """Say whether the log's last word on a value is that it was removed."""
        return key in self._last and self._last[key].digest == _GONE

    def is_moved(self, value: Value) -> bool:
        """Say whether a mark has not the label and attributes that the log last gave it so."""
        if not self._moved or not isinstance(value, Annotation):
            return False
        moved = self._moved.get(key_of(value))
        return moved is not None and _state(value) != moved[1]

    def agrees(self, value: Value) -> bool:
        """Say whether a value stands as the log says, or the log says nothing of it by itself."""
        word = self._last.get(key_of(value))
        if self.is_moved(value):
            return False
        if word is None or word.digest == _UNKNOWN:
            return True
        value = self.as_spoken(value)
        if word.of_row:
            assert isinstance(value, SAID)
            return word.digest == proofs.digest(value.article_id, _form(value))
        return word.digest == _digest(encode(value))

    def as_spoken(self, value: Value) -> Value:
        """Give a value as it was before the labels were reworked, so at the log's last word."""
        moved = self._moved.get(key_of(value)) if self._moved else None
        return value if moved is None else _in_state(value, moved[0])

    def action_of(self, key: Key) -> int:
        """Give the number of the action that spoke last of a value."""
        return self._last[key].action

    def import_of(self, article_id: str) -> int | None:
        """Give the number of the import that brought an article, or None."""
        came = self._imports.get(article_id)
        return None if came is None else came.action

    def is_proven(self, article_id: str) -> bool:
        """Say whether there is a digest of what came with an article.

        There is none where an earlier version imported it.
        """
        came = self._imports.get(article_id)
        return came is None or came.digest is not None

    def came_as(self, article: Article, said: Iterable[Value]) -> bool:
        """Say whether what came with an article is all there, and nothing else.

        ``said`` is what stands now and the log does not tell of by itself.
        """
        came = self._imports.get(article.id)
        forms = [*self._edited.get(article.id, ()), *map(_form, map(self.as_spoken, said))]
        if key_of(article) not in self:
            forms.append(_form(article))
        return not forms if came is None else proofs.joint_digest(forms) == came.digest

    @property
    def standing(self) -> dict[Key, int]:
        """The keys of all values that must be there, with the action that put them there."""
        said = {key: word.action for key, word in self._last.items() if word.digest != _GONE}
        brought = {("Article", one): came.action for one, came in self._imports.items()}
        return {k: n for k, n in brought.items() if not self.must_be_gone(k)} | said


def last_values(found: Iterable[LogRow]) -> dict[Key, Value | None]:
    """Give the last value of everything that some rows of a log tell of; None where removed.

    What was imported or reworked after that is passed over: the rows only name it.
    """
    last: dict[Key, Value | None] = {}
    homes: dict[Key, str] = {}
    for row in found:
        action = log.read(str(row[4]), str(row[7]))
        if isinstance(action, log.Imported):
            _leave_out(action, last, homes)
            changes = action.changed
        else:
            changes = action.changes
        for change in changes:
            last[change.key] = change.after
            homes[change.key] = article_of(change)
        if isinstance(action, Reworked):
            for moved in action.transitions:
                for each in moved.keys:
                    last.pop(("Annotation", text_id(each)), None)
    return last


def _leave_out(found: log.Imported, last: dict[Key, Value | None], homes: dict[Key, str]) -> None:
    """Let nothing be said of what an import brought, which was there before and went."""
    again = {one for one in found.articles if ("Article", one) in last}
    keys: list[Key] = [key for key in last if again and homes[key] in again]
    keys += [("Annotation", one) for one in found.annotations]
    keys += [("Relation", one) for one in found.relations]
    keys += [("ArticleLabel", *one) for one in found.labels]
    keys += [("ArticleState", *one) for one in found.states]
    for key in keys:
        last.pop(key, None)


def _state(value: Annotation) -> State:
    return value.label, attributes_json(value.attributes)


def _in_state(value: Value, state: State) -> Value:
    """Give an annotation with a label and attributes that it had."""
    if not isinstance(value, Annotation):
        return value
    return replace(value, label=state[0], attributes=attributes_value(state[1]))


def _form(value: Value) -> proofs.Form:
    assert isinstance(value, (Article, *SAID))
    return proofs.form_of(value)


def _key(kind: str, data: bytes) -> tuple[Key, str]:
    """Give the key of a value as the log has it, and its article."""
    if kind == "Scheme":
        return ("Scheme",), ""
    found: Any = _keyed.decode(data)
    if kind == "ArticleLabel":
        return (kind, found.article_id, found.annotator, found.name), found.article_id
    if kind == "ArticleState":
        return (kind, found.article_id, found.annotator), found.article_id
    return (kind, found.id), found.id if kind == "Article" else found.article_id


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[: proofs.SIZE]
