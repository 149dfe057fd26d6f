"""What a scheme change will touch, shown before it is made."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from annotator.core.errors import AnnotatorError
from annotator.core.scheme_edit import SchemeEdit, Touched
from annotator.ui.style import fit_to_text, named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_MOST = 500
_ARTICLE = Qt.ItemDataRole.UserRole


class ChangeLook(QDialog):
    """Says how many marks of whom in which articles a change is about; a click goes there."""

    def __init__(self, window: "MainWindow", edit: SchemeEdit, touched: Touched) -> None:
        """Show a change and what it touches."""
        super().__init__(window)
        self._window = window
        self.setWindowTitle(edit.name)
        column = QVBoxLayout(self)
        title = named(QLabel(f"{edit.name}?", self), "heading")
        self.said = QLabel(sentence(touched) + _checks_gone(edit), self, wordWrap=True)
        for label in (title, self.said):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Articles that the change touches; Enter opens one")
        self._fill(touched)
        column.addWidget(self.list, 1)
        self.list.setVisible(bool(touched.articles))
        note = "It is one action: Ctrl+Z takes it back with every mark."
        column.addWidget(named(QLabel(note, self, wordWrap=True), "quiet"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.go = named(QPushButton("Make the change", self), "primary")
        buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.list.itemActivated.connect(self._open)
        fit_to_text(self, 72, 20 if touched.articles else 8)
        self.go.setFocus()

    def _fill(self, touched: Touched) -> None:
        project = self._window.workspace.project
        assert project is not None
        shown = touched.articles[:_MOST]
        try:
            numbers = [project.row_of(article_id) for article_id, _ in shown]
            rows = {row.id: row for row in project.article_rows(numbers)}
        except AnnotatorError:
            rows = {}
        for article_id, count in shown:
            row = rows.get(article_id)
            headline = row.headline if row else article_id
            item = QListWidgetItem(f"{count:>5,}   {headline}", self.list)
            item.setData(_ARTICLE, article_id)
        if len(touched.articles) > _MOST:
            QListWidgetItem(f"and {len(touched.articles) - _MOST:,} more", self.list)

    def _open(self, item: QListWidgetItem) -> None:
        article_id = item.data(_ARTICLE)
        if article_id:
            self.reject()
            self._window.rooms.go("annotate")
            self._window.workspace.open_article(article_id)


def _checks_gone(edit: SchemeEdit) -> str:
    kept = {check.id for check in edit.after.checks}
    lost = [check.text for check in edit.before.checks if check.id not in kept]
    if not lost:
        return ""
    named_all = ", ".join(f"“{text}”" for text in lost)
    goes = "A check goes" if len(lost) == 1 else f"{len(lost):,} checks go"
    return f"\n{goes} too, which would name nothing any more: {named_all}"


def sentence(touched: Touched) -> str:
    """Say in words what a change is about."""
    if not any((touched.annotations, touched.article_labels, touched.relations, touched.said)):
        return "No mark is touched."
    parts = []
    if touched.said:
        where = "One article says" if touched.said == 1 else f"{touched.said:,} articles say"
        parts.append(f"{where} something there.")
        parts.append(
            f"Of these {touched.misfits:,} will not fit: they stay as they are, and the checks "
            "count them." if touched.misfits else "What they say stays with them."
        )  # fmt: skip
    if touched.annotations:
        whose = ", ".join(f"{name} {n:,}" for name, n in sorted(touched.by_annotator.items()))
        articles = len(touched.articles)
        where = "one article" if articles == 1 else f"{articles:,} articles"
        parts.append(f"It is about {touched.annotations:,} annotations ({whose}) in {where}.")
    if touched.deleted:
        parts.append(f"{touched.deleted:,} of them are deleted.")
    if touched.relations:
        parts.append(f"{touched.relations:,} relations are deleted.")
    if touched.article_labels:
        whose = ", ".join(f"{name} {n:,}" for name, n in sorted(touched.labelled.items()))
        many = "labels change" if touched.article_labels != 1 else "label changes"
        parts.append(f"{touched.article_labels:,} article {many} ({whose}).")
    return " ".join(parts)
