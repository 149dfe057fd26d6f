"""An article as one SVG picture, as long as the text is."""

from collections.abc import Generator, Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QFontInfo, QGlyphRun, QPainter, QPainterPath

from annotator.jobs.progress import Pace, Progress
from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.reading.painter import Overlay, PagePainter
from annotator.ui.reading.paragraph import Line
from annotator.ui.reading.typesetting import Typesetting
from annotator.ui.theme import Theme

_COLUMN, _MARGIN = 690, 40  # pixels


class OutlinePainter(PagePainter):
    """Draws lines with letters of fallback fonts as outlines, all others as text.

    An SVG names one font for a text. Where that one lacks the letters, each viewer takes another
    one, of another width, and words would run into each other.
    """

    def __init__(self, theme: Theme, setting: Typesetting) -> None:
        """Draw text of a setting."""
        super().__init__(theme)
        self.named_family = QFontInfo(setting.text_font).family()

    def draw_line(self, painter: QPainter, line: Line) -> None:
        """Draw a line as text where its font is the one that is named, else as outlines."""
        runs = line.qt.glyphRuns()
        if {run.rawFont().familyName() for run in runs} - {self.named_family}:
            path = _outlines(runs)
            if path is not None:
                painter.fillPath(path, painter.pen().color())
                return
        super().draw_line(painter, line)


def _outlines(runs: Sequence[QGlyphRun]) -> QPainterPath | None:
    """Give the glyphs as one path; None where one has no outline, such as a coloured emoji."""
    whole = QPainterPath()
    whole.setFillRule(Qt.FillRule.WindingFill)
    for run in runs:
        font = run.rawFont()
        for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
            path = font.pathForGlyph(glyph)
            if path.isEmpty() and font.boundingRect(glyph).width() > 0:
                return None
            whole.addPath(path.translated(at))
    return whole


def svg(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    """Give an article as SVG; its whole text is also its description, for search and reading."""
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
    generator.setResolution(96)
    generator.setTitle(manuscript.title)
    generator.setDescription(manuscript.article.text)
    drawing = OutlinePainter(manuscript.theme, document.setting)
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
