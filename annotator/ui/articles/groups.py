"""The groups of a list in an order: where each begins, and what its heading says."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import regex

from annotator.core.article_query import TAGS, tags_of
from annotator.core.judgement import State
from annotator.core.operations import STATE_NAMES
from annotator.core.saved_list import ORDERS, OWN

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_MONTH = regex.compile(r"(?<year>\d{4})-(?<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that stand together: the place of the first, what they share, how many they are."""

    first: int
    title: str
    size: int


def grouped(
    listing: Collection[int], everything: Sequence[int], starts: Mapping[int, str],
    title: Callable[[str], str], *, descending: bool,
) -> tuple["array[int]", list[Group]]:  # fmt: skip
    """Give listed articles in the order of all, and their groups.

    ``starts`` are the articles of all that begin a group, with what they say of the field.
    """
    wanted, found, firsts = set(listing), array("q"), list[tuple[int, str]]()
    said = ""
    for number in everything:
        if number in starts:
            said = starts[number]
            firsts.append((len(found), said))
        if number in wanted:
            found.append(number)
    ends = [*(first for first, _ in firsts[1:]), len(found)]
    sizes = [end - first for (first, _), end in zip(firsts, ends, strict=True)]
    made = [
        Group(len(found) - end if descending else first, title(said), size)
        for (first, said), end, size in zip(firsts, ends, sizes, strict=True) if size
    ]  # fmt: skip
    if descending:
        return array("q", reversed(found)), made[::-1]
    return found, made


def heading(order: str, said: str) -> str:
    """Give what stands above the articles that say something in the field of an order.

    >>> heading("date", "2024-03"), heading("date", "2024"), heading("outlet", "")
    ('March 2024', '2024', 'No outlet')
    >>> heading("meta.tags", "ferry;to check"), heading("meta.desk", "")
    ('ferry · to check', 'No desk')
    """
    if not said.strip():
        return f"No {ORDERS.get(order, order.removeprefix(OWN)).lower()}"
    if order == "state":
        return STATE_NAMES[cast(State, said)].capitalize()
    if order == OWN + TAGS:
        return " · ".join(tags_of({TAGS: said}))
    found = _MONTH.fullmatch(said) if order == "date" else None
    return f"{_MONTHS[int(found['month']) - 1]} {found['year']}" if found else said


class Headings:
    """Where in a list headings stand between articles; all in rows and places from 0."""

    def __init__(self, groups: Sequence[Group] = ()) -> None:
        """Hold the groups in the order of the list."""
        self.groups = groups
        self._firsts = [group.first for group in groups]
        self._rows = [group.first + before for before, group in enumerate(groups)]

    def at(self, row: int) -> Group | None:
        """Give the group whose heading stands in a row, or None."""
        found = bisect_left(self._rows, row)
        return self.groups[found] if self._rows[found : found + 1] == [row] else None

    def place(self, row: int) -> int:
        """Give the place among the articles of what stands in a row, of a heading its group's."""
        return row - bisect_left(self._rows, row)

    def row(self, place: int) -> int:
        """Give the row in which the article of a place stands."""
        return place + bisect_right(self._firsts, place)
