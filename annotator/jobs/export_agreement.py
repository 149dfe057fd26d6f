"""How far the annotators of an export agree, counted while it is written."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from operator import attrgetter
from typing import Any

from annotator.core.annotation import GOLD
from annotator.core.changes import Value
from annotator.formats.format import Entry
from annotator.review.comparison import compared
from annotator.review.measure import Cell
from annotator.review.measures.f1_exact import MEASURE

_whose: Callable[[Value], str] = attrgetter("annotator")
"""Whose a value is; every value of an entry is somebody's."""


@dataclass(slots=True)
class Overlap:
    """Exact span F1 over the articles on which two or more annotators worked.

    It is the mean over all pairs of annotators of their positive specific agreement (Hripcsak
    and Rothschild 2005), as `annotator agreement --measure f1_exact` gives it; the gold takes
    no part. A number is kept for each pair and label, nothing for an article.
    """

    articles: int = 0
    cells: defaultdict[tuple[str, ...], defaultdict[Cell, float]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(float))
    )

    def count(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """Give the entries on."""
        for entry in entries:
            if len(set(map(_whose, entry[1])) - {GOLD}) > 1:
                self._add(entry)
            yield entry

    def _add(self, entry: Entry) -> None:
        for comparison in compared([entry]):
            self.articles += 1
            for pair in combinations(sorted(comparison.annotators), 2):
                both = comparison.of(pair)
                assert both is not None
                for item in MEASURE.items(both):
                    self.cells[pair][item.cell] += item.amount

    @property
    def facts(self) -> dict[str, Any]:
        """The measure's name, the mean over pairs and on how many articles; {} without any."""
        values = [MEASURE.value(cells) for cells in self.cells.values()]
        found = [value for value in values if value is not None]
        if not found:
            return {}
        mean = round(sum(found) / len(found), 4)
        told = {"measure": MEASURE.name, "value": mean}
        return told | {"articles": self.articles, "pairs": len(found)}

    @property
    def in_words(self) -> dict[str, float]:
        """The same for people: what is measured, and the value."""
        facts = self.facts
        if not facts:
            return {}
        return {f"{MEASURE.title}, on {facts['articles']:,} articles": facts["value"]}
