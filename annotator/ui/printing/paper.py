"""Drawing an article's sheets onto pages: a printer's, or a PDF's."""

from collections.abc import Generator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, Qt
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


def draw_pages(manuscript: Manuscript, device: QPagedPaintDevice) -> Generator[Progress, None, int]:
    """Draw an article onto a device's pages; gives how many there are.

    Raises AnnotatorError when the device cannot be drawn on, such as a printer that is off.
    """
    area = device.pageLayout().paintRectPoints()
    width, height = area.width() / _POINTS, area.height() / _POINTS
    document = manuscript.document(int(width))
    room = int(height) - _HEAD - _FOOT
    sheets = yield from sheets_of(document, room, "Setting the pages")
    drawing = PagePainter(manuscript.theme)
    painter = QPainter()
    if not painter.begin(device):
        raise AnnotatorError("The pages cannot be drawn.", "See whether the printer is ready.")
    with painter:
        scale = device.logicalDpiX() / 72 * _POINTS
        for number, sheet in enumerate(sheets, start=1):
            yield Progress(number - 1, len(sheets), f"Page {number:,} of {len(sheets):,}")
            if number > 1:
                device.newPage()
            painter.save()
            painter.scale(scale, scale)
            _draw_margins(painter, manuscript, QRectF(0, 0, width, height), (number, len(sheets)))
            painter.translate(0, _HEAD)
            _draw_sheet(painter, drawing, document, sheet, room)
            painter.restore()
    return len(sheets)


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
