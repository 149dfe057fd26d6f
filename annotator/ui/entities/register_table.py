"""The register as a table: only the rows that are seen are ever asked for."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.core.entity import Entity
from annotator.ui.calm_prose import tip
from annotator.ui.entities.known import KnownEntities

Index = QModelIndex | QPersistentModelIndex
ENTITY = Qt.ItemDataRole.UserRole
HEADS = ("Name", "Type", "Country", "Marks")


class RegisterModel(QAbstractTableModel):
    """The entities that a search finds, by name; where none has the words, the most alike."""

    def __init__(self, known: KnownEntities, type_name: Callable[[str], str]) -> None:
        """Show a register; ``type_name`` gives the name of a label by its identifier."""
        super().__init__()
        self._known, self._type_name = known, type_name
        self.rows: list[Entity] = []
        self.counts: dict[str, int] = {}

    def search(self, words: str) -> None:
        """Show the entities with a name that has the words in it, or that are most like them."""
        names = self._known.names
        self.beginResetModel()
        self.rows = names.holding(words)
        if not self.rows:
            self.rows = [entity for entity, _ in names.like(words)]
        self.endResetModel()

    def show_counts(self, counts: dict[str, int]) -> None:
        """Show how many marks mean each entity."""
        self.counts = counts
        if self.rows:
            last = self.index(len(self.rows) - 1, len(HEADS) - 1)
            self.dataChanged.emit(self.index(0, len(HEADS) - 1), last)

    def row_of(self, entity_id: str) -> int:
        """Give the row of an entity, or -1."""
        return next((at for at, entity in enumerate(self.rows) if entity.id == entity_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of entities found."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of columns."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give the columns' names."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell, or with ENTITY the row's entity."""
        if not index.isValid():
            return None
        entity = self.rows[index.row()]
        if role == ENTITY:
            return entity
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(entity, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and entity.aliases:
            return tip("also " + ", ".join(entity.aliases[:12]))
        return None

    def _cell(self, entity: Entity, column: int) -> str:
        count = self.counts.get(entity.id, 0)
        return (
            entity.name, self._type_name(entity.type), entity.country, f"{count:,}" if count else ""
        )[column]  # fmt: skip
