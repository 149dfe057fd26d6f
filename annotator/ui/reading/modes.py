"""The ways in which an article's marks can be shown."""

from enum import StrEnum


class Mode(StrEnum):
    """What stands with the marked words; the values are those of the setting ``mode``."""

    LANES = "lanes"
    """Bars in lanes under the line, with the labels' names."""
    INLINE = "inline"
    """The labels' names as chips in the line, after the last word of each span."""
    COMPACT = "compact"
    """Thin bars alone, in smaller type; names show when the pointer rests."""

    @property
    def next(self) -> "Mode":
        """The mode that the key gives after this one; it leads through all of them.

        >>> Mode.LANES.next.next.next is Mode.LANES
        True
        """
        modes = list(Mode)
        return modes[(modes.index(self) + 1) % len(modes)]
