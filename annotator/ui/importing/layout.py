"""How the import window is laid out: its widgets, and nothing of what they do."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core.text_problems import TextProblem
from annotator.ui.copies.groups_panel import KEYS_IN_WORDS
from annotator.ui.importing.columns_panel import ColumnsPanel
from annotator.ui.importing.copies_tab import CopiesTab
from annotator.ui.importing.facts import FactsForm, Field
from annotator.ui.importing.model import LANGUAGE, OUTLET, TITLE, WARNINGS, WORDS
from annotator.ui.importing.names_panel import NamesPanel
from annotator.ui.importing.side_by_side import SideBySide
from annotator.ui.style import named, primary
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.jobs.table_columns import Columns
    from annotator.storage.project import Project
    from annotator.ui.importing.window import ImportWindow

ARTICLE, COPIES, NAMES, COLUMNS, REFUSED = range(5)
_KEYS = (
    "↑ ↓ choose · Space ticks · Ctrl+A all rows · Ctrl+R puts right · Ctrl+L to look at · "
    "F2 details · Enter imports · Esc closes"
)
_KEYS_OF_COPIES = f"↑ ↓ choose · {KEYS_IN_WORDS} · Enter imports · Esc closes"
_WIDTHS = {TITLE: 0.31, OUTLET: 0.14, 2: 0.1, WORDS: 0.07, LANGUAGE: 0.08, WARNINGS: 0.16}


class DraftTable(QTableView):
    """The rows; Space ticks all that are picked."""

    ticked = Signal()  # of all that are picked
    box_clicked = Signal(int)  # a row's

    def __init__(self, parent: QWidget) -> None:
        """Show whole rows."""
        super().__init__(parent)
        self.setAccessibleName("Articles that were found")
        self.setItemDelegateForColumn(TITLE, _Ticks(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 9)
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def share_width(self) -> None:
        """Give each column its share of the width."""
        for column, share in _WIDTHS.items():
            self.setColumnWidth(column, int(self.viewport().width() * share))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.share_width()

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """Let the header not ask of each of 100,000 picked rows whether its column is picked."""
        super().setSelectionModel(selection)
        header = self.horizontalHeader()
        header.setSelectionModel(QItemSelectionModel(selection.model(), header))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        if event.key() == Qt.Key.Key_Space:
            self.ticked.emit()
        else:
            super().keyPressEvent(event)


class _Ticks(QStyledItemDelegate):
    """Lets a click on a row's box be a tick."""

    def __init__(self, table: DraftTable) -> None:
        super().__init__(table)
        self._table = table

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:  # fmt: skip
        """Hear clicks on the boxes."""
        if (
            index.column() != TITLE or not isinstance(event, QMouseEvent)
            or event.type() != QEvent.Type.MouseButtonRelease
            or event.button() != Qt.MouseButton.LeftButton
        ):  # fmt: skip
            return False
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        box = QStyle.SubElement.SE_ItemViewItemCheckIndicator
        if (
            not self._table.style()
            .subElementRect(box, shown, self._table)
            .contains(event.position().toPoint())
        ):
            return False
        self._table.box_clicked.emit(index.row())
        return True


class Lines(QPlainTextEdit):
    """Lines to read and copy; the place stays while more come."""

    def __init__(self, name: str, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self._count = 0

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show lines; nothing is done where there are as many as before."""
        if len(lines) != self._count:
            self._count = len(lines)
            self.setPlainText("\n".join(lines))


class Parts:
    """The widgets of the window, each under its name."""

    heading: QLabel
    table: DraftTable
    tabs: QTabWidget
    progress_row: QWidget
    doing_now: QLabel
    progress: QProgressBar
    pause: QPushButton
    problem: QLabel
    cancel: QPushButton
    go: QPushButton

    def lay_out(self: "ImportWindow", project: "Project", theme: Theme, columns: "Columns") -> None:  # type: ignore[misc]
        """Make the widgets and put them in their places."""
        self.setSizeGripEnabled(True)
        self.heading = named(QLabel(self, wordWrap=True), "heading")
        self.only_warned = QCheckBox("Only those to &look at", self)
        self.all = _small("&All", "Tick all rows that are shown", self)
        self.none = _small("&None", "Take the ticks of all rows that are shown away", self)
        self.compare = _small("Near-&duplicates", "Look for them; it takes a while", self)
        self.compare.hide()
        self.pattern = Field(self)
        self.pattern.setPlaceholderText("{outlet}_{date}_{title}")
        self.pattern.setAccessibleName("Pattern of the files’ names, to fill details from")
        self.pattern_note = named(QLabel(self), "quiet")
        self.table = DraftTable(self)
        self.sides = SideBySide(theme, self)
        self.facts = FactsForm(self)
        self.copies = CopiesTab(project, theme, self)
        self.names_panel = NamesPanel(project, self)
        self.columns_panel = ColumnsPanel(columns, self)
        self.refused = Lines("Files that were refused, with reasons", self)
        self.warnings = QLabel(self, wordWrap=True)
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.repair = _small(
            "P&ut right", "Put right what can be, in the picked rows (Ctrl+R)", self
        )
        self.repair_every = _small("In all ro&ws", "Put one kind right in all rows", self)
        self.repair_all = QMenu(self)
        self.repair_every.setMenu(self.repair_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 12)
        column.addLayout(_top(self))
        body = QSplitter(Qt.Orientation.Vertical, self)
        body.setChildrenCollapsible(False)
        body.addWidget(self.table)
        body.addWidget(_tabs(self))
        body.setStretchFactor(0, 2)
        body.setStretchFactor(1, 3)
        column.addWidget(body, 1)
        column.addLayout(_bottom(self))
        _set_keys(self)
        above = self.parentWidget()
        room = above.size() if above is not None else self.sizeHint()
        self.resize(max(900, room.width() - 60), max(560, room.height() - 60))
        body.setSizes([self.height() * 2 // 5, self.height() * 3 // 5])

    def show_warnings(self: "ImportWindow", found: Sequence[TextProblem], picked: int) -> None:  # type: ignore[misc]
        """Say what there is to look at in the picked rows."""
        said = [f"• {problem.kind}: {problem.sentence}" for problem in found]
        if picked > 1 and said:
            said.insert(0, "In the first of them:")
        self.warnings.setText("\n".join(said) or ("Nothing to look at." if picked else ""))

    def enable(self: "ImportWindow", there: bool) -> None:  # type: ignore[misc]
        """Let everything be changed, or nothing while articles are stored."""
        for part in (self.table, self.tabs, self.pattern, self.all, self.none, self.only_warned):
            part.setEnabled(there)


def _top(window: "ImportWindow") -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(window.heading, 1)
    label = QLabel("&File names:", window)
    label.setBuddy(window.pattern)
    window.pattern.setMinimumWidth(window.fontMetrics().averageCharWidth() * 22)
    ticks = (window.compare, window.only_warned, window.all, window.none)
    for widget in (label, window.pattern, window.pattern_note, *ticks):
        row.addWidget(widget)
    return row


def _tabs(window: "ImportWindow") -> QTabWidget:
    window.tabs = QTabWidget(window)
    window.tabs.setDocumentMode(True)
    side = QWidget(window)
    column = QVBoxLayout(side)
    column.setContentsMargins(8, 0, 0, 0)
    column.addWidget(window.warnings)
    buttons = QHBoxLayout()
    buttons.addWidget(window.repair)
    buttons.addWidget(window.repair_every)
    buttons.addStretch(1)
    column.addLayout(buttons)
    column.addWidget(window.facts, 1)
    article = QSplitter(window)
    article.setChildrenCollapsible(False)
    article.addWidget(window.sides)
    article.addWidget(side)
    article.setStretchFactor(0, 5)
    article.setStretchFactor(1, 2)
    window.tabs.addTab(article, "Ar&ticle")
    window.tabs.addTab(window.copies, "Near-duplicate&s")
    window.tabs.addTab(window.names_panel, "Na&mes in the files")
    columns = QScrollArea(window, widgetResizable=True)
    columns.setFrameShape(QScrollArea.Shape.NoFrame)
    columns.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
    columns.setWidget(window.columns_panel)
    window.tabs.addTab(columns, "&Columns")
    window.tabs.addTab(window.refused, "&Refused")
    for tab in (COPIES, NAMES, COLUMNS, REFUSED):
        window.tabs.setTabVisible(tab, False)
    window.tabs.setCurrentIndex(ARTICLE)
    return window.tabs


def _bottom(window: "ImportWindow") -> QVBoxLayout:
    window.problem = QLabel(window, wordWrap=True)
    window.problem.setTextFormat(Qt.TextFormat.PlainText)
    window.problem.hide()
    window.progress_row = QWidget(window)
    window.doing_now = named(QLabel(window), "quiet")
    window.doing_now.setTextFormat(Qt.TextFormat.PlainText)
    window.progress = QProgressBar(window, textVisible=False)
    window.progress.setFixedHeight(6)
    window.progress.setAccessibleName("How much has been read")
    window.pause = _small("&Pause", "Wait with reading", window)
    window.pause.setCheckable(True)
    going = QHBoxLayout(window.progress_row)
    going.setContentsMargins(0, 0, 0, 0)
    going.addWidget(window.doing_now, 1)
    going.addWidget(window.progress, 2)
    going.addWidget(window.pause)
    window.cancel = QPushButton("Cancel", window)
    window.cancel.setAutoDefault(False)
    window.go = primary(QPushButton("&Import", window))
    window.go.setDefault(True)
    last = QHBoxLayout()
    keys = named(QLabel(_KEYS, window, wordWrap=True), "quiet")
    window.tabs.currentChanged.connect(
        lambda tab: keys.setText(_KEYS_OF_COPIES if tab == COPIES else _KEYS)
    )
    last.addWidget(keys, 1)
    last.addWidget(window.cancel)
    last.addWidget(window.go)
    column = QVBoxLayout()
    for part in (window.problem, window.progress_row):
        column.addWidget(part)
    column.addLayout(last)
    return column


def _set_keys(window: "ImportWindow") -> None:
    for keys, what in {
        "Ctrl+R": window.repair.click,
        "Ctrl+L": window.only_warned.click,
        "F2": lambda: window.facts.fields["title"].setFocus(),
    }.items():
        QShortcut(QKeySequence(keys), window).activated.connect(what)


def _small(title: str, note: str, parent: QWidget) -> QPushButton:
    button = named(QPushButton(title, parent), "small")
    button.setToolTip(note)
    button.setAutoDefault(False)
    return button
