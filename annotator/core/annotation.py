"""An annotation: one label on one or more spans of an article, by one annotator."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
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


@dataclass(frozen=True, slots=True, init=False)
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

    def __init__(
        self,
        id: str,
        article_id: str,
        annotator: str,
        label: str,
        fragments: Fragments,
        quote: str,
        created: str,
        changed: str,
        attributes: Attributes = NO_ATTRIBUTES,
        note: str = "",
        suggested_by: Suggestion | None = None,
    ) -> None:
        """Fill the slots by their own setters.

        A frozen dataclass asks `object` for each field by its name, which takes twice as long;
        a project is read by hundreds of thousands of these.
        """
        _set_id(self, id)
        _set_article_id(self, article_id)
        _set_annotator(self, annotator)
        _set_label(self, label)
        _set_fragments(self, fragments)
        _set_quote(self, quote)
        _set_created(self, created)
        _set_changed(self, changed)
        _set_attributes(self, attributes)
        _set_note(self, note)
        _set_suggested_by(self, suggested_by)

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


(
    _set_id, _set_article_id, _set_annotator, _set_label, _set_fragments, _set_quote,
    _set_created, _set_changed, _set_attributes, _set_note, _set_suggested_by,
) = (Annotation.__dict__[each.name].__set__ for each in fields(Annotation))  # fmt: skip
