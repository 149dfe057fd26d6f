"""Looking for near-duplicates in the project, and storing what becomes of each group."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout

from annotator.core.changes import ChangeSet
from annotator.core.copies import TREATMENTS, Copies, Treatment
from annotator.core.errors import AnnotatorError
from annotator.jobs.find_copies import decide_copies, find_copies
from annotator.jobs.import_report import counted
from annotator.jobs.progress import Progress
from annotator.ui.copies.groups_model import DECIDED
from annotator.ui.copies.groups_panel import KEYS_IN_WORDS, GroupsPanel
from annotator.ui.job_runner import JobRunner
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

_HINT = f"↑ ↓ choose · {KEYS_IN_WORDS} · Enter stores · Esc closes"


class CopiesDialog(QDialog):
    """Looks at once; nothing is stored before its button is pressed, and then by one edit."""

    def __init__(self, window: "MainWindow", project: "Project") -> None:
        """Begin to look."""
        super().__init__(window)
        self._window, self._project = window, project
        self.setWindowTitle("Find copies")
        self.heading = named(QLabel("Looking for near-duplicates…", self, wordWrap=True), "heading")
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setFixedHeight(6)
        self.progress.setAccessibleName("How far the search is")
        self.panel = GroupsPanel(self._headline, project.article, window.theme, self)
        self.panel.remember_in(window.settings)
        self.close_button = QPushButton("Cancel", self)
        self.close_button.setAutoDefault(False)
        self.go = primary(QPushButton("&Store", self))
        self.go.setDefault(True)
        self.go.setEnabled(False)
        self._lay_out()
        self.groups: Sequence[Copies] = []
        self.runner = JobRunner(self)
        self._busy = True  # until its end is told; its thread may live a moment longer
        self.runner.progressed.connect(self._show_progress)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.cancelled.connect(lambda: QDialog.reject(self))
        self.close_button.clicked.connect(self.reject)
        self.go.clicked.connect(self.store)
        window.workspace.closing.connect(self.leave)
        self.runner.run(find_copies(project))
        self.panel.list.setFocus()

    def _lay_out(self) -> None:
        last = QHBoxLayout()
        last.addWidget(named(QLabel(_HINT, self, wordWrap=True), "quiet"), 1)
        last.addWidget(self.close_button)
        last.addWidget(self.go)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.addWidget(self.heading)
        whole.addWidget(self.progress)
        whole.addWidget(self.panel, 1)
        whole.addLayout(last)
        room = self._window.size()
        self.resize(max(900, room.width() - 80), max(560, room.height() - 80))

    def _headline(self, article_id: str) -> str:
        (row,) = self._project.article_rows([self._project.row_of(article_id)])
        facts = (row.outlet, row.published[:10], row.headline)
        return " · ".join(part for part in facts if part)

    # --- the search

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.total or 0)
        self.progress.setValue(progress.done)

    def _on_finished(self, result: Any) -> None:
        self._busy = False
        self.progress.hide()
        if isinstance(result, ChangeSet):
            self._stored(result)
        else:
            self._show(result)

    def _show(self, groups: Sequence[Copies]) -> None:
        self.groups = groups
        articles = sum(len(group.articles) for group in groups)
        self.heading.setText(
            f"{counted(len(groups), 'group')} of near-duplicates, {articles:,} articles"
            if groups else "No near-duplicates: no two articles are nearly the same"
        )  # fmt: skip
        stored = {group.id for group in self._project.records(Copies)}
        known: dict[int, Treatment] = {
            at: "keep" if group.apart else "link"
            for at, group in enumerate(groups) if group.id in stored
        }  # fmt: skip
        self.panel.show_groups(groups, known)
        can = bool(groups) and not self._project.read_only
        self.panel.enable(can)
        self.go.setEnabled(can)
        self.go.setText(f"&Store for {counted(len(groups), 'group')}" if groups else "&Store")
        self.panel.list.setFocus()

    def _on_failed(self, error: AnnotatorError) -> None:
        self._busy = False
        self.progress.hide()
        self.heading.setText(str(error))
        self.go.setEnabled(bool(self.groups))

    # --- storing and leaving

    def store(self) -> None:
        """Store what was decided on all groups: one edit, one undo."""
        if self._busy or not self.groups:
            return
        self._busy = True
        self.go.setEnabled(False)
        self.progress.show()
        decided = zip(self.groups, self.panel.model.treatments, strict=True)
        annotator = self._window.workspace.annotator
        self.runner.run(decide_copies(self._project, list(decided), annotator=annotator))

    def _stored(self, change_set: ChangeSet) -> None:
        workspace, treatments = self._window.workspace, self.panel.model.treatments
        if change_set and not workspace.apply(change_set):
            self.go.setEnabled(True)
            return
        counts = {treatment: treatments.count(treatment) for treatment in TREATMENTS}
        said = ", ".join(f"{count:,} {DECIDED[t]}" for t, count in counts.items() if count)
        workspace.said.emit(f"Groups: {said}" if change_set else "All was so already")
        self.accept()

    def reject(self) -> None:
        """Stop looking and close; nothing was stored."""
        if self._busy:
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
        if self._busy:
            self.runner.blockSignals(True)
            self.runner.cancel()
            self.runner.wait(30)
        QDialog.reject(self)
