"""Copy, print, and save the marked article, as the menus ask for it."""

from collections.abc import Callable, Generator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from annotator.core.annotation import Annotation
from annotator.core.changes import Value
from annotator.core.span import Fragments
from annotator.jobs.progress import Progress
from annotator.ui.printing.manuscript import Manuscript
from annotator.ui.printing.steps import Steps

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

Making = Callable[[Manuscript], Generator[Progress, None, bytes]]
_NOT_IN_NAMES = '<>:"/\\|?*'


class Publishing(QObject):
    """Brings the open article out of one window, with the marks that are seen."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.steps = Steps(self)
        self.steps.progressed.connect(window.status.show_progress)
        self.steps.failed.connect(self._workspace.failed)
        self.steps.cancelled.connect(lambda: self._workspace.said.emit("Cancelled: nothing kept"))
        self.steps.ended.connect(window.status.end_job)
        self.steps.finished.connect(lambda sentence: self._workspace.said.emit(sentence))
        window.status.cancel.clicked.connect(self.steps.cancel)

    def manuscript(self) -> Manuscript | None:
        """Give the open article with what is seen of its marks, or None where none is open."""
        workspace, view = self._workspace, self._window.view
        if workspace.article is None or workspace.annotations is None:
            return None
        values: list[Value] = [*workspace.visible_annotations()]
        shown = {value.id for value in values if isinstance(value, Annotation)}
        values += [r for r in workspace.annotations.relations if {r.head, r.tail} <= shown]
        who = workspace.visible_annotators
        values += [
            label
            for label in workspace.annotations.article_labels
            if who is None or label.annotator in who
        ]
        return Manuscript(workspace.article, values, workspace.scheme, view.typesetting)

    # --- copy

    def copy(self) -> None:
        """Copy the selected words, or the picked annotation's: plain, and with their marks."""
        manuscript = self.manuscript()
        span, picked = self._window.view.selected_span(), self._window.marking.picked
        if manuscript is None or (span is None and picked is None):
            return
        parts = (span,) if span is not None else picked.fragments if picked else ()
        QGuiApplication.clipboard().setMimeData(copied(manuscript, parts))
        self._workspace.said.emit("Copied")

    # --- print

    def preview(self) -> None:
        """Show the pages that would be printed."""
        from annotator.ui.printing.preview import PrintPreview

        manuscript = self.manuscript()
        if manuscript is not None:
            self._window.dialogs.show(PrintPreview(self._window, manuscript, self.print))

    def print(self) -> None:
        """Ask for a printer and print the article."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from annotator.ui.printing.paper import page_layout

        manuscript = self.manuscript()
        if manuscript is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(page_layout())
        printer.setDocName(manuscript.title)
        dialog = QPrintDialog(printer, self._window)
        dialog.setWindowTitle("Print the article")
        if dialog.exec():
            self.print_on(printer, manuscript)

    def print_on(self, printer: Any, manuscript: Manuscript) -> bool:
        """Print on a QPrinter, a page at a time; says whether it began."""
        from annotator.ui.printing.paper import draw_pages

        def job() -> Generator[Progress, None, str]:
            pages = yield from draw_pages(manuscript, printer)
            return f"Printed {pages:,} page{'' if pages == 1 else 's'}"

        return self.run(job())

    # --- save

    def save(self) -> None:
        """Ask where, and save the article as PDF, SVG or a web page, by the name's suffix."""
        manuscript = self.manuscript()
        if manuscript is None:
            return
        folder = Path(self._workspace.settings.remembered("picture_folder") or Path.home())
        name, chosen = QFileDialog.getSaveFileName(
            self._window, "Save the article", str(folder / f"{_file_name(manuscript)}.pdf"),
            ";;".join(f"{title} (*{suffix})" for suffix, (title, _) in KINDS.items()),
        )  # fmt: skip
        if name:
            path = Path(name)
            if path.suffix.lower() not in KINDS:
                path = path.with_name(path.name + next((s for s in KINDS if s in chosen), ".pdf"))
            self._workspace.settings.remember(picture_folder=str(path.parent))
            self.save_as(path, manuscript)

    def save_as(self, path: Path, manuscript: Manuscript) -> bool:
        """Save as the kind that a path's suffix names; says whether it began."""
        _, making = KINDS[path.suffix.lower()]
        return self.run(saved(path, making(manuscript)))

    def run(self, job: Generator[Progress, None, str]) -> bool:
        """Run a job in quiet moments; it gives what is said at the end."""
        if self.steps.running or self._window.files.runner.running:
            job.close()
            self._workspace.said.emit("Something is running already; wait or cancel it")
            return False
        self.steps.run(job)
        return True


def saved(path: Path, making: Generator[Progress, None, bytes]) -> Generator[Progress, None, str]:
    """Write what is made to a file that appears complete or not at all.

    Raises FormatError when it cannot be written, before anything is made where that can be told.
    """
    from annotator.jobs.replacing import Replacing, refuse_what_is_no_file

    refuse_what_is_no_file(path)
    data = yield from making
    with Replacing(path) as (part,):
        part.write(data)
    return f"Saved {path.name}"


def copied(manuscript: Manuscript, parts: Fragments) -> QMimeData:
    """Give spans of an article for the clipboard: exactly the words, and as rich text."""
    from annotator.formats.html_page.marked import marked_text

    text = manuscript.article.text
    rich = [
        "".join(marked_text(text, part, manuscript.annotations, manuscript.scheme))
        for part in parts
    ]
    data = QMimeData()
    data.setText(" ".join(text[part.start : part.end] for part in parts))
    # Escaped by `marked_text`: nothing in it but our own elements.
    page = f'<div style="white-space:pre-wrap">{" ".join(rich)}</div>'
    data.setData("text/html", page.encode("utf-8"))
    return data


def _pdf(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    from annotator.ui.printing.paper import pdf

    return pdf(manuscript)


def _svg(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    from annotator.ui.printing.picture import svg

    return svg(manuscript)


def _html(manuscript: Manuscript) -> Generator[Progress, None, bytes]:
    from annotator.formats.format import Writing
    from annotator.formats.html_page.writer import write

    buffer = BytesIO()
    yield Progress(0, 1, "Writing the page")
    for _ in write([(manuscript.article, list(manuscript.values))], buffer,
                   Writing(manuscript.scheme)):  # fmt: skip
        pass
    return buffer.getvalue()


KINDS: dict[str, tuple[str, Making]] = {
    ".pdf": ("PDF", _pdf),
    ".svg": ("SVG picture", _svg),
    ".html": ("Web page", _html),
}
"""What an article can be saved as, by suffix."""


def _file_name(manuscript: Manuscript) -> str:
    kept = "".join(" " if c in _NOT_IN_NAMES or not c.isprintable() else c
                   for c in manuscript.title)  # fmt: skip
    return " ".join(kept.split())[:80].strip(". ") or "article"
