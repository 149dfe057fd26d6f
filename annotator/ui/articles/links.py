"""Articles from the web, only when the user asks: links are pasted, checked, loaded, looked at."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QVBoxLayout,
)

from annotator.core.errors import FormatError
from annotator.jobs.fetch_pages import Web, fetch_pages, link_problem
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_MOST = 1000


class LinksDialog(QDialog):
    """A field for links, one a line, and what is to be said of each; loads nothing by itself."""

    def __init__(self, window: "MainWindow", web: Web | None = None) -> None:
        """Serve a window; a test gives its own way to the web."""
        super().__init__(window)
        self._window, self._web = window, web
        self.setWindowTitle("Articles from links")
        self.resize(680, 520)
        self.field = QPlainTextEdit(self)
        self.field.setAccessibleName("Links, one a line")
        self.field.setPlaceholderText("https://…  one link a line")
        self.field.setTabChangesFocus(True)
        self.verdicts = QListWidget(self)
        self.verdicts.setAccessibleName("What is said of each link")
        self.summary = named(QLabel(self, wordWrap=True), "quiet")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.load = self.buttons.addButton("Load", QDialogButtonBox.ButtonRole.AcceptRole)
        self.load.setToolTip("Ctrl+Enter")
        for key in ("Ctrl+Return", "Ctrl+Enter"):  # a button can have only one of the two
            QShortcut(QKeySequence(key), self, self.load.click)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.reject)
        told = QLabel(
            "The pages are loaded from their sites one after the other, and kept beside the "
            "project as they were sent. The sites see that you load them.", self, wordWrap=True,
        )  # fmt: skip
        told.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(told)
        column.addWidget(self.field, 1)
        column.addWidget(self.verdicts, 1)
        column.addWidget(self.summary)
        column.addWidget(self.buttons)
        self.field.textChanged.connect(self._check)
        self._check()
        self.field.setFocus()

    @property
    def links(self) -> list[str]:
        """The links that can be asked for, each once."""
        return [link for link in self._lines() if not link_problem(link)]

    def _lines(self) -> list[str]:
        lines = (line.strip() for line in self.field.toPlainText().splitlines())
        return list(dict.fromkeys(line for line in lines if line))[:_MOST]

    def _check(self) -> None:
        self.verdicts.clear()
        for link in self._lines():
            problem = link_problem(link)
            self.verdicts.addItem(f"✗  {link}: {problem}" if problem else f"✓  {link}")
        count = len(self.links)
        self.summary.setText(
            f"{count:,} to load · Ctrl+Enter loads" if count else "Nothing to load yet"
        )
        self.load.setEnabled(count > 0)

    def _start(self) -> None:
        path = self._window.workspace.path
        if path is None or not self.links:
            return
        now = datetime.now(UTC).strftime("%Y-%m-%d %H%M%S")
        archive = path.with_name(f"{path.stem} pages {now}.warc")
        wanted = self.links
        self._window.files.run(
            fetch_pages(wanted, archive, self._web),
            lambda failed: _loaded(self._window, archive, len(wanted), failed),
        )
        self.accept()


def _loaded(
    window: "MainWindow", archive: Path, wanted: int, failed: list[FormatError]
) -> None:  # fmt: skip
    """Show why pages are not there; then look at those that are, before any is stored."""
    if failed:
        rest = f" (and {len(failed) - 1:,} more)" if len(failed) > 1 else ""
        window.workspace.failed.emit(
            FormatError(f"{len(failed):,} of {wanted:,} pages were not loaded. {failed[0]}{rest}")
        )
    if len(failed) == wanted:
        archive.unlink(missing_ok=True)
        return
    window.files.runner.wait(1)
    window.files.look_and_import([archive])
