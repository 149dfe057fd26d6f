"""MessagePack in pieces: where the parts of a large value stand, to be read one by one."""

import struct
from collections.abc import Iterator
from typing import TypeAlias

from annotator.core.errors import FormatError

Buffer: TypeAlias = memoryview
Place: TypeAlias = tuple[int, int]
"""Where a value starts and ends."""

# Of the first byte: how many bytes of length follow, and how many bytes or values that counts.
_SIZED = {
    0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4, 0xC7: 1, 0xC8: 2, 0xC9: 4,
}  # fmt: skip
_EXTENDED = (0xC7, 0xC8, 0xC9)  # one byte more, which says of what kind it is
_FIXED = {
    0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1,
    0xD1: 2, 0xD2: 4, 0xD3: 8, 0xD4: 2, 0xD5: 3, 0xD6: 5, 0xD7: 9, 0xD8: 17,
}  # fmt: skip
_LISTS, _MAPS = {0xDC: 2, 0xDD: 4}, {0xDE: 2, 0xDF: 4}
_CUT = "its data ends in the middle"


def items(data: Buffer, at: int) -> Iterator[Place]:
    """Give where the values of a list stand, or the keys and values of a map by turns."""
    count, at = _begun(data, at)
    if count is None:
        raise FormatError("its data is no list or map where one is expected")
    for _ in range(count):
        end = _end(data, at)
        yield at, end
        at = end


def blob(data: Buffer, at: int) -> Place:
    """Give where the bytes of a binary value stand."""
    first = _byte(data, at)
    if first not in (0xC4, 0xC5, 0xC6):
        raise FormatError("its data holds no bytes where some are expected")
    width = _SIZED[first]
    length = _number(data, at + 1, width)
    return at + 1 + width, at + 1 + width + length


def blob_head(length: int) -> bytes:
    """Give what stands before the bytes of a binary value."""
    if length >= 1 << 32:
        raise FormatError(
            "it would have more than four gigabytes of one kind", next_step="Split it."
        )
    return struct.pack(">BI", 0xC6, length)


def list_head(length: int) -> bytes:
    """Give what stands before the values of a list."""
    return struct.pack(">BI", 0xDD, length)


def _begun(data: Buffer, at: int) -> tuple[int | None, int]:
    """Give how many values a list or map holds, and where they begin; None for other values."""
    first = _byte(data, at)
    if 0x90 <= first <= 0x9F:
        return first & 15, at + 1
    if 0x80 <= first <= 0x8F:
        return 2 * (first & 15), at + 1
    for kinds, times in ((_LISTS, 1), (_MAPS, 2)):
        if first in kinds:
            return times * _number(data, at + 1, kinds[first]), at + 1 + kinds[first]
    return None, at


def _end(data: Buffer, at: int) -> int:
    """Give where the value that starts at a place ends; what it holds is passed over."""
    waiting = 1
    while waiting:
        waiting -= 1
        count, inside = _begun(data, at)
        if count is not None:
            waiting += count
            at = inside
        else:
            at = _plain_end(data, at)
        if at > len(data):
            raise FormatError(_CUT)
    return at


def _plain_end(data: Buffer, at: int) -> int:
    first = _byte(data, at)
    if first <= 0x7F or first >= 0xE0:
        return at + 1
    if 0xA0 <= first <= 0xBF:
        return at + 1 + (first & 31)
    if first in _FIXED:
        return at + 1 + _FIXED[first]
    if first in _SIZED:
        width = _SIZED[first]
        return at + 1 + width + _number(data, at + 1, width) + (first in _EXTENDED)
    raise FormatError("its data is no MessagePack")


def _byte(data: Buffer, at: int) -> int:
    if at >= len(data):
        raise FormatError(_CUT)
    return data[at]


def _number(data: Buffer, at: int, width: int) -> int:
    if at + width > len(data):
        raise FormatError(_CUT)
    return int.from_bytes(data[at : at + width], "big")
