"""Drawing an article's sheets onto pages: a printer's, or a PDF's."""

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter

from annotator import __version__
from annotator.core.errors import AnnotatorError
from annotator.jobs.progress import Progress
from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.printing.sheets import Sheet, cut_blocks, marks_within, sheets_of
from annotator.ui.reading.document_layout import DocumentLayout
from annotator.ui.reading.painter import OVERHANG, Overlay, PagePainter

MARGINS = QMarginsF(20, 18, 20, 18)
"""Millimetres around what is drawn: left, top, right, bottom."""
_POINTS = 0.65
"""Points for a pixel of the reading view: its 18 px are 11.7 points on paper."""
_HEAD, _FOOT = 26, 34  # pixels for the running title and the page number


def page_layout() -> QPageLayout:
    """Give the page that PDFs have: A4 upright."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, MARGINS,
        QPageLayout.Unit.Millimeter,
    )  # fmt: skip


def pdf(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    """Give an article as a PDF whose text can be searched and copied."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(manuscript.title)
    writer.setCreator(f"Annotator {__version__}")
    writer.setPageLayout(page_layout())
    yield from draw_pages(manuscript, writer)
    buffer.close()
    return bytes(data.data())


@dataclass(frozen=True, slots=True)
class Pages:
    """An article set on pages of one size; any of them can be drawn, as often as wanted."""

    manuscript: Manuscript
    document: DocumentLayout
    sheets: tuple[Sheet, ...]
    size: QSizeF
    """What a page holds between its margins, in pixels of the reading view."""

    def draw(self, painter: QPainter, number: int) -> None:
        """Draw a page, counted from 1; the painter's origin is inside the margins."""
        page = QRectF(QPointF(0, 0), self.size)
        painter.save()
        _draw_margins(painter, self.manuscript, page, (number, len(self.sheets)))
        painter.translate(0, _HEAD)
        drawing, room = PagePainter(self.manuscript.theme), _room(self.size)
        _draw_sheet(painter, drawing, self.document, self.sheets[number - 1], room)
        painter.restore()


def set_on_pages(manuscript: Manuscript, layout: QPageLayout) -> Generator[Progress, None, Pages]:
    """Lay an article out for a page and cut it into sheets."""
    area = layout.paintRectPoints()
    size = QSizeF(area.width() / _POINTS, area.height() / _POINTS)
    document = manuscript.document(int(size.width()))
    sheets = yield from sheets_of(document, _room(size), "Setting the pages")
    return Pages(manuscript, document, tuple(sheets), size)


def draw_pages(manuscript: Manuscript, device: QPagedPaintDevice) -> Generator[Progress, None, int]:
    """Draw an article onto a device's pages; gives how many there are.

    Raises AnnotatorError when the device cannot be drawn on, such as a printer that is off.
    """
    pages = yield from set_on_pages(manuscript, device.pageLayout())
    count = len(pages.sheets)
    painter = QPainter()
    if not painter.begin(device):
        raise AnnotatorError("The pages cannot be drawn.", "See whether the printer is ready.")
    with painter:
        scale = device.logicalDpiX() / 72 * _POINTS
        painter.scale(scale, scale)
        for number in range(1, count + 1):
            yield Progress(number - 1, count, f"Page {number:,} of {count:,}")
            if number > 1:
                device.newPage()
            pages.draw(painter, number)
    return count


def draw_whole_page(painter: QPainter, pages: Pages, number: int, width: float) -> None:
    """Draw a page with its margins, some pixels wide; the painter's origin is its corner."""
    layout = page_layout()
    paper = layout.fullRectPoints()
    scale = width / paper.width()
    painter.scale(scale, scale)
    painter.translate(layout.paintRectPoints().topLeft() - paper.topLeft())
    painter.scale(_POINTS, _POINTS)
    pages.draw(painter, number)


def _room(size: QSizeF) -> int:
    return int(size.height()) - _HEAD - _FOOT


def _draw_sheet(
    painter: QPainter, drawing: PagePainter, document: DocumentLayout, sheet: Sheet, room: int
) -> None:
    height = sheet.bottom - sheet.top
    if height > room:
        painter.scale(room / height, room / height)
    painter.translate(0, -sheet.top)
    # A fill or a ring may stand out a little at the sides; above and below are other lines.
    painter.setClipRect(QRectF(-40, sheet.top, document.setting.column + 80, height))
    whole = []
    for block in cut_blocks(document, sheet):
        whole.append((block, block.marks))
        top = document.top(document.index_of(block.start))
        block.marks = marks_within(block.marks, sheet.top - top, sheet.bottom - top)
    try:
        # Lines of the neighbouring sheets would be clipped, but found in the text of a PDF.
        low, high = sheet.top + OVERHANG, sheet.bottom - OVERHANG
        drawing.paint(painter, document, Overlay(), low, high)
    finally:
        for block, marks in whole:
            block.marks = marks
    document.forget_far(sheet.top, sheet.bottom)


def _draw_margins(
    painter: QPainter, manuscript: Manuscript, page: QRectF, place: tuple[int, int]
) -> None:
    """Draw the running title (but on the first page) and the page number."""
    font = QFont(manuscript.setting(int(page.width())).byline_font)
    painter.setFont(font)
    painter.setPen(manuscript.theme.muted)
    number, count = place
    foot = QRectF(0, page.height() - _FOOT / 2, page.width(), _FOOT / 2)
    painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"{number:,} / {count:,}")
    if number == 1:
        return
    title = painter.fontMetrics().elidedText(
        manuscript.title, Qt.TextElideMode.ElideRight, int(page.width())
    )
    box = QRectF(QPointF(0, 0), QPointF(page.width(), _HEAD - 8))
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, title)
