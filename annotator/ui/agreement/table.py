"""The measured numbers as a table: value, interval, articles, counts, caution."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont

from annotator.jobs.agreement import Measured
from annotator.review.measure import Measure, Result
from annotator.review.report import interval_of, mean_in_words, number, part_name
from annotator.ui.calm_prose import tip
from annotator.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("Measure", "Value", "95 % interval", "Articles", "Counts", "Caution")
RESULT = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Row:
    """One number with its name."""

    measure: Measure
    result: Result
    name: str
    overall: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the columns."""
        result = self.result
        counts = ", ".join(f"{name} {count:,.10g}" for name, count in result.counts.items())
        below = "▼ " if result.below is not None else ""
        return (
            self.name, f"{below}{number(result.value)}", interval_of(result),
            f"{result.articles:,}", counts, result.caution,
        )  # fmt: skip


def rows_of(measured: Measured) -> list[Row]:
    """Give all numbers: of each measure that of everything, then its parts."""
    rows = []
    for measure, agreement in measured.found:
        mean = mean_in_words(agreement.overall)
        name = f"{measure.title} ({mean})" if mean else measure.title
        rows.append(Row(measure, agreement.overall, name, True))
        titles: Mapping[str, str] = measured.titles
        rows += [
            Row(measure, part, f"    {part_name(part, measured.by, titles)}", False)
            for part in agreement.parts
        ]
    return rows


class AgreementModel(QAbstractTableModel):
    """Rows of numbers; `index.data(RESULT)` gives a row."""

    def __init__(self, theme: Theme) -> None:
        """Start empty."""
        super().__init__()
        self.theme = theme
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return COLUMNS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a cell's text, look, hint, or the whole row."""
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.texts[index.column()]
            case Qt.ItemDataRole.ToolTipRole:
                if index.column() == 0:
                    return f"{row.measure.definition}\n({row.measure.source})"
                return tip(row.texts[index.column()])
            case Qt.ItemDataRole.UserRole:
                return row
            case Qt.ItemDataRole.FontRole if row.overall and index.column() < 2:
                bold = QFont()
                bold.setWeight(QFont.Weight.DemiBold)
                return bold
            case Qt.ItemDataRole.BackgroundRole if row.result.below is not None:
                return QColor(self.theme.warning) if index.column() == 1 else None
            case Qt.ItemDataRole.ForegroundRole if self._whispers(row, index.column()):
                return QColor(self.theme.muted)
            case Qt.ItemDataRole.TextAlignmentRole if index.column() in (1, 3):
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @staticmethod
    def _whispers(row: Row, column: int) -> bool:
        return column in (2, 4, 5) or (column == 1 and row.result.value is None)
