"""The articles: search, filter by state, progress, the list."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.judgement import ArticleLabel, ArticleState, State
from annotator.core.saved_list import SavedList
from annotator.ui.articles.arrangement import Arrangement
from annotator.ui.articles.delegate import ArticleDelegate
from annotator.ui.articles.list_menu import ListMenu
from annotator.ui.articles.model import GROUP, ROW, ArticleModel
from annotator.ui.articles.questions import Questions
from annotator.ui.articles.text_search import TextSearch
from annotator.ui.review.assigned import among, given_to, numbers_of
from annotator.ui.style import named
from annotator.ui.theme import Theme
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import ArticleRow

FILTERS: tuple[tuple[str, State | None], ...] = (
    ("All articles", None),
    ("New", "new"),
    ("In progress", "in_progress"),
    ("Done", "done"),
    ("Skipped", "skipped"),
    ("Needs help", None),
    ("Assigned to me", None),
)
HELP_WANTED, MINE = len(FILTERS) - 2, len(FILTERS) - 1
_NAMES = [state or "" for _, state in FILTERS[:HELP_WANTED]] + ["help", "assigned"]
"""What a saved list says for each: a state, help asked for, or assigned to whoever looks."""
RESTING = 120
"""Milliseconds after a mark until the counts beside the articles are read again."""


class ArticlesPanel(QWidget):
    """The list of articles; opens the one that is chosen."""

    counted = Signal()  # place in the queue or progress have changed

    def __init__(self, workspace: Workspace, theme: Theme, parent: QWidget | None = None) -> None:
        """Build the panel for a workspace."""
        super().__init__(parent)
        self.setObjectName("articles")
        self._workspace = workspace
        self._by_state: dict[State, int] = {}
        self.model = ArticleModel()
        self._make_widgets(theme)
        self.arrangement = Arrangement(workspace, self)
        self.arrangement.changed.connect(self.reload)
        self.questions = Questions(workspace, self)
        self.questions.changed.connect(self._on_questions)
        self.model.needing_help = lambda: self.questions.articles
        self.menu = ListMenu(workspace, self.arrangement, self)
        self._row.addWidget(self.menu)
        self._touched: set[str] = set()
        # The list follows an edit when the mark is painted, not before.
        self._rereading = QTimer(self, singleShot=True)
        self._rereading.timeout.connect(self._reread)
        self._texts = TextSearch(workspace, self)
        self._texts.grown.connect(self._on_grown)
        self._typing = QTimer(self, singleShot=True, interval=60)
        self._typing.timeout.connect(self.reload)
        self.search.textChanged.connect(lambda _: self._typing.start())
        self.filter.currentIndexChanged.connect(lambda _: self.reload())
        self.list.selectionModel().currentChanged.connect(self._on_current)
        workspace.project_changed.connect(self._on_project_changed)
        workspace.articles_added.connect(self.reload)
        workspace.annotator_changed.connect(self.reload)
        workspace.article_changed.connect(self._show_current)
        workspace.changed.connect(self._on_changed)

    def _make_widgets(self, theme: Theme) -> None:
        self.search = _SearchLine(self)
        self.search.setPlaceholderText("Search articles")
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName("Search articles")
        self.search.done.connect(self._leave_search)
        self.filter = QComboBox(self)
        self.filter.setAccessibleName("Show articles by state")
        for title, _ in FILTERS:
            self.filter.addItem(title)
        self.found = named(QLabel(self), "quiet")
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress_text = named(QLabel(self), "quiet")
        self.delegate = ArticleDelegate(theme)
        self.list = named(_List(self, uniformItemSizes=True), "articleList")
        self.list.group_wanted.connect(self._step_group)
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Articles")
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 4)
        row.addWidget(self.filter, 1)
        row.addWidget(self.found)
        self._row = row
        head = QVBoxLayout()
        head.setContentsMargins(12, 12, 12, 6)
        head.addWidget(self.search)
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 8, 12, 10)
        foot.setSpacing(4)
        foot.addWidget(self.progress_text)
        foot.addWidget(self.progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    # --- what is listed

    def reload(self) -> None:
        """List the articles again, by search and state, and keep the open one in view."""
        from annotator.storage.project import ArticleFilter

        project = self._workspace.project
        if project is None:
            self.model.show(None, (), "")
        else:
            state = FILTERS[self.filter.currentIndex()][1]
            wanted = ArticleFilter(
                search=self.search.text().strip(), state=state, annotator=self._workspace.annotator
            )
            try:
                listing = self._texts.widened(project.find_articles(wanted), wanted)
                if self.filter.currentIndex() == HELP_WANTED:
                    listing = among(project, self.questions.articles, listing)
                if self.filter.currentIndex() == MINE:
                    listing = numbers_of(project, self._workspace.annotator, listing)
                listing, groups = self.arrangement.arranged(project, listing)
                self._by_state = project.state_counts(annotator=self._workspace.annotator)
            except AnnotatorError as error:
                self._workspace.failed.emit(error)
                return
            self.model.show(project, listing, self._workspace.annotator, groups)
        self._show_current()
        self._tell()

    def show_saved(self, known: SavedList) -> None:
        """Show a saved list: its search, state and order."""
        for widget in (self.search, self.filter):
            widget.blockSignals(True)
        self.search.setText(known.search)
        self.filter.setCurrentIndex(_NAMES.index(known.state) if known.state in _NAMES else 0)
        for widget in (self.search, self.filter):
            widget.blockSignals(False)
        self.arrangement.arrange(known.order, descending=known.descending)
        self.arrangement.group(known.grouped)
        self.reload()

    def save_list(self, name: str) -> bool:
        """Keep the list as it is shown under a name; says whether it was stored."""
        state = _NAMES[self.filter.currentIndex()]
        return self.arrangement.save(name, self.search.text().strip(), state)

    @property
    def place(self) -> tuple[int, int] | None:
        """The open article's place in the list (from 1) and the list's length, or None."""
        index = self.list.currentIndex()
        return (self.model.place(index) + 1, self.model.count) if index.isValid() else None

    def _tell(self) -> None:
        total = sum(self._by_state.values())
        done = self._by_state.get("done", 0)
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.progress_text.setText(f"{done:,} of {total:,} done" if total else "")
        narrowed = self.search.text().strip() or self.filter.currentIndex()
        looking = "…" if self._texts.looking and self.search.text().strip() else ""
        self.found.setText(f"{self.model.count:,} found{looking}" if narrowed else "")
        self.counted.emit()

    def _on_questions(self) -> None:
        if self.filter.currentIndex() == HELP_WANTED:
            self.reload()
        self.list.viewport().update()

    def _on_grown(self) -> None:
        if self.search.text().strip():
            self.reload()

    def _on_project_changed(self) -> None:
        for widget in (self.search, self.filter):
            widget.blockSignals(True)
        self.search.clear()
        project = self._workspace.project
        mine = project is not None and bool(given_to(project, self._workspace.annotator))
        self.filter.setCurrentIndex(MINE if mine else 0)
        for widget in (self.search, self.filter):
            widget.blockSignals(False)
        self._by_state = {}
        self.reload()

    def _on_changed(self, change_set: ChangeSet) -> None:
        if any(type(c.value).__name__ in ("Article", "Outlet") for c in change_set.changes):
            self.arrangement.forget()
            self.reload()
            return
        if self.arrangement.order in ("marks", "state"):
            self.arrangement.forget()  # the list stays as it is until it is next read
        self._touched.update(change_set.article_ids)
        at_once = any(isinstance(c.value, ArticleState | ArticleLabel) for c in change_set.changes)
        self._rereading.start(0 if at_once else RESTING)
        mine = self._workspace.annotator
        for change in change_set.changes:
            if isinstance(change.value, ArticleState) and change.value.annotator == mine:
                for value, step in ((change.before, -1), (change.after, 1)):
                    state = value.state if isinstance(value, ArticleState) else "new"
                    self._by_state[state] = self._by_state.get(state, 0) + step
        self._tell()

    def _reread(self) -> None:
        self.model.reread(self._touched)
        self._touched.clear()

    # --- which one is open

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        row: ArticleRow | None = current.data(ROW) if current.isValid() else None
        if row is not None:
            self._workspace.open_article(row.id)
            self.counted.emit()

    def _show_current(self) -> None:
        article, project = self._workspace.article, self._workspace.project
        place = None
        if article is not None and project is not None:
            place = self.model.place_of(project.row_of(article.id))
        if place is None:
            self.list.selectionModel().clear()
        elif self.list.currentIndex() != self.model.at(place):
            self.list.selectionModel().setCurrentIndex(
                self.model.at(place), QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        self.counted.emit()

    def step(self, step: int) -> bool:
        """Open the next (1) or previous (-1) article of the list; False at its end."""
        index = self.list.currentIndex()
        place = self.model.place(index) + step if index.isValid() else 0
        return self._open_place(place)

    def _step_group(self, step: int) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._open_place(self.model.group_place(self.model.place(index), step))

    def step_to_open(self) -> bool:
        """Open the next article of the list that is neither done nor skipped, going round."""
        count = self.model.count
        index = self.list.currentIndex()
        start = self.model.place(index) if index.isValid() else -1
        for offset in range(1, count + 1):
            place = (start + offset) % count
            if self.model.row(place).state in ("new", "in_progress"):
                return self._open_place(place)
        self._workspace.said.emit("Nothing is left to do in this list")
        return False

    def _open_place(self, place: int) -> bool:
        if not 0 <= place < self.model.count:
            self._workspace.said.emit("This is the last article" if place else "")
            return False
        self.list.setCurrentIndex(self.model.at(place))
        return True

    def start_search(self) -> None:
        """Put the cursor into the search line."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _leave_search(self) -> None:
        if self.model.rowCount() and not self.list.currentIndex().isValid():
            self._open_place(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.delegate.theme = theme
        self.list.viewport().update()


class _SearchLine(QLineEdit):
    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down go to what was found; Escape clears, then goes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.done.emit()
        elif event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.done.emit()
        else:
            super().keyPressEvent(event)


class _List(QListView):
    """A list whose Ctrl+Down and Ctrl+Up go by groups; no key ends on a heading, or stays there."""

    group_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go by groups, pages and to the start where there are headings."""
        key, model = Qt.Key(event.key()), self.model()
        assert isinstance(model, ArticleModel)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key, 0)
        if not model.has_headings or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        elif step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.group_wanted.emit(step)
        elif key in _PAGES:
            shown = self.viewport().height() // max(1, self.sizeHintForRow(0))
            row = self.currentIndex().row() + _PAGES[key] * max(shown - 1, 2)
            row = max(0, min(row, model.rowCount() - 1))
            self.setCurrentIndex(model.at(model.place(model.index(row))))
        elif key == Qt.Key.Key_Home:
            self.setCurrentIndex(model.at(0))
        else:
            super().keyPressEvent(event)
        above = model.index(self.currentIndex().row() - 1)
        if above.data(GROUP) is not None:
            self.scrollTo(above)  # where there is room for both, one sees what one is in


_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
