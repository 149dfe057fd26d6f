"""The Review room: the queue at the left, the article in the middle, the decision at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import GOLD, Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.changes import ChangeSet
from annotator.core.decision import Decision
from annotator.core.errors import AnnotatorError
from annotator.core.judgement import ArticleState
from annotator.core.relation import Relation
from annotator.core.span import Fragments, Span, quote
from annotator.ui.job_runner import JobRunner
from annotator.ui.reading.label_looks import MarkStyle
from annotator.ui.review.acting import Acting
from annotator.ui.review.blindness import adjudicates, is_blind
from annotator.ui.review.canvas import ReviewView
from annotator.ui.review.case_list import CaseDelegate, CaseModel
from annotator.ui.review.deciding import decisions_on
from annotator.ui.review.filters import EqualityBar, Filters
from annotator.ui.review.naming import Naming
from annotator.ui.review.panel import DecisionPanel
from annotator.ui.review.place import ReviewPlace, read_passage
from annotator.ui.review.queue import Case, Queue, read_queue
from annotator.ui.review.side import KeysLine, Side
from annotator.ui.style import named
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.jobs.progress import Progress
    from annotator.ui.main_window import MainWindow

KEYS_NOW = (
    "N P next, previous · 1 2 3 accept · A all · 0 none · U union · I intersection · "
    "Return as edited · D defer · [ ] { } edges"
)


class ReviewRoom(QWidget):
    """Where disagreements are looked at one by one and decided; every decision can be undone."""

    def __init__(self, window: "MainWindow") -> None:
        """Build the room; `enter` fills it."""
        super().__init__(window)
        self.setObjectName("reviewRoom")
        self.window_ = window
        self.workspace = window.workspace
        self.queue = Queue()
        self.naming = Naming()
        self.hidden_rows: set[str] = set()
        self._stale = True
        self._touched: set[str] = set()
        self._wanted_passage: tuple[str, int, int] | None = None
        self._reading: Queue | None = None
        self.runner = JobRunner(self)
        self.filters = Filters(self)
        self.model = CaseModel(self.queue)
        self.delegate = CaseDelegate(window.theme)
        self.list = named(QListView(self, uniformItemSizes=True), "annotationList")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Disagreements")
        self.equality = EqualityBar(self)
        self.view = ReviewView(self)
        self.view.set_theme(window.theme)
        self.panel = DecisionPanel(window.theme, self)
        self.acting = Acting(self)
        self.place = ReviewPlace(self)
        self._place()
        self._connect()

    def _place(self) -> None:
        self.hide_names = QCheckBox("Hide names", self)
        self.hide_names.setToolTip("Show annotators as A, B …, in an order of each article")
        self.propose = named(QPushButton("Settle by rule…", self), "small")
        self.finish = named(QPushButton("Finish articles", self), "small")
        self.finish.setToolTip("Mark as done all articles with nothing left to decide")
        self.loading = QProgressBar(self, textVisible=False)
        self.loading.setMaximumHeight(4)
        self.loading.hide()
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 16, 8)
        top.addWidget(self.equality, 1)
        left = named(QWidget(self), "articles")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filters)
        column.addWidget(self.loading)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.addWidget(self.propose)
        foot.addWidget(self.finish)
        column.addLayout(foot)
        middle = QWidget(self)
        rows = QVBoxLayout(middle)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addWidget(self.view, 1)
        below = QHBoxLayout()
        below.setContentsMargins(16, 6, 16, 6)
        below.addWidget(named(KeysLine(KEYS_NOW, middle), "quiet"), 1)
        below.addWidget(self.hide_names)
        rows.addLayout(below)
        right = Side(self.panel, self)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        for part in (left, middle, right):
            splitter.addWidget(part)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([280, 690, 340])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def _connect(self) -> None:
        workspace = self.workspace
        workspace.project_changed.connect(self._forget)
        workspace.closing.connect(self._close)
        workspace.articles_added.connect(self._spoil)
        workspace.scheme_changed.connect(self._spoil)
        workspace.annotator_changed.connect(self._spoil)
        workspace.changed.connect(self._on_changed)
        self.runner.progressed.connect(self._on_progress)
        self.runner.finished.connect(self._on_read)
        self.runner.failed.connect(workspace.failed)
        self.runner.ended.connect(self.loading.hide)
        self.filters.changed.connect(self.refilter)
        self.equality.changed.connect(self.regroup)
        self.list.selectionModel().currentChanged.connect(self._on_row)
        self.list.activated.connect(lambda _: self.view.setFocus())
        self.view.selection_changed.connect(self._on_selection)
        self.panel.pressed.connect(self.acting.do)
        self.panel.accepted.connect(self.acting.accept)
        self.panel.comment.returnPressed.connect(self.view.setFocus)
        self.panel.reason.activated.connect(lambda _: self.view.setFocus())
        self.hide_names.toggled.connect(self._on_hide)
        self.propose.clicked.connect(self.acting.propose)
        self.finish.clicked.connect(self.acting.finish)

    # --- reading the project

    def enter(self) -> None:
        """Show what is true now, where one stopped."""
        self.set_theme(self.window_.theme)
        if self._stale or self.workspace.project is None:
            self.reload()
        else:
            self._catch_up()
            self.show_current()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read all marks and decisions again."""
        project = self.workspace.project
        if project is None or self.runner.running:
            return
        self._stale = False
        self._touched.clear()
        queue = self.place.restored(project)
        self.naming = Naming.of(project)
        self.naming.hidden = self.hide_names.isChecked()
        queue.finished = is_blind(project) and not adjudicates(project, self.workspace.annotator)
        self._reading = queue
        self.loading.setRange(0, 0)
        self.loading.show()
        self.runner.run(read_queue(project, queue))

    def _on_progress(self, progress: "Progress") -> None:
        self.loading.setRange(0, max(progress.total or 0, 1))
        self.loading.setValue(progress.done)

    def _on_read(self, queue: Queue) -> None:
        if queue is not self._reading:
            return  # another project is open by now
        self.queue = queue
        labels = [(label.id, label.name) for label in self.workspace.scheme.labels]
        self.filters.offer(queue, labels)
        self.filters.show_wanted(queue.wanted)
        self.equality.show_equality(queue.equality)
        self.delegate.scheme = self.workspace.scheme
        self._catch_up()
        self.place.go_back(queue)
        self.model.show(queue)
        self._tell_found()
        wanted, self._wanted_passage = self._wanted_passage, None
        if wanted is None or not self.show_passage(*wanted):
            self.show_current()

    def _spoil(self) -> None:
        self._stale = True
        if self.isVisible():
            self.reload()

    def _forget(self) -> None:
        self._stale, self._reading = True, None
        self.queue = Queue()
        self.model.show(self.queue)
        self.view.show_article(None, None, self.workspace.scheme)

    def _close(self) -> None:
        self.runner.cancel()
        self.runner.wait(10)
        self.place.remember()

    # --- following edits

    def _on_changed(self, change_set: ChangeSet) -> None:
        self._touched.update(change_set.article_ids)
        if self.isVisible() and not self.runner.running:
            regrouped = self._catch_up(change_set)
            self._go_to_reopened(change_set)
            self._repaint(change_set, regrouped=regrouped)

    def _catch_up(self, change_set: ChangeSet | None = None) -> bool:
        """Bring the queue up to what changed; says whether any article was grouped anew."""
        project = self.workspace.project
        touched, self._touched = self._touched, set()
        if project is None or not touched:
            return False
        marks = change_set is None or any(
            isinstance(c.value, Annotation | Relation | ArticleState) and c.value.annotator != GOLD
            for c in change_set.changes
        )
        try:
            for article_id, decisions in decisions_on(project, touched).items():
                if marks:
                    self._reread(article_id, decisions)
                else:
                    self.queue.decide(article_id, decisions)
        except AnnotatorError as error:
            self.workspace.failed.emit(error)
        if marks:
            self.queue.show(self.queue.wanted)
            self.model.show(self.queue)
        else:
            self.list.viewport().update()
        self._tell_found()
        return marks

    def _reread(self, article_id: str, decisions: list[Decision]) -> None:
        project = self.workspace.project
        assert project is not None
        values = project.annotation_set(article_id)
        said = [*values, *values.relations, *values.article_labels, *values.states]
        self.queue.reread(project.article(article_id), said, decisions)

    def _go_to_reopened(self, change_set: ChangeSet) -> None:
        """After an undo, show the case that waits again."""
        gone = [c.before for c in change_set.changes
                if isinstance(c.before, Decision) and c.after is None]  # fmt: skip
        made = any(isinstance(c.after, Decision) for c in change_set.changes)
        if not gone or made:
            return
        sources = set(gone[0].sources)
        for at, case in enumerate(self.queue.shown):
            if any(member.id in sources for member in case.group.members):
                self.queue.at = at
                return

    def _repaint(self, change_set: ChangeSet, *, regrouped: bool) -> None:
        case = self.queue.current
        if case is None or regrouped or case.article.id != self.view.article.id:
            self.show_current()
            return
        spans = [
            part
            for c in change_set.annotations
            for v in (c.before, c.after)
            if isinstance(v, Annotation) and v.article_id == self.view.article.id
            for part in v.fragments
        ]
        sources = {
            source
            for c in change_set.changes
            for v in (c.before, c.after)
            if isinstance(v, Decision)
            for source in v.sources
        }
        for one in self.queue.cases.get(self.view.article.id, ()):
            if any(member.id in sources for member in one.group.members):
                spans.append(one.group.span)
        self.view.restyle(self._styles(case.article.id), spans)
        self.show_current()

    # --- showing a case

    def names_here(self) -> list[str]:
        """Give the annotators of the article gone to, in the order of their keys."""
        case = self.queue.current
        if case is None:
            return []
        return self.naming.order(case.group.annotators, case.article.id)

    def show_current(self) -> None:
        """Show the case gone to, its article and what can be decided."""
        case = self.queue.current
        names = self.names_here()
        same = len(self.queue.identical(case)) if case else 0
        self.panel.show_case(case, self.naming, names, self.workspace.scheme, same)
        if case is None:
            self.view.show_article(None, None, self.workspace.scheme)
            return
        self._show_article(case)
        self._show_row()
        span = case.group.span
        self.view.select(span)
        self.view.scroll_to(span)
        self._show_words(case.group.members[0].fragments)
        self.panel.show_progress(self.queue.progress(case.article.id))
        self.place.moved()

    def _show_article(self, case: Case) -> None:
        annotations = self._annotations(case)
        if annotations is None or self.view.holds(annotations):
            return
        names = self.names_here()
        owners = [o for o in self.naming.owners(names) if o.name not in self.hidden_rows]
        self.view.show_review(
            case.article, annotations, self.workspace.scheme, owners, self._styles(case.article.id)
        )

    def _annotations(self, case: Case) -> AnnotationSet | None:
        if not self.workspace.open_article(case.article.id):
            return None
        return self.workspace.annotations

    def show_article_again(self) -> None:
        """Draw the article anew, after names or rows were hidden or shown."""
        self.view.show_article(None, None, self.workspace.scheme)
        self.show_current()

    def _styles(self, article_id: str) -> dict[str, MarkStyle]:
        styles = {}
        for case in self.queue.cases.get(article_id, ()):
            loud = case.disputed and not case.settled
            said = case.settled and bool(case.decision and case.decision.gold)
            for place, member in enumerate(case.group.members):
                calm = MarkStyle.QUIET if place or said else MarkStyle.CALM
                styles[member.id] = MarkStyle.STRONG if loud else calm
        return styles

    def _show_words(self, fragments: Fragments) -> None:
        case = self.queue.current
        if case is not None:
            self.panel.show_words(fragments, quote(case.article.text, fragments))

    def _on_selection(self, span: Span | None) -> None:
        if span is not None:
            self._show_words((span,))

    def show_passage(self, article_id: str, start: int, end: int) -> bool:
        """Go to the case on a passage, also where the filter hides it; else show it as text."""
        # The job may have ended without its queue being here yet.
        if self._stale or self.queue is not self._reading:
            self._wanted_passage = (article_id, start, end)
            return True
        case = self.queue.find(article_id, start, end)
        if case is None:
            return read_passage(self.window_, article_id, Span(start, end))
        if case not in self.queue.shown:
            self.queue.shown.append(case)
            self.model.show(self.queue)
        self.queue.at = self.queue.shown.index(case)
        self.show_current()
        return True

    def _show_row(self) -> None:
        selection = self.list.selectionModel()
        index = self.model.index(self.queue.at)
        selection.blockSignals(True)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(False)
        self.list.scrollTo(index)
        self.list.viewport().update()

    def _on_row(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and current.row() != self.queue.at:
            self.queue.at = current.row()
            self.show_current()

    # --- filters and switches

    def refilter(self) -> None:
        """Show what the filters want."""
        self.queue.show(self.filters.wanted())
        self.model.show(self.queue)
        self._tell_found()
        self.show_current()

    def regroup(self) -> None:
        """Compare anew under another equality."""
        project = self.workspace.project
        if project is None or self.runner.running:
            return
        self.queue.equality = self.equality.equality()
        self.place.remember()
        self.reload()

    def _tell_found(self) -> None:
        self.filters.found.setText(f"{len(self.queue.shown):,} shown")

    def _on_hide(self, hidden: bool) -> None:
        self.naming.hidden = hidden
        self.show_article_again()

    # --- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide, walk, or let the window have the key."""
        if event.key() == Qt.Key.Key_Escape:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not (self._is_here() and self.acting.takes(event)):
            super().keyPressEvent(event)

    def _is_here(self) -> bool:
        """Whether the keyboard is where a key decides, not in a filter."""
        focus = self.focusWidget()
        return focus in (self.view, self.list) or self.panel.isAncestorOf(focus)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        if self.view.theme is not theme:
            self.view.set_theme(theme)
        self.delegate.theme = theme
        self.panel.readings.delegate.theme = theme
