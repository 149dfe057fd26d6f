"""Which articles are nearly the same text: wire copies, updates, reprints."""

import re
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

LIKE = 0.7
"""The least share of equal word triples (Jaccard) that makes two texts near-duplicates."""
_BANDS, _ROWS, _SEED = 20, 4, 6
_TOGETHER = 64  # nobody else of the program runs while so many are hashed
_HELD = 2_000
"""Texts of which the word triples are held where they can be had again."""
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that are nearly the same, in the order given; ``likeness`` is to the first.

    Each is like some other of its group, so that the ends of a long chain may differ more.
    """

    articles: tuple[str, ...]
    likeness: tuple[float, ...]


def groups(
    texts: Iterable[tuple[str, str]], *, like: float = LIKE,
    again: Callable[[str], str] | None = None,
) -> list[Group]:  # fmt: skip
    """Give the groups among articles, given as identifier and text; texts are not kept.

    With ``again``, which gives a text once more, nothing of a text is kept but its digest of
    320 bytes; without it 8 bytes a word triple are.
    Candidates come from MinHash (rensa) and each is verified by the Jaccard similarity of its
    word triples (Broder 1997), so no pair is there by chance; of pairs that are just as like as
    asked, about one in 250 is missed.
    """
    job = grouping(texts, like=like, again=again)
    while True:
        try:
            next(job)
        except StopIteration as end:
            found: list[Group] = end.value
            return found


def grouping(
    texts: Iterable[tuple[str, str]], *, like: float = LIKE,
    again: Callable[[str], str] | None = None,
) -> Generator[int, None, list[Group]]:  # fmt: skip
    """Give the `groups` in steps, so that a job can be cancelled.

    Yields how far it is, of as many steps as there are texts; half of them go to the reading.
    """
    kept = _Kept(again)
    for read in kept.take(texts):
        yield read // 2
    count = len(kept.names)
    join = _Joined(count)
    for band in range(_BANDS):
        far = count // 2 + count * band // (2 * _BANDS)
        buckets: dict[bytes, list[int]] = {}
        for at in range(count):
            buckets.setdefault(kept.band(at, band), []).append(at)
        for bucket in buckets.values():
            if len(bucket) > 1:
                for _ in _join_like(bucket, kept, join, like):
                    yield far
    found = []
    for members in join.groups():
        first, likeness = kept.grams(members[0]), []
        for at in members:
            likeness.append(jaccard(first, kept.grams(at)))
            yield count
        found.append(Group(tuple(kept.names[at] for at in members), tuple(likeness)))
    return found


def jaccard(one: Sequence[int], other: Sequence[int]) -> float:
    """Give the share of values that two collections have in common, 0 to 1.

    >>> jaccard([1, 2, 3], [2, 3, 4])
    0.5
    """
    left, right = set(one), set(other)
    return len(left & right) / len(left | right) if left or right else 0.0


def likeness(one: str, other: str) -> float:
    """Give how alike two texts are: the share of their word triples that both have, 0 to 1.

    >>> likeness("The board will pay now", "The board will pay later")
    0.5
    """
    left, right = set(shingles(one)), set(shingles(other))
    return len(left & right) / len(left | right)


def shingles(text: str) -> list[str]:
    """Give a text's word triples, whatever its capitals; five characters where none has blanks.

    >>> shingles("The board will pay")
    ['the board will', 'board will pay']
    """
    text = text.casefold()
    words = _WORDS.findall(text)
    if len(words) * 12 < len(text):  # Chinese, Japanese, Thai: a "word" is a whole clause
        plain = "".join(words)
        return [plain[at : at + 5] for at in range(max(1, len(plain) - 4))]
    return [" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))]


class _Kept:
    """What is kept of texts: a digest, and 8 bytes a word triple unless they can be had again."""

    def __init__(self, again: Callable[[str], str] | None) -> None:
        self.names: list[str] = []
        self.grams = lru_cache(_HELD)(self._read) if again else self._held
        self._again = again
        self._all: list[array[int]] = []
        self._digests = array("I")

    def take(self, texts: Iterable[tuple[str, str]]) -> Iterator[int]:
        """Take texts in; yields now and then how many there are."""
        from rensa import RMinHash

        source = iter(texts)
        while some := list(islice(source, _TOGETHER)):
            hashed = RMinHash.hash_token_sets([sorted(set(shingles(text))) for _, text in some])
            matrix = RMinHash.digest_matrix_from_token_hash_sets(hashed, _BANDS * _ROWS, _SEED)
            for (name, _), grams, digest in zip(some, hashed, matrix.to_rows(), strict=True):
                self.names.append(name)
                if self._again is None:
                    self._all.append(array("Q", grams))
                self._digests.extend(digest)
            yield len(self.names)

    def _held(self, at: int) -> Sequence[int]:
        return self._all[at]

    def _read(self, at: int) -> Sequence[int]:
        from rensa import RMinHash

        assert self._again is not None
        (hashed,) = RMinHash.hash_token_sets([sorted(set(shingles(self._again(self.names[at]))))])
        return array("Q", hashed)

    def band(self, at: int, band: int) -> bytes:
        start = at * _BANDS * _ROWS + band * _ROWS
        return self._digests[start : start + _ROWS].tobytes()


class _Joined:
    """Numbers that belong together, found by their least one."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def root(self, at: int) -> int:
        while self._above[at] != at:
            self._above[at] = self._above[self._above[at]]
            at = self._above[at]
        return at

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.root(one), self.root(other)))
        self._above[high] = low

    def groups(self) -> Iterator[list[int]]:
        found: dict[int, list[int]] = {}
        for at in range(len(self._above)):
            found.setdefault(self.root(at), []).append(at)
        return (members for members in found.values() if len(members) > 1)


def _join_like(bucket: list[int], kept: _Kept, join: _Joined, like: float) -> Iterator[None]:
    """Join those of a bucket that are like one another; each is compared once with a group."""
    met: dict[int, int] = {}
    for at in bucket:
        yield
        for root, other in list(met.items()):
            apart = join.root(at) != join.root(root)
            if apart and jaccard(kept.grams(at), kept.grams(other)) >= like:
                join.join(at, other)
        met.setdefault(join.root(at), at)
