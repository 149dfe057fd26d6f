"""Dividing articles into train, development and test parts: by a seed, near-duplicates together."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from annotator.core.dates import iso_date
from annotator.core.errors import FormatError

PARTS = ("train", "dev", "test")
By: TypeAlias = Literal["label", "article", "outlet", "date"]
BY: tuple[By, ...] = get_args(By)
BY_IN_WORDS: Mapping[By, str] = {
    "label": "each label in its share",
    "article": "articles at random",
    "outlet": "each outlet whole",
    "date": "the oldest train",
}
Unit: TypeAlias = tuple[str, ...]
"""Articles that go to one part."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a split goes by: the SHA-256 of an article's text, its labels, its source, its date."""

    sha256: str
    labels: Collection[str] = ()
    outlet: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """How large the parts are to be, as said and in shares of 1; two parts are train and test."""

    said: tuple[float, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts, in order."""
        return PARTS if len(self.said) > 2 else (PARTS[0], PARTS[2])

    @property
    def of_one(self) -> tuple[float, ...]:
        """The shares, together 1."""
        return tuple(number / sum(self.said) for number in self.said)

    def __str__(self) -> str:
        """Give them as they are written.

        >>> str(shares_of("80/10/10"))
        '80/10/10'
        """
        return "/".join(f"{number:g}" for number in self.said)


def shares_of(said: str) -> Shares:
    """Give the shares in a text such as 80/10/10, which may name two or three parts.

    >>> shares_of("80/20").of_one
    (0.8, 0.2)

    Raises FormatError for anything else.
    """
    try:
        numbers = [float(part) for part in said.split("/")]
    except ValueError:
        numbers = []
    if not 2 <= len(numbers) <= 3 or any(not 0 < n < 1e6 for n in numbers):
        raise FormatError(f"“{said}” is no split.", next_step="Write it like 80/10/10.")
    return Shares(tuple(numbers))


def split(
    articles: Mapping[str, Facts], together: Iterable[Sequence[str]], shares: Shares, seed: int,
    by: By = "label",
) -> dict[str, str]:  # fmt: skip
    """Give each article's part, by identifier.

    Those that belong ``together`` (near-duplicates) always get one part. Where nothing else
    decides, the order is that of a hash of the seed and the texts, so neither the order of rows
    nor identifiers matter.

    ``by`` label: each label has its share of articles in each part, as far as whole groups
    allow. Article: only the numbers of articles are as asked. Outlet: no outlet is in two parts;
    copies join the outlets that print them. Date: the oldest articles train, the newest test;
    one without a date counts as old, a group is as old as its oldest.
    """
    units = _units(articles, together, outlets=by == "outlet")
    ordered = sorted(units, key=lambda unit: _place(seed, [articles[n].sha256 for n in unit]))
    match by:
        case "label":
            found = _stratified(ordered, articles, shares.of_one)
        case "outlet":
            found = _small_parts_first(ordered, shares.of_one)
        case "date":
            ordered.sort(key=lambda unit: min(_date(articles[name]) for name in unit))
            found = _in_order(ordered, shares.of_one)
        case "article":
            found = _in_order(ordered, shares.of_one)
    return {
        name: shares.parts[part]
        for unit, part in zip(ordered, found, strict=True)
        for name in unit
    }  # fmt: skip


# --- what goes together


def _units(
    articles: Mapping[str, Facts], together: Iterable[Sequence[str]], *, outlets: bool
) -> list[Unit]:
    """Give the articles in groups: near-duplicates and, if wanted, those of an outlet."""
    joined: dict[str, str] = {}

    def root(name: str) -> str:
        while (above := joined.setdefault(name, name)) != name:
            joined[name] = joined[above]
            name = above
        return name

    for group in together:
        here = [name for name in group if name in articles]
        for name in here[1:]:
            joined[root(name)] = root(here[0])
    if outlets:
        first: dict[str, str] = {}
        for name, facts in articles.items():
            if outlet := " ".join(facts.outlet.casefold().split()):
                joined[root(name)] = root(first.setdefault(outlet, name))
    found: dict[str, list[str]] = {}
    for name in articles:
        found.setdefault(root(name), []).append(name)
    return [tuple(names) for names in found.values()]


def _place(seed: int, hashes: list[str]) -> str:
    return hashlib.sha256(f"{seed} {min(hashes)}".encode()).hexdigest()


def _date(facts: Facts) -> str:
    return iso_date(facts.published) or facts.published.strip()


# --- ways to divide; each gives the number of a part for each unit


def _in_order(units: Sequence[Unit], shares: Sequence[float]) -> list[int]:
    """Cut the row of units where the shares end, a unit to the side of its middle."""
    total = sum(map(len, units))
    ends = [sum(shares[: at + 1]) * total for at in range(len(shares))]
    found, before = [], 0
    for unit in units:
        middle = before + len(unit) / 2
        before += len(unit)
        found.append(next((at for at, end in enumerate(ends) if middle <= end), len(shares) - 1))
    return found


def _small_parts_first(units: Sequence[Unit], shares: Sequence[float]) -> list[int]:
    """Fill the small parts with the units that fit, so that a large unit never takes them over."""
    total = sum(map(len, units))
    left = dict(enumerate(units))
    found = [max(range(len(shares)), key=lambda at: (shares[at], -at))] * len(units)
    for part in sorted(range(len(shares)), key=lambda at: (shares[at], -at))[:-1]:
        wanted, got = shares[part] * total, 0
        for at, unit in list(left.items()):
            if got + len(unit) / 2 <= wanted:
                got += len(left.pop(at))
                found[at] = part
        if not got and len(left) > 1:  # all are too large: better the least of them than none
            least = min(left, key=lambda at: (len(left[at]), at))
            del left[least]
            found[least] = part
    return found


@dataclass(slots=True)
class _Wanted:
    """How many articles the parts still want, in all and of each label."""

    total: list[float]
    of: dict[str, list[float]] = field(default_factory=dict)

    def take(self, part: int, unit: Unit, labels: Counter[str]) -> None:
        self.total[part] -= len(unit)
        for label, count in labels.items():
            self.of[label][part] -= count

    def best(self, label: str) -> int:
        of = self.of[label] if label else self.total
        return max(range(len(of)), key=lambda at: (round(of[at], 6), round(self.total[at], 6), -at))


def _stratified(
    units: Sequence[Unit], articles: Mapping[str, Facts], shares: Sequence[float]
) -> list[int]:
    """Divide so that each label has its share in each part: iterative stratification.

    Sechidis, Tsoumakas and Vlahavas 2011, “On the Stratification of Multi-Label Data” (ECML
    PKDD): the label with the fewest articles left is dealt out first, each of its articles to
    the part that wants this label most, else to the one that wants most articles. Here a unit
    is dealt out whole, and the order of units decides instead of chance.
    """
    labels = [
        Counter(label for name in unit for label in set(articles[name].labels)) for unit in units
    ]
    counts: Counter[str] = sum(labels, Counter())
    wanted = _Wanted([share * sum(map(len, units)) for share in shares])
    wanted.of = {label: [share * n for share in shares] for label, n in counts.items()}
    found: dict[int, int] = {}
    for label, at in _dealt(labels):
        part = wanted.best(label)
        wanted.take(part, units[at], labels[at])
        found[at] = part
    return [found[at] for at in range(len(units))]


def _dealt(labels: Sequence[Counter[str]]) -> Iterator[tuple[str, int]]:
    """Give each unit once, with the label for which it is dealt out; last those without any."""
    having: dict[str, list[int]] = {}
    for at, here in enumerate(labels):
        for label in here:
            having.setdefault(label, []).append(at)
    left = {label: len(units) for label, units in having.items()}
    given: set[int] = set()
    while left:
        rarest = min(left, key=lambda label: (left[label], label))
        for at in having[rarest]:
            if at in given:
                continue
            given.add(at)
            yield rarest, at
            for label in labels[at]:
                left[label] -= 1
        left = {label: count for label, count in left.items() if count}
    yield from (("", at) for at in range(len(labels)) if at not in given)
