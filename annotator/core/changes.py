"""Every edit is a `ChangeSet`: a named tuple of `Change(before, after)` pairs of values.

Nothing → value is an addition, value → nothing a deletion, both a modification. The same
change set is validated, stored, logged, inverted for undo and handed to the views.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.record import Record
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme

Said: TypeAlias = Annotation | Relation | ArticleLabel | ArticleState
"""What an annotator says of an article."""
SAID = (Annotation, Relation, ArticleLabel, ArticleState)
Value: TypeAlias = Said | Article | Scheme | Record
Key: TypeAlias = tuple[str, ...]


def key_of(value: Value) -> Key:
    """Give what makes a value the same one before and after an edit.

    >>> key_of(ArticleState("article-17", "mo", "done", "2026-01-02T03:04:05.000Z"))
    ('ArticleState', 'article-17', 'mo')
    """
    match value:
        case Annotation() | Relation() | Article() | Record():
            return (type(value).__name__, value.id)
        case ArticleLabel():
            return ("ArticleLabel", value.article_id, value.annotator, value.name)
        case ArticleState():
            return ("ArticleState", value.article_id, value.annotator)
        case Scheme():
            return ("Scheme",)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after an edit; at least one of the two is there."""

    before: Value | None
    after: Value | None

    def __post_init__(self) -> None:
        """Refuse a pair that says nothing or joins two different things (ValueError)."""
        if self.before is None and self.after is None:
            raise ValueError("a change needs a value before or after")
        if (
            self.before is not None
            and self.after is not None
            and key_of(self.before) != key_of(self.after)
        ):
            raise ValueError("a change keeps the identity of its value")

    @property
    def value(self) -> Value:
        """The value after the edit, or before it where it is deleted."""
        value = self.after if self.after is not None else self.before
        assert value is not None
        return value

    @property
    def key(self) -> Key:
        """What identifies the value."""
        return key_of(self.value)

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return Change(self.after, self.before)


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """One user action: a name to show for undo ("Add Actor") and what it changes."""

    name: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Say whether it changes anything."""
        return bool(self.changes)

    @property
    def inverse(self) -> "ChangeSet":
        """The change set that takes this one back, in reverse order, under the same name."""
        return ChangeSet(self.name, tuple(change.inverse for change in reversed(self.changes)))

    @property
    def article_ids(self) -> tuple[str, ...]:
        """The articles that it touches, each once, in the order of the changes."""
        return tuple(dict.fromkeys(filter(None, map(article_of, self.changes))))

    @property
    def annotations(self) -> tuple[Change, ...]:
        """The changes of annotations alone."""
        return tuple(c for c in self.changes if isinstance(c.value, Annotation))


def article_of(change: Change) -> str:
    """Give the identifier of the article that a change touches; "" where it touches none."""
    value = change.value
    return value.id if isinstance(value, Article) else getattr(value, "article_id", "")


def added(value: Value) -> Change:
    """Give the change that adds a value."""
    return Change(None, value)


def removed(value: Value) -> Change:
    """Give the change that removes a value."""
    return Change(value, None)


def combined(name: str, change_sets: Iterable[ChangeSet]) -> ChangeSet:
    """Give several change sets, made one after the other, as one action.

    Changes of the same value become one; those that cancel out go. What is deleted goes last
    and what is added keeps its place, so a relation is there only while its annotations are.

    >>> done = ArticleState("article-17", "mo", "done", "2026-01-02T03:04:05.000Z")
    >>> edit = ChangeSet("Mark done", (added(done),))
    >>> combined("Both", [edit, edit.inverse])
    ChangeSet(name='Both', changes=())
    """
    folded: dict[Key, tuple[Value | None, Value | None]] = {}
    for change in (c for s in change_sets for c in s.changes):
        key = change.key
        before = folded[key][0] if key in folded else change.before
        if change.after is None:
            folded.pop(key, None)
        folded[key] = (before, change.after)
    return ChangeSet(name, tuple(Change(b, a) for b, a in folded.values() if b != a))
