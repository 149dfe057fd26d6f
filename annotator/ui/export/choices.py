"""The questions of an export: what, as which format, in which parts, and what may be told."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import GOLD
from annotator.core.errors import FormatError
from annotator.core.judgement import STATES
from annotator.core.tokens import TOKENIZER_TITLES
from annotator.jobs.export_plan import WITHOUT_TEXTS, Plan
from annotator.jobs.splitting import BY_IN_WORDS, Shares, shares_of
from annotator.ui.export.format_picker import FormatPicker
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.project import Project

_LABEL = Qt.ItemDataRole.UserRole
_STATES = (
    ("Articles that somebody has begun", None),
    ("Articles marked done", ("done",)),
    ("Articles done or in progress", ("in_progress", "done")),
    ("Articles that were skipped", ("skipped",)),
    ("All articles, also those nobody has read", STATES),
)
_USUAL_SHARES = "80/10/10"


class Choices(QWidget):
    """A form that fills a `Plan`; `changed` after each answer.

    The picker of the format, `format`, belongs to it, but the dialog places it elsewhere.
    """

    changed = Signal()

    def __init__(self, project: "Project", parent: QWidget) -> None:
        """Ask about a project."""
        from annotator.formats.registry import formats

        super().__init__(parent)
        self._project = project
        written = [f for f in formats() if f.write is not None]
        written.sort(key=lambda f: (not f.exact, f.title.casefold()))  # ours first, then by name
        self.format = FormatPicker(written, self)
        self._make_what()
        self._make_split()
        self._make_sharing()
        self._boxes: list[QGroupBox] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 12, 0)
        self._group("What", [
            ("Whose", self.whose), ("Which", self.states), ("With the words", self.search),
            ("Labels", self.labels),
        ])  # fmt: skip
        self._split = self._group("Split", [
            ("", self.divided), ("Shares", self.shares), ("", self.share_problem),
            ("Dealt out", self.by), ("Seed", self.seed),
        ])  # fmt: skip
        self._group("Tokens", [("Texts are cut into", self.tokenizer)])
        self._tokens = self._boxes[-1]
        self._group("Sharing", [
            ("", self.pseudonyms), ("", self.textless), ("", self.sharing_note),
        ])  # fmt: skip
        self._group("Beside it", [("", self.decisions), ("", self.decisions_note)])
        self._column.addStretch(1)
        self._connect()
        self._on_split()

    def _make_what(self) -> None:
        project = self._project
        self.whose = _combo("Whose annotations", self)
        people = tuple(name for name in project.annotators() if name != GOLD)
        gold = GOLD in project.annotators()
        self.whose.addItem("Everyone’s, and the gold" if gold else "Everyone’s", None)
        if gold:
            self.whose.addItem("Only the gold", (GOLD,))
            self.whose.addItem("All annotators’, without the gold", people)
        for name in people:
            self.whose.addItem(f"Only {name}’s", (name,))
        self.states = _combo("Which articles", self)
        for title, states in _STATES:
            self.states.addItem(title, states)
        self.search = QLineEdit(self)
        self.search.setAccessibleName("Only articles with these words")
        self.search.setPlaceholderText("in text, headline, outlet")
        self.search.setClearButtonEnabled(True)
        self.labels = QListWidget(self)
        self.labels.setAccessibleName("Labels")
        self.labels.setMaximumHeight(6 * (self.fontMetrics().lineSpacing() + 6))
        self.labels.setSpacing(2)
        for label in project.scheme.labels:
            item = QListWidgetItem(label.name, self.labels)
            item.setData(_LABEL, label.id)
            item.setCheckState(Qt.CheckState.Checked)

    def _make_split(self) -> None:
        self.divided = QCheckBox("Into train, dev and test parts", self)
        self.shares = QLineEdit(_USUAL_SHARES, self)
        self.shares.setAccessibleName("Shares of train, dev and test")
        self.share_problem = named(QLabel(self, wordWrap=True), "quiet")
        self.by = _combo("How articles are dealt out", self)
        for by, words in BY_IN_WORDS.items():
            self.by.addItem(f"{words[:1].upper()}{words[1:]}", by)
        self.seed = QSpinBox(self)
        self.seed.setAccessibleName("Seed of the split and of the pseudonyms")
        self.seed.setRange(0, 2_000_000_000)
        self.seed.setValue(1)

        self.tokenizer = _combo("Into which tokens texts are cut", self)
        for name, title in TOKENIZER_TITLES.items():
            self.tokenizer.addItem(title, name)

    def _make_sharing(self) -> None:
        self.pseudonyms = QCheckBox("Call the annotators A1, A2, …", self)
        self.textless = QCheckBox("Without the texts: offsets and hashes only", self)
        self.sharing_note = named(QLabel(self, wordWrap=True), "quiet")
        self.decisions = QCheckBox("How the gold came about", self)
        self.decisions_note = named(QLabel(self, wordWrap=True), "quiet")

    def _group(self, title: str, rows: list[tuple[str, QWidget]]) -> QFormLayout:
        box = QGroupBox(title, self)
        self._boxes.append(box)
        self._column.addWidget(box)
        form = QFormLayout(box)
        form.setContentsMargins(4, 6, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for name, field in rows:
            if name:
                form.addRow(name, field)
            else:
                form.addRow(field)
        return form

    def _connect(self) -> None:
        for box in (self.whose, self.states, self.by, self.tokenizer):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for line in (self.search, self.shares):
            line.textChanged.connect(lambda _: self.changed.emit())
        for check in (self.pseudonyms, self.textless, self.decisions):
            check.toggled.connect(lambda _: self.changed.emit())
        self.labels.itemChanged.connect(lambda _: self.changed.emit())
        self.seed.valueChanged.connect(lambda _: self.changed.emit())
        self.format.picked.connect(lambda _: self.changed.emit())
        self.divided.toggled.connect(lambda _: self.changed.emit())
        self.changed.connect(self._on_split)

    def _on_split(self) -> None:
        """Ask only what counts, and say why something is not offered."""
        divided = self.divided.isChecked()
        for field in (self.shares, self.by):
            self._split.setRowVisible(field, divided)
        self._split.setRowVisible(self.seed, divided or self.pseudonyms.isChecked())
        problem = self.problem
        self.share_problem.setText(problem)
        self._split.setRowVisible(self.share_problem, bool(problem))
        self._tokens.setVisible(self.format.chosen.tokenized)
        possible = self.format.chosen.name == WITHOUT_TEXTS
        self.textless.setEnabled(possible)
        self.sharing_note.setText(
            "Titles, notes and answers in free words are left out too." if possible
            else "Only JSON Lines can be written without the texts."
        )  # fmt: skip
        self.sharing_note.setVisible(not possible or self.textless.isChecked())
        self._on_decisions()

    def _on_decisions(self) -> None:
        """Offer the decisions where there is gold to tell about."""
        whose = self.whose.currentData()
        gold = GOLD in (self._project.annotators() if whose is None else whose)
        self.decisions.setEnabled(gold)
        self.decisions_note.setText(
            "Sources, rule or person, reason, weights and comments, a line each." if gold
            else "There is no gold in this export."
        )  # fmt: skip

    # --- the plan

    @property
    def problem(self) -> str:
        """Why this cannot be exported, or ""."""
        if not self.divided.isChecked():
            return ""
        try:
            shares_of(self.shares.text().strip())
        except FormatError as error:
            return str(error)
        return ""

    @property
    def plan(self) -> Plan:
        """What was answered; without a split where its shares cannot be read."""
        shares: Shares | None = None
        if self.divided.isChecked() and not self.problem:
            shares = shares_of(self.shares.text().strip())
        return Plan(
            format_name=self.format.chosen.name, annotators=self.whose.currentData(),
            states=self.states.currentData(), labels=self._chosen_labels(),
            search=self.search.text().strip(), shares=shares, by=self.by.currentData(),
            seed=self.seed.value(), pseudonyms=self.pseudonyms.isChecked(),
            texts=not (self.textless.isEnabled() and self.textless.isChecked()),
            tokenizer=self.tokenizer.currentData(),
            decisions=self.decisions.isEnabled() and self.decisions.isChecked(),
        )  # fmt: skip

    def show_plan(self, plan: Plan) -> None:
        """Show a plan as the answers."""
        self.blockSignals(True)
        self.format.choose(plan.format_name)
        _choose(self.whose, plan.annotators)
        _choose(self.states, plan.states)
        _choose(self.by, plan.by)
        _choose(self.tokenizer, plan.tokenizer)
        self.search.setText(plan.search)
        for item in self._label_items():
            chosen = plan.labels is None or item.data(_LABEL) in plan.labels
            item.setCheckState(Qt.CheckState.Checked if chosen else Qt.CheckState.Unchecked)
        self.divided.setChecked(plan.shares is not None)
        self.shares.setText(str(plan.shares or _USUAL_SHARES))
        self.seed.setValue(plan.seed)
        self.pseudonyms.setChecked(plan.pseudonyms)
        self.textless.setChecked(not plan.texts)
        self.decisions.setChecked(plan.decisions)
        self.blockSignals(False)
        self._on_split()

    def _label_items(self) -> list[QListWidgetItem]:
        return [self.labels.item(at) for at in range(self.labels.count())]

    def _chosen_labels(self) -> tuple[str, ...] | None:
        """Give the labels that are ticked; None where all are, or none is."""
        ticked = tuple(
            item.data(_LABEL) for item in self._label_items()
            if item.checkState() == Qt.CheckState.Checked
        )  # fmt: skip
        return ticked if 0 < len(ticked) < self.labels.count() else None


def _combo(name: str, parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _choose(box: QComboBox, data: object) -> None:
    """Choose the item with some data, the first one where none has it."""
    found = [at for at in range(box.count()) if box.itemData(at) == data]
    box.setCurrentIndex(found[0] if found else 0)
