"""The groups of near-duplicates as a list of Qt, each with what is to become of it."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from annotator.core.copies import Treatment

_Index = QModelIndex | QPersistentModelIndex
_HEADLINES = 4_000
DECIDED: dict[Treatment, str] = {
    "link": "linked", "keep": "kept apart", "longest": "linked, longest kept",
    "first": "linked, first kept",
}  # fmt: skip
"""What becomes of a group, in a word or two."""


class Group(Protocol):
    """Articles by name, and how like each is to the first."""

    @property
    def articles(self) -> tuple[str, ...]:
        """The names, in order."""

    @property
    def likeness(self) -> tuple[float, ...]:
        """Of each, 0 to 1."""


class GroupsModel(QAbstractListModel):
    """Shows groups, each with its treatment."""

    def __init__(self, headline: Callable[[str], str]) -> None:
        """Start with none; ``headline`` gives what to call an article."""
        super().__init__()
        self.groups: Sequence[Group] = []
        self.treatments: list[Treatment] = []
        self.row_height = 0
        self.headline = lru_cache(_HEADLINES)(headline)

    def show_groups(self, groups: Sequence[Group], treatments: list[Treatment]) -> None:
        """Show groups."""
        self.beginResetModel()
        self.groups, self.treatments = groups, treatments
        self.headline.cache_clear()
        self.endResetModel()

    def treat(self, rows: list[int], treatment: Treatment) -> None:
        """Let groups be treated otherwise."""
        for row in rows:
            self.treatments[row] = treatment
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of groups."""
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a group's row shows, and what a screen reader says of it."""
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(0, self.row_height) if self.row_height else None
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole
        ):  # fmt: skip
            return None
        group, treatment = self.groups[index.row()], self.treatments[index.row()]
        least = min(group.likeness[1:], default=1.0)
        about = f"{len(group.articles):,} articles, {least:.0%} alike · {DECIDED[treatment]}"
        glue = ", " if role == Qt.ItemDataRole.AccessibleTextRole else "\n"
        return glue.join((self.headline(group.articles[0]), about))
