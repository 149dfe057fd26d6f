"""All that is said about one article: annotations, relations, labels, states."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotator.core.annotation import Annotation
from annotator.core.changes import SAID, Change, ChangeSet, Value
from annotator.core.errors import StaleEdit
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span_index import SpanIndex


class AnnotationSet:
    """What the annotators say of one article, kept equal to the file by change sets.

    Reading gives frozen values; the only way to change it is `apply`.
    """

    def __init__(self, article_id: str, values: Iterable[Value] = ()) -> None:
        """Hold the values of one article."""
        self.article_id = article_id
        self._annotations: dict[str, Annotation] = {}
        self._relations: dict[str, Relation] = {}
        self._relations_at: defaultdict[str, set[str]] = defaultdict(set)
        self._labels: dict[tuple[str, str], ArticleLabel] = {}
        self._states: dict[str, ArticleState] = {}
        for value in values:
            self._put(value, index=False)
        self._index = SpanIndex(self._annotations.values())

    def __len__(self) -> int:
        """Give the number of annotations."""
        return len(self._annotations)

    def __contains__(self, annotation_id: object) -> bool:
        """Say whether an annotation with this identifier is here."""
        return annotation_id in self._annotations

    def __iter__(self) -> Iterator[Annotation]:
        """Give the annotations by start, longest first."""
        return (self._annotations[i] for i in self._index)

    def __eq__(self, other: object) -> bool:
        """Say whether both hold the same values."""
        return isinstance(other, AnnotationSet) and self._held() == other._held()

    __hash__ = None  # type: ignore[assignment]

    def get(self, annotation_id: str) -> Annotation | None:
        """Give the annotation with an identifier, or None."""
        return self._annotations.get(annotation_id)

    def relation(self, relation_id: str) -> Relation | None:
        """Give the relation with an identifier, or None."""
        return self._relations.get(relation_id)

    @property
    def relations(self) -> tuple[Relation, ...]:
        """The relations in their export order."""
        return tuple(sorted(self._relations.values(), key=lambda r: r.sort_key))

    @property
    def article_labels(self) -> tuple[ArticleLabel, ...]:
        """The article's labels by annotator and name."""
        return tuple(self._labels[key] for key in sorted(self._labels))

    def article_label(self, annotator: str, name: str) -> ArticleLabel | None:
        """Give one annotator's value of an article label, or None."""
        return self._labels.get((annotator, name))

    @property
    def states(self) -> tuple[ArticleState, ...]:
        """How far each annotator is, by annotator."""
        return tuple(self._states[key] for key in sorted(self._states))

    def state(self, annotator: str) -> ArticleState | None:
        """Give how far an annotator is; None means that nothing was said, so: new."""
        return self._states.get(annotator)

    def touching(self, start: int, end: int) -> list[Annotation]:
        """Give the annotations with a fragment in a stretch of code points, in order."""
        found = (self._annotations[i] for i in self._index.touching(start, end))
        return [
            a
            for a in found
            if len(a.fragments) == 1 or any(f.start < end and f.end > start for f in a.fragments)
        ]

    def relations_of(self, annotation_id: str) -> list[Relation]:
        """Give the relations that start or end at an annotation."""
        return [self._relations[i] for i in sorted(self._relations_at.get(annotation_id, ()))]

    def annotators(self) -> tuple[str, ...]:
        """Give the names of all who said something here, sorted."""
        names = {a.annotator for a in self._annotations.values()} | set(self._states)
        return tuple(sorted(names | {annotator for annotator, _ in self._labels}))

    def apply(self, change_set: ChangeSet) -> None:
        """Make the changes that concern this article; all or, on StaleEdit, none."""
        mine = [c for c in change_set.changes if self._concerns(c)]
        for change in mine:
            if change.before != self._current(change):
                raise StaleEdit("The annotation was changed meanwhile.", "Open the article again.")
        for change in mine:
            if change.before is not None:
                self._drop(change.before)
            if change.after is not None:
                self._put(change.after)

    def _concerns(self, change: Change) -> bool:
        value = change.value
        return isinstance(value, SAID) and value.article_id == self.article_id

    def _current(self, change: Change) -> Value | None:
        match change.value:
            case Annotation(id=key):
                return self._annotations.get(key)
            case Relation(id=key):
                return self._relations.get(key)
            case ArticleLabel(annotator=annotator, name=name):
                return self._labels.get((annotator, name))
            case ArticleState(annotator=annotator):
                return self._states.get(annotator)
        return None

    def _put(self, value: Value, *, index: bool = True) -> None:
        match value:
            case Annotation():
                self._annotations[value.id] = value
                if index:
                    self._index.add(value)
            case Relation():
                self._relations[value.id] = value
                self._relations_at[value.head].add(value.id)
                self._relations_at[value.tail].add(value.id)
            case ArticleLabel():
                self._labels[value.annotator, value.name] = value
            case ArticleState():
                self._states[value.annotator] = value

    def _drop(self, value: Value) -> None:
        match value:
            case Annotation():
                self._index.remove(self._annotations.pop(value.id))
            case Relation():
                del self._relations[value.id]
                for end in {value.head, value.tail}:
                    self._relations_at[end].discard(value.id)
            case ArticleLabel():
                del self._labels[value.annotator, value.name]
            case ArticleState():
                del self._states[value.annotator]

    def _held(self) -> tuple[object, ...]:
        return (self.article_id, self._annotations, self._relations, self._labels, self._states)
