"""An article as one SVG picture, as long as the text is."""

from collections.abc import Generator

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize
from PySide6.QtGui import QPainter

from annotator.jobs.progress import Pace, Progress
from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.reading.painter import Overlay, PagePainter

_COLUMN, _MARGIN = 690, 40  # pixels


def svg(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    """Give an article as SVG; its words are text."""
    from PySide6.QtSvg import QSvgGenerator

    document = manuscript.document(_COLUMN)
    count = len(document.blocks)
    pace = Pace()
    for index in range(count):
        document.lay_out(document.top(index), document.top(index) + 1)
        if pace.due():
            document.forget_far(document.top(index), document.top(index))
            yield Progress(index, 2 * count, "Measuring the picture")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    size = QSize(_COLUMN + 2 * _MARGIN, document.height)
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(manuscript.title)
    drawing = PagePainter(manuscript.theme)
    drawing.layers = manuscript.layers
    with QPainter(generator) as painter:
        painter.fillRect(QRect(0, 0, size.width(), size.height()), drawing.paper)
        painter.translate(_MARGIN, 0)
        for index in range(count):
            top = document.top(index)
            drawing.paint(painter, document, Overlay(), top, top + document.block_height(index))
            if pace.due():
                document.forget_far(top, top)
                yield Progress(count + index, 2 * count, "Drawing the picture")
    buffer.close()
    return bytes(data.data())
