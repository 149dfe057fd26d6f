"""What an import brought: counts, and each refused file with its reason."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout

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
    """The whole report; its text can be copied."""

    def __init__(self, report: "ImportReport", parent: "MainWindow") -> None:
        """Show a report."""
        super().__init__(parent)
        self.setWindowTitle("Import")
        self.resize(640, 380)
        summary = named(QLabel(report.summary, self, wordWrap=True), "heading")
        self.details = QPlainTextEdit(self, readOnly=True)
        self.details.setAccessibleName("What came, and what was refused, mended or left out")
        _, *lines = report.lines()
        self.details.setPlainText("\n".join(lines))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok, self)
        buttons.accepted.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(summary)
        column.addWidget(self.details, 1)
        column.addWidget(buttons)
