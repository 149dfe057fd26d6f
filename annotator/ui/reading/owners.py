"""Rows under a line, one for each annotator, so that one sees who marked what and who did not."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.ui.reading.lanes import lanes_of
from annotator.ui.reading.strokes import Stroke


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose marks stand in a row: the name that they bear, and how the row is tagged."""

    name: str
    initials: str
    color: str
    optional: bool = False
    """Whether the row is there only on lines where there is something in it."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The lanes of one line: each stroke's, those with room for a name, and where rows begin."""

    lanes: list[int]
    named: frozenset[int]
    firsts: dict[int, int]
    """The owner's number by the lane that the row begins with; none where all is calm."""


def rows_of(strokes: Sequence[Stroke], owners: Sequence[Owner]) -> Rows:
    """Give every owner lanes of her own.

    On a line with a strong mark each owner has a row, an empty one too: it says that she marked
    nothing. Where all is calm, rows take no more than their bars.
    """
    loud = any(stroke.look.loud for stroke in strokes)
    lanes = [0] * len(strokes)
    firsts: dict[int, int] = {}
    count = 0
    for number, owner in enumerate(owners):
        own = [at for at, stroke in enumerate(strokes) if stroke.owner == number]
        if not own and (not loud or owner.optional):
            continue
        if loud:
            firsts[count] = number
        found = lanes_of(strokes[at].extent for at in own)
        for at, lane in zip(own, found, strict=True):
            lanes[at] = count + lane
        count += max(found, default=0) + 1
    named = frozenset(range(count)) if loud else frozenset()
    return Rows(lanes, named, firsts)
