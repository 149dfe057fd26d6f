"""Which item goes with which: the best one-to-one pairs of two lists, exactly.

The assignment problem on few possible pairs: each connected block of pairs is solved by itself
by shortest augmenting paths (Jonker and Volgenant 1987), so time grows with the number of pairs
and not with the product of the two lists.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import inf

Weights = Mapping[tuple[int, int], float]
"""How good each possible pair (place in the first list, place in the second) is; above 0."""


def best_pairs(weights: Weights) -> list[tuple[int, int]]:
    """Give the pairs with the largest total weight, no place used twice, sorted.

    Pairs that are not in ``weights`` are impossible; any item may stay alone.

    >>> best_pairs({(0, 0): 3.0, (0, 1): 2.0, (1, 0): 2.5})
    [(0, 1), (1, 0)]
    """
    rows: defaultdict[int, dict[int, float]] = defaultdict(dict)
    users: defaultdict[int, int] = defaultdict(int)
    for (row, column), weight in weights.items():
        if weight > 0:
            rows[row][column] = weight
            users[column] += 1
    alone, tangled = [], {}
    for row, columns in rows.items():
        only = next(iter(columns))
        if len(columns) == 1 and users[only] == 1:
            alone.append((row, only))
        else:
            tangled[row] = columns
    return sorted(alone + (_assigned(tangled) if tangled else []))


def most_pairs(pairs: Weights) -> list[tuple[int, int]]:
    """Give the largest number of pairs, and among those choices the one of most weight.

    >>> most_pairs({(0, 0): 0.9, (0, 1): 0.1, (1, 0): 0.1})
    [(0, 1), (1, 0)]
    """
    heaviest = max(pairs.values(), default=0.0)
    rows, columns = len({r for r, _ in pairs}), len({c for _, c in pairs})
    more = (min(rows, columns) + 1) * (heaviest + 1)
    return best_pairs({pair: more + weight for pair, weight in pairs.items()})


def linked(pairs: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    """Give the numbers 0 to ``count`` in groups: those that pairs join, directly or in a chain.

    >>> linked([(0, 2), (2, 3)], 4)
    [[0, 2, 3], [1]]
    """
    leader = list(range(count))

    def first(item: int) -> int:
        while leader[item] != item:
            leader[item] = leader[leader[item]]
            item = leader[item]
        return item

    for a, b in pairs:
        low, high = sorted((first(a), first(b)))
        leader[high] = low
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for item in range(count):
        groups[first(item)].append(item)
    return list(groups.values())


def _assigned(rows: Mapping[int, Mapping[int, float]]) -> list[tuple[int, int]]:
    """Solve the assignment: every row gets a column of its own, or its private "nobody"."""
    state = _Assignment(rows)
    for row in rows:
        state.place(row)
    return [(row, column) for row, column in state.column_of.items() if column >= 0]


class _Assignment:
    """Rows placed one after the other, each by the cheapest path of moves (Dijkstra)."""

    def __init__(self, rows: Mapping[int, Mapping[int, float]]) -> None:
        self.column_of: dict[int, int] = {}
        self._rows = rows
        self._owner: dict[int, int] = {}
        self._row_price: dict[int, float] = dict.fromkeys(rows, 0.0)
        self._column_price: defaultdict[int, float] = defaultdict(float)

    def place(self, start: int) -> None:
        """Find the cheapest column for one more row, moving others where that pays."""
        cost: dict[int, float] = {}
        came_from: dict[int, int] = {}
        settled: dict[int, float] = {}
        reached = {start: 0.0}
        waiting: list[tuple[float, int]] = []
        row, so_far = start, 0.0
        while True:
            price = self._row_price[row]
            for column, weight in ((-1 - row, 0.0), *self._rows[row].items()):
                to = so_far - weight - price - self._column_price[column]
                if column not in settled and to < cost.get(column, inf):
                    cost[column], came_from[column] = to, row
                    heapq.heappush(waiting, (to, column))
            so_far, column = heapq.heappop(waiting)
            while column in settled:
                so_far, column = heapq.heappop(waiting)
            settled[column] = so_far
            if column not in self._owner:
                break
            row = self._owner[column]
            reached[row] = so_far
        for seen, at in reached.items():
            self._row_price[seen] += so_far - at
        for seen, at in settled.items():
            self._column_price[seen] -= so_far - at
        self._move(start, column, came_from)

    def _move(self, start: int, column: int, came_from: Mapping[int, int]) -> None:
        """Give the column to the row it was reached from, whose own goes on, back to the start."""
        while True:
            row = came_from[column]
            self._owner[column] = row
            before, self.column_of[row] = self.column_of.get(row), column
            if row == start or before is None:
                return
            column = before
