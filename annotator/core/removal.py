"""A mark or relation that was taken back: kept, so that no earlier hand-in brings it again."""

from dataclasses import dataclass, replace
from typing import TypeAlias

from annotator.core.annotation import Annotation
from annotator.core.record import Record
from annotator.core.relation import Relation

Removable: TypeAlias = Annotation | Relation


@dataclass(frozen=True, slots=True)
class Removal(Record):
    """What was removed, by whom and when; exactly one of ``mark`` and ``relation`` is there.

    ``id`` is that of the mark or relation. An empty ``changed`` says that nobody took it back: it
    is a relation that waits for an end that was.
    """

    article_id: str
    annotator: str
    changed: str
    mark: Annotation | None = None
    relation: Relation | None = None

    @property
    def value(self) -> Removable:
        """The value as it was said last."""
        value = self.mark or self.relation
        assert value is not None
        return value

    def holding(self, value: Removable) -> "Removal":
        """Give the removal of another content of the value."""
        return replace(removal(value, self.changed), id=self.id)


def removal(value: Removable, moment: str) -> Removal:
    """Give the removal of a mark or relation by its annotator at a moment."""
    mark, relation = (value, None) if isinstance(value, Annotation) else (None, value)
    return Removal(value.id, value.article_id, value.annotator, moment, mark, relation)
