"""The groups of near-duplicates as a list of Qt, each with what is to become of it."""

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from annotator.core.copies import Copies, Treatment

if TYPE_CHECKING:
    from annotator.storage.project import Project

_Index = QModelIndex | QPersistentModelIndex
_HEADLINES = 4_000
DECIDED: dict[Treatment, str] = {
    "link": "linked", "keep": "kept apart", "longest": "linked, longest kept",
    "first": "linked, first kept",
}  # fmt: skip
"""What becomes of a group, in a word or two."""


class GroupsModel(QAbstractListModel):
    """Shows groups; `decided` gives each with its treatment."""

    def __init__(self, project: "Project") -> None:
        """Start with none."""
        super().__init__()
        self.groups: list[Copies] = []
        self.treatments: list[Treatment] = []
        self.row_height = 0
        self._project = project
        self.headline = lru_cache(_HEADLINES)(self._headline)

    def show_groups(self, groups: list[Copies], rule: Treatment, stored: set[str]) -> None:
        """Show groups; those that are not stored yet get the rule's treatment."""
        self.beginResetModel()
        self.groups = groups
        self.treatments = [
            ("keep" if group.apart else "link") if group.id in stored else rule for group in groups
        ]
        self.endResetModel()

    def treat(self, rows: list[int], treatment: Treatment) -> None:
        """Let groups be treated otherwise."""
        for row in rows:
            self.treatments[row] = treatment
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    @property
    def decided(self) -> list[tuple[Copies, Treatment]]:
        """Every group with its treatment."""
        return list(zip(self.groups, self.treatments, strict=True))

    def _headline(self, article_id: str) -> str:
        (row,) = self._project.article_rows([self._project.row_of(article_id)])
        facts = (row.outlet, row.published[:10], row.headline)
        return " · ".join(part for part in facts if part)

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
        count = len(group.articles)
        about = f"{count:,} articles, {least:.0%} alike · {DECIDED[treatment]}"
        glue = ", " if role == Qt.ItemDataRole.AccessibleTextRole else "\n"
        return glue.join((self.headline(group.articles[0]), about))
