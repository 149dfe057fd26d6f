"""The attributes of the picked annotation, each with its answer, to be changed in place."""

from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import (
    NO_ATTRIBUTES,
    Annotation,
    Attributes,
    AttributeValue,
)
from annotator.core.answering import choices_of, toggled, typed
from annotator.core.scheme import Attribute, Scheme
from annotator.core.scheme_attributes import as_text
from annotator.ui.calm_prose import tip
from annotator.ui.style import named

OPEN = "—"
MOST_KEPT = 12
"""Labels whose rows are kept: making them took half as long as storing the mark."""
Rows: TypeAlias = dict[str, QToolButton | QLineEdit]


class Answers(QWidget):
    """One row an attribute. The rows of a label are made once and then only filled."""

    answered = Signal(str, object)  # an attribute's identifier, the answer or None
    entity_wanted = Signal(str)  # an attribute's identifier
    refused = Signal(str)  # why a typed answer cannot be
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._body = QWidget(self)
        self._form = QFormLayout(self._body)
        self._attributes: tuple[Attribute, ...] = ()
        self._rows: Rows = {}
        self._made: dict[tuple[Attribute, ...], tuple[QWidget, QFormLayout, Rows]] = {}
        self._held: Attributes = NO_ATTRIBUTES
        self.folds = True
        self.wanted = True  # False: filled, but not shown
        self._more = named(QToolButton(self), "answer")
        self._more.setCheckable(True)
        self._more.toggled.connect(lambda _: self._fold())
        self._column.addWidget(self._body)
        self._column.addWidget(self._more)
        self.name_of_entity: Callable[[str], str] = str

    def show_answers(self, mark: Annotation, scheme: Scheme, *, can_edit: bool) -> None:
        """Show what an annotation answers to its label's attributes."""
        allowed = scheme.answers_allowed.get(mark.label, ())
        self.show_values(allowed, mark.attributes, can_edit=can_edit)

    def show_values(
        self, attributes: tuple[Attribute, ...], held: Attributes, *, can_edit: bool
    ) -> None:
        """Show the answers given to some attributes."""
        self._held = held
        if attributes != self._attributes:
            self._build(attributes)
        for attribute in attributes:
            value, row = held.get(attribute.id), self._rows[attribute.id]
            row.setEnabled(can_edit)
            if isinstance(row, QLineEdit):
                if not row.hasFocus():
                    row.setText("" if value is None else as_text(value))
            else:
                row.setText(self._shown(attribute, value))
        self.setVisible(self.wanted and bool(attributes))
        self._fold()

    def _fold(self) -> None:
        """Leave out what was not asked and not answered, until all is wanted."""
        quiet = [
            a.id
            for a in self._attributes
            if self.folds and a.id not in self._held and not a.asked and not a.required
        ]
        for attribute_id, row in self._rows.items():
            shown = self._more.isChecked() or attribute_id not in quiet
            self._form.setRowVisible(row, shown)
        self._more.setText("Fewer" if self._more.isChecked() else f"{len(quiet)} more…")
        self._more.setVisible(bool(quiet))

    def _shown(self, attribute: Attribute, value: AttributeValue | None) -> str:
        if value is None:
            return f"{OPEN} open" if attribute.asked or attribute.required else OPEN
        if attribute.kind == "entity":
            return self.name_of_entity(str(value))
        return as_text(value)

    def _build(self, attributes: tuple[Attribute, ...]) -> None:
        """Put the rows of some attributes in place: those made before, else new ones.

        A body for each rather than other rows in the old one: the old rows may be telling
        something at this moment, so they stay, or go when nobody needs them any more.
        """
        old = self._body
        self._attributes = attributes
        made = (
            self._made.pop(attributes) if attributes in self._made else self._new_body(attributes)
        )
        self._made[attributes] = made  # the last of them all
        self._body, self._form, self._rows = made
        old.hide()
        self._column.replaceWidget(old, self._body)
        self._body.setVisible(bool(attributes))
        if len(self._made) > MOST_KEPT:
            oldest = next(iter(self._made))
            self._made.pop(oldest)[0].deleteLater()

    def _new_body(self, attributes: tuple[Attribute, ...]) -> tuple[QWidget, QFormLayout, Rows]:
        body, rows = QWidget(self), dict[str, QToolButton | QLineEdit]()
        form = QFormLayout(body)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(2)
        for attribute in attributes:
            row = self._row_for(attribute, body)
            row.setAccessibleName(attribute.name)
            row.setToolTip(tip(attribute.definition))
            name = named(QLabel(attribute.name + (" *" if attribute.asked else ""), body), "quiet")
            name.setTextFormat(Qt.TextFormat.PlainText)
            form.addRow(name, row)
            rows[attribute.id] = row
        return body, form, rows

    def _row_for(self, attribute: Attribute, body: QWidget) -> QToolButton | QLineEdit:
        if attribute.kind in ("text", "number", "date"):
            return self._field(attribute, body)
        button = named(QToolButton(body), "answer")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        if attribute.kind == "entity":
            button.clicked.connect(partial(self.entity_wanted.emit, attribute.id))
        else:
            menu = QMenu(button)
            menu.aboutToShow.connect(partial(self._fill, menu, attribute))
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return button

    def _fill(self, menu: QMenu, attribute: Attribute) -> None:
        menu.clear()
        held = self._held.get(attribute.id)
        for value in choices_of(attribute):
            action = menu.addAction(value.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(
                value in held if isinstance(held, tuple) else held is not None
                and as_text(held) == value
            )  # fmt: skip
            action.triggered.connect(partial(self._choose, attribute, value))
        if held is not None:
            menu.addSeparator()
            menu.addAction("Leave open").triggered.connect(
                partial(self.answered.emit, attribute.id, None)
            )

    def _choose(self, attribute: Attribute, value: str, _checked: bool = False) -> None:
        held = self._held.get(attribute.id)
        self.answered.emit(attribute.id, toggled(attribute, held, value))

    # --- typed answers

    def _field(self, attribute: Attribute, body: QWidget) -> QLineEdit:
        field = QLineEdit(body)
        field.setPlaceholderText(
            {"date": "2026-05-31 or 2026-05/2026-07", "number": "a number"}.get(attribute.kind, "")
        )
        field.editingFinished.connect(partial(self._keep, attribute, field))
        field.returnPressed.connect(self.left)
        return field

    def _keep(self, attribute: Attribute, field: QLineEdit) -> None:
        value, problem = typed(attribute, field.text())
        held = self._held.get(attribute.id)
        if problem:
            self.refused.emit(problem)
            field.setText("" if held is None else as_text(held))
        elif value != held:
            self.answered.emit(attribute.id, value)

    def begin_typing(self, attribute_id: str, text: str = "") -> None:
        """Put the cursor into a field with a first character already typed."""
        row = self._rows.get(attribute_id)
        if isinstance(row, QLineEdit):
            self._form.setRowVisible(row, True)
            row.setFocus(Qt.FocusReason.ShortcutFocusReason)
            if text:
                row.setText(text)
