"""An annotation: one label on one or more spans of an article, by one annotator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from annotator.core.span import Fragments, Span, hull

AttributeValue: TypeAlias = str | int | float | bool | tuple[str, ...]
"""What an attribute can hold: one of, text, number, yes/no, or some of."""
Attributes: TypeAlias = Mapping[str, AttributeValue]

NO_ATTRIBUTES: Attributes = MappingProxyType({})
GOLD = "gold"
"""The annotator name under which an adjudicator's decisions are kept."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who proposed an annotation before a person accepted it; score from 0 to 1."""

    source: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """A label (the scheme's identifier of it) on the fragments of one article.

    ``quote`` is the words under the fragments, joined by one space. ``created`` and
    ``changed`` are times in UTC as `core.identifiers.now` gives them.
    """

    id: str
    article_id: str
    annotator: str
    label: str
    fragments: Fragments
    quote: str
    created: str
    changed: str
    attributes: Attributes = field(default_factory=lambda: NO_ATTRIBUTES, hash=False)
    note: str = ""
    suggested_by: Suggestion | None = None

    @property
    def start(self) -> int:
        """Where the first fragment starts, in code points."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """Where the last fragment ends, in code points (exclusive)."""
        return self.fragments[-1].end

    @property
    def span(self) -> Span:
        """The hull of the fragments."""
        return hull(self.fragments)

    @property
    def sort_key(self) -> tuple[int, int, str, str]:
        """The order in which annotations are listed and exported: start, longest first."""
        return (self.fragments[0].start, -self.fragments[-1].end, self.label, self.id)
