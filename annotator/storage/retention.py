"""Which backups are kept: all of two days, then ever fewer the older they are."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

ALL_OF = timedelta(days=2)
Bucket = Callable[[datetime], tuple[int, ...]]
TIERS: tuple[tuple[int, Bucket], ...] = (
    (12, lambda at: (at.year, at.month, at.day)),
    (10, lambda at: at.isocalendar()[:2]),
    (9, lambda at: (at.year, at.month)),
)
"""How many of what comes before, one a day, one a week, one a month: as Anki keeps them."""


def kept(moments: Iterable[datetime], now: datetime) -> set[datetime]:
    """Give the moments of the backups to keep; the newest one always is.

    A moment in the future (the clock was set back) counts as new.
    """
    newest_first = sorted(moments, reverse=True)
    keep = set(newest_first[:1])
    keep.update(at for at in newest_first if now - at < ALL_OF)
    older = [at for at in newest_first if at not in keep]
    last = min(keep, default=None)
    for count, bucket in TIERS:
        left, taken = count, [] if last is None else [last]
        for at in older:
            if left and all(bucket(at) != bucket(other) for other in taken[-1:]):
                taken.append(at)
                left -= 1
        fresh = taken[1:] if last is not None else taken
        keep.update(fresh)
        if left or not fresh:
            break
        last = fresh[-1]
        older = [at for at in older if at < last]
    return keep
