"""Which agreement measures there are: every module in `review.measures`."""

import pkgutil
from functools import cache
from importlib import import_module

from annotator.core.errors import AnnotatorError
from annotator.review import measures as folder
from annotator.review.measure import Measure

_FIRST = ("f1_exact", "f1_overlap", "f1_head", "relations_f1")
"""What is looked at first; the others come by name."""


@cache
def measures() -> tuple[Measure, ...]:
    """Give all measures, span F1 first: it is what annotators of spans can read most from."""
    found = {module.name for module in pkgutil.iter_modules(folder.__path__)}
    names = [*(name for name in _FIRST if name in found), *sorted(found - {*_FIRST})]
    return tuple(import_module(f"{folder.__name__}.{name}").MEASURE for name in names)


def measure_named(name: str) -> Measure:
    """Give the measure with a name; AnnotatorError, listing the names, when there is none."""
    for known in measures():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in measures())
    raise AnnotatorError(f"There is no measure “{name}”.", f"There are: {names}.")
