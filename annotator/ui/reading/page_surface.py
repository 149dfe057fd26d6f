"""What of a page's picture is out of date: said in offsets, spans and blocks, drawn in rows."""

from collections.abc import Collection, Mapping

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractScrollArea

from annotator.core.annotation import Annotation
from annotator.core.span import Span
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.name_tags import tag_height
from annotator.ui.reading.page import Page
from annotator.ui.reading.typesetting import Typesetting


class PageSurface(QAbstractScrollArea):
    """A scroll area whose picture is a page; knows which rows show what."""

    _page: Page

    @property
    def typesetting(self) -> Typesetting:
        """The fonts and measures of the page now."""
        return self._page.document.setting

    def _update_rows(self, top: int, bottom: int) -> None:
        top, bottom = max(top - 4, 0), min(bottom + 4, self._page.height)
        if top < bottom:
            self.viewport().update(QRect(0, top, self.viewport().width(), bottom - top))

    def _places(self) -> dict[int, tuple[int, int]]:
        """Give y in the view and height of each visible block."""
        document, top = self._page.document, self._page.top
        heights = document.visible_heights(top, top + self._page.height)
        return {index: (document.top(index) - top, height) for index, height in heights.items()}

    def _update_moved(
        self, before: Mapping[int, tuple[int, int]], changed: Collection[int]
    ) -> None:
        """Draw again what is not where it was, and the blocks whose marks have changed."""
        for index, (y, height) in self._places().items():
            old_y, old_height = before.get(index, (0, -1))
            if (y, height) != (old_y, old_height):
                self._update_rows(min(y, old_y), self._page.height)
                return
            if index in changed:
                self._update_rows(y, y + height + self._overhang)

    def _rows_of(self, offset: int) -> tuple[int, int]:
        """Give top and bottom in the view of an offset's line, or of its block out of sight."""
        document, page = self._page.document, self._page
        index = document.index_of(offset)
        if document.is_laid(index):
            top, height = document.line_box(offset)
        else:
            top, height = document.top(index), document.block_height(index)
        return top - page.top, top - page.top + height

    def _update_offset(self, offset: int | None) -> None:
        if offset is not None:
            self._update_rows(*self._rows_of(offset))

    def _update_span(self, span: Span | None) -> None:
        if span is not None:
            self._update_rows(self._rows_of(span.start)[0], self._rows_of(span.end)[1])

    def _update_annotation(self, annotation: Annotation | None) -> None:
        if annotation is None:
            return
        top, bottom = self._rows_of(annotation.start)[0], self._rows_of(annotation.end)[1]
        self._update_rows(top, bottom + self._overhang)

    @property
    def _overhang(self) -> int:
        """How far a name may hang over the lines below, in pixels."""
        setting = self.typesetting
        return tag_height(setting) if setting.mode is Mode.COMPACT else 0

    def _update_difference(self, before: Span | None, after: Span | None) -> None:
        if before is None or after is None or not before.overlaps(after):
            self._update_span(before)
            self._update_span(after)
            return
        for one, other in ((before.start, after.start), (before.end, after.end)):
            if one != other:
                self._update_span(Span(min(one, other), max(one, other)))
