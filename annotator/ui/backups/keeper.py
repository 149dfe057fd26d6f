"""Backs up the open project by itself: soon after it is opened, then when it has changed."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.errors import AnnotatorError, DamagedProject
from annotator.ui.job_runner import JobRunner
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.backup import Backup

AFTER_OPENING, EVERY, IDLE = 3_000, 30 * 60_000, 10_000
"""Milliseconds."""


class Keeper(QObject):
    """Works in a thread of its own, so that marking never waits for a backup."""

    changed = Signal()  # there is another last backup

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Follow a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self.last: Backup | None = None
        self.runner = JobRunner(self)
        self.runner.finished.connect(self._on_made)
        self.runner.failed.connect(self._on_failed)
        self._opened = QTimer(self, singleShot=True, interval=AFTER_OPENING)
        self._opened.timeout.connect(lambda: self.back_up("opened"))
        self._often = QTimer(self, interval=EVERY)
        self._often.timeout.connect(lambda: self.back_up("every 30 minutes"))
        self._idle = QTimer(self, singleShot=True, interval=IDLE)
        self._idle.timeout.connect(self._settle)
        workspace.project_changed.connect(self._on_project)
        workspace.changed.connect(lambda _: self._idle.start())
        workspace.closing.connect(self._on_closing)

    def back_up(self, reason: str) -> None:
        """Start a backup, unless one is being made or nothing could be lost."""
        from annotator.jobs.backup_project import back_up_project

        project = self._workspace.project
        if project is None or project.read_only or self.runner.running or not project.head[0]:
            return
        self.runner.run(back_up_project(project, reason))

    @property
    def text(self) -> str:
        """When the last backup was made, in a few words."""
        if self.last is None:
            return ""
        made = self.last.moment.astimezone()
        today = made.date() == datetime.now().astimezone().date()
        return f"backup {made:%H:%M}" if today else f"backup {made:%d %b}"

    def _on_project(self) -> None:
        self.last = None
        project = self._workspace.project
        if project is None or project.read_only:
            self._opened.stop()
            self._often.stop()
            return
        from annotator.storage.backup import backups

        self.last = next(iter(backups(project.identity)), None)
        self._opened.start()
        self._often.start()

    def _on_made(self, backup: Any) -> None:
        if backup is not None:
            self.last = backup
        self.changed.emit()

    def _on_failed(self, error: AnnotatorError) -> None:
        if isinstance(error, DamagedProject):
            self._workspace.failed.emit(error)
        else:
            self._workspace.said.emit(error.message)

    def _settle(self) -> None:
        """Bring the log into the file while nobody marks: the log alone is fragile."""
        project = self._workspace.project
        if project is not None and not self._workspace.busy and not self.runner.running:
            project.settle()

    def _on_closing(self) -> None:
        self._idle.stop()
        self.runner.wait(10)
