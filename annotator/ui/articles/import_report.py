"""What an import brought: counts, and each refused file with its reason."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
)

from annotator.core.errors import AnnotatorError
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.jobs.import_articles import ImportReport
    from annotator.ui.main_window import MainWindow


def show_report(window: "MainWindow", report: "ImportReport") -> None:
    """Say it in the status line when all went well, else in a window that lists the reasons."""
    if report.is_plain:
        window.workspace.said.emit(report.summary)
        return
    dialog = ReportDialog(report, window)
    dialog.open()


class ReportDialog(QDialog):
    """The whole report; its text can be copied and saved."""

    def __init__(self, report: "ImportReport", parent: "MainWindow") -> None:
        """Show a report."""
        super().__init__(parent)
        self._workspace, self._report = parent.workspace, report
        self.setWindowTitle("Import")
        self.resize(640, 380)
        summary = named(QLabel(report.summary, self, wordWrap=True), "heading")
        self.details = QPlainTextEdit(self, readOnly=True)
        self.details.setAccessibleName("What came, and what was refused, mended or left out")
        _, *lines = report.lines()
        self.details.setPlainText("\n".join(lines))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, self)
        buttons.accepted.connect(self.accept)
        self.save = buttons.addButton("Save…", QDialogButtonBox.ButtonRole.ActionRole)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self._ask_where)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(summary)
        column.addWidget(self.details, 1)
        column.addWidget(buttons)

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save the report", "import-report.txt", "Text (*.txt)"
        )
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the report to a file, whole or not at all."""
        from annotator.jobs.replacing import Replacing

        try:
            with Replacing(path) as (part,):
                part.write("\n".join([*self._report.lines(), ""]).encode("utf-8", "replace"))
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
        else:
            self._workspace.said.emit(f"Report saved as {path.name}")
