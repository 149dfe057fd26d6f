"""The reading view (skeleton: signals and methods, so that the window can be built on it)."""

from collections.abc import Collection, Sequence
from typing import Literal, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.theme import LIGHT, Theme

Unit: TypeAlias = Literal["character", "word", "sentence", "line", "paragraph", "article"]


class ReadingView(QAbstractScrollArea):
    """Shows one article and what is marked in it."""

    selection_changed = Signal(object)
    caret_moved = Signal(int)
    annotation_picked = Signal(object)
    mark_requested = Signal(object)
    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = LIGHT
        self.zoom = 1.0
        self.picked: str | None = None

    def show_article(
        self, article: Article | None, annotations: AnnotationSet | None, scheme: Scheme
    ) -> None:
        """Show an article from its start."""

    def refresh(self, change_set: ChangeSet) -> None:
        """Repaint what a change set names."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""

    def set_zoom(self, zoom: float) -> None:
        """Draw larger or smaller."""

    def set_column_width(self, width: int) -> None:
        """Set the column's width in pixels at zoom 1."""

    def set_font_family(self, family: str) -> None:
        """Set the text's font; empty: the best serif at hand."""

    def set_armed(self, label_id: str | None) -> None:
        """Show selections as what they will become."""

    def set_annotator(self, visible: Collection[str] | None) -> None:
        """Show only these annotators' annotations; None: all."""

    def selected_span(self) -> Span | None:
        """Give what is selected."""
        return None

    def select(self, span: Span | None) -> None:
        """Select a span."""

    def pick(self, annotation_id: str | None, *, scroll: bool = True) -> None:
        """Pick an annotation."""

    def caret(self) -> int:
        """Give where the caret is."""
        return 0

    def set_caret(self, offset: int, *, extend: bool = False, scroll: bool = True) -> None:
        """Put the caret somewhere."""

    def move_caret(self, unit: Unit, steps: int, *, extend: bool) -> None:
        """Walk."""

    def scroll_to(self, span: Span) -> None:
        """Bring a span into view."""

    def find_matches(self, matches: Sequence[Span], current: int) -> None:
        """Show what was found."""

    def first_visible_offset(self) -> int:
        """Give where the first visible line starts."""
        return 0

    def scroll_to_offset(self, offset: int) -> None:
        """Put the line of an offset at the top."""
