"""A page on the screen: shows an article with its marks, scrolls it, and repaints what changed.

It knows nothing of the hand: selecting and picking is `view.ReadingView`'s.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.reading.blocks import Blocks
from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.reading.font_warmer import FontWarmer
from annotator.ui.reading.label_looks import LabelLooks
from annotator.ui.reading.marked_surface import MarkedSurface
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.page import Hold, Page
from annotator.ui.reading.painter import Overlay, PagePainter
from annotator.ui.reading.scroll_marks import MarkedScrollBar, ScrollMarks
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.reading.zooming import ZOOMING, Zooming
from annotator.ui.theme import LIGHT, Theme

LEAST_ZOOM, MOST_ZOOM = 0.5, 4.0
NO_ARTICLE = Article("", "", "")
_NO_SCHEME = Scheme("none", "No scheme", "0", ())
_MARGIN = 34
_NARROWEST = 160
_MOST_RECTS = 4  # a region of more is painted as one


class PageView(MarkedSurface):
    """Shows one article and what is marked in it; offsets are code points in its text."""

    zoom_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with empty paper."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._wanted = Typesetting()
        self._zoom = 1.0
        self._invisibles = False
        self._article = NO_ARTICLE
        self._annotations: AnnotationSet | None = None
        self._visible: frozenset[str] | None = None
        self._scheme = _NO_SCHEME
        self._armed: str | None = None
        self._overlay = Overlay()
        self._syncing = False
        self._kept: Hold | None = None
        self._idle = QTimer(self, singleShot=True, interval=0)
        self._idle.timeout.connect(self._lay_out_ahead)
        self._warmer = FontWarmer(self)
        self._bar = MarkedScrollBar(self)
        self.setVerticalScrollBar(self._bar)
        self._zooming = Zooming(self.viewport(), self._zoom_at)
        self._use_theme(LIGHT)
        self._page = Page(self._document(Blocks("")), self.viewport().height())
        self._scroll_marks = ScrollMarks(
            self._bar, lambda: self._page.document, self._visible_annotations
        )

    # --- what is shown

    def show_article(
        self, article: Article | None, annotations: AnnotationSet | None, scheme: Scheme
    ) -> None:
        """Show an article from its start; None: empty paper."""
        self._article = article or NO_ARTICLE
        self._annotations, self._scheme = annotations, scheme
        self._overlay = Overlay(focused=self.hasFocus())
        self._kept = None
        self._page = Page(self._document(Blocks(self._article.text)), self.viewport().height())
        self._warmer.start()
        self._scroll_marks.clear()
        self._moved(None)

    @property
    def article(self) -> Article:
        """The article that is shown; one without text where there is none."""
        return self._article

    def labelled_parts(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Give the parts of all visible marks that touch a stretch, with their labels' names."""
        found = []
        for mark in self._touching(start, end):
            label = self._scheme.label(mark.label)
            found += [(part, label.name if label else mark.label) for part in mark.fragments]
        return found

    def refresh(self, change_set: ChangeSet) -> None:
        """Show what a change set did, which the annotation set has already applied.

        Only the paragraphs that it names are made anew; the line at the top stays in place.
        """
        self._follow_details(change_set)
        spans = [*self._changed_spans(change_set)]
        self.remark(spans)

    def remark(self, spans: Sequence[Span]) -> None:
        """Make the marks on some spans anew; the line at the top stays in place."""
        if not spans or self._annotations is None:
            return
        self._scroll_marks.restart()
        self.hover(())
        page, document = self._page, self._page.document
        held = page.hold()
        places = self._places()
        changed = document.redecorate(spans, page.top, page.top + page.height)
        page.keep(held)
        self._update_moved(places, changed)
        self._sync_bar()

    def _follow_details(self, change_set: ChangeSet) -> None:
        """Show what is now known of the article; its text is the same for ever."""
        for change in change_set.changes:
            after = change.after
            if isinstance(after, Article) and after.id == self._article.id:
                self._article = after
                held = self._page.hold()
                self._page.document = self._document(self._page.document.blocks)
                self._page.keep(held)
                self._moved(None)

    @property
    def theme(self) -> Theme:
        """The colours it is drawn in."""
        return self._theme

    def show_relations(self, *, shown: bool) -> None:
        """Draw the relations, or leave them out."""
        self._relations_shown = shown
        self._looks_changed()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._use_theme(theme)
        self._looks_changed()

    def set_annotator(self, visible: Collection[str] | None) -> None:
        """Show only the annotations of these annotators; None: everyone's."""
        self._visible = None if visible is None else frozenset(visible)
        self._looks_changed()

    def hover(self, names: Sequence[str]) -> None:
        """Show the names of annotations while the pointer rests on them, in the compact mode."""
        names = names if self.typesetting.mode is Mode.COMPACT else ()
        before, self._overlay.hovered = self._overlay.hovered, tuple(names)
        if before == self._overlay.hovered:
            return
        for name in {*before, *names, *filter(None, (self._overlay.picked,))}:
            self._update_annotation(self._annotation(name))

    def set_armed(self, label_id: str | None) -> None:
        """Show selections in the colour of the label that they will get; None: as selections."""
        self._armed = label_id
        self._overlay.armed = self._page.document.looks[label_id] if label_id else None
        self._update_span(self._overlay.selection)

    def find_matches(self, matches: Sequence[Span], current: int) -> None:
        """Show what find has found, in order; ``current`` is the number of the one gone to."""
        self._overlay.matches, self._overlay.match = matches, current
        self._overlay.match_starts = [span.start for span in matches]
        self._scroll_marks.set_matches(matches, current)
        self.viewport().update()

    # --- size

    @property
    def zoom(self) -> float:
        """How large the text is; 1 is its usual size."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Draw larger or smaller, between `LEAST_ZOOM` and `MOST_ZOOM`; the top line stays."""
        self._zoom_to(zoom, self._hold(), 0)

    def typeset(self, wanted: Typesetting) -> None:
        """Set the text in another mode, font, size or width; the top line stays.

        The column is in pixels at zoom 1, and a narrower window has the last word; the zoom
        stays what it is.
        """
        self._wanted = wanted
        self._reset(self._hold())

    def show_invisibles(self, *, shown: bool) -> None:
        """Show or hide signs for characters that cannot be seen."""
        self._invisibles = shown
        self._painter.invisibles = shown
        self.viewport().update()

    def _zoom_at(self, factor: float, point: QPointF) -> None:
        self._zoom_to(self._zoom * factor, self._hold_at(point), point.y())

    def _zoom_to(self, zoom: float, held: Hold, pointer_y: float) -> None:
        zoom = round(min(max(zoom, LEAST_ZOOM), MOST_ZOOM), 3)
        if zoom == self._zoom:
            return
        ratio = zoom / self._zoom
        self._zoom = zoom
        y = int(pointer_y - (pointer_y - held.y) * ratio)
        self._reset(Hold(held.offset, held.index, y))
        self.zoom_changed.emit(zoom)

    # --- place

    def scroll_to(self, span: Span) -> None:
        """Bring a span into view, moving no more than needed."""
        self._moved(self._page.reveal(span.start, span.end))

    def first_visible_offset(self) -> int:
        """Give where the first line starts that is whole in view."""
        if self._page.top == 0:
            return 0
        held = self._page.hold()
        blocks = self._page.document.blocks
        after = blocks.neighbour(held.index, 1)
        return held.offset if held.offset is not None else blocks.starts[after] if after else 0

    def scroll_to_offset(self, offset: int) -> None:
        """Put the line of an offset at the top; 0 shows the headline."""
        if offset <= 0:
            self._page.jump(0)
        else:
            self._page.show_at(offset, 0)
        self._moved(None)

    def scroll_by(self, pixels: int) -> None:
        """Scroll down by pixels, up below zero."""
        self._moved(self._page.scroll(pixels))

    # --- events

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers."""
        if event.type() in ZOOMING and self._zooming.takes(event):
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the first line in place."""
        held = self._hold()
        self._page.height = self.viewport().height()
        if self._typesetting() != self._page.document.setting:
            self._reset(held)
        else:
            self._page.keep(held)
            self._moved(None)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bar."""
        if self._syncing:
            return
        wanted = self.verticalScrollBar().value()
        if abs(wanted - self._page.top) <= 3 * self._page.height:
            self._moved(self._page.scroll(wanted - self._page.top))
        else:
            self._page.jump(wanted)
            self._moved(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the page where it is not up to date."""
        page = self._page
        region = event.region()
        rects = [*region] if region.rectCount() <= _MOST_RECTS else [event.rect()]  # type: ignore[misc]
        with QPainter(self.viewport()) as painter:
            for rect in rects:
                painter.setClipRect(rect)
                # Else, on a screen of scale 1.25, an edge row would keep a part of what was there.
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
                painter.fillRect(rect, self._painter.paper)
                painter.translate(self._left(), -page.top)
                self._painter.paint(
                    painter, page.document, self._overlay,
                    page.top + rect.top(), page.top + rect.bottom() + 1,
                )  # fmt: skip
                painter.translate(-self._left(), page.top)
                if self._overlay.link is not None:
                    painter.setPen(QPen(QColor(self._theme.accent), 2))
                    painter.drawLine(*self._overlay.link)

    # --- keeping the picture true

    def _document(self, blocks: Blocks) -> DocumentLayout:
        setting = self._typesetting()
        marks = len(self._annotations) if self._annotations else 0
        looks = self._looks(setting)
        self._overlay.armed = looks[self._armed] if self._armed else None
        document = DocumentLayout(
            self._article, blocks, self._touching, looks, setting,
            marks / max(len(self._article.text), 1),
        )  # fmt: skip
        document.arcs = self._arcs(setting)
        return document

    def _looks(self, setting: Typesetting) -> LabelLooks:
        """Give how marks look; another kind of page may let them look otherwise."""
        return LabelLooks(self._scheme, self._theme, setting)

    def _reset(self, held: Hold) -> None:
        """Lay out anew for another column, zoom or font; a held line goes to its y."""
        document = self._page.document
        if self._typesetting() == document.setting:
            return
        self._page.document = self._document(document.blocks)
        self._page.keep(held)
        self._kept = held
        self._scroll_marks.restart()
        self._moved(None)

    def _hold(self) -> Hold:
        """Hold the first line; after a reset the one that was held then, lest steps add up."""
        kept, page = self._kept, self._page
        if kept is None or kept.offset is None or not page.document.is_laid(kept.index):
            return page.hold()
        return kept if page.y_of(kept) - page.top == kept.y else page.hold()

    def _hold_at(self, point: QPointF) -> Hold:
        """Hold the line at a point; while steps follow each other, always the same one."""
        document, kept = self._page.document, self._hold()
        if kept is self._kept and kept.offset is not None:
            height = document.line_box(kept.offset)[1]
            if kept.y <= point.y() < kept.y + height:
                return kept
        offset = document.offset_near(self._on_page(point))
        y = document.line_box(offset)[0] - self._page.top
        return Hold(offset, document.index_of(offset), y)

    def _looks_changed(self) -> None:
        """Make all marks anew, in other colours or of other annotators."""
        page = self._page
        held = page.hold()
        looks = self._looks(page.document.setting)
        page.document.arcs = self._arcs(page.document.setting)
        page.document.redecorate_all(looks)
        self._overlay.armed = looks[self._armed] if self._armed else None
        page.keep(held)
        self._scroll_marks.restart()
        self._moved(None)

    def _use_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._painter = PagePainter(theme)
        self._painter.invisibles = self._invisibles
        self._bar.set_theme(theme)
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, self._painter.paper)
        self.setPalette(palette)
        self.setAutoFillBackground(True)

    def _typesetting(self) -> Typesetting:
        room = max(self.viewport().width() - 2 * _MARGIN, _NARROWEST)
        wanted = int(self._wanted.column * self._zoom + 0.5)
        return replace(self._wanted, column=min(wanted, room), zoom=self._zoom)

    def _left(self) -> int:
        return max((self.viewport().width() - self._page.document.setting.column) // 2, 0)

    def _on_page(self, point: QPointF) -> QPointF:
        return point + QPointF(-self._left(), self._page.top)

    def _moved(self, pixels: int | None) -> None:
        """Move the picture after the page has moved; None: draw it all."""
        whole = self.devicePixelRatioF() == int(self.devicePixelRatioF())
        if pixels is None or abs(pixels) >= self._page.height or not whole:
            self.viewport().update()
        elif pixels:
            self.viewport().scroll(0, pixels)
        self._sync_bar()
        self._idle.start()

    def _sync_bar(self) -> None:
        bar, page = self.verticalScrollBar(), self._page
        self._syncing = True
        bar.setRange(0, page.furthest)
        bar.setPageStep(page.height)
        bar.setSingleStep(2 * page.document.setting.line_height)
        bar.setValue(page.top)
        self._syncing = False

    def _lay_out_ahead(self) -> None:
        if self._page.lay_out_ahead(2):
            self._idle.start()
        self._sync_bar()
        if self._overhang and (self._overlay.hovered or self._overlay.picked):
            self._update_rows(0, self._overhang)  # a name of the block above may hang there
