"""How an article looks in the list: state dot, headline, outlet and date, number of marks."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.articles.model import ROW
from annotator.ui.theme import Theme

_MARGIN = 12


class ArticleDelegate(QStyledItemDelegate):
    """Two calm lines an article; the state is a dot with a shape of its own."""

    def __init__(self, theme: Theme) -> None:
        """Draw in a theme."""
        super().__init__()
        self.theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give the same height to every row, so that long lists need no measuring."""
        line = QFontMetrics(option.font).height()
        return QSize(120, int(line * 2.1) + 16)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        row = index.data(ROW)
        theme, box = self.theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.selection))
            painter.drawRoundedRect(QRectF(box).adjusted(6, 1, -6, -1), 6, 6)
        line = QFontMetrics(option.font).height()
        top = box.top() + 7
        draw_state(painter, QPointF(box.left() + 20, top + line / 2), row.state, theme)
        left, right = box.left() + 34, box.right() - _MARGIN
        nothing = "nothing found" if row.nothing_found else ""
        count = str(row.annotation_count) if row.annotation_count else nothing
        width = option.fontMetrics.horizontalAdvance(count) + 8 if count else 0
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if selected else QFont.Weight.Medium)
        painter.setFont(font)
        quiet = row.state in ("done", "skipped") and not selected
        painter.setPen(QColor(theme.muted if quiet else theme.ink))
        _line(painter, QRect(left, top, right - left, line), row.headline)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.muted))
        below = QRect(left, top + int(line * 1.1), right - left, line)
        known = " · ".join(filter(None, (row.outlet, row.published[:10])))
        # Never an empty line: what else is known of the article is its length.
        _line(painter, below.adjusted(0, 0, -width, 0), known or f"{row.length:,} characters")
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, count)
        painter.restore()


def draw_state(painter: QPainter, centre: QPointF, state: str, theme: Theme) -> None:
    """Draw a state: empty ring, half-full, full with a tick, or a dash. Never colour alone."""
    painter.save()
    pen = QPen(QColor(theme.done if state == "done" else theme.muted), 1.4)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    ring = QRectF(centre.x() - 5, centre.y() - 5, 10, 10)
    if state == "skipped":
        painter.drawLine(centre + QPointF(-4, 0), centre + QPointF(4, 0))
    elif state == "done":
        painter.setBrush(QColor(theme.done))
        painter.drawEllipse(ring)
        painter.setPen(QPen(QColor(theme.paper), 1.6))
        painter.drawPolyline([centre + QPointF(-2.4, 0.2), centre + QPointF(-0.6, 2.2),
                              centre + QPointF(2.8, -2.2)])  # fmt: skip
    else:
        painter.drawEllipse(ring)
        if state == "in_progress":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
            painter.drawPie(ring.adjusted(1.5, 1.5, -1.5, -1.5), 90 * 16, -180 * 16)
    painter.restore()


def _line(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
