"""Looking for near-duplicates, comparing them, and deciding what becomes of each group."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.changes import ChangeSet
from annotator.core.copies import IN_WORDS, TREATMENTS, Copies, Treatment
from annotator.core.errors import AnnotatorError
from annotator.jobs.find_copies import decide_copies, find_copies
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Progress
from annotator.ui.copies.compared import Compared
from annotator.ui.copies.groups_model import DECIDED, GroupsModel
from annotator.ui.job_runner import JobRunner
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

_KEYS: dict[int, Treatment] = {
    Qt.Key.Key_L: "link", Qt.Key.Key_K: "keep", Qt.Key.Key_G: "longest", Qt.Key.Key_F: "first",
}  # fmt: skip
_HINT = (
    "↑ ↓ choose · L link · K keep apart · G skip all but the longest · F skip all but the first · "
    "F3 next difference · Enter stores · Esc closes"
)
_SETTING = "copies_rule"


class GroupList(QListView):
    """The groups; a letter decides on all that are picked."""

    def __init__(self, dialog: "CopiesDialog") -> None:
        """Serve a dialog."""
        super().__init__(dialog)
        self._dialog = dialog
        self.setAccessibleName("Groups of near-duplicates")
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with a letter."""
        treatment = _KEYS.get(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if treatment is not None and plain:
            self._dialog.treat_picked(treatment)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # it is the dialog's
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Show the group gone to."""
        super().currentChanged(current, previous)
        self._dialog.show_group(current.row())


class CopiesDialog(QDialog):
    """Looks at once; nothing is stored before its button is pressed, and then by one edit."""

    def __init__(self, window: "MainWindow", project: "Project") -> None:
        """Begin to look."""
        super().__init__(window)
        self._window, self._project = window, project
        self.setWindowTitle("Find copies")
        self.model = GroupsModel(project)
        self.heading = named(QLabel("Looking for near-duplicates…", self, wordWrap=True), "heading")
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("How far the search is")
        self.rule = self._choice("What becomes of all groups")
        self.here = self._choice("What becomes of the picked groups")
        self.list = GroupList(self)
        # Letters of other scripts are higher than this font's own.
        self.model.row_height = int(self.list.fontMetrics().height() * 2.5) + 12
        self.list.setModel(self.model)
        self.compared = Compared(window.theme, self)
        self.close_button = QPushButton("Cancel", self)
        self.close_button.setAutoDefault(False)
        self.go = primary(QPushButton("&Store", self))
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self._lay_out()
        self.runner = JobRunner(self)
        self._storing = False
        self._connect()
        self.runner.run(find_copies(project))
        self.list.setFocus()

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        for treatment in IN_WORDS:
            choice.addItem(IN_WORDS[treatment], treatment)
        choice.setEnabled(False)
        return choice

    def _lay_out(self) -> None:
        rule = str(self._window.settings.remembered(_SETTING) or "link")
        self.rule.setCurrentIndex(max(0, self.rule.findData(rule)))
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        self._pair(top, "&All groups:", self.rule)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 0, 0, 0)
        chosen = QHBoxLayout()
        self._pair(chosen, "T&his group:", self.here)
        chosen.addStretch(1)
        column.addLayout(chosen)
        column.addWidget(self.compared, 1)
        body = QSplitter(self)
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(side)
        body.setStretchFactor(0, 2)
        body.setStretchFactor(1, 5)
        last = QHBoxLayout()
        last.addWidget(named(QLabel(_HINT, self, wordWrap=True), "quiet"), 1)
        last.addWidget(self.close_button)
        last.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.addLayout(top)
        whole.addWidget(self.progress)
        whole.addWidget(body, 1)
        whole.addLayout(last)
        room = self._window.size()
        self.resize(max(900, room.width() - 80), max(560, room.height() - 80))
        body.setSizes([self.width() * 2 // 7, self.width() * 5 // 7])

    def _pair(self, row: QHBoxLayout, title: str, choice: QComboBox) -> None:
        label = QLabel(title, self)
        label.setBuddy(choice)
        row.addWidget(label)
        row.addWidget(choice)

    def _connect(self) -> None:
        self.runner.progressed.connect(self._show_progress)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.cancelled.connect(lambda: QDialog.reject(self))
        self.rule.activated.connect(lambda _: self._treat_all())
        self.here.activated.connect(lambda _: self.treat_picked(self.here.currentData()))
        self.compared.chosen.connect(lambda _: self._compare())
        self.close_button.clicked.connect(self.reject)
        self.go.clicked.connect(self.store)
        self._window.workspace.closing.connect(self.leave)
        for keys, step in (("F3", 1), ("Shift+F3", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.compared.go(step))

    # --- the search

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.total or 0)
        self.progress.setValue(progress.done)

    def _on_finished(self, result: Any) -> None:
        self.progress.hide()
        if isinstance(result, ChangeSet):
            self._stored(result)
            return
        stored = {group.id for group in self._project.records(Copies)}
        self.model.show_groups(result, self.rule.currentData(), stored)
        articles = sum(len(group.articles) for group in result)
        self.heading.setText(
            f"{counted(len(result), 'group')} of near-duplicates, {articles:,} articles"
            if result else "No near-duplicates: no two articles are nearly the same"
        )  # fmt: skip
        can = bool(result) and not self._project.read_only
        for part in (self.rule, self.here, self.go):
            part.setEnabled(can)
        self._tell()
        if result:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.setFocus()
        else:
            self.compared.clear()

    def _on_failed(self, error: AnnotatorError) -> None:
        self.progress.hide()
        self._storing = False
        self.heading.setText(str(error))

    # --- a group

    def show_group(self, row: int) -> None:
        """Show a group's first article beside its next."""
        if not 0 <= row < len(self.model.groups):
            return
        group = self.model.groups[row]
        self.here.setCurrentIndex(self.here.findData(self.model.treatments[row]))
        first, *others = map(self.model.headline, group.articles)
        self.compared.name(first, others)
        self._compare()

    def _compare(self) -> None:
        row = self.list.currentIndex().row()
        other = self.compared.others.currentIndex() + 1
        if not 0 <= row < len(self.model.groups) or other < 1:
            return
        group = self.model.groups[row]
        article = self._project.article
        self.compared.show_texts(
            article(group.articles[0]), article(group.articles[other]), group.likeness[other]
        )

    def treat_picked(self, treatment: Treatment) -> None:
        """Decide on the picked groups."""
        if not self.here.isEnabled():
            return
        rows = [index.row() for index in self.list.selectionModel().selectedIndexes()]
        self.model.treat(rows, treatment)
        self.here.setCurrentIndex(self.here.findData(treatment))
        self._tell()

    def _treat_all(self) -> None:
        treatment: Treatment = self.rule.currentData()
        self._window.settings.remember(**{_SETTING: treatment})
        self.model.treat(list(range(len(self.model.groups))), treatment)
        self.here.setCurrentIndex(self.here.findData(treatment))
        self._tell()

    def _tell(self) -> None:
        count = len(self.model.groups)
        self.go.setText(f"&Store for {counted(count, 'group')}" if count else "&Store")

    # --- storing and leaving

    def store(self) -> None:
        """Store what was decided on all groups: one edit, one undo."""
        if self._storing or self.runner.running or not self.model.groups:
            return
        self._storing = True
        self.go.setEnabled(False)
        self.progress.show()
        annotator = self._window.workspace.annotator
        self.runner.run(decide_copies(self._project, self.model.decided, annotator=annotator))

    def _stored(self, change_set: ChangeSet) -> None:
        workspace = self._window.workspace
        decided = self.model.decided
        if change_set and not workspace.apply(change_set):
            self._storing = False
            self.go.setEnabled(True)
            return
        counts = {t: sum(1 for _, treatment in decided if treatment == t) for t in TREATMENTS}
        said = [f"{count:,} {DECIDED[t]}" for t, count in counts.items() if count]
        workspace.said.emit(f"Groups: {', '.join(said)}" if change_set else "All was so already")
        self.accept()

    def reject(self) -> None:
        """Stop looking and close; nothing was stored."""
        if self.runner.running:
            self.heading.setText("Stopping…")
            self.runner.cancel()
        else:
            super().reject()

    def done(self, result: int) -> None:
        """Give the window its keys back."""
        super().done(result)
        self._window.activateWindow()
        self._window.view.setFocus()

    def leave(self) -> None:
        """Close at once: the project is about to be closed."""
        if self.runner.running:
            self.runner.blockSignals(True)
            self.runner.cancel()
            self.runner.wait(30)
        QDialog.reject(self)
