"""How an article looks in the list: state dot, headline, outlet and date, number of marks."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.ui.articles.groups import Group
from annotator.ui.articles.model import GROUP, HELP, ROW
from annotator.ui.theme import Theme

_MARGIN, _GAP, _PAD = 12, 8, 5


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
        group: Group | None = index.data(GROUP)
        if group is not None:
            draw_heading(painter, option, group, self.theme)
            return
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
        if index.data(HELP):
            draw_question(painter, QPointF(box.left() + 20, top + line * 1.6), theme)
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
        known = known or ("" if row.tags else f"{row.length:,} characters")
        free = below.adjusted(0, 0, -width, 0)
        taken = option.fontMetrics.horizontalAdvance(known) + 2
        taken = min(taken, free.width() // 2 if row.tags else free.width())
        _line(painter, QRect(free.left(), free.top(), taken, line), known)
        draw_tags(painter, free.adjusted(taken + (_GAP if known else 0), 0, 0, 0), row.tags, theme)
        painter.setPen(QColor(theme.muted))
        painter.setFont(option.font)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, count)
        painter.restore()


def draw_heading(
    painter: QPainter, option: QStyleOptionViewItem, group: Group, theme: Theme
) -> None:
    """Draw what a group has in common and how many it is, on a line below a free space."""
    painter.save()
    line, box = QFontMetrics(option.font).height(), option.rect
    words = QRect(box.left() + 14, box.bottom() - line - 8, box.width() - 14 - _MARGIN, line)
    font = QFont(option.font)
    count = f"{group.size:,}"
    painter.setPen(QColor(theme.muted))
    painter.drawText(words, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
    width = option.fontMetrics.horizontalAdvance(count) + _GAP
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor(theme.ink))
    _line(painter, words.adjusted(0, 0, -width, 0), group.title)
    painter.setPen(QColor(theme.line))
    painter.drawLine(words.left(), box.bottom() - 3, words.right(), box.bottom() - 3)
    painter.restore()


def draw_tags(painter: QPainter, box: QRect, tags: Sequence[str], theme: Theme) -> None:
    """Draw tags as chips, as many as there is room for; the number of the others stands last."""
    font = QFont(painter.font())
    font.setPointSizeF(font.pointSizeF() * 0.85)
    painter.setFont(font)
    metrics, left = QFontMetrics(font), box.left()
    for at, tag in enumerate(tags):
        more = f"+{len(tags) - at - 1}" if at + 1 < len(tags) else ""
        room = box.right() - left - (metrics.horizontalAdvance(more) + _GAP if more else 0)
        whole = metrics.horizontalAdvance(tag) + 2 * _PAD
        width = min(whole, room)
        # The first may be cut, as long as something is left to be known by.
        least = whole if at else min(whole, metrics.averageCharWidth() * 4 + 2 * _PAD)
        if width < least:
            painter.setPen(QColor(theme.muted))
            rest = QRect(left, box.top(), box.right() - left, box.height())
            _line(painter, rest, f"+{len(tags) - at}")
            return
        chip = QRect(left, box.top(), width, box.height())
        painter.setPen(QPen(QColor(theme.muted), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 1.5, -0.5, -0.5), 5, 5)
        _line(painter, chip.adjusted(_PAD, 0, -_PAD, 0), tag)
        left += width + _PAD


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


def draw_question(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    """Draw a question mark: somebody asked for help with the article."""
    painter.save()
    font = QFont(painter.font())
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor(theme.accent))
    box = QRectF(centre.x() - 10, centre.y() - 10, 20, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
    painter.restore()


def _line(painter: QPainter, box: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
