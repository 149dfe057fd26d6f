"""The open article's annotations as rows, kept in order by the same change sets as the text."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.annotation import Annotation
from annotator.core.answering import open_questions
from annotator.core.changes import ChangeSet
from annotator.core.register import entity_attribute
from annotator.ui.calm_prose import tip
from annotator.ui.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
ANNOTATION = Qt.ItemDataRole.UserRole
_MANY = 200  # an edit of more than this is quicker shown afresh than row by row
SortKey = tuple[int, int, str, str]


class AnnotationModel(QAbstractListModel):
    """Rows by start, longest first. `index.data(ANNOTATION)` gives the annotation."""

    def __init__(self, workspace: Workspace) -> None:
        """Follow a workspace."""
        super().__init__()
        self._workspace = workspace
        self.name_of_entity: Callable[[str], str] = str
        self._keys: list[SortKey] = []
        self._rows: list[Annotation] = []
        self.open_count = 0  # questions that the annotations shown leave open
        self.following = False  # rows move by an edit, not because someone chose another one
        workspace.article_changed.connect(self.reload)
        workspace.annotator_changed.connect(self.reload)
        workspace.changed.connect(self._on_changed)

    def reload(self) -> None:
        """Show the annotations of the open article that are visible."""
        self.beginResetModel()
        self._rows = self._workspace.visible_annotations()
        self._keys = [a.sort_key for a in self._rows]
        self.open_count = sum(map(self._open_of, self._rows))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of annotations shown."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the annotation, or its label and words as one readable line."""
        if not index.isValid():
            return None
        annotation = self._rows[index.row()]
        if role == ANNOTATION:
            return annotation
        if role == Qt.ItemDataRole.DisplayRole:
            return annotation.quote
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            label = self._workspace.scheme.label(annotation.label)
            note = f" — note: {annotation.note}" if annotation.note else ""
            name = label.name if label else annotation.label
            entity = self.entity_of(annotation)
            meant = f" = {entity}" if entity else ""
            said = f"{name}: {annotation.quote[:300]}{meant}{note} ({annotation.annotator})"
            return tip(said) if role == Qt.ItemDataRole.ToolTipRole else said
        return None

    def entity_of(self, annotation: Annotation) -> str:
        """Give the name of the entity that an annotation is linked to; "" where there is none."""
        attribute = entity_attribute(self._workspace.scheme, annotation.label)
        linked = annotation.attributes.get(attribute) if attribute else None
        return self.name_of_entity(str(linked)) if linked else ""

    def _open_of(self, annotation: Annotation) -> int:
        return len(open_questions(annotation, self._workspace.scheme))

    def place_of(self, annotation: Annotation) -> int | None:
        """Give the row of an annotation, or None where it is not shown."""
        at = bisect_left(self._keys, annotation.sort_key)
        found = at < len(self._keys) and self._keys[at] == annotation.sort_key
        return at if found else None

    def _on_changed(self, change_set: ChangeSet) -> None:
        article = self._workspace.article
        if article is None:
            return
        changes = [c for c in change_set.annotations if c.value.article_id == article.id]  # type: ignore[union-attr]
        if len(changes) > _MANY:
            self.reload()
            return
        self.following = True
        for change in changes:
            before, after = change.before, change.after
            if isinstance(before, Annotation) and isinstance(after, Annotation):
                self._replace(before, after)
            elif isinstance(before, Annotation):
                self._take_out(before)
            elif isinstance(after, Annotation):
                self._put_in(after)
        self.following = False

    def _replace(self, before: Annotation, after: Annotation) -> None:
        at = self.place_of(before)
        if at is not None and before.sort_key == after.sort_key:
            self._rows[at] = after
            self.open_count += self._open_of(after) - self._open_of(before)
            self.dataChanged.emit(self.index(at), self.index(at))
        else:
            self._take_out(before)
            self._put_in(after)

    def _take_out(self, annotation: Annotation) -> None:
        at = self.place_of(annotation)
        if at is not None:
            self.beginRemoveRows(QModelIndex(), at, at)
            self.open_count -= self._open_of(self._rows[at])
            del self._rows[at], self._keys[at]
            self.endRemoveRows()

    def _put_in(self, annotation: Annotation) -> None:
        shown = self._workspace.visible_annotators
        if shown is not None and annotation.annotator not in shown:
            return
        at = bisect_left(self._keys, annotation.sort_key)
        self.beginInsertRows(QModelIndex(), at, at)
        self._rows.insert(at, annotation)
        self._keys.insert(at, annotation.sort_key)
        self.open_count += self._open_of(annotation)
        self.endInsertRows()
