"""The list of the open article's annotations; picking goes both ways."""

from collections.abc import Callable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import Annotation
from annotator.core.answering import open_questions
from annotator.ui.annotations.model import ANNOTATION, AnnotationModel
from annotator.ui.entities.known import KnownEntities
from annotator.ui.style import named
from annotator.ui.theme import Theme, label_shades
from annotator.ui.workspace import Workspace


class AnnotationDelegate(QStyledItemDelegate):
    """A bar in the label's colour, the label's name, the words, a sign for a note."""

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        """Draw in a theme."""
        super().__init__()
        self._workspace = workspace
        self.theme = theme
        self.name_of_entity_on: Callable[[Annotation], str] = lambda annotation: ""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Give the same height to every row, so that 100,000 need no measuring."""
        return QSize(120, int(QFontMetrics(option.font).height() * 2.05) + 18)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw one row."""
        annotation: Annotation = index.data(ANNOTATION)
        label = self._workspace.scheme.label(annotation.label)
        shades = label_shades(label.color if label else self.theme.muted, self.theme)
        card = QRectF(option.rect).adjusted(10, 3, -10, -3)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(QColor(self.theme.selection if selected else self.theme.card))
        painter.drawRoundedRect(card, 6, 6)
        painter.setBrush(QColor(shades.bar))
        painter.drawRoundedRect(
            QRectF(card.left() + 2, card.top() + 7, 3, card.height() - 14), 1.5, 1.5
        )
        line = QFontMetrics(option.font).height()
        box = QRect(int(card.left()) + 14, int(card.top()) + 6, int(card.width()) - 26, line)
        small = QFont(option.font)
        small.setPointSizeF(option.font.pointSizeF() * 0.86)
        painter.setFont(small)
        painter.setPen(QColor(self.theme.muted))
        side = self._remarks(annotation)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, side)
        small.setWeight(QFont.Weight.DemiBold)
        painter.setFont(small)
        painter.setPen(QColor(shades.name))
        painter.drawText(
            box,
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            label.name if label else annotation.label,
        )
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.ink))
        self._draw_words(painter, option, annotation, box.translated(0, int(line * 1.05)))
        painter.restore()

    def _draw_words(
        self, painter: QPainter, option: QStyleOptionViewItem, annotation: Annotation, box: QRect
    ) -> None:
        """Draw the marked words, and quietly what entity they mean where they do not say it."""
        metrics, elided = option.fontMetrics, Qt.TextElideMode.ElideRight
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        words = " ".join(annotation.quote[:300].split())
        entity = self.name_of_entity_on(annotation)
        meant = f"  = {entity}" if entity and entity != words else ""
        meant = metrics.elidedText(meant, elided, box.width() * 3 // 5)
        shown = metrics.elidedText(words, elided, box.width() - metrics.horizontalAdvance(meant))
        painter.drawText(box, side, shown)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(box.adjusted(metrics.horizontalAdvance(shown), 0, 0, 0), side, meant)

    def _remarks(self, annotation: Annotation) -> str:
        parts = []
        if len(annotation.fragments) > 1:
            parts.append(f"{len(annotation.fragments)} parts")
        if annotation.note:
            parts.append("note")
        if still_open := len(open_questions(annotation, self._workspace.scheme)):
            parts.append(f"{still_open} open")
        if self._workspace.everyone:
            parts.append(annotation.annotator)
        return " · ".join(parts)


class AnnotationListPanel(QWidget):
    """Heading with the number of annotations, then the list."""

    picked = Signal(object)  # an annotation's identifier
    activated = Signal()  # Enter or double click on a row

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        """Build the panel for a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self.model = AnnotationModel(workspace)
        self.delegate = AnnotationDelegate(workspace, theme)
        heading = named(QLabel("Annotations", self), "heading")
        self.count = named(QLabel(self), "quiet")
        self.list = named(QListView(self, uniformItemSizes=True), "annotationList")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Annotations of this article")
        self.empty = named(QLabel(self, wordWrap=True), "hint")
        self.empty.setTextFormat(Qt.TextFormat.PlainText)  # it names labels
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 8)
        head.addWidget(heading)
        head.addStretch(1)
        head.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(lambda _: self.activated.emit())
        for signal in (self.model.modelReset, self.model.rowsInserted, self.model.rowsRemoved,
                       self.model.dataChanged):  # fmt: skip
            signal.connect(lambda *_: self._tell())
        self._tell()

    def show_entities(self, known: KnownEntities) -> None:
        """Show also which entities of a register the annotations are linked to."""
        self.model.name_of_entity = known.name
        self.delegate.name_of_entity_on = self.model.entity_of
        known.changed.connect(self.list.viewport().update)

    def _tell(self) -> None:
        count = self.model.rowCount()
        waiting = self.model.open_count
        still = f"{waiting:,} open · " if waiting else ""
        self.count.setText(f"{still}{count:,}" if count else "")
        self.list.setVisible(count > 0)
        self.empty.setVisible(count == 0)
        self.empty.setText(self._advice())

    def _advice(self) -> str:
        if self._workspace.article is None:
            return ""
        names = [f"{label.key} {label.name}" for label in self._workspace.scheme.active_labels[:3]]
        return "Nothing marked yet.\n\nSelect words, then press a label’s key:\n" + "\n".join(names)

    def put_first(self, part: QWidget) -> None:
        """Put a part above the heading."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, part)

    def show_picked(self, annotation: Annotation | None) -> None:
        """Show which annotation is picked, without telling it back."""
        place = self.model.place_of(annotation) if annotation is not None else None
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        if place is None:
            selection.clear()
        else:
            index = self.model.index(place)
            selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)
        selection.blockSignals(False)
        self.list.viewport().update()

    def focus(self) -> None:
        """Put the focus on the list, on its first row where none is picked."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self.list.currentIndex().isValid() and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and not self.model.following:
            self.picked.emit(current.data(ANNOTATION).id)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.delegate.theme = theme
        self.list.viewport().update()
