"""Linking a mark to one of another article: type some words, choose, Enter."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import RelationType
from annotator.ui.passages import in_context
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.passages import Passage
    from annotator.ui.main_window import MainWindow

_PASSAGE = Qt.ItemDataRole.UserRole


def types_elsewhere(window: "MainWindow", mark: Annotation) -> tuple[RelationType, ...]:
    """Give the relation types that may lead from a mark into another article."""
    relations = window.workspace.scheme.relations
    return tuple(r for r in relations if r.across_articles and mark.label in r.heads)


def link_elsewhere(window: "MainWindow") -> None:
    """Let the other end of a link from the picked mark be found in another article."""
    mark = window.marking.own_picked()
    if mark is None:
        return
    kinds = types_elsewhere(window, mark)
    if not kinds:
        window.workspace.said.emit("The scheme has no relation from here into another article")
        return
    ElsewherePicker(window, mark, kinds).exec()
    window.view.setFocus(Qt.FocusReason.OtherFocusReason)


class ElsewherePicker(QDialog):
    """A type, a field, and the marks of other articles; nothing is stored before Enter."""

    def __init__(
        self, window: "MainWindow", mark: Annotation, kinds: tuple[RelationType, ...]
    ) -> None:
        """Offer marks for the other end of a link."""
        super().__init__(window)
        self.setObjectName("palette")
        self.setWindowTitle("Link to a mark of another article")
        self._workspace, self._mark, self._kinds = window.workspace, mark, kinds
        words = " ".join(mark.quote.split())
        title = named(QLabel(f"What does “{words[:60]}” lead to?", self), "heading")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.kind = QComboBox(self)
        self.kind.setAccessibleName("Relation")
        self.kind.addItems([kind.name for kind in kinds])
        self.kind.setVisible(len(kinds) > 1)
        self.field = QLineEdit(self)
        self.field.setAccessibleName("Words of the mark or of its article's headline")
        self.field.setPlaceholderText("Words of the mark or of its article’s headline")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Marks of other articles")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.hint = named(QLabel("↑ ↓ choose · Enter links · Esc closes", self), "quiet")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        for part in (title, self.kind, self.field, self.list, self.hint):
            column.addWidget(part)
        self.resize(self.fontMetrics().averageCharWidth() * 90, 420)
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.offer)
        self.field.textChanged.connect(lambda _: self._typing.start())
        self.kind.currentIndexChanged.connect(self.offer)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.field.installEventFilter(self)
        self.offer()
        self.field.setFocus()

    @property
    def type(self) -> RelationType:
        """The relation that is chosen."""
        return self._kinds[self.kind.currentIndex()]

    def offer(self) -> None:
        """Show the marks whose words or headline hold what stands in the field."""
        self._typing.stop()
        self.list.clear()
        for passage in self._found():
            item = QListWidgetItem(f"{in_context(passage)}\n{passage.headline}", self.list)
            item.setData(_PASSAGE, passage)
        self.list.setCurrentRow(0)

    def _found(self) -> "list[Passage]":
        project = self._workspace.project
        if project is None:
            return []
        try:
            return project.marks_like(
                self.field.text(), self.type.tails, beside=self._mark.article_id
            )
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the field keeps the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Link the mark to the chosen one; a full or repeated link is said, not stored."""
        if self._typing.isActive():
            self.offer()
        item, annotations = self.list.currentItem(), self._workspace.annotations
        if item is None or annotations is None:
            return
        tail, kind = item.data(_PASSAGE).mark, self.type
        own = [r for r in annotations.relations_of(self._mark.id)
               if (r.head, r.type) == (self._mark.id, kind.id)
               and r.annotator == self._mark.annotator]  # fmt: skip
        if any(r.tail == tail.id for r in own):
            self.hint.setText(f"They are linked by “{kind.name}” already")
        elif kind.most is not None and len(own) >= kind.most:
            self.hint.setText(f"A mark has at most {kind.most} “{kind.name}”")
        else:
            edit = operations.relate(
                self._mark, tail, type=kind.id, annotator=self._mark.annotator, name=kind.name
            )
            if self._workspace.apply(edit):
                super().accept()
