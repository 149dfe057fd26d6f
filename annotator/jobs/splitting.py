"""Dividing articles into train, development and test parts: by a seed, near-duplicates together."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from annotator.core.errors import FormatError

PARTS = ("train", "dev", "test")


def shares_of(said: str) -> tuple[float, ...]:
    """Give the shares in a text such as 80/10/10, which may name two or three parts.

    >>> shares_of("80/20")
    (0.8, 0.2)

    Raises FormatError for anything else.
    """
    try:
        numbers = [float(part) for part in said.split("/")]
    except ValueError:
        numbers = []
    if not 2 <= len(numbers) <= 3 or any(not 0 < n < 1e6 for n in numbers):
        raise FormatError(f"“{said}” is no split.", next_step="Write it like 80/10/10.")
    return tuple(number / sum(numbers) for number in numbers)


def split(
    articles: Mapping[str, str], together: Iterable[Sequence[str]], shares: Sequence[float],
    seed: int,
) -> dict[str, str]:  # fmt: skip
    """Give each article's part; ``articles`` are SHA-256 by identifier.

    Those that belong ``together`` (near-duplicates) get one part. The order is that of a hash of
    the seed and the texts, so neither the order of rows nor identifiers matter; the parts are as
    near to their shares, counted in articles, as whole groups allow.
    """
    group_of = {name: tuple(group) for group in together for name in group if name in articles}
    units = {tuple(n for n in group_of.get(name, (name,)) if n in articles) for name in articles}
    ordered = sorted(units, key=lambda unit: _place(seed, [articles[name] for name in unit]))
    ends = [sum(shares[: at + 1]) * len(articles) for at in range(len(shares))]
    found: dict[str, str] = {}
    for unit in ordered:
        middle = len(found) + len(unit) / 2
        part = next((at for at, end in enumerate(ends) if middle <= end), len(shares) - 1)
        name = PARTS[part] if len(shares) > 2 else (PARTS[0], PARTS[2])[part]
        found.update(dict.fromkeys(unit, name))
    return found


def _place(seed: int, hashes: list[str]) -> str:
    return hashlib.sha256(f"{seed} {min(hashes)}".encode()).hexdigest()
