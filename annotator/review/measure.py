"""What an agreement measure is: a value that says what it counts and what it makes of the counts.

A measure turns each article into items: a cell, an amount, and the passage that it comes from.
The sum of the items by cell is all that its value is made of; so every number leads back to the
passages behind it, and a bootstrap draw is a sum of articles.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from annotator.core.span import Span
from annotator.review.comparison import Comparison

Cell: TypeAlias = tuple[str, ...]
Cells: TypeAlias = Mapping[Cell, float]
Value: TypeAlias = Callable[[Cells], float | None]
UNMARKED = ""
"""In a cell: what nobody labelled."""


@dataclass(frozen=True, slots=True)
class Item:
    """A passage behind a number: how much it adds to a cell, and whose marks it is about.

    ``span`` in code points; ``ids`` are identifiers of annotations or relations.
    """

    cell: Cell
    amount: float
    article_id: str
    span: Span
    ids: tuple[str, ...] = ()


def labels_used(comparison: Comparison) -> Iterable[str]:
    """Give the labels of all annotations that are compared."""
    return {mark.label for layer in comparison.layers for mark in layer.marks}


def no_caution(cells: Cells) -> str:
    """Give no caution."""
    return ""


@dataclass(frozen=True)
class Measure:
    """An agreement measure, found by its registry.

    ``value`` gives None where the counts define none. A ``pairwise`` one looks at two annotators
    at a time, and of more it gives the mean over all pairs. ``of_part`` gives the value of one
    label (or what ``parts`` lists) from all cells; without it the measure is taken anew on that
    label's annotations alone. ``counts`` is what stands beside the value; ``source`` who
    defined it; ``best`` is its value when all agree.
    """

    name: str
    title: str
    definition: str
    source: str
    items: Callable[[Comparison], Iterator[Item]]
    value: Value
    counts: Callable[[Cells], dict[str, float]]
    pairwise: bool = True
    of_part: Callable[[Cells, str], float | None] | None = None
    parts: Callable[[Comparison], Iterable[str]] = labels_used
    caution: Callable[[Cells], str] = no_caution
    best: float = 1.0
    slow: bool = False


@dataclass(frozen=True)
class Result:
    """A measured number with its interval, the counts beside it, and what is behind it.

    ``value`` None means undefined; ``caution`` is one or two sentences where the number can
    mislead. ``annotators`` are the two or more who were compared, ``part`` the label (relation
    type, attribute), ``article_id`` and ``round`` what else it was narrowed to. ``mean_of`` is
    the number of pairs of which the value is the mean; 0 where it is of the pair or group
    itself. ``below`` is the project's threshold that the value does not reach.
    """

    measure: str
    annotators: tuple[str, ...]
    value: float | None
    low: float | None = None
    high: float | None = None
    articles: int = 0
    counts: Mapping[str, float] = field(default_factory=dict)
    caution: str = ""
    part: str = ""
    article_id: str = ""
    round: str = ""
    mean_of: int = 0
    below: float | None = None
    cells: Cells = field(default_factory=dict)
    items: tuple[Item, ...] = field(default=(), repr=False)

    def behind(self, cell: Cell | None = None) -> tuple[Item, ...]:
        """Give the passages behind the number, or behind one of its cells."""
        if cell is None:
            return self.items
        return tuple(item for item in self.items if item.cell == cell)


@dataclass(frozen=True)
class Agreement:
    """A measure's result over everything, and its parts (by label, article, pair, round)."""

    overall: Result
    parts: tuple[Result, ...] = ()
