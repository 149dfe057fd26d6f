"""Which column of a table holds what, with its first rows; the files are read anew at a change."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.formats.tables.columns import FIELDS
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.jobs.table_columns import Columns, TableStart

_NAMES = {
    "text": "Text", "title": "Title", "outlet": "Outlet", "author": "Author",
    "published": "Date", "url": "Link", "language": "Language", "id": "Identifier",
}  # fmt: skip
_LONGEST = 120


class ColumnsPanel(QWidget):
    """A choice a field, for one table at a time."""

    changed = Signal()

    def __init__(self, columns: "Columns", parent: QWidget) -> None:
        """Start with no table."""
        super().__init__(parent)
        self._columns = columns
        self._tables: list[TableStart] = []
        self.which = QComboBox(self)
        self.which.setAccessibleName("Table")
        self.which.currentIndexChanged.connect(lambda _: self._show())
        self.fields = {field: QComboBox(self) for field in FIELDS}
        form = QFormLayout()
        form.setVerticalSpacing(4)
        form.addRow("Table", self.which)
        for field, choice in self.fields.items():
            choice.setAccessibleName(f"Column of {_NAMES[field]}")
            choice.activated.connect(lambda _: self._chosen())
            form.addRow(_NAMES[field], choice)
        self.rows = QTableWidget(0, 0, self)
        self.rows.setAccessibleName("The table’s first rows")
        self.rows.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.rows.setTabKeyNavigation(False)
        note = "Other columns are kept as details. What is chosen is remembered for such tables."
        right = QVBoxLayout()
        right.addWidget(self.rows, 1)
        right.addWidget(named(QLabel(note, self, wordWrap=True), "quiet"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.addLayout(form, 1)
        row.addLayout(right, 2)

    def show_tables(self, tables: Sequence["TableStart"]) -> None:
        """Offer tables, one for each set of columns."""
        kept = {table.key: table for table in reversed(tables)}
        if list(kept) == [table.key for table in self._tables]:
            return
        self._tables = list(kept.values())
        self.which.blockSignals(True)
        self.which.clear()
        self.which.addItems([table.path.name for table in self._tables])
        self.which.blockSignals(False)
        self._show()

    def _show(self) -> None:
        if not self._tables:
            return
        table = self._tables[max(0, self.which.currentIndex())]
        guessed = self._columns.guessed(table)
        for field, choice in self.fields.items():
            choice.clear()
            choice.addItem("—", "")
            for name in table.header:
                choice.addItem(name, name)
            choice.setCurrentIndex(max(0, choice.findData(guessed.get(field, ""))))
        self.rows.setColumnCount(len(table.header))
        self.rows.setHorizontalHeaderLabels(list(table.header))
        self.rows.setRowCount(len(table.rows))
        for at, cells in enumerate(table.rows):
            for column, name in enumerate(table.header):
                said = " ".join(cells[name][:_LONGEST].split())
                self.rows.setItem(at, column, QTableWidgetItem(said))

    def _chosen(self) -> None:
        table = self._tables[max(0, self.which.currentIndex())]
        said = {field: choice.currentData() for field, choice in self.fields.items()}
        self._columns.told[table.key] = {field: name for field, name in said.items() if name}
        self.changed.emit()
