"""Picking a format: a line to search in, and a list that says of each what it is for."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.command_palette import rank

if TYPE_CHECKING:
    from annotator.formats.format import Format

_FORMAT = Qt.ItemDataRole.UserRole
_PADDING = 6
Index = QModelIndex | QPersistentModelIndex


class FormatPicker(QWidget):
    """The formats that can be written. `picked` tells the one that was chosen."""

    picked = QtSignal(object)

    def __init__(self, formats: Sequence["Format"], parent: QWidget) -> None:
        """List formats in their order; the first one is chosen."""
        super().__init__(parent)
        self._formats = formats
        self._chosen = formats[0]
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Find a format")
        self.line.setAccessibleName("Find a format")
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Format")
        self.list.setItemDelegate(_TwoLines(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tall = _height(self.list.font())
        self.list.setMinimumHeight(tall * (3 if tall < 60 else 2) + 10)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list.currentItemChanged.connect(self._on_current)
        self._fill("")

    @property
    def chosen(self) -> "Format":
        """The chosen format."""
        return self._chosen

    def choose(self, name: str) -> None:
        """Choose a format by its name."""
        self._chosen = next((f for f in self._formats if f.name == name), self._chosen)
        self.line.clear()
        self._fill("")

    def _fill(self, wanted: str) -> None:
        """List what fits; the chosen one stays chosen while it does, else the best fit is."""
        ranked = [(fit, at) for at, f in enumerate(self._formats)
                  if (fit := _fit(wanted.strip(), f)) is not None]  # fmt: skip
        self.list.blockSignals(True)  # rows that come and go are no choice
        self.list.clear()
        current: QListWidgetItem | None = None
        for _, at in sorted(ranked):
            found = self._formats[at]
            item = QListWidgetItem(found.title, self.list)
            item.setData(_FORMAT, found)
            item.setToolTip(found.description)
            spoken = f"{found.title}. {found.description}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            current = item if found is self._chosen else current
        current = current or self.list.item(0)
        self.list.setCurrentItem(current)
        self.list.blockSignals(False)
        if current is not None:
            self.list.scrollToItem(current)
            self._on_current(current)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        found = None if item is None else item.data(_FORMAT)
        if found is not None and found is not self._chosen:
            self._chosen = found
            self.picked.emit(found)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the line walk the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self.list.count():
                row = self.list.currentRow() + step
                self.list.setCurrentRow(max(0, min(row, self.list.count() - 1)))
                return True
        return super().eventFilter(watched, event)


def _fit(wanted: str, found: "Format") -> int | None:
    """Give how well a format fits what was typed (lower is better), or None."""
    names = [fit for name in (found.title, found.name, *(s[1:] for s in found.suffixes))
             if (fit := rank(wanted, name)) is not None]  # fmt: skip
    if names:
        return min(names)
    return 4 if wanted.casefold() in found.description.casefold() else None


def _height(font: QFont) -> int:
    return 2 * QFontMetrics(font).lineSpacing() + 2 * _PADDING


class _TwoLines(QStyledItemDelegate):
    """The title, and under it what the format is for, cut where it is too long."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines of text."""
        return QSize(120, _height(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw an item."""
        self.initStyleOption(option, index)
        found, option.text = index.data(_FORMAT), ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        inside = option.rect.adjusted(8, _PADDING, -8, -_PADDING)
        upper = QRect(inside.topLeft(), QSize(inside.width(), inside.height() // 2))
        painter.save()
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        _write(painter, upper, bold, found.title, option.palette.text().color())
        chosen = option.state & QStyle.StateFlag.State_Selected  # quiet words would be too faint
        palette = option.palette
        quiet = (palette.highlightedText() if chosen else palette.placeholderText()).color()
        _write(painter, upper.translated(0, upper.height()), option.font, found.description, quiet)
        painter.restore()


def _write(painter: QPainter, place: QRect, font: QFont, text: str, colour: QColor) -> None:
    painter.setFont(font)
    painter.setPen(colour)
    cut = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, cut)
