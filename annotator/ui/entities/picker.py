"""Finding the entity that a mark means: type, arrows, Enter; or make a new one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.entity import Entity
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.core.register import entity_attribute, entity_of, link
from annotator.suggestions.entities import Candidate, candidates
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_KEYS = "↑ ↓ choose · Enter links · Ctrl+Del unlinks · Esc closes"
_READING = "Reading the place list…"
_CANDIDATE = Qt.ItemDataRole.UserRole


class EntityPicker(QDialog):
    """A field and the entities most like what stands in it; nothing is stored before Enter."""

    def __init__(self, window: "MainWindow", mark: Annotation) -> None:
        """Offer entities for an annotation."""
        super().__init__(window)
        self.setObjectName("palette")
        self.setWindowTitle("Link to an entity")
        self._workspace, self._mark = window.workspace, mark
        self._known = window.known_entities
        self._places = self._known.load_places()
        self._linked = entity_of(mark, window.workspace.scheme)
        words = " ".join(mark.quote.split())
        title = named(QLabel(f"Which entity is “{words[:60]}”?", self), "heading")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.field = QLineEdit(words, self)
        self.field.setAccessibleName("Name of the entity")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Entities")
        self.hint = named(QLabel(_KEYS if self._places else _READING, self), "quiet")
        column = QVBoxLayout(self)
        for part in (title, self.field, self.list, self.hint):
            column.addWidget(part)
        self.resize(480, 380)
        self.field.selectAll()
        self._known.places_loaded.connect(self._on_places)
        self.field.textChanged.connect(self.offer)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self.accept())
        self.offer()

    def offer(self) -> None:
        """Show the entities most like what stands in the field, and the choice of a new one."""
        words = self.field.text().strip()
        self.list.clear()
        for candidate in candidates(
            words, self._known.names, kind=self._mark.label, places=self._places
        ):
            item = QListWidgetItem(_described(candidate, linked=self._linked), self.list)
            item.setData(_CANDIDATE, candidate)
        if words:
            new = Candidate(Entity(new_id(), words, now(), self._mark.label), 0.0, known=False)
            item = QListWidgetItem(f"New entity “{words}”", self.list)
            item.setData(_CANDIDATE, new)
        self.list.setCurrentRow(0)

    def _on_places(self) -> None:
        row = self.list.currentRow()
        self._places = True
        self.hint.setText(_KEYS)
        self.offer()
        if 0 < row < self.list.count():
            self.list.setCurrentRow(row)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows walk the list while the field keeps the cursor."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = self.list.currentRow() + step
                self.list.setCurrentRow(min(max(row, 0), self.list.count() - 1))
                return True
            if event.key() == Qt.Key.Key_Delete and control:
                self.unlink()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.accept()
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Link the mark to the chosen entity, adding it to the register where it is new."""
        if not self._places and self.list.currentRow() == 0:
            # Whoever is quicker than the first reading gets what she would have seen after it.
            self._known.wait_for_places()
            self._on_places()
        item = self.list.currentItem()
        if item is None:
            return
        chosen: Candidate = item.data(_CANDIDATE)
        try:
            edit = link(self._mark, chosen.entity, self._workspace.scheme, new=not chosen.known)
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return
        if not edit or self._workspace.apply(edit):
            super().accept()

    def unlink(self) -> None:
        """Let the mark mean no entity."""
        attribute = entity_attribute(self._workspace.scheme, self._mark.label)
        if attribute is not None:
            edit = operations.set_attribute(self._mark, attribute, None)
            if not edit or self._workspace.apply(edit):
                super().accept()


def _described(candidate: Candidate, *, linked: str | None) -> str:
    entity = candidate.entity
    parts = [entity.name]
    if entity.country:
        parts.append(entity.country)
    if entity.wikidata:
        parts.append(entity.wikidata)
    if entity.aliases:
        parts.append(f"also {', '.join(entity.aliases[:3])}")
    if not candidate.known:
        parts.append("place list")
    if entity.id == linked:
        parts.append("linked now")
    return " · ".join(parts)
