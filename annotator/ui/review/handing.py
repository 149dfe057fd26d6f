"""Handing out and handing in: one file each way; what would be merged is looked at first."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
)

from annotator.core.annotation import GOLD
from annotator.core.team import Person, Round
from annotator.ui.calm_prose import plain_label
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.jobs.merge import MergeReport
    from annotator.ui.main_window import MainWindow


class HandoutDialog(QDialog):
    """For whom, of which round, with or without her own earlier marks."""

    def __init__(self, window: "MainWindow") -> None:
        """Offer the people and rounds of the project."""
        super().__init__(window)
        self.setWindowTitle("Hand out")
        self._window = window
        project = window.workspace.project
        assert project is not None
        names = {person.name for person in project.records(Person)} | {*project.annotators()}
        self.annotator = QComboBox(self)
        self.annotator.setEditable(True)
        self.annotator.setAccessibleName("For")
        self.annotator.addItems(sorted(names - {GOLD}))
        self.round = QComboBox(self)
        self.round.setAccessibleName("Round")
        self.round.addItem("All that is assigned", "")
        for one in project.records(Round):
            self.round.addItem(f"{one.name} ({one.kind})", one.name)
        self.fresh = QCheckBox("Without the annotator’s own earlier marks", self)
        note = QLabel("The file holds the articles and the scheme, and nobody else’s marks.", self)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText("Hand out…")
        primary(self.buttons.button(kinds.Ok))
        self.buttons.accepted.connect(self._ask)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 14)
        form.addRow("For", self.annotator)
        form.addRow("Round", self.round)
        form.addRow(self.fresh)
        form.addRow(named(note, "quiet"))
        form.addRow(self.buttons)

    def _ask(self) -> None:
        path = self._window.workspace.path
        name = self.annotator.currentText().strip()
        if path is None or not name:
            return
        there = path.with_name(f"{path.stem} {name}.annotator")
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Hand out", str(there), "Project (*.annotator)"
        )
        if chosen:
            self.hand_out(Path(chosen))

    def hand_out(self, target: Path) -> None:
        """Write the hand-out in the background and say what is in it."""
        from annotator.jobs.handout import hand_out

        window, project = self._window, self._window.workspace.project
        assert project is not None
        target.unlink(missing_ok=True)  # the file dialog has asked
        job = hand_out(
            project, target, self.annotator.currentText().strip(),
            round=self.round.currentData(), fresh=self.fresh.isChecked(),
        )  # fmt: skip
        if window.files.run(job, lambda report: window.banner.show_text(str(report))):
            self.accept()


class MergeDialog(QDialog):
    """Hand-ins: first what merging would do, article by article; then one undo."""

    def __init__(self, window: "MainWindow", paths: list[Path]) -> None:
        """Try the merge without storing anything."""
        super().__init__(window)
        self.setWindowTitle("Merge hand-ins")
        self.resize(680, 520)
        self._window, self._paths = window, paths
        self.report: MergeReport | None = None
        self.files = plain_label(", ".join(path.name for path in paths), self)
        self.as_name = QLineEdit(self)
        self.as_name.setPlaceholderText("As the file says")
        self.as_name.setAccessibleName("Whose marks they are")
        self.reanchor = QCheckBox("Find marks again where a text was changed", self)
        self.add_articles = QCheckBox("Also take articles that this project has not", self)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What merging would do")
        kinds = QDialogButtonBox
        self.buttons = QDialogButtonBox(kinds.StandardButton.Cancel, self)
        self.again = self.buttons.addButton("Try again", kinds.ButtonRole.ActionRole)
        self.merge = primary(self.buttons.addButton("Merge", kinds.ButtonRole.AcceptRole))
        self.again.clicked.connect(self.try_out)
        self.buttons.accepted.connect(self._merge)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow("Files", self.files)
        form.addRow("Whose marks", self.as_name)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(form)
        for widget in (self.reanchor, self.add_articles, self.text, self.buttons):
            column.addWidget(widget)
        for box in (self.reanchor, self.add_articles):
            box.toggled.connect(lambda _: self.try_out())
        self.as_name.editingFinished.connect(self.try_out)
        self.try_out()

    def _run(self, *, dry_run: bool) -> None:
        from annotator.jobs.merge import merge_files

        window, project = self._window, self._window.workspace.project
        if project is None or window.files.runner.running:
            return
        self.merge.setEnabled(False)
        job = merge_files(
            project, self._paths, as_name=self.as_name.text().strip(),
            reanchor=self.reanchor.isChecked(), add_articles=self.add_articles.isChecked(),
            dry_run=dry_run, annotator=window.workspace.annotator,
        )  # fmt: skip
        window.files.run(job, self._show if dry_run else self._merged)

    def try_out(self) -> None:
        """Say what merging would do; nothing is stored."""
        self.text.setPlainText("Looking …")
        self._run(dry_run=True)

    def _show(self, report: "MergeReport") -> None:
        self.report = report
        self.text.setPlainText("\n".join(report.lines()))
        self.merge.setEnabled(not report.refused)

    def _merge(self) -> None:
        self._run(dry_run=False)

    def _merged(self, report: "MergeReport") -> None:
        self._show(report)
        if not report.refused:
            window = self._window
            window.workspace.articles_added.emit()
            window.reread_article()
            window.banner.show_text(report.summary)
            self.accept()


def ask_for_handins(window: "MainWindow") -> None:
    """Ask for the files that came back, then show what merging them would do."""
    path = window.workspace.path
    names, _ = QFileDialog.getOpenFileNames(
        window, "Merge hand-ins", str(path.parent if path else Path.home()),
        "Hand-ins (*.annotator *.jsonl *.json *.zip *.xml *.tsv *.csv);;All files (*)",
    )  # fmt: skip
    if names:
        window.dialogs.show(MergeDialog(window, [Path(name) for name in names]))
