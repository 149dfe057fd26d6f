"""The scheme as a whole: its name and purpose, its history, and the files it goes to and from."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QMessageBox,
    QPushButton,
    QWidget,
)

from annotator.core import scheme_labels as changes
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Scheme
from annotator.ui.calm_prose import plain_label
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.scheme.label_form import Prose
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class AboutForm(QWidget):
    """Name, purpose, version and history; import, export, document."""

    def __init__(self, window: "MainWindow", editing: SchemeEditing, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._window, self._editing = window, editing
        self.name = QLineEdit(self)
        self.name.setAccessibleName("Name of the scheme")
        self.purpose = Prose(self, "Purpose, in Markdown", 6)
        self.version = plain_label("", self)
        self.history = QListWidget(self)
        self.history.setAccessibleName("What changed, newest first")
        row = QHBoxLayout()
        for text, what in (
            ("Take labels from…", self.take), ("Save scheme…", self.save),
            ("Scheme document…", self.document),
        ):  # fmt: skip
            button = named(QPushButton(text, self), "small")
            button.clicked.connect(what)
            row.addWidget(button)
        row.addStretch(1)
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setVerticalSpacing(10)
        form.addRow("Name", self.name)
        form.addRow("Version", self.version)
        form.addRow("Purpose", self.purpose)
        form.addRow("Files", row)
        form.addRow("Changes", self.history)
        self.name.editingFinished.connect(lambda: self._keep("name", self.name.text().strip()))
        self.purpose.left.connect(lambda: self._keep("definition", self.purpose.toPlainText()))

    def show_scheme(self, scheme: Scheme) -> None:
        """Show what is true of a scheme as a whole."""
        self.name.setText(scheme.name)
        self.version.setText(scheme.version)
        if self.purpose.toPlainText() != scheme.definition:
            self.purpose.setPlainText(scheme.definition)
        self.history.clear()
        for note in reversed(scheme.history):
            self.history.addItem(f"{note.version}   {note.date}   {note.text}")
        for part in (self.name, self.purpose):
            part.setEnabled(self._editing.can_edit)

    def _keep(self, fact: str, value: str) -> None:
        scheme = self._editing.scheme
        if value != getattr(scheme, fact) and (value or fact != "name"):
            self._editing.change(lambda s: changes.edit_scheme(s, **{fact: value}))

    # --- files

    def take(self) -> None:
        """Add the labels and relations of another scheme, label set or project that lack here."""
        name, _ = QFileDialog.getOpenFileName(self, "Take labels from", "", "All files (*)")
        if name:
            self.take_from(Path(name))

    def take_from(self, path: Path) -> bool:
        """Add what a file's scheme has and this one lacks; says whether something was added."""
        from annotator.jobs.schemes import scheme_in

        try:
            found = scheme_in(path)
        except AnnotatorError as error:
            self._window.workspace.failed.emit(error)
            return False
        done = self._editing.change_after_look(lambda s: changes.joined_with(s, found.scheme))
        if done and found.notes:
            box = QMessageBox(self)
            box.setTextFormat(Qt.TextFormat.PlainText)
            box.setWindowTitle("Taken over")
            box.setText("What could not be taken over:\n\n" + "\n".join(found.notes))
            box.exec()
        return done

    def save(self) -> None:
        """Ask where, and write the scheme as TOML or JSON."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Save scheme", f"{self._editing.scheme.id}.toml", "Scheme (*.toml *.json)"
        )
        if name:
            from annotator.formats.schemes.own import written

            self._write(Path(name), written(self._editing.scheme, Path(name)))

    def document(self) -> None:
        """Ask where, and write the scheme as a page or as PDF to print or put into an appendix."""
        name, _ = QFileDialog.getSaveFileName(
            self, "Scheme document", f"{self._editing.scheme.id}.html",
            "Web page (*.html);;PDF (*.pdf)",
        )  # fmt: skip
        if name:
            self.write_document(Path(name))

    def write_document(self, path: Path) -> None:
        """Write the scheme as a page, or as PDF where the name ends so."""
        from annotator.formats.scheme_document import scheme_document, scheme_markdown

        if path.suffix.lower() != ".pdf":
            self._write(path, scheme_document(self._editing.scheme).encode("utf-8"))
            return
        from PySide6.QtCore import QBuffer, QIODevice
        from PySide6.QtGui import QPageSize, QPdfWriter

        from annotator.ui.calm_prose import FEATURES, CalmDocument

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printed = CalmDocument()
        printed.setMarkdown(scheme_markdown(self._editing.scheme), FEATURES)
        printed.print_(writer)
        del writer  # it finishes the file
        self._write(path, bytes(buffer.data().data()))

    def _write(self, path: Path, data: bytes) -> None:
        from annotator.jobs.replacing import Replacing

        try:
            with Replacing(path) as (part,):
                part.write(data)
        except AnnotatorError as error:
            self._window.workspace.failed.emit(error)
            return
        self._window.workspace.said.emit(f"Written: {path.name}")
