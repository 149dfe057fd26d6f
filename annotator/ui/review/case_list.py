"""The list of disagreements: what it is about, in which words, in which article."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.scheme import Scheme
from annotator.ui.calm_prose import tip
from annotator.ui.review.queue import Case, Queue
from annotator.ui.theme import Theme, label_shades

Index = QModelIndex | QPersistentModelIndex
CASE = Qt.ItemDataRole.UserRole
STATE_SIGNS = {"open": "", "deferred": "later", "automatic": "✓ automatic", "decided": "✓"}


def kinds_of(case: Case) -> str:
    """Give in what a group differs, in words; or that adjudicators do."""
    if case.rivals:
        return "Two decisions"
    return ", ".join(case.group.kinds).capitalize() or "Agreed"


def words_of(case: Case) -> str:
    """Give the words that the group covers, on one line."""
    span = case.group.span
    return " ".join(case.article.text[span.start : min(span.end, span.start + 300)].split())


class CaseModel(QAbstractListModel):
    """The cases of a queue that are shown; `index.data(CASE)` gives one."""

    def __init__(self, queue: Queue) -> None:
        """Show a queue."""
        super().__init__()
        self.queue = queue

    def show(self, queue: Queue) -> None:
        """Show another queue, or the same one after it has changed."""
        self.beginResetModel()
        self.queue = queue
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give how many are shown."""
        return 0 if parent.isValid() else len(self.queue.shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the words, the whole case, or what a screen reader says."""
        if not index.isValid() or index.row() >= len(self.queue.shown):
            return None
        case = self.queue.shown[index.row()]
        if role == CASE:
            return case
        if role == Qt.ItemDataRole.DisplayRole:
            return words_of(case)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            said = f"{kinds_of(case)}: {words_of(case)}. {case.article.headline}. {case.state}"
            return tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None


class CaseDelegate(QStyledItemDelegate):
    """Two lines: kinds and article, then the words with bars of the labels given."""

    def __init__(self, theme: Theme) -> None:
        """Draw in a theme."""
        super().__init__()
        self.theme = theme
        self.scheme: Scheme | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the same height to every row."""
        return QSize(120, int(QFontMetrics(option.font).height() * 2.05) + 18)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        case: Case = index.data(CASE)
        theme = self.theme
        card = option.rect.adjusted(10, 3, -10, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(QColor(theme.selection if selected else theme.card))
        painter.drawRoundedRect(card, 6, 6)
        self._paint_bars(painter, case, card)
        line = QFontMetrics(option.font).height()
        box = QRect(card.left() + 16, card.top() + 6, card.width() - 26, line)
        self._paint_head(painter, case, box, option)
        painter.setFont(option.font)
        painter.setPen(QColor(theme.muted if case.settled else theme.ink))
        words = option.fontMetrics.elidedText(
            words_of(case), Qt.TextElideMode.ElideRight, box.width()
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box.translated(0, int(line * 1.05)), flags, words)
        painter.restore()

    def _paint_head(
        self, painter: QPainter, case: Case, box: QRect, option: QStyleOptionViewItem
    ) -> None:
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.86)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.done if case.settled else self.theme.muted))
        side = STATE_SIGNS[case.state]
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, side)
        metrics = QFontMetrics(small)
        room = box.width() - metrics.horizontalAdvance(side) - 8
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        shown = QFontMetrics(small).elidedText(
            f"{kinds_of(case)} · {case.article.headline}", Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_bars(self, painter: QPainter, case: Case, card: QRect) -> None:
        labels = case.group.labels[:3]
        height = (card.height() - 14) / max(len(labels), 1)
        for number, name in enumerate(labels):
            label = self.scheme.label(name) if self.scheme else None
            shades = label_shades(label.color if label else self.theme.muted, self.theme)
            painter.setBrush(QColor(shades.bar))
            top = card.top() + 7 + number * height
            painter.drawRect(card.left() + 3, int(top), 3, max(int(height) - 1, 2))
