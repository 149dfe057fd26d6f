"""Which agreement measures there are: every module in `review.measures`."""

import pkgutil
from functools import cache
from importlib import import_module

from annotator.core.errors import AnnotatorError
from annotator.review import measures as folder
from annotator.review.measure import Measure

_FIRST = ("f1_exact", "f1_overlap", "f1_head", "relations_f1")
"""What is looked at first; the others come by name."""
SHORT = {
    "f1": "f1_exact", "kappa": "token_kappa", "cohen": "token_kappa", "fleiss": "token_fleiss",
    "alpha": "token_alpha", "krippendorff": "token_alpha", "ac1": "token_ac1",
    "gwet": "token_ac1", "relations": "relations_f1",
}  # fmt: skip
"""What papers call a measure in one word, and which it is here."""


@cache
def measures() -> tuple[Measure, ...]:
    """Give all measures, span F1 first: it is what annotators of spans can read most from."""
    found = {module.name for module in pkgutil.iter_modules(folder.__path__)}
    names = [*(name for name in _FIRST if name in found), *sorted(found - {*_FIRST})]
    return tuple(import_module(f"{folder.__name__}.{name}").MEASURE for name in names)


def measure_named(name: str) -> Measure:
    """Give the measure with a name; AnnotatorError, listing the names, when there is none.

    Case does not matter, nor "-" for "_"; a word of `SHORT` will do.

    >>> measure_named("Gamma-Cat").name, measure_named("kappa").name
    ('gamma_cat', 'token_kappa')
    """
    wanted = name.strip().lower().replace("-", "_")
    wanted = SHORT.get(wanted, wanted)
    for known in measures():
        if known.name == wanted:
            return known
    names = ", ".join(known.name for known in measures())
    raise AnnotatorError(f"There is no measure “{name}”.", f"There are: {names}.")
