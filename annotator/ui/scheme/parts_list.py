"""The parts of a scheme as one list: labels by group, relations, article labels, fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.core.scheme_labels import by_group
from annotator.ui.theme import Theme, label_shades

LABEL, RELATION, QUESTION, FIELD, ABOUT = "label", "relation", "question", "field", "about"
_PART = Qt.ItemDataRole.UserRole
_GROUP = Qt.ItemDataRole.UserRole + 1  # of a label, and of a heading of labels


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scheme: its kind and identifier."""

    kind: str
    id: str


class _Rows(QListWidget):
    dropped = Signal()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell that rows were put into another order."""
        super().dropEvent(event)
        self.dropped.emit()


class PartsList(QWidget):
    """A filter and the list; the arrows walk it while one types."""

    picked = Signal(object)  # a Part
    moved = Signal(str, int, object)  # a label's identifier, its new place, its group or None

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._scheme: Scheme | None = None
        self._swatches: dict[str, QIcon] = {}
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText("Find a label")
        self.filter.setAccessibleName("Find a label")
        self.filter.setClearButtonEnabled(True)
        self.rows = _Rows(self)
        self.rows.setAccessibleName("Parts of the scheme")
        self.rows.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.rows.setUniformItemSizes(True)
        self.rows.setIconSize(QSize(12, 12))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 6, 12)
        column.addWidget(self.filter)
        column.addWidget(self.rows, 1)
        self.filter.textChanged.connect(lambda _: self._fill())
        self.filter.installEventFilter(self)
        self.rows.currentItemChanged.connect(self._on_current)
        self.rows.dropped.connect(self._on_dropped)

    def show_scheme(self, scheme: Scheme, part: Part | None) -> None:
        """Show a scheme with one part current."""
        self._scheme = scheme
        self._fill(part)

    def current(self) -> Part | None:
        """Give the part that is current, or None."""
        item = self.rows.currentItem()
        return item.data(_PART) if item else None

    def _fill(self, part: Part | None = None) -> None:
        if self._scheme is None:
            return
        wanted = part or self.current()
        words = self.filter.text().casefold().split()
        self.rows.blockSignals(True)
        self.rows.clear()
        for row in _parts(self._scheme):
            if not words or (row.part and all(word in row.title.casefold() for word in words)):
                self._add(row)
        place = self._place(wanted)
        self.rows.setCurrentRow(place)
        self.rows.blockSignals(False)
        self._on_current(self.rows.currentItem(), None)

    def _place(self, wanted: Part | None) -> int:
        parts = [self.rows.item(at).data(_PART) for at in range(self.rows.count())]
        if wanted in parts:
            return parts.index(wanted)
        return next((at for at, part in enumerate(parts) if part is not None), -1)

    def _add(self, row: "_Row") -> None:
        item, part = QListWidgetItem(row.title, self.rows), row.part
        item.setData(_PART, part)
        item.setData(_GROUP, row.group)
        if part is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        elif part.kind == LABEL:
            bar = label_shades(row.color, self._theme).bar
            if bar not in self._swatches:
                self._swatches[bar] = _swatch(bar)
            item.setIcon(self._swatches[bar])
        else:
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDragEnabled)

    def _on_current(self, item: QListWidgetItem | None, _: object) -> None:
        part = item.data(_PART) if item else None
        if part is not None:
            self.picked.emit(part)

    def _on_dropped(self) -> None:
        part = self.current()
        labels = [
            found.id
            for at in range(self.rows.count())
            if (found := self.rows.item(at).data(_PART)) and found.kind == LABEL
        ]
        if part is not None and part.kind == LABEL and not self.filter.text():
            self.moved.emit(part.id, labels.index(part.id), self._group_above())
        else:
            self._fill()

    def _group_above(self) -> str | None:
        """Give the group under whose heading, or below whose label, the current row lies."""
        row = self.rows.currentRow() - 1
        above = self.rows.item(row).data(_GROUP) if row >= 0 else None
        return None if above is None else str(above)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the filter keeps the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.rows.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.rows.setFocus()
                return True
        return super().eventFilter(watched, event)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._fill()


class _Row(NamedTuple):
    """A row of the list: a part, or with None a heading; the group for what is of the labels."""

    title: str
    part: Part | None = None
    color: str = ""
    group: str | None = None


def _parts(scheme: Scheme) -> Iterator[_Row]:
    yield _Row(f"{scheme.name} {scheme.version}", Part(ABOUT, ""))
    yield _Row("LABELS", group="")
    group = ""
    for label in by_group(scheme.labels):
        if label.group != group:
            group = label.group
            yield _Row(f"· {group}", group=group)
        key = f"{label.key}  " if label.key else ""
        off = "" if label.on else "  (off)"
        yield _Row(f"{key}{label.name}{off}", Part(LABEL, label.id), label.color, label.group)
    for heading, kind, parts in (
        ("RELATIONS", RELATION, scheme.relations),
        ("OF THE WHOLE ARTICLE", QUESTION, scheme.article_labels),
        ("METADATA FIELDS", FIELD, scheme.fields),
    ):
        yield _Row(heading)
        yield from (_Row(part.name, Part(kind, part.id)) for part in parts)


def _swatch(color: str) -> QIcon:
    picture = QPixmap(24, 24)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(color))
        painter.drawRoundedRect(2, 2, 20, 20, 6, 6)
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)  # else it would be drawn in another colour
    return icon
