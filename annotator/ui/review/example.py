"""Letting a guideline learn from a disagreement: the case as a dated example."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QPlainTextEdit,
)

from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import now
from annotator.core.scheme import Scheme
from annotator.core.scheme_labels import edit_label, label_of
from annotator.ui.review.queue import Case
from annotator.ui.style import primary

if TYPE_CHECKING:
    from annotator.ui.review.room import ReviewRoom

_AROUND = 60  # code points of the text on each side of the words


def example_text(case: Case, scheme: Scheme, why: str, date: str) -> str:
    """Give a case as one line of a guideline: date, words in their sentence, readings, why."""
    span, text = case.group.span, case.article.text
    before = text[max(span.start - _AROUND, 0) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _AROUND].partition("\n")[0]
    words = text[span.start : span.end]
    passage = " ".join(f"{before}**{words}**{after}".split())
    names = [label.name if (label := scheme.label(name)) else name for name in case.group.labels]
    if case.group.missing:
        names.append("nothing")
    said = f"- {date}: “…{passage}…” Read as {' or '.join(names)}."
    return f"{said} {why}".rstrip()


class ExampleDialog(QDialog):
    """The line that would be appended, to be changed; and to which label's guideline."""

    def __init__(self, room: "ReviewRoom", case: Case) -> None:
        """Propose a line for a case."""
        super().__init__(room.window_)
        self.setWindowTitle("Append to the guideline")
        self.resize(560, 300)
        self._room = room
        scheme = room.workspace.scheme
        self.label = QComboBox(self)
        self.label.setAccessibleName("Label")
        for label in scheme.labels:
            self.label.addItem(label.name, label.id)
        wanted = room.panel.label.currentData() or case.group.labels[0]
        self.label.setCurrentIndex(max(self.label.findData(wanted), 0))
        why = room.panel.comment.text().strip()
        text = example_text(case, scheme, why, now()[:10])
        self.text = QPlainTextEdit(text, self)
        self.text.setAccessibleName("Example")
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel, self)
        self.buttons.button(kinds.Ok).setText("Append")
        primary(self.buttons.button(kinds.Ok))
        self.buttons.accepted.connect(self._append)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 14)
        form.addRow("Guideline of", self.label)
        form.addRow("Example", self.text)
        form.addRow(self.buttons)

    def _append(self) -> None:
        workspace = self._room.workspace
        line = self.text.toPlainText().strip()
        try:
            label = label_of(workspace.scheme, self.label.currentData())
            guideline = f"{label.guideline.rstrip()}\n\n{line}".strip()
            edit = edit_label(workspace.scheme, label.id, guideline=guideline)
        except AnnotatorError as error:
            workspace.failed.emit(error)
            return
        if line and workspace.change_scheme(edit):
            workspace.said.emit(f"The guideline of {label.name} has a new example")
            self.accept()
