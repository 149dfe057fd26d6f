"""Checks the open article after every pause in the work, and the project when asked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.checks import Finding, Misfit, findings, misfits_of
from annotator.core.errors import AnnotatorError
from annotator.ui.job_runner import JobRunner

if TYPE_CHECKING:
    from annotator.jobs.scheme_checks import Found
    from annotator.ui.checks.list import FindingsList
    from annotator.ui.main_window import MainWindow

_PAUSE = 300  # milliseconds after an edit
_FEW = 400  # marks; with more, another thread looks through them, which here takes under 3 ms


class Checking(QObject):
    """Holds what the checks find in the open article. It never stops or asks anyone."""

    changed = Signal()

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self.found: tuple[Finding, ...] = ()
        self.misfits: tuple[Misfit, ...] = ()
        self.list: FindingsList | None = None
        self._again = False
        self._runner = JobRunner(self)
        self._runner.finished.connect(self._take)
        self._runner.ended.connect(self._on_ended)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.check)
        workspace = self._workspace
        for signal in (workspace.changed, workspace.scheme_changed, workspace.annotator_changed):
            signal.connect(lambda *_: self._timer.start())
        workspace.article_changed.connect(self._on_article)
        workspace.closing.connect(lambda: self._runner.wait(10))
        window.status.checks.clicked.connect(self.show_list)

    def _on_article(self) -> None:
        self._tell(())
        self._timer.start()

    # --- the open article

    def check(self) -> None:
        """Look through the open article now; many marks are looked through beside the window."""
        from annotator.jobs.scheme_checks import check_article, earlier_in

        self._timer.stop()
        project, annotations = self._workspace.project, self._workspace.annotations
        if project is None or annotations is None:
            self._tell(())
            return
        shown = self._workspace.visible_annotators
        try:
            if len(annotations) <= _FEW:
                self._tell(findings(annotations, project.scheme, annotators=shown,
                                    earlier=earlier_in(project)))  # fmt: skip
            elif self._runner.running:
                self._again = True
            else:
                self._runner.run(check_article(project, annotations.article_id, shown))
        except AnnotatorError:
            self._tell(())  # what cannot be read is told where it is read for itself

    def _take(self, result: tuple[str, list[Finding]]) -> None:
        article_id, found = result
        article = self._workspace.article
        if article is not None and article.id == article_id:
            self._tell(found)

    def _on_ended(self) -> None:
        if self._again:
            self._again = False
            self._timer.start()

    def _tell(self, found: "list[Finding] | tuple[Finding, ...]") -> None:
        article = self._workspace.article
        self.found = tuple(found)
        self.misfits = tuple(misfits_of(article, self._workspace.scheme) if article else ())
        self._window.status.show_checks(len(self.found) + len(self.misfits))
        self.changed.emit()

    # --- the list

    def show_list(self) -> None:
        """Show what is to be looked at in the open article; the list follows the work."""
        self.check()
        if not self.found and not self.misfits and not self._runner.running:
            self._workspace.said.emit("The checks find nothing to look at in this article")
            return
        self._open().show_article_findings()

    def _open(self) -> "FindingsList":
        from annotator.ui.checks.list import FindingsList

        if self.list is None:
            self.list = FindingsList(self._window, self)
        return self.list

    def next(self) -> None:
        """Go to the next mark that a check is about, from the caret on."""
        self.check()
        if self.misfits and not self.found:
            self._window.metadata.edit()
            return
        if not self.found:
            self._workspace.said.emit("The checks find nothing to look at in this article")
            return
        picked = self._window.view.picked
        ids = list(dict.fromkeys(finding.annotation.id for finding in self.found))
        if picked in ids:
            target = ids[(ids.index(picked) + 1) % len(ids)]
        else:
            caret = self._window.view.caret()
            later = (f.annotation.id for f in self.found if f.annotation.start >= caret)
            target = next(later, ids[0])
        self._window.view.pick(target)
        texts = [f.text for f in self.found if f.annotation.id == target]
        self._workspace.said.emit(" ".join(texts))

    # --- the project

    def check_project(self) -> None:
        """Look through all articles, with progress and Cancel; then list what was found."""
        from annotator.jobs.scheme_checks import check_marks

        project = self._workspace.project
        if project is not None:
            job = check_marks(project, self._workspace.visible_annotators)
            self._window.files.run(job, self._show_all)

    def _show_all(self, found: "list[Found]") -> None:
        if found:
            self._open().show_project_findings(found)
        else:
            self._workspace.said.emit("The checks find nothing to look at in the project")
