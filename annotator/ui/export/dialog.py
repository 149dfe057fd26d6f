"""The export dialog: what, as which format, where; with the first lines as they will be."""

import io
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import AnnotatorError
from annotator.core.judgement import State
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.project import Project

_WIDEST = 2_000


class ExportDialog(QDialog):
    """Asks what to export. `path`, `format_name`, `annotators`, `states` give the answers."""

    def __init__(self, project: "Project", folder: Path, parent: QWidget | None) -> None:
        """Offer the formats that can be written."""
        from annotator.formats.registry import formats

        super().__init__(parent)
        self.setWindowTitle("Export training data")
        self.resize(760, 560)
        self._project = project
        self._formats = [f for f in formats() if f.write is not None]
        self.format = QComboBox(self)
        for item in self._formats:
            self.format.addItem(item.title)
        self.format.setCurrentIndex([f.name for f in self._formats].index("jsonl"))
        self.whose = QComboBox(self)
        self.whose.addItem("Everyone’s annotations", None)
        for name in project.annotators():
            self.whose.addItem(f"Only {name}’s", name)
        self.only_done = QCheckBox("Only articles marked done", self)
        self.place = QLineEdit(str(folder / f"{project.name}.jsonl"), self)
        self.place.setAccessibleName("File to write")
        browse = QPushButton("Choose…", self)
        browse.clicked.connect(self._choose)
        self.loses = named(QLabel(self, wordWrap=True), "quiet")
        self.preview = QPlainTextEdit(self, readOnly=True)
        self.preview.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.preview.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.preview.setAccessibleName("The first lines of the file")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._go = self.buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(browse)
        for box in (self.format, self.whose):
            box.currentIndexChanged.connect(lambda _: self.show_preview())
        self.format.currentIndexChanged.connect(lambda _: self._rename())
        self.only_done.toggled.connect(lambda _: self.show_preview())
        self.place.textChanged.connect(lambda text: self._go.setEnabled(bool(text.strip())))
        self.show_preview()

    def _lay_out(self, browse: QPushButton) -> None:
        where = QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(browse)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow("Format", self.format)
        form.addRow("", self.loses)
        form.addRow("What", self.whose)
        form.addRow("", self.only_done)
        form.addRow("To", where)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(form)
        column.addSpacing(8)
        self.heading = named(QLabel(self), "heading")
        column.addWidget(self.heading)
        column.addWidget(self.preview, 1)
        column.addWidget(self.buttons)

    @property
    def path(self) -> Path:
        """Where to."""
        return Path(self.place.text().strip()).expanduser()

    @property
    def format_name(self) -> str:
        """The chosen format's name."""
        return self._formats[self.format.currentIndex()].name

    @property
    def annotators(self) -> list[str] | None:
        """Whose annotations; None for everyone's."""
        name = self.whose.currentData(Qt.ItemDataRole.UserRole)
        return None if name is None else [name]

    @property
    def states(self) -> tuple[State, ...] | None:
        """Articles in which states; None for all that were begun."""
        return ("done",) if self.only_done.isChecked() else None

    def show_preview(self) -> None:
        """Show the first lines exactly as the file will have them, long ones cut."""
        from annotator.jobs.export_plan import Plan
        from annotator.jobs.export_preview import preview

        chosen = self._formats[self.format.currentIndex()]
        self.loses.setText("Does not carry: " + ", ".join(chosen.loses) if chosen.loses else "")
        self.loses.setVisible(bool(chosen.loses))
        try:
            wanted = self.annotators and tuple(self.annotators)
            text = preview(self._project, Plan(self.format_name, wanted or None, self.states))
        except AnnotatorError as error:
            text = str(error)
        lines = [
            line.rstrip("\n") if len(line) <= _WIDEST else line[:_WIDEST] + "…"
            for line in islice(io.StringIO(text), 40)
        ]
        self.heading.setText("The first lines" if lines else "Nothing to export with this choice")
        self.preview.setPlainText("\n".join(lines))

    def _rename(self) -> None:
        suffix = self._formats[self.format.currentIndex()].suffixes[0]
        self.place.setText(str(self.path.with_suffix(suffix)))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Export to", self.place.text())
        if name:
            self.place.setText(name)
