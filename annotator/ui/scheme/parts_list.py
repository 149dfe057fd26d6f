"""The parts of a scheme as one list: labels by group, relations, article labels."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QDropEvent, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.core.scheme import Scheme
from annotator.ui.theme import Theme, label_shades

LABEL, RELATION, QUESTION, ABOUT = "label", "relation", "question", "about"
_PART = Qt.ItemDataRole.UserRole


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
    moved = Signal(str, int)  # a label's identifier and its new place among the labels

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
        for title, found, color in _parts(self._scheme):
            heading = found is None
            if not words or (not heading and all(word in title.casefold() for word in words)):
                self._add(title, found, color)
        place = self._place(wanted)
        self.rows.setCurrentRow(place)
        self.rows.blockSignals(False)
        self._on_current(self.rows.currentItem(), None)

    def _place(self, wanted: Part | None) -> int:
        parts = [self.rows.item(at).data(_PART) for at in range(self.rows.count())]
        if wanted in parts:
            return parts.index(wanted)
        return next((at for at, part in enumerate(parts) if part is not None), -1)

    def _add(self, title: str, part: Part | None, color: str) -> None:
        item = QListWidgetItem(title, self.rows)
        item.setData(_PART, part)
        if part is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        elif part.kind == LABEL:
            bar = label_shades(color, self._theme).bar
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
            self.moved.emit(part.id, labels.index(part.id))
        else:
            self._fill()

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


def _parts(scheme: Scheme) -> Iterator[tuple[str, Part | None, str]]:
    yield f"{scheme.name} {scheme.version}", Part(ABOUT, ""), ""
    yield "LABELS", None, ""
    group = ""
    for label in scheme.labels:
        if label.group != group:
            group = label.group
            if group:
                yield f"· {group}", None, ""
        key = f"{label.key}  " if label.key else ""
        off = "" if label.on else "  (off)"
        yield f"{key}{label.name}{off}", Part(LABEL, label.id), label.color
    yield "RELATIONS", None, ""
    for relation in scheme.relations:
        yield relation.name, Part(RELATION, relation.id), ""
    yield "OF THE WHOLE ARTICLE", None, ""
    for question in scheme.article_labels:
        yield question.name, Part(QUESTION, question.id), ""


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
