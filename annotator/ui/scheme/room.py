"""The Scheme room: the parts of the scheme, the fields of one of them, and how it looks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QInputDialog,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.core import scheme_labels as changes
from annotator.core.palette import next_color, next_key
from annotator.core.scheme import Attribute, Label, RelationType
from annotator.core.scheme_attributes import FIELDS, attributes_of
from annotator.ui.calm_prose import CalmBrowser
from annotator.ui.scheme.about_form import AboutForm
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.scheme.label_form import LabelForm
from annotator.ui.scheme.parts_list import (
    ABOUT,
    FIELD,
    LABEL,
    QUESTION,
    RELATION,
    Part,
    PartsList,
)
from annotator.ui.scheme.preview import Preview
from annotator.ui.scheme.questions_table import QuestionsTable
from annotator.ui.scheme.relation_form import RelationForm
from annotator.ui.style import named
from annotator.ui.theme import Theme
from annotator.ui.wrapping import WrappingRow

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class SchemeRoom(QWidget):
    """Where the scheme is read and changed; every change is stored at once and can be undone."""

    def __init__(self, window: "MainWindow") -> None:
        """Build the room; `enter` fills it."""
        super().__init__(window)
        self.setObjectName("schemeRoom")
        self._window = window
        self.editing = SchemeEditing(window)
        self.parts = PartsList(window.theme, self)
        self.label = LabelForm(window, self.editing, self)
        self.relation = RelationForm(window, self.editing, self)
        self.questions = QuestionsTable(window, self.editing, self)
        self.about = AboutForm(window, self.editing, self)
        self.preview = Preview(window.theme, self)
        self.guideline = CalmBrowser(self)
        self.guideline.setAccessibleName("The guideline as annotators read it")
        self.forms = QStackedWidget(self)
        self.questions.setContentsMargins(16, 12, 16, 12)
        for form in (self.about, self.label, self.relation, self.questions):
            self.forms.addWidget(_scrolled(form))
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        for part, stretch in ((self._left(), 0), (self.forms, 1), (self._right(), 0)):
            splitter.addWidget(part)
            splitter.setStretchFactor(splitter.count() - 1, stretch)
        splitter.setSizes([390, 620, 270])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)
        self.parts.picked.connect(self.show_part)
        self.parts.moved.connect(self._move)
        window.workspace.scheme_changed.connect(self.follow)

    def _left(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts, 1)
        row = WrappingRow(spacing=6)
        row.setContentsMargins(12, 0, 6, 12)
        self.add_buttons: dict[str, QPushButton] = {}
        for text, what in (("Add label", self.add_label), ("Add relation", self.add_relation),
                           ("Add article label", self.add_question),
                           ("Add field", self.add_field)):  # fmt: skip
            button = named(QPushButton(text, side), "small")
            button.clicked.connect(what)
            row.addWidget(button)
            self.add_buttons[text] = button
        column.addLayout(row)
        return side

    def _right(self) -> QWidget:
        side = self.side = named(QWidget(self), "details")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 0)
        heading = named(QLabel("How it looks", side), "heading")
        heading.setContentsMargins(16, 0, 0, 4)
        column.addWidget(heading)
        column.addWidget(self.preview, 1)
        column.addWidget(self.guideline, 1)
        return side

    # --- showing

    def enter(self) -> None:
        """Show the scheme as it is now."""
        self.follow()
        self.parts.filter.setFocus(Qt.FocusReason.OtherFocusReason)

    def follow(self) -> None:
        """Show the scheme after it changed."""
        scheme = self.editing.scheme
        for button in self.add_buttons.values():
            button.setEnabled(self.editing.can_edit)
        if self._window.workspace.project is not None:
            first = Part(LABEL, scheme.labels[0].id) if scheme.labels else Part(ABOUT, "")
            self.parts.show_scheme(scheme, self.parts.current() or first)

    def show_part(self, part: Part) -> None:
        """Show the fields of a part."""
        scheme = self.editing.scheme
        if part.kind == LABEL and (label := scheme.label(part.id)):
            self.label.show_label(label)
            project = self._window.workspace.project
            used = project.label_count(label.id) if project else 0
            self.label.used.setText(f"{used:,} annotations")
            self.preview.show_label(label, scheme)
            self.guideline.show_markdown(label.guideline)
            self.forms.setCurrentIndex(1)
        elif part.kind == RELATION and part.id in scheme.relations_by_id:
            self.relation.show_relation(scheme.relations_by_id[part.id], scheme)
            self.forms.setCurrentIndex(2)
        elif part.kind in (QUESTION, FIELD):
            of = FIELDS if part.kind == FIELD else ""
            self.questions.show_attributes(of, attributes_of(scheme, of), current=part.id)
            self.forms.setCurrentIndex(3)
        else:
            self.about.show_scheme(scheme)
            self.forms.setCurrentIndex(0)
        self.side.setVisible(part.kind == LABEL)

    # --- adding

    def add_label(self) -> None:
        """Ask for a name and add a label."""
        name, ok = QInputDialog.getText(self, "Add label", "Name of the label:")
        if ok and name.strip():
            labels = self.editing.scheme.labels
            new = Label("", name.strip(), next_color(labels), next_key(labels))
            if self.editing.change(lambda s: changes.add_label(s, new)):
                self._show_last(LABEL)

    def add_relation(self) -> None:
        """Ask for a name and add a relation from the first label to the first."""
        name, ok = QInputDialog.getText(self, "Add relation", "Name of the relation:")
        labels = self.editing.scheme.labels
        if ok and name.strip() and labels:
            new = RelationType("", name.strip(), (labels[0].id,), (labels[0].id,))
            if self.editing.change(lambda s: changes.add_relation_type(s, new)):
                self._show_last(RELATION)

    def add_question(self) -> None:
        """Ask for a new article label and add it."""
        self.questions.show_attributes("", self.editing.scheme.article_labels)
        if self.questions.add():
            self._show_last(QUESTION)

    def add_field(self) -> None:
        """Ask for a new metadata field and add it."""
        self.questions.show_attributes(FIELDS, self.editing.scheme.fields)
        if self.questions.add():
            self._show_last(FIELD)

    def _show_last(self, kind: str) -> None:
        scheme = self.editing.scheme
        parts: dict[str, Sequence[Label | RelationType | Attribute]] = {
            LABEL: scheme.labels, RELATION: scheme.relations,
            QUESTION: scheme.article_labels, FIELD: scheme.fields,
        }  # fmt: skip
        self.parts.show_scheme(scheme, Part(kind, parts[kind][-1].id))

    def _move(self, label: str, place: int, group: str | None) -> None:
        self.editing.change(lambda s: changes.move_label(s, label, place, group=group))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.parts.set_theme(theme)
        self.preview.set_theme(theme)
        self.label.color.set_theme(theme)


def _scrolled(form: QWidget) -> QScrollArea:
    area = QScrollArea(form.parentWidget())
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
    area.setWidget(form)
    return area
