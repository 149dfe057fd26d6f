"""The list of what the checks ask to look at; it stays open while the work goes on."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QLabel, QListView, QVBoxLayout

from annotator.core.annotation import Annotation
from annotator.core.checks import Finding, Misfit
from annotator.ui.passages import go_to_passage
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.jobs.scheme_checks import Found
    from annotator.ui.checks.checking import Checking
    from annotator.ui.main_window import MainWindow

Row = tuple[str, Annotation | Misfit]
Index = QModelIndex | QPersistentModelIndex
MARK = Qt.ItemDataRole.UserRole


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def show(self, rows: "list[Row]") -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        text, mark = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return mark if role == MARK else None


class FindingsList(QDialog):
    """One row a finding: the words and what is to be looked at. Enter goes to the passage."""

    def __init__(self, window: "MainWindow", checking: "Checking") -> None:
        """Build it empty."""
        super().__init__(window)
        self._window, self._checking = window, checking
        self._whole = False
        self.setWindowTitle("To look at")
        self.resize(self.fontMetrics().averageCharWidth() * 100, 340)
        self.heading = named(QLabel(self, wordWrap=True), "heading")
        self.model = _Model()
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setAccessibleName("To look at; Enter goes to the passage")
        hint = named(
            QLabel("Enter goes to the passage · Esc closes · nothing here must be", self), "quiet"
        )
        column = QVBoxLayout(self)
        for part in (self.heading, self.list, hint):
            column.addWidget(part)
        self.list.activated.connect(self._go)
        checking.changed.connect(self._follow)
        window.workspace.project_changed.connect(self.close)

    def show_article_findings(self) -> None:
        """Show the findings of the open article, and follow them from now on."""
        self._whole = False
        self._follow()
        self._come()

    def show_project_findings(self, found: "list[Found]") -> None:
        """Show what was found in all articles."""
        self._whole = True
        self.model.show([_row(f.finding, 40, f"   {f.headline[:60]}") for f in found])
        self.heading.setText(f"{len(found):,} to look at in the project")
        self._come()

    def _come(self) -> None:
        self.list.setCurrentIndex(self.model.index(0, 0))
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def _follow(self) -> None:
        if self._whole:
            return
        row = self.list.currentIndex().row()
        found: list[Finding | Misfit] = [*self._checking.found, *self._checking.misfits]
        self.model.show([_row(one, 60) for one in found])
        self.heading.setText(
            f"{len(found):,} to look at in this article" if found else "Nothing more to look at"
        )
        self.list.setCurrentIndex(self.model.index(min(max(row, 0), len(found) - 1), 0))

    def _go(self, index: QModelIndex) -> None:
        there = index.data(MARK)
        if isinstance(there, Misfit):
            self._window.rooms.go("annotate")
            if self._window.workspace.open_article(there.article_id):
                self._window.activateWindow()
                self._window.metadata.edit()
        elif there is not None:
            go_to_passage(self._window, there)
            self._window.activateWindow()


def _row(finding: Finding | Misfit, most: int, more: str = "") -> Row:
    if isinstance(finding, Misfit):
        return f"{finding.text}{more}", finding
    return f"{finding.text}   {_short(finding.annotation, most)}{more}", finding.annotation


def _short(mark: Annotation, most: int) -> str:
    words = " ".join(mark.quote[: most * 2].split())
    return f"“{words if len(words) <= most else words[:most] + '…'}”"
