"""Before many cases are settled at once: what would be settled, and how."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.scheme import Scheme
from annotator.review.adjudication import AUTOMATIC, Reading, Rule, trusted
from annotator.ui.calm_prose import plain_label
from annotator.ui.review.case_list import kinds_of, words_of
from annotator.ui.review.queue import Case
from annotator.ui.style import named, primary

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_MOST_LISTED = 400
NOBODY = "Nobody: leave open"
MANY = 200
"""More cases than these are worked on in a thread, while the window goes on being drawn."""


def settled_by(rule: Rule, cases: Sequence[Case]) -> list[tuple[Case, list[Reading]]]:
    """Give the cases that a rule would settle, each with the readings that would stand."""
    found = []
    for case in cases:
        readings = rule.settle(case.group)
        if readings is not None:
            found.append((case, readings))
    return found


def _settled_patiently(
    window: "MainWindow", rule: Rule, cases: Sequence[Case]
) -> list[tuple[Case, list[Reading]]]:
    if len(cases) <= MANY:
        return settled_by(rule, cases)
    return window.patience.result_of(lambda: settled_by(rule, cases))


def filled(
    listed: QListWidget, settled: Sequence[tuple[Case, list[Reading]]], scheme: Scheme
) -> None:
    """List what would be settled: kinds, words, article, and what becomes gold."""
    listed.clear()
    for case, readings in settled[:_MOST_LISTED]:
        gold = ", ".join(
            f"{label.name if (label := scheme.label(r.label)) else r.label} "
            f"“{' '.join(case.article.text[r.fragments[0].start : r.fragments[-1].end].split())}”"
            for r in readings
        )  # fmt: skip
        listed.addItem(
            QListWidgetItem(
                f"{kinds_of(case)}: {words_of(case)[:90]}\n"
                f"    {gold or 'nothing'}   ({case.article.headline})"
            )
        )
    if len(settled) > _MOST_LISTED:
        listed.addItem(f"… and {len(settled) - _MOST_LISTED:,} more")


class IdenticalPreview(QDialog):
    """The cases to which the same decision would go."""

    def __init__(
        self, rule: Rule, cases: Sequence[Case], scheme: Scheme, window: "MainWindow"
    ) -> None:
        """List the cases."""
        super().__init__(window)
        self.setWindowTitle("The same for all identical cases")
        self.resize(620, 460)
        self.settled = _settled_patiently(window, rule, cases)
        said = QLabel(f"{len(self.settled):,} cases would be decided: {rule.name}.", self)
        said.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Identical cases")
        filled(self.list, self.settled, scheme)
        column = QVBoxLayout(self)
        column.addWidget(said)
        column.addWidget(self.list, 1)
        self.buttons = _buttons(self, f"Decide {len(self.settled):,} cases")
        column.addWidget(self.buttons)


class ProposalsDialog(QDialog):
    """A rule, what it would settle of what waits, and one button to settle it."""

    def __init__(
        self, window: "MainWindow", cases: Sequence[Case], annotators: Sequence[str]
    ) -> None:
        """Offer the rules; agreed groups count as waiting too."""
        super().__init__(window)
        self._window = window
        self.setWindowTitle("Settle automatically")
        self.resize(700, 560)
        self._cases = cases
        self._scheme = window.workspace.scheme
        self.settled: list[tuple[Case, list[Reading]]] = []
        self.rule_box = QComboBox(self)
        self.rule_box.setAccessibleName("Rule")
        for rule in AUTOMATIC:
            self.rule_box.addItem(rule.name.capitalize())
        self.rule_box.addItem("Trusted annotator for a label")
        self.trust = QWidget(self)
        self._trusted: dict[str, QComboBox] = {}
        trust = QFormLayout(self.trust)
        used = {label for case in cases for label in case.group.labels}
        for label in self._scheme.labels:
            if label.id in used:
                combo = QComboBox(self.trust)
                combo.setAccessibleName(f"Trusted with {label.name}")
                combo.addItem(NOBODY, "")
                for name in annotators:
                    combo.addItem(name, name)
                combo.currentIndexChanged.connect(lambda _: self._show())
                trust.addRow(plain_label(label.name, self.trust), combo)
                self._trusted[label.id] = combo
        self.said = plain_label("", self)
        self.said.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("What would be settled")
        self.buttons = _buttons(self, "Settle")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(self.rule_box)
        column.addWidget(self.trust)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        note = "Settled cases are marked as automatic, and each can be reopened. One undo."
        column.addWidget(named(QLabel(note, self), "quiet"))
        column.addWidget(self.buttons)
        self.rule_box.currentIndexChanged.connect(lambda _: self._show())
        self._show()

    @property
    def rule(self) -> Rule:
        """The rule that is chosen."""
        at = self.rule_box.currentIndex()
        if at < len(AUTOMATIC):
            return AUTOMATIC[at]
        return trusted({
            label: combo.currentData()
            for label, combo in self._trusted.items()
            if combo.currentData()
        })  # fmt: skip

    def _show(self) -> None:
        self.trust.setVisible(self.rule_box.currentIndex() == len(AUTOMATIC))
        self.settled = _settled_patiently(self._window, self.rule, self._cases)
        kinds = Counter(kinds_of(case) for case, _ in self.settled)
        told = ", ".join(f"{count:,} {kind.lower()}" for kind, count in kinds.most_common(6))
        self.said.setText(
            f"{len(self.settled):,} of {len(self._cases):,} that wait would be settled"
            + (f": {told}." if told else ".")
        )
        filled(self.list, self.settled, self._scheme)
        button = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        button.setText(f"Settle {len(self.settled):,}")
        button.setEnabled(bool(self.settled))


class WeightsDialog(QDialog):
    """How much each reading counts where the disagreement is a genuine one."""

    def __init__(self, case: Case, readings: Sequence[Reading], scheme: Scheme, parent: QWidget):
        """Start with the share of annotators who gave each reading."""
        super().__init__(parent)
        self.setWindowTitle("Genuine disagreement")
        form = QFormLayout(self)
        self.weights: list[QDoubleSpinBox] = []
        for reading in readings:
            given = sum(
                (m.label, m.fragments) == (reading.label, reading.fragments)
                and dict(m.attributes) == dict(reading.attributes)
                for m in case.group.members
            )
            box = QDoubleSpinBox(self)
            box.setRange(0.0, 1.0)
            box.setSingleStep(0.05)
            box.setValue(given / max(len(case.group.members), 1))
            label = scheme.label(reading.label)
            span = reading.fragments
            words = case.article.text[span[0].start : span[-1].end]
            title = f"{label.name if label else reading.label} “{' '.join(words.split())[:60]}”"
            box.setAccessibleName(title)
            form.addRow(plain_label(title, self), box)
            self.weights.append(box)
        self.buttons = _buttons(self, "Both stand")
        form.addRow(self.buttons)

    @property
    def shares(self) -> tuple[float, ...]:
        """The weights, which sum to 1."""
        total = sum(box.value() for box in self.weights) or 1.0
        return tuple(round(box.value() / total, 4) for box in self.weights)


def _buttons(dialog: QDialog, accept: str) -> QDialogButtonBox:
    kinds = QDialogButtonBox.StandardButton
    buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, dialog)
    buttons.button(kinds.Ok).setText(accept)
    primary(buttons.button(kinds.Ok))
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
