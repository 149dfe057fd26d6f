"""The drafts as a table of Qt: rows as they are read, ticked or not, with what was decided."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from annotator.core.text_problems import TextProblem
from annotator.jobs.drafts import Drafts, Row
from annotator.jobs.import_report import counted
from annotator.jobs.reading_articles import SUSPECTS
from annotator.jobs.storing_articles import Decisions
from annotator.ui.calm_prose import tip
from annotator.ui.importing.in_steps import InSteps

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
COLUMNS = ("Title", "Outlet", "Date", "Words", "Language", "To look at", "File")
TITLE, OUTLET, DATE, WORDS, LANGUAGE, WARNINGS, FILE = range(len(COLUMNS))
_FIELDS = {TITLE: "title", OUTLET: "outlet", DATE: "published", LANGUAGE: "language"}
_AT_ONCE = 5_000
"""How many rows are taken in at a time, so that the window stays alive."""
_A_FEW = 100


class DraftModel(QAbstractTableModel):
    """Shows those drafts that a filter lets through, in the order of reading or of a column."""

    ticked_changed = Signal()

    def __init__(self, drafts: Drafts, decisions: Decisions) -> None:
        """Show drafts; `follow` takes in what was read since."""
        super().__init__()
        self._drafts, self.decisions = drafts, decisions
        self._shown: list[int] = []
        self._looked_at = 0
        self._heard = 0  # of what was altered among the drafts
        self._only_warned = False
        self._sorted: tuple[int, Qt.SortOrder] | None = None
        self._arranging, self._counting = InSteps(self), InSteps(self)
        self._named: tuple[object, dict[int, dict[str, str]]] = (None, {})

    def begin(self, drafts: Drafts, decisions: Decisions) -> None:
        """Show other drafts, as when the files are read anew."""
        self.beginResetModel()
        self._drafts, self.decisions = drafts, decisions
        self._shown, self._looked_at, self._heard = [], 0, 0
        self._named = (None, {})
        self.endResetModel()
        self._arranging.stop()
        self._counting.stop()
        self.follow()

    # --- what is shown

    @property
    def followed(self) -> bool:
        """Whether all that was read is taken in."""
        drafts = self._drafts
        heard = self._heard == len(drafts.altered) and not self._arranging.running
        return heard and self._looked_at >= len(drafts.rows)

    def follow(self) -> None:
        """Take in the rows that were read since the last time."""
        if self._arranging.running or not self._heard_all():
            return
        end = min(len(self._drafts.rows), self._looked_at + _AT_ONCE)
        fresh = [at for at in range(self._looked_at, end) if self._lets(self._drafts.rows[at])]
        if fresh:
            first = len(self._shown)
            self.beginInsertRows(QModelIndex(), first, first + len(fresh) - 1)
            self._shown += fresh
            self.endInsertRows()
        self._looked_at = end

    def _heard_all(self) -> bool:
        """Take in what is gone or altered; False where all is arranged anew for that."""
        altered = self._drafts.altered[self._heard :]
        if not altered:
            return True
        self._heard += len(altered)
        warned = self._only_warned and not all(one.gone for one in altered)
        if warned or self._sorted is not None:
            self._show_anew()
            return False
        gone = min([len(self._drafts.rows), *(one.place for one in altered if one.gone)])
        first = bisect_left(self._shown, gone)
        if first < len(self._shown):
            self.beginRemoveRows(QModelIndex(), first, len(self._shown) - 1)
            del self._shown[first:]
            self.endRemoveRows()
        self._looked_at = min(self._looked_at, gone)
        self.changed()
        return True

    def show_only_warned(self, only: bool) -> None:
        """Show all rows, or only those with something to look at."""
        self._only_warned = only
        self._show_anew()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 gives back the order of reading."""
        self._sorted = None if column < 0 else (column, order)
        self._show_anew()

    def _show_anew(self) -> None:
        self._arranging.run(self._arrange())

    def _arrange(self) -> Iterator[None]:
        """Look at all rows, a few at a time; the table shows the new order when all is known."""
        self._heard, rows = len(self._drafts.altered), self._drafts.rows[:]
        column, order = self._sorted or (-1, Qt.SortOrder.AscendingOrder)
        found: list[tuple[Any, int]] = []
        for at, row in enumerate(rows):
            if self._lets(row):
                found.append((self._sort_key(row, column) if column >= 0 else at, at))
            if at % _A_FEW == 0:
                yield
        backwards = order == Qt.SortOrder.DescendingOrder
        found.sort(key=itemgetter(0), reverse=backwards)
        self.beginResetModel()
        self._shown = [at for _, at in found]
        self._looked_at = len(rows)
        self.endResetModel()

    def _lets(self, row: Row) -> bool:
        return not self._only_warned or bool(self.warnings(row))

    def _sort_key(self, row: Row, column: int) -> Any:
        if column == WORDS:
            return row.words
        if column == WARNINGS:
            return len(self.warnings(row)), self.said(row, column)
        return self.said(row, column).casefold()

    # --- rows

    def row(self, place: int) -> Row | None:
        """Give the row at a place; None where it has just been taken back."""
        if not 0 <= place < len(self._shown):
            return None
        at = self._shown[place]
        rows = self._drafts.rows
        return rows[at] if at < len(rows) else None

    def warnings(self, row: Row) -> tuple[TextProblem, ...]:
        """Give what there still is to look at in a row."""
        if not row.warnings:
            return ()
        decided = self.decisions
        mended, grey = decided.repaired.get(row.number, ()), row.number in decided.greyed
        return tuple(
            problem for problem in row.warnings
            if not (grey if problem.kind == SUSPECTS else problem.kind in mended)
        )  # fmt: skip

    def kinds(self) -> Counter[tuple[str, bool]]:
        """Give how many rows have which kind of warning, and whether it can be put right."""
        return Counter(
            (problem.kind, problem.repaired)
            for row in self._drafts.rows[:] if row.warnings
            for problem in self.warnings(row)
        )  # fmt: skip

    def ticked(self) -> int:
        """Give how many articles would be imported."""
        return len(self._drafts.rows) - len(self.decisions.unticked)

    def tick(self, rows: Iterable[Row], *, ticked: bool) -> None:
        """Tick rows, or take the ticks away."""
        numbers = {row.number for row in rows}
        if ticked:
            self.decisions.unticked -= numbers
        else:
            self.decisions.unticked |= numbers
        self.changed()
        self.ticked_changed.emit()

    def every(self) -> list[Row]:
        """Give the rows that are shown."""
        return [row for place in range(len(self._shown)) if (row := self.row(place)) is not None]

    def changed(self) -> None:
        """Tell the view that any row may look otherwise now."""
        if self._shown:
            self.dataChanged.emit(
                self.index(0, 0), self.index(len(self._shown) - 1, len(COLUMNS) - 1)
            )

    # --- what a cell says

    def said(self, row: Row, column: int) -> str:
        """Give what stands in a cell."""
        if column == WORDS:
            return f"{row.words:,}"
        if column == WARNINGS:
            return ", ".join(problem.kind for problem in self.warnings(row))
        if column == FILE:
            return self.file(row).rpartition("/")[2]
        return " ".join(self._fact(row, _FIELDS[column]).split())

    def _fact(self, row: Row, name: str) -> str:
        edits = self.decisions.edits.get(row.number)
        if edits is not None and name in edits:
            return edits[name] or (row.title if name == "title" and not row.titled else "")
        said = str(getattr(row, name))
        if self.decisions.names is not None and (not said or (name == "title" and not row.titled)):
            return self._from_name(row.file).get(name, said)
        return said

    def count_named(self, tell: Callable[[str], object]) -> None:
        """Count the files whose names the pattern fits; tells it in words once it is known."""

        def counting() -> Iterator[None]:
            files, fits = self._drafts.files, 0
            for at in range(len(files)):
                fits += bool(self._from_name(at))
                yield
            tell(f"Fits {fits:,} of {counted(len(files), 'file name')}.")

        self._counting.run(counting())

    def _from_name(self, file: int) -> dict[str, str]:
        """Give what the pattern finds in a file's name, which is looked for once."""
        names = self.decisions.names
        if self._named[0] is not names:
            self._named = (names, {})
        known = self._named[1]
        if file not in known:
            known[file] = names.facts(self._drafts.files[file].name) if names else {}
        return known[file]

    def file(self, row: Row) -> str:
        """Give the name of the file that a row came from."""
        files = self._drafts.files
        return files[row.file].name.replace("\\", "/") if row.file < len(files) else ""

    # --- as Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of rows that are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Give a column's name."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == WORDS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give what a cell shows, and what a screen reader says of it."""
        row = self.row(index.row()) if index.isValid() else None
        give = _ROLES.get(role)
        return None if row is None or give is None else give(self, row, index.column())

    def _tick(self, row: Row, column: int) -> Any:
        if column != TITLE:
            return None
        out = row.number in self.decisions.unticked
        return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked

    def _aloud(self, row: Row, column: int) -> Any:
        if column != TITLE:
            return f"{COLUMNS[column]}: {self.said(row, column) or 'none'}"
        out = row.number in self.decisions.unticked
        facts = [self.said(row, c) for c in (TITLE, OUTLET, DATE)]
        warned = self.said(row, WARNINGS)
        return ", ".join(
            [*filter(None, facts), f"{row.words:,} words", *([warned] if warned else []),
             "left out" if out else "ticked"]
        )  # fmt: skip

    def _tip(self, row: Row, column: int) -> Any:
        if column == FILE:
            return tip(self.file(row))
        if column == WARNINGS:
            return tip("\n".join(problem.sentence for problem in self.warnings(row))) or None
        return None

    def _side(self, row: Row, column: int) -> Any:
        sides = Qt.AlignmentFlag
        return int((sides.AlignRight if column == WORDS else sides.AlignLeft) | sides.AlignVCenter)


_ROLES: dict[int, Callable[[DraftModel, Row, int], Any]] = {
    Qt.ItemDataRole.DisplayRole: DraftModel.said,
    Qt.ItemDataRole.CheckStateRole: DraftModel._tick,
    Qt.ItemDataRole.AccessibleTextRole: DraftModel._aloud,
    Qt.ItemDataRole.ToolTipRole: DraftModel._tip,
    Qt.ItemDataRole.TextAlignmentRole: DraftModel._side,
    ROW: lambda model, row, column: row,
}
