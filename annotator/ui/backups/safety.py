"""What the window offers when something went wrong, and the commands that keep work safe."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.core.errors import AnnotatorError, DamagedProject
from annotator.ui.backups.keeper import Keeper

if TYPE_CHECKING:
    from annotator.jobs.check_project import CheckReport
    from annotator.storage.recovery import Recovery
    from annotator.ui.main_window import MainWindow

_PROJECTS = "Annotator projects (*.annotator)"


class Safety(QObject):
    """Serves one window."""

    def __init__(self, window: "MainWindow") -> None:
        """Start following the window's project."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.keeper = Keeper(window.workspace, self)
        self.keeper.changed.connect(window.tell)

    def listen(self) -> None:
        """Add offers to what the banner says; after the banner is joined to the workspace."""
        self._workspace.failed.connect(self._on_failed)
        self._workspace.project_changed.connect(self._on_project)

    # --- commands

    def save_copy(self) -> None:
        """Ask where, and save all of the project there as another one, which is then open.

        An edit that could not be stored is stored in the copy.
        """
        from annotator.jobs.backup_project import save_copy

        project = self._workspace.project
        if project is None:
            return
        name = f"{project.name} copy.annotator"
        target = self._asked("Save a copy of the project", project.path.with_name(name))
        if target is not None:
            self._window.files.run(save_copy(project, target), self._on_copied)

    def check(self) -> None:
        """Look at every row of the project in the background; the report is shown."""
        from annotator.jobs.check_project import check_project

        if self._workspace.project is not None:
            self._window.files.run(check_project(self._workspace.project), self._on_checked)

    def show_backups(self) -> None:
        """Show the project's backups."""
        if self._workspace.path is not None:
            self._show_backups(self._workspace.path)

    def restore(self, backup: Path, beside: Path) -> None:
        """Ask for a new file, and make a project of a backup there, which is then open."""
        from annotator.jobs.backup_project import restore_backup

        name = f"{beside.stem} restored.annotator"
        target = self._asked("Restore to a new file", beside.with_name(name))
        if target is not None:
            self._window.files.run(restore_backup(backup, target), self._on_restored)

    def retry(self) -> None:
        """Store the edit that could not be stored."""
        self._window.banner.hide()
        if self._workspace.retry():
            self._workspace.said.emit("Stored now")

    # --- offers

    def after_refusal(self, path: Path, error: AnnotatorError) -> None:
        """Offer what helps with a project that could not be opened."""
        if isinstance(error, DamagedProject):
            banner = self._window.banner
            banner.offer("Recover what is sound", lambda: self._recover(path))
            banner.offer("Backups…", lambda: self._show_backups(path))

    def _on_failed(self, _: AnnotatorError) -> None:
        if self._workspace.unstored is not None:
            self._window.banner.offer("Try again", self.retry)
            self._window.banner.offer("Save a copy…", self.save_copy)

    def _on_project(self) -> None:
        project, banner = self._workspace.project, self._window.banner
        if project is None or project.read_only:
            return
        if project.missing_actions:
            banner.show_text(
                f"{project.missing_actions:,} of your last actions are not in this file: it was "
                "damaged, or copied without its log. They are known on this computer."
            )
            banner.offer("Put them back", self._replay)
        elif project.lost_actions:
            banner.show_text(
                f"This file is {project.lost_actions:,} actions older than what was last seen on "
                "this computer. A backup may have them."
            )
            banner.offer("Backups…", self.show_backups)

    def _replay(self) -> None:
        project = self._workspace.project
        if project is None:
            return
        try:
            count = project.replay()
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return
        self._window.banner.show_text(f"{count:,} actions were put back.")
        self._workspace.articles_added.emit()
        self._window.reread_article()

    def _recover(self, path: Path) -> None:
        from annotator.jobs.check_project import repair

        self._window.files.run(repair(path), self._on_recovered)

    # --- what became of it

    def _on_recovered(self, recovery: "Recovery") -> None:
        if self._window.files.open(recovery.path):
            self._window.banner.show_text(str(recovery))

    def _on_restored(self, path: Path) -> None:
        if self._window.files.open(path):
            self._window.banner.show_text(f"The backup is open now, as {path.name}.")

    def _on_copied(self, path: Path) -> None:
        unstored, article = self._workspace.unstored, self._workspace.article
        if not self._window.files.open(path):
            return
        if article is not None:
            self._workspace.open_article(article.id)
        self._workspace.unstored = unstored
        stored = unstored is not None and self._workspace.retry()
        more = " with your last edit" if stored else ""
        self._window.banner.show_text(f"{path.name} is open now{more}; marks go there.")

    def _on_checked(self, report: "CheckReport") -> None:
        banner, path = self._window.banner, self._workspace.path
        banner.show_text(str(report))
        if path is not None and report.missing:
            banner.offer("Put them back", self._replay)
        elif path is not None and not report.sound:
            banner.offer("Recover what is sound", lambda: self._recover(path))
            banner.offer("Backups…", self.show_backups)

    def _show_backups(self, path: Path) -> None:
        from annotator.ui.backups.dialog import BackupsDialog

        self._window.dialogs.show(BackupsDialog(self, path, self._window))

    def _asked(self, title: str, proposed: Path) -> Path | None:
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(proposed), _PROJECTS)
        return Path(name).with_suffix(".annotator") if name else None
