"""Which agreement measures there are: every module in `review.measures`."""

import pkgutil
from functools import cache
from importlib import import_module

from annotator.core.errors import AnnotatorError
from annotator.review import measures as folder
from annotator.review.measure import Measure


@cache
def measures() -> tuple[Measure, ...]:
    """Give all measures by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return tuple(import_module(f"{folder.__name__}.{name}").MEASURE for name in names)


def measure_named(name: str) -> Measure:
    """Give the measure with a name; AnnotatorError, listing the names, when there is none."""
    for known in measures():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in measures())
    raise AnnotatorError(f"There is no measure “{name}”.", f"There are: {names}.")
