"""From the export dialog to the files, with a banner at the end that leads to them."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from annotator.jobs.export_dataset import ExportReport, export
from annotator.jobs.export_plan import Plan
from annotator.ui.export.dialog import ExportDialog

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


def ask_and_export(window: "MainWindow", folder: Path) -> None:
    """Show the dialog, then export in the background; it can be cancelled in the status line."""
    project = window.workspace.project
    if project is None:
        return
    last = window.workspace.settings.remembered("export_folder")
    dialog = ExportDialog(project, Path(last) if last and Path(last).is_dir() else folder, window)
    dialog.accepted.connect(lambda: _export(window, dialog.path, dialog.plan))
    window.workspace.closing.connect(dialog.reject)
    window.dialogs.show(dialog)


def _export(window: "MainWindow", path: Path, plan: Plan) -> None:
    project = window.workspace.project
    if project is not None:
        window.workspace.settings.remember(export_folder=str(path.parent))
        window.files.run(export(project, path, plan), lambda reports: _tell(window, reports))


def _tell(window: "MainWindow", reports: list[ExportReport]) -> None:
    """Say what was written where, and offer to go there."""
    folder = reports[0].path.resolve().parent
    window.banner.show_text(" ".join(map(str, reports)))
    window.banner.offer("Open folder", lambda: open_folder(folder))


def open_folder(folder: Path) -> bool:
    """Show a folder in the system's file manager; says whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
