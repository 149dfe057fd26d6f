"""Agreement on tokens: what each annotator labels each token, and the cautions this calls for."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from annotator.review.comparison import Comparison
from annotator.review.measure import UNMARKED, Cells, Item, labels_used
from annotator.review.segments import runs

_MOST = 0.9
REST = "\x00rest"


def token_items(comparison: Comparison) -> Iterator[Item]:
    """Give the tokens in runs; a cell is the labels that the annotators gave, in their order."""
    for run in runs(comparison):
        yield Item(run.labels, run.size, comparison.article.id, run.span, run.ids)


def classes(comparison: Comparison) -> Iterable[str]:
    """Give the labels in use and the unmarked class."""
    return {UNMARKED, *labels_used(comparison)}


def against_rest(cells: Cells, label: str) -> dict[tuple[str, ...], float]:
    """Give the cells with all labels but one taken together."""
    found: defaultdict[tuple[str, ...], float] = defaultdict(float)
    for cell, amount in cells.items():
        found[tuple(given if given == label else REST for given in cell)] += amount
    return found


def token_counts(cells: Cells) -> dict[str, float]:
    """Give how many tokens there are, on how many all agree, and how many nobody marked."""
    return {
        "tokens": sum(cells.values()),
        "labelled alike": sum(n for cell, n in cells.items() if len(set(cell)) == 1),
        "unmarked by all": sum(n for cell, n in cells.items() if set(cell) == {UNMARKED}),
    }


def token_caution(cells: Cells) -> str:
    """Say where one class is so frequent that the number says little."""
    total = sum(cells.values())
    alike: defaultdict[str, float] = defaultdict(float)
    for cell, amount in cells.items():
        if len(set(cell)) == 1:
            alike[cell[0]] += amount
    label, amount = max(alike.items(), key=lambda one: one[1], default=("", 0.0))
    if not total or amount / total < _MOST:
        return ""
    what = "unmarked" if label == UNMARKED else f"“{label}”"
    return (
        f"{amount / total:.0%} of the tokens are {what} for everybody; with classes of such "
        "unequal size the number can be low though nearly all tokens agree. Look at the labels."
    )
