"""Which lane under a line each mark takes, so that no bar or name covers another."""

from collections.abc import Iterable

GAP = 3.0
"""The least distance in pixels between two marks in one lane; a blank between words is wider."""


def lanes_of(extents: Iterable[tuple[float, float]]) -> list[int]:
    """Give each extent (left, right) the first lane in which it has room, in the given order.

    Outer marks come first, so they lie nearest to the text.

    >>> lanes_of([(0, 100), (20, 60), (110, 120), (40, 130), (70, 80)])
    [0, 1, 0, 2, 1]
    """
    taken: list[list[tuple[float, float]]] = []
    lanes = []
    for left, right in extents:
        lane = next(
            (i for i, others in enumerate(taken) if _has_room(others, left, right)), len(taken)
        )
        if lane == len(taken):
            taken.append([])
        taken[lane].append((left, right))
        lanes.append(lane)
    return lanes


def levels_of(spans: Iterable[tuple[int, int]]) -> list[int]:
    """Give how deep each span lies under those before it that it overlaps; 0 is the outermost.

    Spans come in the order of annotations: by start, longest first.

    >>> levels_of([(0, 10), (0, 4), (4, 8), (6, 12), (12, 14)])
    [0, 1, 1, 2, 0]
    """
    ends: list[int] = []
    levels = []
    for start, end in spans:
        level = next((i for i, other in enumerate(ends) if other <= start), len(ends))
        if level == len(ends):
            ends.append(0)
        ends[level] = end
        levels.append(level)
    return levels


def _has_room(others: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right + GAP <= low or left >= high + GAP for low, high in others)
