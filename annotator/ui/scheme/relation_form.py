"""The fields of a relation type. What is written is kept when a field is left."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QWidget,
)

from annotator.core import scheme_labels as changes
from annotator.core.scheme import RelationType, Scheme
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.scheme.label_form import Prose
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_ANY = 999


class RelationForm(QWidget):
    """One relation type: name, the labels it joins, how many, meaning."""

    def __init__(self, window: "MainWindow", editing: SchemeEditing, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._editing = editing
        self._relation: RelationType | None = None
        self._filling = False
        self.name = QLineEdit(self)
        self.heads, self.tails = QListWidget(self), QListWidget(self)
        self.heads.setAccessibleName("From these labels")
        self.tails.setAccessibleName("To these labels")
        self.least, self.most = QSpinBox(self), QSpinBox(self)
        for box in (self.least, self.most):
            box.setRange(0, _ANY)
        self.most.setSpecialValueText("")
        self.not_stated = QCheckBox("May be “not stated”", self)
        self.across = QCheckBox("May lead to another article", self)
        self.definition = Prose(self, "Meaning", 4)
        remove = named(QPushButton("Delete…", self), "small")
        ends, numbers = QHBoxLayout(), QHBoxLayout()
        ends.addWidget(self.heads)
        ends.addWidget(QLabel("→", self))
        ends.addWidget(self.tails)
        numbers.addWidget(self.least)
        numbers.addWidget(QLabel("to", self))
        numbers.addWidget(self.most)
        numbers.addWidget(QLabel(f"({_ANY}: any number)", self))
        numbers.addStretch(1)
        form = QFormLayout(self)
        form.setContentsMargins(16, 14, 16, 14)
        form.setVerticalSpacing(10)
        form.addRow("Name", self.name)
        form.addRow("From → to", ends)
        form.addRow("Number", numbers)
        form.addRow("", self.not_stated)
        form.addRow("", self.across)
        form.addRow("Meaning", self.definition)
        form.addRow("", remove)
        self.name.editingFinished.connect(lambda: self._keep(name=self.name.text().strip()))
        self.definition.left.connect(lambda: self._keep(definition=self.definition.toPlainText()))
        self.least.editingFinished.connect(self._keep_numbers)
        self.most.editingFinished.connect(self._keep_numbers)
        self.not_stated.clicked.connect(lambda on: self._keep(may_be_not_stated=on))
        self.across.clicked.connect(lambda on: self._keep(across_articles=on))
        self.heads.itemChanged.connect(lambda _: self._keep_ends())
        self.tails.itemChanged.connect(lambda _: self._keep_ends())
        remove.clicked.connect(self._delete)

    def show_relation(self, relation: RelationType, scheme: Scheme) -> None:
        """Show a relation type."""
        self._relation, self._filling = relation, True
        self.name.setText(relation.name)
        for rows, ends in ((self.heads, relation.heads), (self.tails, relation.tails)):
            rows.clear()
            for label in scheme.labels:
                item = QListWidgetItem(label.name, rows)
                item.setData(Qt.ItemDataRole.UserRole, label.id)
                checked = label.id in ends
                item.setCheckState(Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked)
        self.least.setValue(relation.least)
        self.most.setValue(_ANY if relation.most is None else relation.most)
        self.not_stated.setChecked(relation.may_be_not_stated)
        self.across.setChecked(relation.across_articles)
        self.definition.setPlainText(relation.definition)
        self.setEnabled(self._editing.can_edit)
        self._filling = False

    def _keep(self, **facts: object) -> None:
        relation = self._relation
        if relation is None or self._filling:
            return
        new = {name: value for name, value in facts.items() if getattr(relation, name) != value}
        if not new:
            return
        touches = {"heads", "tails", "may_be_not_stated"} & new.keys()
        change = self._editing.change_after_look if touches else self._editing.change
        if not change(lambda s: changes.edit_relation_type(s, relation.id, **new)):
            self.show_relation(relation, self._editing.scheme)

    def _keep_ends(self) -> None:
        self._keep(heads=_checked(self.heads), tails=_checked(self.tails))

    def _keep_numbers(self) -> None:
        most = self.most.value()
        self._keep(least=self.least.value(), most=None if most == _ANY else most)

    def _delete(self) -> None:
        relation = self._relation
        if relation is not None:
            self._editing.change_after_look(lambda s: changes.delete_relation_type(s, relation.id))


def _checked(rows: QListWidget) -> tuple[str, ...]:
    items = (rows.item(at) for at in range(rows.count()))
    return tuple(
        item.data(Qt.ItemDataRole.UserRole)
        for item in items
        if item.checkState() == Qt.CheckState.Checked
    )
