"""The attributes of a label, the article labels or the fields: a table, and a dialog for one."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core import scheme_attributes as changes
from annotator.core.scheme import Attribute
from annotator.core.scheme_attributes import KIND_NAMES
from annotator.ui.calm_prose import tip
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class QuestionsTable(QWidget):
    """Attributes with what can be done to them; ``of`` is a label's identifier or ""."""

    def __init__(self, window: "MainWindow", editing: SchemeEditing, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._window, self._editing = window, editing
        self.of = ""
        self._attributes: tuple[Attribute, ...] = ()
        self.list = QListWidget(self)
        self.list.setAccessibleName("Attributes; Enter edits one")
        self.list.itemActivated.connect(lambda _: self.edit())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        row = QHBoxLayout()
        for text, what in (("Add…", self.add), ("Edit…", self.edit), ("Kind…", self.change_kind),
                           ("Values…", self.values), ("Remove…", self.remove)):  # fmt: skip
            button = named(QPushButton(text, self), "small")
            button.clicked.connect(what)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        column.addLayout(row)

    def show_attributes(
        self, of: str, attributes: tuple[Attribute, ...], *, current: str = ""
    ) -> None:
        """Show the attributes of a label, with "" the article labels, with `FIELDS` the fields."""
        row = self.list.currentRow()
        self.of, self._attributes = of, attributes
        self.list.clear()
        for at, attribute in enumerate(attributes):
            QListWidgetItem(_described(attribute), self.list)
            row = at if attribute.id == current else row
        self.list.setCurrentRow(min(max(row, 0), len(attributes) - 1))

    def current(self) -> Attribute | None:
        """Give the attribute that is current, or None."""
        row = self.list.currentRow()
        return self._attributes[row] if 0 <= row < len(self._attributes) else None

    def add(self) -> bool:
        """Ask for a new attribute and add it; says whether it was."""
        is_field = self.of == changes.FIELDS
        dialog = AttributeDialog(Attribute("", ""), self, new=True, is_field=is_field)
        if not dialog.exec():
            return False
        new = dialog.attribute()
        project = self._window.workspace.project
        known = is_field and project is not None and new.name in project.own_fields()
        if known:  # what articles say under this name already is what the field asks for
            new = replace(new, id=new.name)
        change = self._editing.change_after_look if known else self._editing.change
        return change(lambda s: changes.add_attribute(s, self.of, new))

    def edit(self) -> None:
        """Edit an attribute's name, definition, whether it is asked, and add values."""
        attribute = self.current()
        if attribute is None:
            return
        is_field = self.of == changes.FIELDS
        dialog = AttributeDialog(attribute, self, new=False, is_field=is_field)
        if dialog.exec():
            new = dialog.attribute()
            facts = {
                "name": new.name, "definition": new.definition, "asked": new.asked,
                "required": new.required, "values": new.values,
            }  # fmt: skip
            required = new.required and not attribute.required
            change = self._editing.change_after_look if required else self._editing.change
            change(lambda s: changes.edit_attribute(s, self.of, attribute.id, **facts))

    def change_kind(self) -> None:
        """Let an attribute be asked in another way; its answers are converted."""
        attribute = self.current()
        project = self._window.workspace.project
        if attribute is None or project is None:
            return
        kinds = {
            title: kind for kind, title in KIND_NAMES.items()
            if not (self.of == changes.FIELDS and kind == "entity")
        }  # fmt: skip
        title, ok = QInputDialog.getItem(
            self, "Another kind", tip(f"{attribute.name} becomes:"), list(kinds),
            list(kinds).index(KIND_NAMES[attribute.kind]), False,
        )  # fmt: skip
        if not ok or kinds[title] == attribute.kind:
            return
        in_use, values = project.answers(self.of, attribute.id), attribute.values
        if kinds[title] in ("one", "some") and not values and not in_use:
            values = self._asked_values(attribute)
            if not values:
                return
        self._editing.change_after_look(
            lambda s: changes.change_kind(
                s, self.of, attribute.id, kinds[title], in_use=in_use, values=values
            )
        )

    def _asked_values(self, attribute: Attribute) -> tuple[str, ...]:
        """Ask for values where there are neither some before nor answers to make some of."""
        text, ok = QInputDialog.getMultiLineText(
            self, "Values", tip(f"The values of {attribute.name}, one a line:")
        )
        lines = (line.strip() for line in text.splitlines())
        return tuple(dict.fromkeys(line for line in lines if line)) if ok else ()

    def values(self) -> None:
        """Let a value be renamed, joined with another, or removed."""
        attribute = self.current()
        if attribute is not None and attribute.values:
            ValuesDialog(self._window, self._editing, self.of, attribute.id, self).exec()

    def remove(self) -> None:
        """Remove an attribute with its answers, after a look."""
        attribute = self.current()
        if attribute is not None:
            self._editing.change_after_look(
                lambda s: changes.remove_attribute(s, self.of, attribute.id)
            )


def _described(attribute: Attribute) -> str:
    kind = KIND_NAMES[attribute.kind]
    values = f": {', '.join(attribute.values)}" if attribute.values else ""
    marks = " *" if attribute.asked else ""
    marks += " (required)" if attribute.required else ""
    return f"{attribute.name}{marks} — {kind}{values}"


class AttributeDialog(QDialog):
    """The fields of one attribute."""

    def __init__(
        self, attribute: Attribute, parent: QWidget, *, new: bool, is_field: bool = False
    ) -> None:
        """Show an attribute; the kind of one that is there is changed elsewhere.

        A metadata field is never asked right after a label, and is no entity.
        """
        super().__init__(parent)
        what = "field" if is_field else "attribute"
        self.setWindowTitle(f"New {what}" if new else f"{what.title()} “{attribute.name}”")
        self._attribute = attribute
        self.name = QLineEdit(attribute.name, self)
        self.kind = QComboBox(self)
        for kind, title in KIND_NAMES.items():
            if not (is_field and kind == "entity"):
                self.kind.addItem(title, kind)
        self.kind.setCurrentIndex(self.kind.findData(attribute.kind))
        self.kind.setEnabled(new)
        self.values = QPlainTextEdit("\n".join(attribute.values), self)
        self.values.setPlaceholderText("One value a line")
        self.definition = QPlainTextEdit(attribute.definition, self)
        self.definition.setMaximumHeight(80)
        self.asked = QCheckBox("Asked right after the label (*)", self)
        self.asked.setChecked(attribute.asked)
        self.required = QCheckBox("Required: open ones are counted", self)
        self.required.setChecked(attribute.required)
        form = QFormLayout(self)
        form.addRow("Name", self.name)
        form.addRow("Kind", self.kind)
        form.addRow("Values", self.values)
        form.addRow("Definition", self.definition)
        form.addRow(self.asked)
        form.setRowVisible(self.asked, not is_field)
        form.addRow(self.required)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.kind.currentIndexChanged.connect(lambda _: self._show_values())
        self._show_values()
        self.resize(440, 420)

    def _show_values(self) -> None:
        self.values.setEnabled(self.kind.currentData() in ("one", "some"))

    def attribute(self) -> Attribute:
        """Give the attribute as the fields have it."""
        kind = self.kind.currentData()
        lines = (line.strip() for line in self.values.toPlainText().splitlines())
        values = tuple(dict.fromkeys(line for line in lines if line))
        return replace(
            self._attribute, name=self.name.text().strip(), kind=kind,
            values=values if kind in ("one", "some") else (), asked=self.asked.isChecked(),
            required=self.required.isChecked(), definition=self.definition.toPlainText().strip(),
        )  # fmt: skip


class ValuesDialog(QDialog):
    """The values of an attribute with how often each is in use; each change is made at once."""

    def __init__(
        self, window: "MainWindow", editing: SchemeEditing, of: str, attribute_id: str,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """Show the values of an attribute."""
        super().__init__(parent)
        self._window, self._editing, self._of, self._id = window, editing, of, attribute_id
        self.setWindowTitle("Values")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Values, with how often each is in use")
        row = QHBoxLayout()
        for text, what in (("Rename or join…", self.rename), ("Remove…", self.remove)):
            button = QPushButton(text, self)
            button.clicked.connect(what)
            row.addWidget(button)
        close = QPushButton("Close", self)
        close.clicked.connect(self.accept)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addLayout(row)
        self.resize(420, 340)
        self._fill()

    def _values(self) -> tuple[str, ...]:
        found = changes.attributes_of(self._editing.scheme, self._of)
        return next((a.values for a in found if a.id == self._id), ())

    def _fill(self) -> None:
        project = self._window.workspace.project
        counts = project.answers(self._of, self._id) if project else {}
        self.list.clear()
        for value in self._values():
            uses = sum(
                n for held, n in counts.items()
                if held == value or (isinstance(held, tuple) and value in held)
            )  # fmt: skip
            item = QListWidgetItem(f"{value}   ({uses:,} in use)", self.list)
            item.setData(Qt.ItemDataRole.UserRole, value)
        self.list.setCurrentRow(0)

    def _current(self) -> str | None:
        item = self.list.currentItem()
        return item.data(Qt.ItemDataRole.UserRole) if item else None

    def rename(self) -> None:
        """Rename the current value; the name of another one joins the two."""
        old = self._current()
        if old is None:
            return
        new, ok = QInputDialog.getText(self, "Rename", "New name (or another value):", text=old)
        if ok and new.strip() and new.strip() != old:
            self._editing.change_after_look(
                lambda s: changes.rename_value(s, self._of, self._id, old, new.strip())
            )
            self._fill()

    def remove(self) -> None:
        """Remove the current value; its marks get another one or leave it open."""
        old = self._current()
        if old is None:
            return
        others = [value for value in self._values() if value != old]
        instead, ok = QInputDialog.getItem(
            self, "Remove", tip(f"Marks with “{old}” get:"), ["nothing (open)", *others], 0, False
        )
        if ok:
            value = instead if instead in others else None
            self._editing.change_after_look(
                lambda s: changes.remove_value(s, self._of, self._id, old, instead=value)
            )
            self._fill()
