"""Which annotations touch a stretch of text, answered without looking at all of them."""

from bisect import bisect_left, bisect_right, insort
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
            self._buckets, self._ends = [[entry]], [annotation.end]
            return
        at = self._bucket_of(entry)
        bucket = self._buckets[at]
        insort(bucket, entry)
        self._ends[at] = max(self._ends[at], annotation.end)
        if len(bucket) > 2 * _BUCKET:
            halves = [bucket[:_BUCKET], bucket[_BUCKET:]]
            self._buckets[at : at + 1] = halves
            self._ends[at : at + 1] = map(_farthest, halves)

    def remove(self, annotation: Annotation) -> None:
        """Take an annotation out; KeyError where it is not, with this place and label."""
        entry = annotation.sort_key
        at = self._bucket_of(entry)
        bucket = self._buckets[at] if self._buckets else []
        place = bisect_left(bucket, entry)
        if place == len(bucket) or bucket[place] != entry:
            raise KeyError(annotation.id)
        del bucket[place]
        if not bucket:
            del self._buckets[at], self._ends[at]
        elif -entry[1] == self._ends[at]:
            self._ends[at] = _farthest(bucket)

    def touching(self, start: int, end: int) -> list[str]:
        """Give, in order, the annotations whose hull shares a code point with a stretch."""
        begun = bisect_left(self._buckets, end, key=lambda bucket: bucket[0][0])
        reaching = [at for at, farthest in enumerate(self._ends[:begun]) if farthest > start]
        return [
            entry[3]
            for at in reaching
            for entry in self._buckets[at]
            if entry[0] < end and -entry[1] > start
        ]

    def _bucket_of(self, entry: Entry) -> int:
        return max(0, bisect_right(self._buckets, entry, key=lambda bucket: bucket[0]) - 1)


def _farthest(bucket: list[Entry]) -> int:
    return max(-entry[1] for entry in bucket)
