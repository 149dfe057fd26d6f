"""Facts of articles from a table: what would change is looked at, then stored as one action."""

from collections.abc import Generator
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.core.errors import AnnotatorError, FormatError
from annotator.formats.format import Reading
from annotator.formats.tables.rows import rows_of
from annotator.jobs.facts_table import FACTS, FactColumns, FactsFound, facts_in, guessed_columns
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Progress
from annotator.jobs.table_columns import TableStart
from annotator.ui.calm_prose import plain_label, tip
from annotator.ui.importing.layout import Lines
from annotator.ui.job_runner import JobRunner
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_FIND, _SET, _OWN, _NOTHING = "find", "set", "own", ""
USES = (
    (f"{_FIND}:id", "Finds the article: identifier"), (f"{_FIND}:url", "Finds the article: link"),
    (f"{_FIND}:file", "Finds the article: file"), (f"{_FIND}:title", "Finds the article: title"),
    (f"{_SET}:title", "Title"), (f"{_SET}:outlet", "Outlet"), (f"{_SET}:author", "Author"),
    (f"{_SET}:published", "Date"), (f"{_SET}:url", "Link"), (f"{_SET}:language", "Language"),
    (_OWN, "Own detail"), (_NOTHING, "Left out"),
)  # fmt: skip
"""What a column can be for."""
_NAMES = {use.partition(":")[2]: title for use, title in USES if use.startswith(_SET)}
_MOST_COLUMNS, _MOST_SHOWN, _MOST_PROBLEMS, _LONGEST = 80, 500, 2_000, 200
_ROWS = 3
_HINT = "Empty cells change nothing. What stands in the table takes the place of what was there."


class FactsDialog(QDialog):
    """Reads the table at once and at each choice; nothing is stored before its button."""

    def __init__(self, window: "MainWindow", path: Path) -> None:
        """Begin to read a table."""
        super().__init__(window)
        self._window, self._path = window, path
        self._workspace = window.workspace
        self.setWindowTitle("Facts from a table")
        self.found: FactsFound | None = None
        self.uses: dict[str, QComboBox] = {}
        self._busy = self._again = self._leaving = False
        self._make_widgets()
        self._lay_out()
        self.runner = JobRunner(self)
        self.runner.progressed.connect(lambda progress: self.doing.setText(progress.what))
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.ended.connect(self._on_ended)
        self._workspace.closing.connect(self.reject)
        self._read()

    def _make_widgets(self) -> None:
        self.heading = named(QLabel(self, wordWrap=True), "heading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.doing = named(QLabel(self), "quiet")
        self.doing.setTextFormat(Qt.TextFormat.PlainText)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setRange(0, 0)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("The table is being read")
        self._columns = QWidget(self)
        self._grid = QGridLayout(self._columns)
        self._grid.setColumnStretch(1, 1)
        self.changes = QTableWidget(0, 4, self)
        self.changes.setAccessibleName("What would change")
        self.changes.setHorizontalHeaderLabels(["Article", "Fact", "Now", "After"])
        self.changes.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.changes.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.changes.setTabKeyNavigation(False)
        self.changes.setShowGrid(False)
        self.changes.setWordWrap(False)
        self.changes.verticalHeader().hide()
        header = self.changes.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.unmatched = Lines("Rows that are passed over, with reasons", self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.changes, "&Changes")
        self.tabs.addTab(self.unmatched, "&Passed over")
        self.hint = named(QLabel(_HINT, self, wordWrap=True), "quiet")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.cancel = QPushButton("Cancel", self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.go = primary(QPushButton("&Set the facts", self))
        self.go.setDefault(True)
        self.go.clicked.connect(self.store)

    def _lay_out(self) -> None:
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its choices take the focus
        area.setWidget(self._columns)
        self._halves = halves = QSplitter(Qt.Orientation.Vertical, self)
        halves.setChildrenCollapsible(False)
        halves.addWidget(area)
        halves.addWidget(self.tabs)
        halves.setStretchFactor(0, 2)
        halves.setStretchFactor(1, 3)
        last = QHBoxLayout()
        last.addWidget(self.hint, 1)
        last.addWidget(self.cancel)
        last.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        for part in (self.heading, self.doing, self.progress):
            column.addWidget(part)
        column.addWidget(halves, 1)
        column.addLayout(last)
        room = self._window.size()
        self.resize(max(760, room.width() - 160), max(520, room.height() - 120))

    # --- reading

    def _read(self) -> None:
        """Read the table, or once more when what is read now has ended."""
        self.found = None
        self.go.setEnabled(False)
        project = self._workspace.project
        if self._busy:
            self._again = True
            self.runner.cancel()
            return
        wrong = self._wrong() if self.uses else ""
        if project is None or wrong:
            self._show_problem(wrong)
            return
        self.heading.setText(f"Reading {self._path.name}…")
        self.progress.show()
        self.doing.show()
        self._busy, path = True, self._path
        job = facts_in(project, path, self.columns) if self.uses else _started(path)
        self.runner.run(_read(path, job))

    @property
    def columns(self) -> FactColumns:
        """What the columns are for, as chosen."""
        kept: dict[str, dict[str, str]] = {_FIND: {}, _SET: {}}
        own = []
        for column, choice in self.uses.items():
            kind, _, field = str(choice.currentData()).partition(":")
            if kind == _OWN:
                own.append(column)
            elif kind:
                kept[kind][field] = column
        return FactColumns(kept[_FIND], kept[_SET], tuple(own))

    def _wrong(self) -> str:
        """Say what is wrong with the choices, "" where nothing is."""
        taken = [str(choice.currentData()) for choice in self.uses.values()]
        for use, title in USES:
            if ":" in use and taken.count(use) > 1:
                return f"Two columns are chosen as “{title}”; only one can be."
        if not any(use.startswith(_FIND) for use in taken):
            return "Choose the column that finds the article."
        return ""

    def _on_finished(self, result: Any) -> None:
        if self._again or self._leaving:
            return
        if isinstance(result, TableStart):
            self._show_columns(result)
            self._again = True  # with the columns, when the runner is free
        else:
            self._show_found(result)

    def _on_failed(self, error: AnnotatorError) -> None:
        self._show_problem(str(error))

    def _on_ended(self) -> None:
        self._busy = False
        if self._leaving:
            super().reject()
        elif self._again:
            self._again = False
            self._read()
        else:
            self.progress.hide()
            self.doing.hide()

    # --- what is shown

    def _show_columns(self, start: TableStart) -> None:
        try:
            guessed = guessed_columns(start.header, {})
        except FormatError:
            guessed = FactColumns({}, {}, start.header)
        key, finder = next(iter(guessed.finds.items()), ("", ""))
        known = {column: f"{_SET}:{field}" for field, column in guessed.sets.items()}
        known |= dict.fromkeys(guessed.own, _OWN) | {finder: f"{_FIND}:{key}"}
        for at, column in enumerate(start.header[:_MOST_COLUMNS]):
            cells = (" ".join(row.get(column, "").split()) for row in start.rows)
            said = " · ".join(filter(None, cells))
            choice = QComboBox(self)
            choice.setAccessibleName(f"What the column {column} is for")
            for use, title in USES:
                choice.addItem(title, use)
            choice.setCurrentIndex(choice.findData(known.get(column, _NOTHING)))
            choice.activated.connect(lambda _: self._read())
            name = plain_label(column[:_LONGEST], self)
            name.setBuddy(choice)
            example = named(plain_label(_short(said, 60), self), "quiet")
            example.setWordWrap(True)
            for place, widget in enumerate((name, example, choice)):
                self._grid.addWidget(widget, at, place)
            self.uses[column] = choice
        self._grid.setRowStretch(len(self.uses), 1)
        order = [*self.uses.values(), self.tabs, self.changes, self.unmatched, self.cancel, self.go]
        for one, other in pairwise(order):
            self.setTabOrder(one, other)
        self._columns.show()
        for choice in self.uses.values():
            choice.show()  # else it cannot take the focus yet
        high = (choice.sizeHint().height() + self._grid.verticalSpacing()) * (len(self.uses) + 1)
        high = min(high, self.height() * 2 // 5)
        self._halves.setSizes([high, self.height() - high])
        order[0].setFocus()

    def _show_problem(self, said: str) -> None:
        self.heading.setText(said)
        self.changes.setRowCount(0)
        self.unmatched.show_lines([])
        self.go.setEnabled(False)
        self.progress.hide()
        self.doing.hide()

    def _show_found(self, found: FactsFound) -> None:
        self.found = found
        count, passed = len(found.edit.changes), len(found.problems)
        said = [f"{counted(count, 'article')} would change"]
        if found.same:
            said.append(f"{counted(found.same, 'row')} say nothing new" if found.same > 1
                        else "1 row says nothing new")  # fmt: skip
        if passed:
            said.append(f"{counted(passed, 'row')} passed over")
        self.heading.setText(" · ".join(said))
        self._show_changes(found)
        self.tabs.setTabText(1, f"&Passed over ({passed:,})")
        self.unmatched.show_lines([str(problem) for problem in found.problems[:_MOST_PROBLEMS]])
        self.go.setText(f"&Set the facts of {counted(count, 'article')}")
        project = self._workspace.project
        self.go.setEnabled(count > 0 and project is not None and not project.read_only)
        self.tabs.setCurrentIndex(1 if passed and not count else 0)

    def _show_changes(self, found: FactsFound) -> None:
        lines: list[tuple[str, str, str, str]] = []
        for change in found.edit.changes:
            if isinstance(change.before, Article) and isinstance(change.after, Article):
                lines += _changed(change.before, change.after)
            if len(lines) > _MOST_SHOWN:
                break
        self.changes.setRowCount(0)
        self.changes.setRowCount(min(len(lines), _MOST_SHOWN))
        for at, line in enumerate(lines[:_MOST_SHOWN]):
            for place, said in enumerate(line):
                item = QTableWidgetItem(_short(said, _LONGEST) or "—")
                item.setToolTip(tip(said))
                self.changes.setItem(at, place, item)
        more = len(lines) > _MOST_SHOWN
        self.hint.setText(
            f"The first {_MOST_SHOWN:,} changes are shown. {_HINT}" if more else _HINT
        )

    # --- storing and leaving

    def store(self) -> None:
        """Store what the table says, as one action."""
        if self.found is None or not self.found.edit:
            return
        if self._workspace.apply(self.found.edit):
            self._workspace.said.emit(f"{self.found.edit.name}: done; undo takes it back")
            self.accept()

    def reject(self) -> None:
        """Stop reading and close; nothing was stored."""
        self._again = False
        if self._busy:
            self._leaving = True
            self.runner.cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop reading first."""
        if self._busy:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)


def _started(path: Path) -> Generator[Progress, None, TableStart]:
    """Give the columns and the first rows of a table."""
    yield Progress(0, None, f"Reading {path.name}")
    rows = list(islice(rows_of(path, Reading(file=path.name)), _ROWS))
    if not rows or not rows[0].cells:
        raise FormatError("the table holds no rows.", file=path.name)
    return TableStart(path, tuple(rows[0].cells), tuple(row.cells for row in rows))


def _read(path: Path, job: Generator[Progress, None, Any]) -> Generator[Progress, None, Any]:
    """Go through a job that reads a table; FormatError where the file cannot be had."""
    try:
        return (yield from job)
    except FormatError as error:
        raise error if error.file else error.in_file(path.name) from error
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}.", file=path.name) from error


def _changed(before: Article, after: Article) -> list[tuple[str, str, str, str]]:
    """Give each fact that is another one: the article, what fact, before, after."""
    headline = before.headline
    facts = [(_NAMES[f], str(getattr(before, f)), str(getattr(after, f))) for f in FACTS]
    own = sorted({*before.metadata, *after.metadata})
    facts += [(name, before.metadata.get(name, ""), after.metadata.get(name, "")) for name in own]
    return [(headline, name, old, new) for name, old, new in facts if old != new]


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
