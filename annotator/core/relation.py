"""A relation: a typed link from one annotation to another."""

from dataclasses import dataclass, field

from annotator.core.annotation import NO_ATTRIBUTES, Attributes


@dataclass(frozen=True, slots=True)
class Relation:
    """A link from ``head`` to ``tail`` (identifiers of annotations).

    ``article_id`` is the head's article; the tail may lie in another one.
    """

    id: str
    article_id: str
    annotator: str
    type: str
    head: str
    tail: str
    created: str
    changed: str
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES, hash=False)
    note: str = ""

    @property
    def sort_key(self) -> tuple[str, str, str, str]:
        """The order in which relations are exported."""
        return (self.head, self.tail, self.type, self.id)
