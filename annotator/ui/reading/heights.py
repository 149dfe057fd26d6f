"""The heights of all blocks, with their sums, so that any place is found in a few steps."""

from collections.abc import Sequence
from itertools import accumulate


class Heights:
    """Whole-number heights in a Fenwick tree; change, sum and search take log(n) steps.

    >>> h = Heights([10, 5, 20])
    >>> h.top(2), h.total, h.index_at(12), h.place_at(12), h.place_at(40)
    (15, 35, 1, (1, 2), (2, 25))
    """

    def __init__(self, heights: Sequence[int]) -> None:
        """Start with a height for each block."""
        self._heights = list(heights)
        sums = [0, *accumulate(self._heights)]
        self._tree = [sums[i] - sums[i & (i - 1)] for i in range(len(sums))]
        self._highest_bit = 1 << max(len(self._heights).bit_length() - 1, 0)
        self.total = sums[-1]

    def __len__(self) -> int:
        """Give the number of blocks."""
        return len(self._heights)

    def __getitem__(self, index: int) -> int:
        """Give one block's height."""
        return self._heights[index]

    def __setitem__(self, index: int, height: int) -> None:
        """Change one block's height."""
        difference = height - self._heights[index]
        if not difference:
            return
        self._heights[index] = height
        self.total += difference
        index += 1
        while index < len(self._tree):
            self._tree[index] += difference
            index += index & -index

    def top(self, index: int) -> int:
        """Give the sum of the heights before a block."""
        total = 0
        while index:
            total += self._tree[index]
            index &= index - 1
        return total

    def index_at(self, y: int) -> int:
        """Give the block that a height falls into; the first or last one beyond the ends."""
        return self.place_at(y)[0]

    def place_at(self, y: int) -> tuple[int, int]:
        """Give the block that a height falls into, and how far below its top the height is."""
        index, bit = 0, self._highest_bit
        while bit:
            upper = index + bit
            if upper < len(self._tree) and self._tree[upper] <= y:
                index = upper
                y -= self._tree[upper]
            bit >>= 1
        if index == len(self._heights):
            index, y = index - 1, y + self._heights[-1]
        return index, y
