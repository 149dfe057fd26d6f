"""What is decided on: readings, an own reading made of them, why, and the ways to decide."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import AttributeValue
from annotator.core.decision import REASONS, Decision, Reason
from annotator.core.scheme import Scheme
from annotator.core.span import Fragments, Span
from annotator.review.adjudication import Reading
from annotator.review.disagreement import answers_of
from annotator.ui.review.case_list import kinds_of
from annotator.ui.review.field import Field
from annotator.ui.review.naming import Naming
from annotator.ui.review.queue import Case
from annotator.ui.review.readings import Readings, question_name, said
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.theme import Theme

_NOTHING = "\0none"
_REASON_WORDS = {"": "No reason given", "guideline gap": "Gap in the guideline",
                 "slip": "A slip", "ambiguous": "Really ambiguous"}  # fmt: skip
BUTTONS: tuple[tuple[str, str, str], ...] = (
    ("all", "All", "A"), ("none", "Nothing", "0"),
    ("union", "Union", "U"), ("intersection", "Intersection", "I"),
    ("edited", "As edited", "Return"), ("add", "Add selection", "+"),
    ("defer", "Defer", "D"), ("genuine", "Both stand…", "G"),
    ("comment", "Comments…", "C"), ("example", "To the guideline…", "X"),
    ("reopen", "Reopen", "R"), ("history", "History…", "H"),
)  # fmt: skip
"""Name, title and key of each way; keys are the room's."""


class DecisionPanel(QWidget):
    """One case at a time; what is chosen here is read by the room when a key is pressed."""

    pressed = Signal(str)  # the name of a way
    accepted = Signal(str)  # an annotator

    def __init__(self, theme: "Theme", parent: QWidget | None = None) -> None:
        """Build the panel."""
        super().__init__(parent)
        named(self, "details")
        self.case: Case | None = None
        self._fragments: Fragments = ()
        self.title = named(QLabel(self), "heading")
        self.progress = named(QLabel(self), "quiet")
        self.decided = named(QLabel(self, wordWrap=True), "quiet")
        self.decided.setTextFormat(Qt.TextFormat.PlainText)
        self.readings = Readings(theme, self)
        self.label = QComboBox(self)
        self.label.setAccessibleName("Label of your own reading")
        self.words = QLabel(self, wordWrap=True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setToolTip("Select other words in the text, or move the edges by [ ] { }")
        self.answers: dict[str, QComboBox] = {}
        self.form = QFormLayout()
        self.reason = QComboBox(self)
        self.reason.setAccessibleName("Reason")
        for reason in REASONS:
            self.reason.addItem(_REASON_WORDS[reason], reason)
        self.comment = Field(self)
        self.comment.setPlaceholderText("Why")
        self.comment.setAccessibleName("Comment on the decision")
        self.identical = QCheckBox("The same for all identical cases", self)
        self.identical.setToolTip("S")
        self._place()
        self.readings.accepted.connect(self.accepted)

    def _place(self) -> None:
        self.form.setContentsMargins(16, 4, 16, 4)
        self.form.addRow(_quiet("Label", self), self.label)
        self.form.addRow(_quiet("Words", self), self.words)
        why = QFormLayout()
        why.setContentsMargins(16, 4, 16, 4)
        why.addRow(_quiet("Reason", self), self.reason)
        why.addRow(_quiet("Comment", self), self.comment)
        grid = QGridLayout()
        grid.setContentsMargins(14, 4, 14, 8)
        grid.setSpacing(6)
        self.buttons: dict[str, QPushButton] = {}
        for number, (name, title, key) in enumerate(BUTTONS):
            button = named(QPushButton(f"{title}   {key}", self), "small")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self.pressed.emit(name))
            self.buttons[name] = button
            grid.addWidget(button, number // 2, number % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 8)
        column.setSpacing(6)
        for widget in (self.title, self.progress, self.decided):
            widget.setContentsMargins(16, 0, 16, 0)
            column.addWidget(widget)
        column.addWidget(self.readings)
        column.addWidget(_heading("Your own reading", self))
        column.addLayout(self.form)
        column.addLayout(why)
        identical = QVBoxLayout()
        identical.setContentsMargins(14, 0, 14, 0)
        identical.addWidget(self.identical)
        column.addLayout(identical)
        column.addLayout(grid)
        column.addStretch(1)

    # --- showing

    def show_case(
        self, case: Case | None, naming: Naming, names: list[str], scheme: Scheme, same: int
    ) -> None:
        """Show a case; ``same`` is how many more are identical."""
        self.case = case
        for button in self.buttons.values():
            button.setEnabled(case is not None)
        if case is None:
            self.title.setText("Nothing to decide here")
            self.decided.hide()
            self.readings.clear()
            self.readings.setFixedHeight(0)
            return
        shown = [(naming.owner(name, names), naming.shown(name, names)) for name in names]
        self.title.setText(kinds_of(case))
        self._show_decided(case)
        self.readings.show_group(case.group, names, shown, scheme)
        self.identical.setChecked(False)
        self.identical.setEnabled(same > 0)
        more = f" ({same:,} more)" if same else ""
        self.identical.setText(f"The same for all identical cases{more}")
        self.buttons["reopen"].setEnabled(bool(case.decision or case.rivals))
        self._show_own(case, scheme)

    def _show_decided(self, case: Case) -> None:
        one = case.decision
        told = [one] if one is not None else case.rivals
        self.decided.setVisible(bool(told))
        lines = ["Decided differently; deciding now settles it."] if case.rivals else []
        self.decided.setText("\n".join([*lines, *map(_told, told)]))
        self.reason.setCurrentIndex(self.reason.findData(one.reason) if one else 0)
        self.comment.setText(one.comment if one else "")

    def _show_own(self, case: Case, scheme: Scheme) -> None:
        first = case.group.members[0]
        self.label.clear()
        for label in scheme.active_labels:
            self.label.addItem(label.name, label.id)
        if self.label.findData(first.label) < 0:
            self.label.addItem(first.label, first.label)
        self.label.setCurrentIndex(self.label.findData(first.label))
        while self.form.rowCount() > 2:
            self.form.removeRow(2)
        self.answers = {}
        for name in case.group.attributes:
            combo = QComboBox(self)
            given = answers_of(case.group, name)
            for value in dict.fromkeys(given.values()):
                who = sum(other == value for other in given.values())
                combo.addItem(f"{said(value)}   ×{who}", _NOTHING if value is None else value)
            combo.setAccessibleName(f"Answer to {name}")
            title = question_name(scheme, first.label, name)
            self.form.addRow(_quiet(title, self), combo)
            self.answers[name] = combo

    def show_words(self, fragments: Fragments, words: str) -> None:
        """Show over which words the own reading goes."""
        self._fragments = fragments
        self.words.setText(words if len(words) < 160 else words[:160] + "…")

    def show_progress(self, numbers: tuple[int, int, int, int]) -> None:
        """Show how far it is, here and in all."""
        here, of_here, done, total = numbers
        self.progress.setText(f"{here:,} of {of_here:,} here, {done:,} of {total:,}")

    # --- what is chosen

    @property
    def chosen_reason(self) -> Reason:
        """The reason code."""
        reason: Reason = self.reason.currentData() or ""
        return reason

    def reading(self, scheme: Scheme) -> Reading:
        """Give the own reading: label, words, and each attribute as it was chosen."""
        label_id = self.label.currentData()
        label = scheme.label(label_id)
        allowed = {attribute.id for attribute in label.attributes} if label else set()
        base: Mapping[str, AttributeValue] = {}
        if self.case is not None:
            same = [m for m in self.case.group.members if m.label == label_id]
            base = (same or list(self.case.group.members))[0].attributes
        answers = {name: value for name, value in base.items() if name in allowed}
        for name, combo in self.answers.items():
            value = combo.currentData()
            answers.pop(name, None)
            if name in allowed and value != _NOTHING:
                answers[name] = tuple(value) if isinstance(value, list) else value
        return Reading(label_id, self._fragments, answers)

    def span(self) -> Span | None:
        """Give the hull of the own reading's words."""
        return Span(self._fragments[0].start, self._fragments[-1].end) if self._fragments else None


def _told(one: Decision) -> str:
    how = "automatically" if one.automatic else f"by {one.person}"
    why = " · ".join(filter(None, (one.reason, one.comment)))
    outcome = {"gold": "Decided", "none": "Decided: nothing", "genuine": "Both stand",
               "deferred": "Deferred"}[one.outcome]  # fmt: skip
    return f"{outcome} {how}: {one.rule}. {why}".strip()


def _quiet(text: str, parent: QWidget) -> QLabel:
    return named(QLabel(text, parent), "quiet")


def _heading(text: str, parent: QWidget) -> QLabel:
    label = named(QLabel(text, parent), "heading")
    label.setContentsMargins(16, 8, 16, 0)
    return label
