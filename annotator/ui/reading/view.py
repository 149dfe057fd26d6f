"""The reading view: shows one article with its marks, and is where it is marked.

It changes nothing by itself: what the hand does comes out as signals, and `refresh` is told
what has changed.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.offsets import grapheme_after, grapheme_before
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.reading.annotation_walk import innermost_first, next_annotation
from annotator.ui.reading.gestures import Gestures
from annotator.ui.reading.keyboard import way_of
from annotator.ui.reading.page_view import NO_ARTICLE, PageView
from annotator.ui.reading.painter import boxes_of
from annotator.ui.reading.selection import Selection
from annotator.ui.reading.units import Units
from annotator.ui.reading.walking import Unit, Walker


class ReadingView(PageView):
    """Shows an article and lets it be marked; offsets are code points in its text."""

    selection_changed = Signal(object)
    """Span | None: what is selected now."""
    caret_moved = Signal(int)
    annotation_picked = Signal(object)
    """str | None: the identifier of the picked annotation."""
    mark_requested = Signal(object)
    """Span: a selection was finished while a label is armed."""
    part_requested = Signal(object)
    """Span: words were taken with Ctrl, to be a further part of the picked annotation."""
    link_requested = Signal(str, str)
    """The pointer was dragged from the bar or name of an annotation to another one."""
    relation_picked = Signal(object)
    """str | None: the identifier of the relation that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with empty paper."""
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Article")
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.viewport().setMouseTracking(True)
        self._gestures = Gestures(self, self)
        self._forget()

    def show_article(
        self, article: Article | None, annotations: AnnotationSet | None, scheme: Scheme
    ) -> None:
        """Show an article from its start, with nothing selected or picked; None: empty paper."""
        had_selection, had_picked = self._overlay.selection, self._overlay.picked
        super().show_article(article, annotations, scheme)
        self._gestures.stop()
        self._forget()
        if had_selection is not None:
            self.selection_changed.emit(None)
        if had_picked is not None:
            self.annotation_picked.emit(None)

    def refresh(self, change_set: ChangeSet) -> None:
        """Show what a change set did, which the annotation set has already applied.

        Only the paragraphs that it names are made anew; the line at the top stays in place. A
        picked annotation that is gone is picked no more.
        """
        super().refresh(change_set)
        if self.picked is not None and self._annotation(self.picked) is None:
            self.pick(None)

    def _forget(self) -> None:
        self.units = Units(self._article.text, self._page.document.blocks)
        self.selection = Selection(self.units)
        self._walker = Walker(self.units)
        self._told_caret = 0
        self._caret_shown = False

    # --- selection, caret, picking

    def selected_span(self) -> Span | None:
        """Give what is selected."""
        return self.selection.span

    def select(self, span: Span | None) -> None:
        """Select exactly a span, or nothing."""
        self.selection.hold(span)
        self._caret_shown = False
        self.show_selection()

    @property
    def picked(self) -> str | None:
        """The identifier of the annotation that is picked."""
        return self._overlay.picked

    def pick(self, annotation_id: str | None, *, scroll: bool = True) -> None:
        """Pick an annotation and bring it into view, or pick none."""
        annotation = self._annotation(annotation_id)
        new = annotation.id if annotation else None
        if new is not None:
            self.pick_relation(None)
        before, self._overlay.picked = self._overlay.picked, new
        if annotation and scroll:
            self.scroll_to(annotation.span)
        if before != new:
            for name in (before, new):
                self._update_annotation(self._annotation(name))
            if annotation is None:
                self.viewport().update()  # the one before may be gone, and its place with it
            self.annotation_picked.emit(new)

    def show_pending(self, spans: Sequence[Span], at: int, label_id: str) -> None:
        """Show spans, in order, as marks of a label that wait to be accepted; one is gone to."""
        overlay = self._overlay
        overlay.pending, overlay.pending_at, overlay.pending_label = tuple(spans), at, label_id
        self.viewport().update()

    def caret(self) -> int:
        """Give where the caret is."""
        return self.selection.head

    def set_caret(self, offset: int, *, extend: bool = False, scroll: bool = True) -> None:
        """Put the caret somewhere (at a grapheme's edge), or extend the selection to there."""
        offset = grapheme_before(self._article.text, min(max(offset, 0), len(self._article.text)))
        if extend:
            self.selection.extend(offset, "word")
        else:
            self.selection.put(offset)
        self._show_caret(scroll=scroll)

    def move_caret(self, unit: Unit, steps: int, *, extend: bool) -> None:
        """Walk by units, backwards below zero; while extending, words are taken whole."""
        self._caret_into_view()
        target = self.selection.head
        held = self._page.hold()
        for _ in range(abs(steps)):
            step = 1 if steps > 0 else -1
            target = self._walker.target(self._page.document, target, unit, step, extend=extend)
        self._page.keep(held)
        self._walk_to(target, extend=extend, by_character=unit == "character")

    def _walk_to(self, target: int, *, extend: bool, by_character: bool = False) -> None:
        if extend:
            self.selection.extend(target, "character" if by_character else "word")
        else:
            self.selection.put(target)
        self._show_caret(scroll=True)

    def _show_caret(self, *, scroll: bool) -> None:
        self._caret_shown = True
        if scroll:
            self._moved(self._page.reveal(self.selection.head, self.selection.head))
        self.show_selection()

    def _caret_into_view(self) -> None:
        """Let a walk begin where the reader looks when the caret was not shown before."""
        if self._caret_shown or self.selection.span is not None:
            return
        self._page.prepare(self.selection.head)
        y = self._page.document.line_box(self.selection.head)[0] - self._page.top
        if not 0 <= y < self._page.height:
            self.selection.put(self.first_visible_offset())

    # --- where characters are in the view

    def rectangle_of(self, offset: int) -> QRect:
        """Give where the grapheme at an offset stands, in pixels of the viewport, also unseen.

        Where nothing is drawn (at a line end or the text's end): where a caret would stand.
        """
        document, text = self._page.document, self._article.text
        offset = grapheme_before(text, min(max(offset, 0), len(text)))
        self._page.prepare(offset)
        self._sync_bar()
        box = document.caret_box(offset)
        if offset < len(text):
            index = document.index_of(offset)
            grapheme = Span(offset, grapheme_after(text, offset + 1))
            for drawn in boxes_of(document.laid(index), grapheme):
                box = drawn.adjusted(1, 0, -1, 0).translated(0, document.top(index))
        return box.translated(self._left(), -self._page.top).toRect()

    def offset_at(self, point: QPoint) -> int:
        """Give the offset between two graphemes nearest to a point of the viewport."""
        return self.offset_near(QPointF(point))

    # --- what the gestures need

    def offset_near(self, point: QPointF) -> int:
        """Give the offset nearest to a point of the view; beyond the edges, at the edge."""
        y = min(max(point.y(), 0.0), self._page.height - 1.0)
        return self._page.document.offset_near(self._on_page(QPointF(point.x(), y)))

    def character_near(self, point: QPointF) -> int:
        """Give the offset of the character under a point, or the nearest offset."""
        under = self._page.document.character_at(self._on_page(point))
        return self.offset_near(point) if under is None else under

    def edge_distance(self, point: QPointF) -> int:
        """Give how far a point is above (below zero) or below the view; 0 within."""
        if point.y() < 0:
            return int(point.y()) - 1
        return max(int(point.y()) - self._page.height + 1, 0)

    def show_selection(self) -> None:
        """Show the selection and caret after they changed, and tell."""
        overlay, span = self._overlay, self.selection.span
        caret = self.selection.head if self._caret_shown else None
        moved = self.selection.head != self._told_caret
        if caret != overlay.caret:
            self._update_offset(overlay.caret)
            overlay.caret = caret
            self._update_offset(caret)
        if span != overlay.selection:
            self._update_difference(overlay.selection, span)
            overlay.selection = span
            self.selection_changed.emit(span)
        if moved:
            self._told_caret = self.selection.head
            self.caret_moved.emit(self.selection.head)

    def click_at(self, point: QPointF) -> None:
        """Pick the innermost annotation under a point, at each further click the next outer one.

        Where there is none, nothing stays picked. The caret goes to the point either way.
        """
        relation = self._page.document.relation_at(self._on_page(point))
        if relation is not None:
            self.pick(None)
            self.pick_relation(relation)
            return
        names = self.annotations_at(point)
        self._caret_shown = not names
        self.selection.put(self.offset_near(point))
        self.show_selection()
        if not names:
            self.pick(None)
        else:
            at = names.index(self.picked) + 1 if self.picked in names else 0
            self.pick(names[at % len(names)], scroll=False)

    def pick_relation(self, relation_id: str | None) -> None:
        """Pick a relation, or none, and tell."""
        before = self.picked_relation
        super().pick_relation(relation_id)
        if before != relation_id:
            self.relation_picked.emit(relation_id)

    def mark_under(self, point: QPointF) -> str | None:
        """Give the annotation whose bar, name or chip is under a point of the view."""
        on_page = self._on_page(point)
        return self._page.document.chip_at(on_page) or self._page.document.mark_at(on_page)

    def link(self, head: str, point: QPointF) -> None:
        """Ask for a relation from an annotation to the one under a point, if there is one."""
        names = [name for name in self.annotations_at(point) if name != head]
        if names:
            self.link_requested.emit(head, names[0])

    def show_link(self, head: str, point: QPointF | None) -> None:
        """Draw the line that is being dragged; None: no more."""
        mark = self._annotation(head)
        if point is None or mark is None:
            self._overlay.link = None
        else:
            start = self.rectangle_of(mark.fragments[0].start)
            self._overlay.link = (QPointF(start.center()), point)
        self.viewport().update()

    def finish_part(self) -> None:
        """Ask that what is selected becomes a further part of the picked annotation."""
        span = self.selection.span
        if span is not None and self.picked is not None:
            self.part_requested.emit(span)
        elif span is not None:
            self.finish_selection()

    def finish_selection(self) -> None:
        """Ask for a mark when a label is armed."""
        span = self.selection.span
        if self._armed is not None and span is not None:
            self.mark_requested.emit(span)

    def annotations_at(self, point: QPointF) -> list[str]:
        """Give the annotations under a point of the view, innermost first."""
        on_page = self._on_page(point)
        offset = self._page.document.character_at(on_page)
        if offset is None:
            name = self._page.document.mark_at(on_page)
            return [name] if name else []
        chip = self._page.document.chip_at(on_page)
        names = [a.id for a in innermost_first(self._touching(offset, offset + 1))]
        return names if chip is None else [chip, *(name for name in names if name != chip)]

    # --- events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        if event.button() == Qt.MouseButton.LeftButton and self._article is not NO_ARTICLE:
            self._caret_shown = False
            self._gestures.press(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        if event.button() == Qt.MouseButton.LeftButton and self._article is not NO_ARTICLE:
            self._gestures.double_click(event)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with a gesture; else show what can be clicked."""
        self._gestures.move(event)
        if not event.buttons():
            self.hover(self.annotations_at(event.position()))
            on_page = self._on_page(event.position())
            document = self._page.document
            over = document.mark_at(on_page) or document.relation_at(on_page)
            shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
            if self.viewport().cursor().shape() != shape:
                self.viewport().setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a gesture."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._gestures.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide what hung at the pointer."""
        self.hover(())
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, zoom around the pointer."""
        if not self._zooming.wheel(event):
            by_pixel = event.pixelDelta().y()
            line = self._page.document.setting.line_height
            self.scroll_by(-by_pixel or -round(event.angleDelta().y() / 120 * 3 * line))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk; all other keys are the window's."""
        if self._article is NO_ARTICLE:
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            event.setAccepted(self._clear_one())
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):  # only with Ctrl: see below
            super().focusNextPrevChild(event.key() == Qt.Key.Key_Tab)
        else:
            self._walk(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go to the next annotation; Ctrl+Tab, or having none, leaves the text."""
        if self._annotations is None or not self._article.text:
            return super().focusNextPrevChild(forwards)
        found = next_annotation(
            self._touching, len(self._article.text), self.selection.head,
            self._annotation(self.picked), 1 if forwards else -1,
        )  # fmt: skip
        if found is None:
            return super().focusNextPrevChild(forwards)
        self.selection.put(found.start)
        self.show_selection()
        self.pick(found.id)
        return True

    def _clear_one(self) -> bool:
        if self.selection.span is not None:
            self.selection.put(self.selection.head)
            self.show_selection()
            return True
        picked = self.picked is not None or self.picked_relation is not None
        self.pick_relation(None)
        self.pick(None)
        return picked

    def _walk(self, event: QKeyEvent) -> None:
        index = self._page.document.index_of(self.selection.head)
        right_to_left = bool(index) and self._page.document.laid(index).paragraph.right_to_left
        found = way_of(event, right_to_left=right_to_left)
        if found is None or not index:
            event.ignore()
            return
        (unit, step), extend = found
        if unit == "page":
            self._walk_page(step, extend=extend)
        elif unit == "line_edge":
            self._caret_into_view()
            target = self._walker.line_edge(self._page.document, self.selection.head, step)
            self._walk_to(target, extend=extend)
        else:
            self.move_caret(unit, step, extend=extend)

    def _walk_page(self, step: int, *, extend: bool) -> None:
        pixels = step * (self._page.height - 2 * self._page.document.setting.line_height)
        if self._caret_shown or extend:
            self._page.prepare(self.selection.head)
            moved = self._page.scroll(pixels)
            self._moved(moved)
            held = self._page.hold()
            target = self._walker.page(self._page.document, self.selection.head, -moved or pixels)
            self._page.keep(held)
            self._walk_to(target, extend=extend)
        else:
            self.scroll_by(pixels)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self._show_focus(focused=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self._show_focus(focused=False)
        super().focusOutEvent(event)

    def _show_focus(self, *, focused: bool) -> None:
        self._overlay.focused = focused
        self._update_annotation(self._annotation(self.picked))
        self._update_offset(self._overlay.caret)
