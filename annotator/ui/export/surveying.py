"""Looks, in the background, at what an export would be, and begins anew when the plan changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import AnnotatorError
from annotator.jobs.export_plan import Plan
from annotator.ui.job_runner import JobRunner

if TYPE_CHECKING:
    from annotator.storage.project import Project

_PAUSE = 180  # ms after the last key before anything is read


class Surveyor(QObject):
    """One survey at a time, of the plan that was asked about last."""

    surveyed = Signal(object)  # Survey, with more and more in it
    refused = Signal(object)  # AnnotatorError

    def __init__(self, project: "Project", parent: QObject) -> None:
        """Look at a project."""
        super().__init__(parent)
        self._project = project
        self._plan: Plan | None = None
        self._fresh = False
        self._runner = JobRunner(self)
        self._runner.progressed.connect(self._on_progress)
        self._runner.finished.connect(self._on_progress)
        self._runner.failed.connect(self._on_failed)
        self._runner.ended.connect(self._begin)
        self._pause = QTimer(self, interval=_PAUSE, singleShot=True)
        self._pause.timeout.connect(self._begin)

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self._plan is not None or self._runner.running

    def ask(self, plan: Plan) -> None:
        """Look at this plan; what was asked before is forgotten."""
        self._plan, self._fresh = plan, False
        self._runner.cancel()
        self._pause.start()

    def stop(self) -> None:
        """Look no more, and wait until nothing is read any longer."""
        self._plan, self._fresh = None, False
        self._pause.stop()
        self._runner.cancel()
        self._runner.wait(10)

    def _begin(self) -> None:
        from annotator.jobs.export_preview import survey

        if self._plan is None or self._pause.isActive():
            return
        if self._runner.running:
            self._runner.wait(0.05)  # it has said its last word and is about to go
            if self._runner.running:
                self._pause.start()
                return
        plan, self._plan, self._fresh = self._plan, None, True
        self._runner.run(survey(self._project, plan))

    def _on_progress(self, progress: object) -> None:
        from annotator.jobs.export_preview import Survey

        if self._fresh and isinstance(progress, Survey):
            self.surveyed.emit(progress)

    def _on_failed(self, error: AnnotatorError) -> None:
        if self._fresh:
            self.refused.emit(error)
