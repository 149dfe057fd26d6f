"""The fields of a label. What is written is kept when a field is left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from annotator.core import scheme_labels as changes
from annotator.core.scheme import Label
from annotator.ui.scheme.color_field import ColorField
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.scheme.questions_table import QuestionsTable
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Prose(QPlainTextEdit):
    """A text of several lines that tells when it is left."""

    left = Signal()

    def __init__(self, parent: QWidget, name: str, lines: int) -> None:
        """Make a field with an accessible name and room for some lines of text."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 20)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field keeps what is written."""
        self.left.emit()
        super().focusOutEvent(event)


class LabelForm(QWidget):
    """One label: name, key, colour, group, definition, guideline, examples, attributes."""

    def __init__(self, window: "MainWindow", editing: SchemeEditing, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._editing = editing
        self._label: Label | None = None
        self.name, self.key, self.group = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.key.setMaxLength(1)
        self.key.setMaximumWidth(self.key.fontMetrics().horizontalAdvance("M") + 36)
        self.on = QCheckBox("Offered for marking", self)
        self.color = ColorField(window.theme, self)
        self.definition = Prose(self, "Definition", 2)
        self.guideline = Prose(self, "Guideline, in Markdown", 7)
        self.examples = Prose(self, "Examples, one a line; **bold** is what is marked", 4)
        self.attributes = QuestionsTable(window, editing, self)
        self.used = named(QLabel(self), "quiet")
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setVerticalSpacing(10)
        first = QHBoxLayout()
        first.setSpacing(10)
        for part in (self.name, QLabel("Key", self), self.key, self.on):
            first.addWidget(part)
        form.addRow("Name", first)
        form.addRow("Colour", self.color)
        form.addRow("Group", self.group)
        form.addRow("Definition", self.definition)
        form.addRow("Guideline", self.guideline)
        form.addRow("Examples", self.examples)
        form.addRow("Attributes", self.attributes)
        form.addRow("In use", self.used)
        form.addRow("", self._buttons(window))
        self._listen()

    def _buttons(self, window: "MainWindow") -> QWidget:
        from annotator.ui.scheme.restructuring import Restructuring

        self.restructuring = Restructuring(window, self._editing, self)
        row = QWidget(self)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        for text, what in (
            ("Merge into…", self.restructuring.merge), ("Split…", self.restructuring.split),
            ("Up", lambda label: self._move(-1)), ("Down", lambda label: self._move(1)),
            ("Delete…", self.restructuring.delete),
        ):  # fmt: skip
            button = named(QPushButton(text, row), "small")
            button.clicked.connect(lambda _=False, what=what: what(self._label))
            layout.addWidget(button)
        layout.addStretch(1)
        return row

    def _listen(self) -> None:
        for field, fact in ((self.name, "name"), (self.key, "key"), (self.group, "group")):
            field.editingFinished.connect(
                lambda field=field, fact=fact: self._keep(fact, field.text().strip())
            )
            field.setAccessibleName(fact.capitalize())
        for prose, fact in ((self.definition, "definition"), (self.guideline, "guideline")):
            prose.left.connect(lambda prose=prose, fact=fact: self._keep(fact, prose.toPlainText()))
        self.examples.left.connect(self._keep_examples)
        self.on.clicked.connect(lambda on: self._keep("on", on))
        self.color.chosen.connect(lambda color: self._keep("color", color))

    def show_label(self, label: Label) -> None:
        """Show a label."""
        self._label = label
        scheme = self._editing.scheme
        for field, text in ((self.name, label.name), (self.key, label.key),
                            (self.group, label.group)):  # fmt: skip
            field.setText(text)
        self.on.setChecked(label.on)
        self.color.show_label(label, [x for x in scheme.active_labels if x.id != label.id])
        for prose, text in (
            (self.definition, label.definition), (self.guideline, label.guideline),
            (self.examples, "\n".join(label.examples)),
        ):  # fmt: skip
            if prose.toPlainText() != text:
                prose.setPlainText(text)
        self.attributes.show_attributes(label.id, label.attributes)
        self.setEnabled(self._editing.can_edit)

    def _keep(self, fact: str, value: object) -> None:
        label = self._label
        if label is None or getattr(label, fact) == value:
            return
        stored = self._editing.change(
            lambda scheme: changes.edit_label(scheme, label.id, **{fact: value})
        )
        if not stored:
            self.show_label(label)

    def _keep_examples(self) -> None:
        lines = self.examples.toPlainText().splitlines()
        self._keep("examples", tuple(line.strip() for line in lines if line.strip()))

    def _move(self, step: int) -> None:
        label, labels = self._label, changes.by_group(self._editing.scheme.labels)
        if label is not None:
            place = [x.id for x in labels].index(label.id) + step
            if 0 <= place < len(labels):
                group = labels[place].group  # past the end of its own it joins the next one
                if group != label.group:
                    place -= step
                self._editing.change(lambda s: changes.move_label(s, label.id, place, group=group))
