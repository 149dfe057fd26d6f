"""From what was dropped, pasted or chosen to the import window, and what comes after it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from annotator.core.errors import ProjectError
from annotator.ui.articles.import_report import ReportDialog
from annotator.ui.importing.window import ImportWindow

if TYPE_CHECKING:
    from annotator.jobs.import_report import ImportReport
    from annotator.ui.main_window import MainWindow


def local_files(data: QMimeData) -> list[Path]:
    """Give the files and folders among what was dropped or pasted."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def look_and_import(window: "MainWindow", paths: Sequence[Path]) -> None:
    """Read files and show what was found; where the user wants no questions, import at once."""
    workspace = window.workspace
    project = workspace.project
    if not paths or project is None:
        return
    if project.read_only:
        workspace.failed.emit(ProjectError(project.read_only_reason))
        return
    if window.settings.flag("import_at_once"):
        window.files.import_paths(paths)
        return
    if window.files.runner.running:
        workspace.said.emit("Something is running already; wait or cancel it")
        return
    workspace.settings.remember(import_folder=str(paths[0].parent))
    shown = ImportWindow(project, paths, workspace.annotator, window.theme, window)
    shown.copies.remember_in(workspace.settings)
    shown.imported.connect(lambda report: _tell(window, report))
    shown.storing_changed.connect(lambda storing: setattr(workspace, "busy", storing))
    workspace.closing.connect(shown.leave)
    window.dialogs.show(shown)


def _tell(window: "MainWindow", report: "ImportReport") -> None:
    """Show what came in, and let it be taken back at once."""
    workspace, banner = window.workspace, window.banner
    window.activateWindow()  # so that the labels' keys are heard at once
    window.files.show_imported(report)
    window.view.setFocus()  # which an empty project did not show before
    if not report.added and not report.extended:
        return
    banner.show_text(report.summary)
    banner.offer("Undo the import", workspace.undo)
    banner.offer("Report…", lambda: window.dialogs.show(ReportDialog(report, window)))

    def over() -> None:
        # From the next edit on, the button would take back something else.
        workspace.changed.disconnect(over)
        if banner.message.text() == report.summary:
            banner.hide()

    workspace.changed.connect(over)
