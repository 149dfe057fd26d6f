"""What is known of the picked drafts, to be corrected in all of them at once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.core.boilerplate import NOT_ARTICLE
from annotator.core.text_problems import ORIGINAL
from annotator.jobs.import_report import counted
from annotator.jobs.storing_articles import ORIGINAL_TEXT
from annotator.ui.articles.metadata_dialog import FIELDS
from annotator.ui.calm_prose import plain_label
from annotator.ui.style import named

_SEVERAL = "(not the same in all)"
_HIDDEN = (NOT_ARTICLE, ORIGINAL, ORIGINAL_TEXT)


class Field(QLineEdit):
    """A line whose Enter ends the writing, and does not press the window's first button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter here."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class FactsForm(QWidget):
    """Fields for an article's facts; `written` gives those of a field that was left."""

    written = Signal(dict)

    def __init__(self, parent: QWidget) -> None:
        """Start with nothing picked."""
        super().__init__(parent)
        self.heading = named(QLabel("Details", self), "heading")
        self.fields: dict[str, Field] = {}
        inside = QWidget(self)
        self._form = QFormLayout(inside)
        self._form.setContentsMargins(0, 0, 6, 0)
        self._form.setVerticalSpacing(4)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        for key, name, example in FIELDS:
            field = self._field(key, name)
            field.setPlaceholderText(example)
            self._form.addRow(name, field)
        self._examples = {key: example for key, _, example in FIELDS}
        self.own: dict[str, Field] = {}
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.new_name, self.new_value = Field(self), Field(self)
        self.new_name.setPlaceholderText("Own field")
        self.new_name.setAccessibleName("Name of an own field")
        self.new_value.setPlaceholderText("Value")
        self.new_value.setAccessibleName("Value of the own field")
        self.add = named(QPushButton("Add", self), "small")
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add_own)
        self.new_value.returnPressed.connect(self._add_own)
        last = QHBoxLayout()
        for widget in (self.new_name, self.new_value, self.add):
            last.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(area, 1)
        column.addLayout(last)
        self._before: dict[str, str] = {}

    def show_articles(self, articles: Sequence[Article], picked: int) -> None:
        """Show what is the same in some articles, of as many as are picked."""
        self.setEnabled(bool(articles))
        self.heading.setText(
            "Details" if picked < 2 else f"Details of {counted(picked, 'article')}"
        )
        for key, field in self.fields.items():
            self._fill(field, key, {str(getattr(article, key)) for article in articles})
        names = sorted({name for article in articles for name in article.metadata} - {*_HIDDEN})
        for name in list(self.own):
            self._form.removeRow(self.own.pop(name))
        for name in names[:40]:
            self.own[name] = field = Field(self)
            self._connect(field, name, name)
            self._form.addRow(plain_label(name, self), field)
            self._fill(field, name, {article.metadata.get(name, "") for article in articles})

    def _fill(self, field: Field, key: str, values: set[str]) -> None:
        value = " ".join(next(iter(values)).split()) if len(values) == 1 else ""
        several = len(values) > 1
        field.setPlaceholderText(_SEVERAL if several else self._examples.get(key, ""))
        field.setText(value)
        field.setCursorPosition(0)
        self._before[key] = value

    def _field(self, key: str, name: str) -> Field:
        self.fields[key] = field = Field(self)
        self._connect(field, key, name)
        return field

    def _connect(self, field: Field, key: str, name: str) -> None:
        field.setAccessibleName(name)
        field.editingFinished.connect(lambda: self._left(key, field.text().strip()))

    def _left(self, key: str, value: str) -> None:
        if value != self._before.get(key, ""):
            self._before[key] = value
            self.written.emit({key: value})

    def _add_own(self) -> None:
        name = "_".join(self.new_name.text().split())
        if name and name not in _HIDDEN and self.new_value.text().strip():
            said = {name: self.new_value.text().strip()}
            self.new_name.clear()
            self.new_value.clear()
            self.written.emit(said)
