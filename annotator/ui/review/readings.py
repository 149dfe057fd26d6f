"""The readings of a group, one under the other, each with the key that accepts it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.scheme import Scheme
from annotator.review.disagreement import Group
from annotator.ui.reading.owners import Owner
from annotator.ui.style import named
from annotator.ui.theme import Theme, label_shades

_ROW = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
Row = tuple[str, Owner, str, Annotation | None, str, str]
"""Key, owner, shown name, mark, label's name, answers."""


def said(value: AttributeValue | None) -> str:
    """Give an answer in words.

    >>> said(None), said(True), said(("a", "b"))
    ('no answer', 'yes', 'a, b')
    """
    if value is None:
        return "no answer"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


class Readings(QListWidget):
    """Who marked what; a double click or Enter accepts a reading."""

    accepted = Signal(str)  # an annotator's name

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        named(self, "annotationList")
        self.setAccessibleName("Readings")
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = _Delegate(theme)
        self.setItemDelegate(self.delegate)
        self.itemActivated.connect(lambda item: self.accepted.emit(item.data(_ROW)[1].name))

    def show_group(
        self, group: Group, names: list[str], shown: list[tuple[Owner, str]], scheme: Scheme
    ) -> None:
        """Show what each annotator who worked on the article marked, in the order of ``names``."""
        self.clear()
        for number, (name, (owner, title)) in enumerate(zip(names, shown, strict=True), 1):
            if name not in group.annotators:
                continue
            mark = group.by(name)
            label = scheme.label(mark.label) if mark else None
            label_name = label.name if label else mark.label if mark else "nothing"
            answers = _answers(group, mark, scheme)
            key = str(number) if number < 10 else ""
            item = QListWidgetItem(
                f"{key} {title}: {label_name} {mark.quote if mark else ''} {answers}".strip()
            )
            color = label.color if label else ""
            item.setData(_ROW, (key, owner, title, mark, label_name, answers))
            item.setData(_ROW + 1, color)
            self.addItem(item)
        rows = self.count()
        told = any(self.item(row).data(_ROW)[5] for row in range(rows))
        self.delegate.lines = 3 if told else 2
        self.doItemsLayout()
        self.setFixedHeight(rows * self.delegate.height(self.fontMetrics()) + 6)


def question_name(scheme: Scheme, label_id: str, attribute_id: str) -> str:
    """Give the name of a label's attribute; its identifier where the scheme has it not."""
    label = scheme.label(label_id)
    attribute = label.attribute(attribute_id) if label else None
    return attribute.name if attribute else attribute_id


def _answers(group: Group, mark: Annotation | None, scheme: Scheme) -> str:
    if mark is None:
        return ""
    told = [
        f"{question_name(scheme, mark.label, name)}: {said(mark.attributes.get(name))}"
        for name in group.attributes
    ]
    told += [f"→ {one.type}" for one in group.relations if one.head == mark.id]
    return " · ".join(told)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.lines = 3

    def height(self, metrics: QFontMetrics) -> int:
        return metrics.height() * self.lines + 18

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Give the same height to every row."""
        return QSize(120, self.height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a key, who it is, the label, the words, the answers that differ."""
        key, owner, title, mark, label_name, answers = index.data(_ROW)
        color = index.data(_ROW + 1)
        theme = self.theme
        card = QRectF(option.rect).adjusted(10, 2, -10, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(QColor(theme.selection if selected else theme.card))
        painter.drawRoundedRect(card, 6, 6)
        line = option.fontMetrics.height()
        left = int(card.left()) + 12
        badge = QRectF(left, card.top() + 7, line + 4, line)
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(badge, 4, 4)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        painter.setPen(QColor(theme.ink))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, key)
        width = int(card.right() - badge.right()) - 18
        box = QRect(int(badge.right()) + 8, int(badge.top()), width, line)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(label_shades(owner.color, theme).name))
        painter.drawText(box, flags, title)
        painter.setPen(QColor(label_shades(color, theme).name if color else theme.muted))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label_name
        )
        painter.setFont(option.font)
        painter.setPen(QColor(theme.ink if mark else theme.muted))
        words = " ".join(mark.quote.split()) if mark else "marked nothing here"
        painter.drawText(box.translated(0, line), flags, _cut(option.fontMetrics, words, box))
        painter.setPen(QColor(theme.muted))
        painter.drawText(box.translated(0, 2 * line), flags, _cut(option.fontMetrics, answers, box))
        painter.restore()


def _cut(metrics: QFontMetrics, text: str, box: QRect) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
