"""The export dialog: what, as which format, in which parts, where; and what it will be."""

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import AnnotatorError
from annotator.jobs.export_plan import Plan, plan_from
from annotator.ui.export.choices import Choices
from annotator.ui.export.forecast import Forecast
from annotator.ui.export.surveying import Surveyor
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.storage.project import Project

_REMEMBERED = "export"
"""The setting of a project that holds the last plan."""


class ExportDialog(QDialog):
    """Asks what to export; `plan` and `path` give the answers."""

    def __init__(self, project: "Project", folder: Path, parent: QWidget | None) -> None:
        """Offer what was exported last from this project, to a file in a folder."""
        super().__init__(parent)
        self.setWindowTitle("Export training data")
        self._project = project
        self.choices = Choices(project, self)
        self.forecast = Forecast(self)
        self.surveyor = Surveyor(project, self)
        self.place = QLineEdit(str(folder / f"{project.name}.jsonl"), self)
        self.place.setAccessibleName("File to write")
        self.browse = QPushButton("Choose…", self)
        self.browse.setAutoDefault(False)
        self.place_note = named(QLabel(self, wordWrap=True), "quiet")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = self.buttons.addButton("Export", QDialogButtonBox.ButtonRole.AcceptRole)
        primary(self.go)
        self._lay_out()
        self._connect()
        self.choices.show_plan(self._last_plan())
        self._rename()
        self._ask()
        self.choices.whose.setFocus()

    def _lay_out(self) -> None:
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.choices)
        area.setMinimumWidth(self.choices.minimumSizeHint().width() + 18)
        right = QVBoxLayout()
        right.addWidget(named(QLabel("Format", self), "heading"))
        right.addWidget(self.choices.format, 2)
        right.addSpacing(6)
        right.addWidget(self.forecast, 3)
        sides = QHBoxLayout()
        sides.setSpacing(18)
        sides.addWidget(area, 2)
        sides.addLayout(right, 3)
        where = QHBoxLayout()
        to = QLabel("To", self)
        to.setBuddy(self.place)
        where.addWidget(to)
        where.addWidget(self.place, 1)
        where.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 10, 18, 14)
        column.addLayout(sides, 1)
        column.addSpacing(6)
        column.addLayout(where)
        column.addWidget(self.place_note)
        column.addWidget(self.buttons)
        self.resize(max(1080, self.minimumSizeHint().width()), 720)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.browse.clicked.connect(self._choose)
        self.choices.changed.connect(self._ask)
        self.choices.format.picked.connect(lambda _: self._rename())
        self.place.textChanged.connect(lambda _: self._check())
        self.surveyor.surveyed.connect(
            lambda found: self.forecast.show_survey(found, self.choices.plan)
        )
        self.surveyor.refused.connect(self.forecast.refuse)
        self.finished.connect(lambda _: self.surveyor.stop())

    # --- the answers

    @property
    def plan(self) -> Plan:
        """What to export, and how."""
        return self.choices.plan

    @property
    def path(self) -> Path:
        """Where to."""
        # Neither function of os.path raises anything, whatever is being typed.
        return Path(os.path.expanduser(self.place.text().strip()))  # noqa: PTH111

    def accept(self) -> None:
        """Take the answers, and remember them with the project."""
        if not self._project.read_only:
            with suppress(AnnotatorError):  # it is a convenience; the export will say more
                self._project.set_setting(_REMEMBERED, json.dumps(self.plan.as_data()))
        super().accept()

    def _last_plan(self) -> Plan:
        try:
            told = json.loads(self._project.setting(_REMEMBERED) or "null")
        except ValueError:
            told = None
        labels = [label.id for label in self._project.scheme.labels]
        return plan_from(told, annotators=self._project.annotators(), labels=labels)

    # --- what follows from them

    def _ask(self) -> None:
        self.forecast.wait()
        self.surveyor.ask(self.choices.plan)
        self._check()

    def _check(self) -> None:
        """Say what will happen at the place; a choice that cannot be is not exported."""
        self.go.setEnabled(bool(self.path.name) and not self.choices.problem)
        self.place_note.setText(self._said_of_place())
        self.place_note.setVisible(bool(self.place_note.text()))

    def _said_of_place(self) -> str:
        path, chosen = self.path, self.choices.format.chosen
        if not path.name:
            return "Name a file."
        shares = self.choices.plan.shares
        kind = "folder" if chosen.write_files and path.suffix.lower() != ".zip" else "file"
        if shares is not None:
            names = ", ".join(f"{path.stem}-{part}{path.suffix}" for part in shares.parts)
            return f"One {kind} a part: {names}."
        if kind == "file" and os.path.isfile(path):  # noqa: PTH113
            return "This file is there already and will be replaced."
        return "This becomes a folder of files; name it .zip for an archive." * (kind == "folder")

    def _rename(self) -> None:
        """Give the file the suffix that its format usually has; a format of many, none."""
        chosen = self.choices.format.chosen
        suffix = "" if chosen.write_files else chosen.suffixes[0]
        if self.path.name:
            self.place.setText(str(self.path.with_suffix(suffix)))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Export to", self.place.text(),
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if name:
            self.place.setText(name)
