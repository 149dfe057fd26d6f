"""Which annotations touch a stretch of text, answered without looking at all of them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator
from itertools import chain

from annotator.core.annotation import Annotation

_BUCKET = 256
Entry = tuple[int, int, str, str]  # start, -end, label, id: the order of annotations


class SpanIndex:
    """Entries sorted by (start, longest first), in buckets that know their farthest end.

    A query skips every bucket that ends before it, so one article-long span does not make
    all others slow. Insertion and removal touch one bucket.
    """

    def __init__(self, annotations: Iterable[Annotation] = ()) -> None:
        """Index annotations by the hull of their fragments."""
        entries = sorted(a.sort_key for a in annotations)
        self._buckets = [entries[i : i + _BUCKET] for i in range(0, len(entries), _BUCKET)]
        self._ends = [_farthest(bucket) for bucket in self._buckets]

    def __iter__(self) -> Iterator[str]:
        """Give the identifiers of all annotations in order."""
        return (entry[3] for entry in chain.from_iterable(self._buckets))

    def add(self, annotation: Annotation) -> None:
        """Put an annotation in its place."""
        entry = annotation.sort_key
        if not self._buckets:
            self._buckets.append([])
            self._ends.append(0)
        at = self._bucket_of(entry)
        bucket = self._buckets[at]
        insort(bucket, entry)
        self._ends[at] = max(self._ends[at], -entry[1])
        if len(bucket) > 2 * _BUCKET:
            self._buckets[at : at + 1] = [bucket[:_BUCKET], bucket[_BUCKET:]]
            self._ends[at : at + 1] = [_farthest(bucket[:_BUCKET]), _farthest(bucket[_BUCKET:])]

    def remove(self, annotation: Annotation) -> None:
        """Take an annotation out; it must be there with the same place and label."""
        entry = annotation.sort_key
        at = self._bucket_of(entry)
        bucket = self._buckets[at]
        place = bisect_left(bucket, entry)
        if place == len(bucket) or bucket[place] != entry:
            raise KeyError(annotation.id)
        del bucket[place]
        if bucket:
            self._ends[at] = _farthest(bucket)
        else:
            del self._buckets[at], self._ends[at]

    def touching(self, start: int, end: int) -> list[str]:
        """Give, in order, the annotations whose hull shares a code point with a stretch."""
        found = []
        for bucket, farthest in zip(self._buckets, self._ends, strict=True):
            if farthest <= start:
                continue
            if bucket[0][0] >= end:
                break
            found += [entry[3] for entry in bucket if entry[0] < end and -entry[1] > start]
        return found

    def _bucket_of(self, entry: Entry) -> int:
        low, high = 0, len(self._buckets) - 1
        while low < high:
            middle = (low + high + 1) // 2
            if self._buckets[middle][0] <= entry:
                low = middle
            else:
                high = middle - 1
        return low


def _farthest(bucket: list[Entry]) -> int:
    return max((-entry[1] for entry in bucket), default=0)
