"""What one annotator says of a whole article: its labels, and how far the work is."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from annotator.core.annotation import AttributeValue

State: TypeAlias = Literal["new", "in_progress", "done", "skipped"]
STATES: tuple[State, ...] = get_args(State)
NOTHING_FOUND = "nothing_found"
"""The article label that says: read to the end, and there is nothing to mark."""


@dataclass(frozen=True, slots=True)
class ArticleLabel:
    """A value of one of the scheme's article labels, by one annotator."""

    article_id: str
    annotator: str
    name: str
    value: AttributeValue
    changed: str


@dataclass(frozen=True, slots=True)
class ArticleState:
    """How far one annotator is with an article; without one, the article is new."""

    article_id: str
    annotator: str
    state: State
    changed: str
