"""The picked annotation in detail: label, words, who and when, note; the label's definition."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from annotator.core.annotation import Annotation
from annotator.core.scheme import Scheme
from annotator.ui.annotations.answers import Answers
from annotator.ui.annotations.relations_list import RelationsList
from annotator.ui.style import named
from annotator.ui.theme import Theme, label_shades

_LONGEST_QUOTE = 220


class Inspector(QWidget):
    """Shows one annotation; the note is stored when its field is left."""

    note_written = Signal(str, str)  # an annotation's identifier, its note
    left = Signal()  # Escape in the note: the text wants the focus back

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.setObjectName("inspector")
        self._theme = theme
        self._annotation: Annotation | None = None
        self._scheme: Scheme | None = None
        self.label = named(QLabel(self), "heading")
        self.quote = named(QLabel(self, wordWrap=True), "quote")
        self.facts = named(QLabel(self, wordWrap=True), "quiet")
        self.answers = Answers(self)
        self.relations = RelationsList(self)
        self.note = _Note(self)
        self.note.setAccessibleName("Note on the annotation")
        self.note.setMaximumHeight(84)
        self.definition = named(QLabel(self, wordWrap=True), "quiet")
        for widget in (self.label, self.quote, self.facts, self.definition):
            widget.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(6)
        for part in (self.label, self.quote, self.facts):
            column.addWidget(part)
        column.addWidget(self.answers)
        column.addWidget(self.relations)
        column.addWidget(self.note)
        column.addWidget(self.definition)
        column.addStretch(1)
        self.note.finished.connect(self._keep_note)
        self.note.escaped.connect(self.left)
        self.show_annotation(None, None, can_edit=False)

    def show_annotation(
        self, annotation: Annotation | None, scheme: Scheme | None, *, can_edit: bool
    ) -> None:
        """Show an annotation, or hide where there is none."""
        if self._annotation is not None and (
            annotation is None or annotation.id != self._annotation.id
        ):
            self._keep_note()
        self._annotation, self._scheme = annotation, scheme
        self.setVisible(annotation is not None)
        if annotation is None or scheme is None:
            return
        label = scheme.label(annotation.label)
        self.label.setText(label.name if label else annotation.label)
        shades = label_shades(label.color if label else self._theme.muted, self._theme)
        self.label.setStyleSheet(f"color: {shades.name}")
        words = " ".join(annotation.quote.split())
        self.quote.setText(words if len(words) <= _LONGEST_QUOTE else words[:_LONGEST_QUOTE] + "…")
        self.facts.setText(_facts(annotation))
        self.answers.show_answers(annotation, scheme, can_edit=can_edit)
        if self.note.toPlainText() != annotation.note and not self.note.hasFocus():
            self.note.setPlainText(annotation.note)
        self.note.setReadOnly(not can_edit)
        self.note.setPlaceholderText("Note" if can_edit else "No note")
        self.definition.setText(label.definition if label else "")
        self.definition.setVisible(bool(label and label.definition))

    def put_first(self, part: QWidget) -> None:
        """Put a part above all others."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, part)

    def edit_note(self) -> None:
        """Put the cursor into the note."""
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep_note(self) -> None:
        if self._annotation is not None and not self.note.isReadOnly():
            text = self.note.toPlainText()
            if text != self._annotation.note:
                self.note_written.emit(self._annotation.id, text)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        annotation, scheme = self._annotation, self._scheme
        self.show_annotation(annotation, scheme, can_edit=not self.note.isReadOnly())


def _facts(annotation: Annotation) -> str:
    moment = datetime.fromisoformat(annotation.changed).astimezone()
    parts = [annotation.annotator, moment.strftime("%d %b %Y, %H:%M")]
    spans = ", ".join(f"{part.start}–{part.end}" for part in annotation.fragments[:4])
    if annotation.suggested_by:
        parts.append(f"suggested by {annotation.suggested_by.source}")
    return " · ".join([*parts, spans])


class _Note(QPlainTextEdit):
    finished = Signal()
    escaped = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field keeps the note."""
        self.finished.emit()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return and Escape keep the note and go back to the text; Tab walks on."""
        leaves = event.key() == Qt.Key.Key_Escape or (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if leaves:
            self.finished.emit()
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
