"""Editing what is known of all listed articles at once: a count and a preview before it is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
)

from annotator.core.answering import choices_of
from annotator.core.article import Article
from annotator.core.article_fields import BETWEEN, said_in
from annotator.core.article_query import tags_of
from annotator.core.dates import iso_date
from annotator.core.saved_list import OWN
from annotator.jobs.edit_articles import ADD_TAG, REMOVE_TAG, BulkEdit, edit_articles
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.core.changes import ChangeSet
    from annotator.ui.main_window import MainWindow

CHOICES = (
    (ADD_TAG, "Add the tag"), (REMOVE_TAG, "Remove the tag"), ("outlet", "Set the outlet to"),
    ("author", "Set the author to"), ("published", "Set the date to"),
    ("language", "Set the language to"),
)  # fmt: skip
_SHOWN = 8


class BulkDialog(QDialog):
    """Asks what is set to what, for the articles that are listed now."""

    def __init__(self, window: "MainWindow", numbers: Sequence[int]) -> None:
        """Edit the articles with some numbers."""
        super().__init__(window)
        self._window, self._numbers = window, numbers
        self.setWindowTitle("Edit the listed articles")
        self.setMinimumSize(560, 380)
        count = len(numbers)
        words = f"{count:,} article{'s' * (count != 1)} in the list"
        heading = named(QLabel(words, self), "heading")
        self.field = QComboBox(self)
        self.field.setAccessibleName("What is edited")
        for name, title in CHOICES:
            self.field.addItem(title, name)
        self._asked = {OWN + field.id: field for field in window.workspace.scheme.fields}
        for name, field in self._asked.items():
            self.field.addItem(f"Set {field.name} to", name)
        self.value = QLineEdit(self)
        self.value.setAccessibleName("Value")
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("&What", self.field)
        form.addRow("&Value", self.value)
        self.preview = QPlainTextEdit(self, readOnly=True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName("What changes in the first articles")
        self.hint = named(QLabel("One undo takes all of it back.", self, wordWrap=True), "quiet")
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Cancel, self)
        self.do = self.buttons.addButton("Edit", QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._start)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(heading)
        column.addLayout(form)
        column.addWidget(self.preview, 1)
        column.addWidget(self.hint)
        column.addWidget(self.buttons)
        self.field.currentIndexChanged.connect(lambda _: self._offer())
        self.field.currentIndexChanged.connect(lambda _: self._show())
        self.value.textChanged.connect(lambda _: self._show())
        self._show()
        self.value.setFocus()

    @property
    def edit(self) -> BulkEdit:
        """What is asked for; a date is brought to its usual form."""
        name, value = str(self.field.currentData()), " ".join(self.value.text().split())
        return BulkEdit(name, iso_date(value) or value if name == "published" else value)

    def _show(self) -> None:
        project, edit = self._window.workspace.project, self.edit
        is_tag = edit.field in (ADD_TAG, REMOVE_TAG)
        problem = self._problem(edit)
        self.hint.setText(problem or "One undo takes all of it back.")
        self.do.setEnabled(bool(self._numbers) and not problem and bool(edit.value or not is_tag))
        if project is None:
            return
        lines = []
        for row in project.article_rows(self._numbers[:_SHOWN]):
            before = project.article(row.id)
            now, then = _seen(before, edit), _seen(edit.after(before), edit)
            lines += [row.headline, f"    {now} → {then}" if now != then else "    unchanged"]
        more = len(self._numbers) - _SHOWN
        self.preview.setPlainText(
            "\n".join([*lines, *([f"… and {more:,} more"] if more > 0 else [])])
        )

    def _problem(self, edit: BulkEdit) -> str:
        """Say why a value cannot be set, or give an empty string."""
        if edit.field == "published" and edit.value and not iso_date(edit.value):
            return "This is no date that is certain. Write it as 2026-11-23."
        asked = self._asked.get(edit.field)
        return said_in(asked, edit.value)[1] if asked else ""

    def _offer(self) -> None:
        """Offer the values of a field while one types."""
        asked = self._asked.get(str(self.field.currentData()))
        values = choices_of(asked) if asked and asked.kind != "some" else ()
        completer = QCompleter(values, self.value)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.value.setCompleter(completer if values else None)  # type: ignore[arg-type]
        self.value.setPlaceholderText(f"{BETWEEN} ".join(choices_of(asked)) if asked else "")

    def _start(self) -> None:
        window, project = self._window, self._window.workspace.project
        if project is not None:
            window.files.run(edit_articles(project, self._numbers, self.edit), self._store)
        self.accept()

    def _store(self, change_set: "ChangeSet") -> None:
        workspace = self._window.workspace
        if not change_set:
            workspace.said.emit("All of them were so already")
        elif workspace.apply(change_set):
            workspace.said.emit(f"{change_set.name}: done; undo takes it back")


def _seen(article: Article, edit: BulkEdit) -> str:
    if edit.field in (ADD_TAG, REMOVE_TAG):
        return ", ".join(tags_of(article.metadata)) or "—"
    if edit.field.startswith(OWN):
        return article.metadata.get(edit.field.removeprefix(OWN), "") or "—"
    return str(getattr(article, edit.field)) or "—"
