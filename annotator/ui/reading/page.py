"""The part of a laid-out article that is visible, and moving it without a jump.

The scroll value is the height of the page above the view. While blocks above are only
estimated it changes as they are laid out; what the reader sees stays where it was, because
every movement starts from a line that is held.
"""

from collections.abc import Callable
from dataclasses import dataclass

from annotator.ui.reading.blocks import Kind
from annotator.ui.reading.document_layout import DocumentLayout


@dataclass(frozen=True, slots=True)
class Hold:
    """A line (by an offset on it, or by its block where it has none), and its y in the view."""

    offset: int | None
    index: int
    y: int


class Page:
    """A window of some height onto a document."""

    def __init__(self, document: DocumentLayout, height: int) -> None:
        """Show the top of a document."""
        self.document = document
        self.height = height
        self.top = 0
        self._settle(lambda: 0)

    @property
    def furthest(self) -> int:
        """The greatest scroll value."""
        return max(self.document.height - self.height, 0)

    # --- holding a line

    def hold(self, y: int = 0) -> Hold:
        """Hold the first line that starts at or below a y of the view."""
        document = self.document
        index = document.index_at(self.top + y)
        while index < len(document.blocks):
            block_y = document.top(index) - self.top
            if block_y > self.height:
                break
            if document.blocks.kinds[index] == Kind.TEXT:
                block = document.laid(index)
                for number, line in enumerate(block.paragraph.lines):
                    if block_y + line.top >= y:
                        offset = block.start + block.paragraph.start_of_line(number)
                        return Hold(offset, index, block_y + line.top)
            elif block_y >= y:
                return Hold(None, index, block_y)
            index += 1
        return self._hold_last(self.top + y)

    def _hold_last(self, y: int) -> Hold:
        """Hold the line at a height, where none begins below it in the view."""
        document = self.document
        index = document.index_at(y)
        top = document.top(index)
        if document.blocks.kinds[index] != Kind.TEXT:
            return Hold(None, index, top - self.top)
        block = document.laid(index)
        number = block.paragraph.line_at(y - top)
        offset = block.start + block.paragraph.start_of_line(number)
        return Hold(offset, index, top + block.paragraph.lines[number].top - self.top)

    def y_of(self, hold: Hold) -> int:
        """Give where on the page a held line is now."""
        if hold.offset is None:
            return self.document.top(hold.index)
        return self.document.line_box(hold.offset)[0]

    # --- moving

    def keep(self, hold: Hold) -> int:
        """Bring a held line back to its y; gives how many pixels it is off (at the ends)."""
        return self.scroll(0, hold)

    def scroll(self, delta: int, hold: Hold | None = None) -> int:
        """Move down by pixels (up, below zero); gives how far what is seen moved, up below zero."""
        held = hold or self.hold()
        self._settle(lambda: self.y_of(held) - held.y + delta)
        return self.y_of(held) - self.top - held.y

    def jump(self, top: int) -> None:
        """Show the page from a height that is in part estimated."""
        self._settle(lambda: top)

    def show_at(self, offset: int, y: int) -> None:
        """Put the line of an offset at a y of the view, as near as the ends allow."""
        self._settle(lambda: self.document.line_box(offset)[0] - y)

    def prepare(self, *offsets: int) -> None:
        """Lay out the blocks of some offsets, wherever they are, without moving the view."""
        held = self.hold()
        for offset in offsets:
            self.document.line_box(offset)
        self.keep(held)

    def reveal(self, start: int, end: int) -> int | None:
        """Bring a stretch into view; gives how far what is seen moved, None for a jump.

        A little way is scrolled only so far that it shows; from afar it comes to the upper third.
        """
        self.prepare(start, end)
        margin = min(self.height // 8, 3 * self.document.setting.line_height)
        first, height = self.document.line_box(start)
        last, last_height = self.document.line_box(end)
        bottom = min(last + last_height, first + max(self.height - 2 * margin, height))
        above = first - margin - self.top
        below = bottom + margin - (self.top + self.height)
        if above >= 0 >= below:
            return 0
        far = self.height // 2
        if above < -far or below > far:
            self.show_at(start, self.height // 3)
            return None
        return self.scroll(above if above < 0 else below)

    def resize(self, height: int) -> None:
        """Let the view be of another height; the first line stays."""
        held = self.hold()
        self.height = height
        self.keep(held)

    def lay_out_ahead(self, blocks: int) -> bool:
        """Lay out a few blocks within a screen around the view; says whether any is left."""
        held = self.hold()
        low, high = self.top - self.height, self.top + 2 * self.height
        left = self.document.lay_out(max(low, 0), high, blocks)
        self.keep(held)
        if not left:
            self.document.forget_far(low, high)
        return left

    def _settle(self, wanted: Callable[[], int]) -> None:
        """Take a scroll value and lay out what shows there, until both agree."""
        for _ in range(200):
            self.top = min(max(wanted(), 0), self.furthest)
            if not self.document.lay_out(self.top, self.top + self.height):
                break
