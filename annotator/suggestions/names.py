"""How alike two names are, whatever their case, accents and order of words."""

import unicodedata

from rapidfuzz import fuzz

LEAST = 62.0
"""Below this nobody would call two names the same."""


def folded(name: str) -> str:
    """Give a name without case, accents and doubled blanks, as it is compared.

    >>> folded("  Åsa  BERG’s ")
    "asa berg's"
    """
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def likeness(one: str, other: str) -> float:
    """Give how alike two folded names are, from 0 to 100 (RapidFuzz's weighted ratio).

    Equal names have 100; a part of a name ("Brandt" for "Olla Brandt") at most 90.
    """
    return 100.0 if one == other else min(float(fuzz.WRatio(one, other)), 99.0)
