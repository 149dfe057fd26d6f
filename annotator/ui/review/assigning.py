"""Giving articles to annotators: how many do each, who, how much twice; looked at first."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
)

from annotator.core.annotation import GOLD
from annotator.core.errors import AnnotatorError
from annotator.core.team import Assignment, Person, Round
from annotator.jobs.assign import assignment, told, words_to_give
from annotator.review.assignment import Plan, assigned
from annotator.ui.calm_prose import tip
from annotator.ui.review.people import missing_people
from annotator.ui.style import primary

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class AssignmentDialog(QDialog):
    """The wishes, and below what each annotator would get."""

    def __init__(self, window: "MainWindow") -> None:
        """Offer the rounds and people of the project."""
        super().__init__(window)
        self.setWindowTitle("Assign articles")
        self.resize(520, 620)
        self._workspace = window.workspace
        project = window.workspace.project
        assert project is not None
        self._project = project
        self._words = words_to_give(project, fresh=False)
        self.plan: Plan | None = None
        people = [p.name for p in project.records(Person) if p.role == "annotator"]
        people += [p.name for p in missing_people(project, "")]
        self.people = QListWidget(self)
        self.people.setAccessibleName("Annotators")
        self.people.setMaximumHeight(170)
        for name in sorted(set(people) - {GOLD}):
            item = QListWidgetItem(name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.people.addItem(item)
        self.round = QComboBox(self)
        self.round.setAccessibleName("Round")
        for one in project.records(Round):
            self.round.addItem(f"{one.name} ({one.kind})", one.id)
        if not self.round.count():
            self.round.addItem("A first, training round", "")
        self.coders = _number(1, 9, 2, "Annotators for each shared article")
        self.overlap = _number(0, 100, 100, "Share of articles done by several, in per cent")
        self.retest = _number(0, 100, 0, "Share done a second time unknowingly, in per cent")
        self.seed = _number(0, 999_999, 0, "Seed: the same one gives the same again")
        self.fresh = QCheckBox("Only articles that were given to nobody yet", self)
        self.fresh.setChecked(True)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._place()
        for box in (self.coders, self.overlap, self.retest, self.seed):
            box.valueChanged.connect(lambda _: self._show())
        self.fresh.toggled.connect(lambda _: self._show())
        self.people.itemChanged.connect(lambda _: self._show())
        self._show()

    def _place(self) -> None:
        form = QFormLayout()
        form.addRow("Round", self.round)
        form.addRow("Annotators", self.people)
        for title, box, unit in (
            ("Each shared article by", self.coders, ""), ("Shared articles", self.overlap, " %"),
            ("Hidden re-tests", self.retest, " %"), ("Seed", self.seed, ""),
        ):  # fmt: skip
            box.setSuffix(unit)
            form.addRow(title, box)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText("Assign")
        primary(self.buttons.button(kinds.Ok))
        self.buttons.accepted.connect(self._assign)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addLayout(form)
        column.addWidget(self.fresh)
        column.addWidget(self.said)
        column.addWidget(self.buttons)

    def chosen(self) -> list[str]:
        """Give the annotators that are ticked."""
        items = [self.people.item(row) for row in range(self.people.count())]
        return [item.text() for item in items if item.checkState() == Qt.CheckState.Checked]

    def _show(self) -> None:
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        words = self._words
        if self.fresh.isChecked():
            given = Counter(one.article_id for one in self._project.records(Assignment))
            words = {article: count for article, count in words.items() if not given[article]}
        try:
            self.plan = assigned(
                words, self.chosen(), coders=self.coders.value(),
                overlap=self.overlap.value() / 100, retest=self.retest.value() / 100,
                seed=self.seed.value(),
            )  # fmt: skip
        except AnnotatorError as error:
            self.plan = None
            self.said.setText(str(error))
            button.setEnabled(False)
            return
        self.said.setText("\n".join(told(self.plan, words)))
        button.setEnabled(bool(words))

    def _assign(self) -> None:
        if self.plan is None:
            return
        edit = assignment(self._project, self.plan, self.round.currentData())
        if self._workspace.apply(edit):
            self._workspace.articles_added.emit()
            self.accept()


def _number(least: int, most: int, value: int, name: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(least, most)
    box.setValue(value)
    box.setAccessibleName(name)
    box.setToolTip(tip(name))
    return box
