"""Asking a new mark's starred attributes, by single keys, while the text keeps the focus.

Whoever goes on in the text (an arrow, Tab, the mouse) is not held up: the questions stay open.
"""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from annotator.core import operations
from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.answering import choices_of, chosen_by, open_questions, toggled
from annotator.core.changes import combined
from annotator.core.scheme import Attribute
from annotator.ui.reading.view import ReadingView
from annotator.ui.workspace import Workspace

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier,
          Qt.KeyboardModifier.KeypadModifier)  # fmt: skip


class Asking(QObject):
    """The question asked now, and what keys answer it."""

    changed = Signal()
    typing = Signal(str)  # a first character typed to a question that wants words
    entity_wanted = Signal()

    def __init__(self, workspace: Workspace, view: ReadingView, parent: QObject) -> None:
        """Listen to a reading view's keys."""
        super().__init__(parent)
        self._workspace, self._view = workspace, view
        self._mark_id: str | None = None
        self._questions: tuple[Attribute, ...] = ()
        self._at = 0
        self._touched = False  # whether a value of a question with several was chosen already
        self.last: dict[str, dict[str, AttributeValue]] = {}
        view.installEventFilter(self)
        view.annotation_picked.connect(self._on_picked)
        view.selection_changed.connect(lambda span: self.stop() if span is not None else None)
        workspace.article_changed.connect(self.stop)

    # --- what is asked

    @property
    def mark(self) -> Annotation | None:
        """The annotation that is asked about, or None."""
        annotations = self._workspace.annotations
        if annotations is None or self._mark_id is None:
            return None
        return annotations.get(self._mark_id)

    @property
    def question(self) -> Attribute | None:
        """The attribute that is asked now, or None."""
        asking = self.mark is not None and self._at < len(self._questions)
        return self._questions[self._at] if asking else None

    @property
    def place(self) -> tuple[int, int]:
        """Which of how many questions it is, counted from 1."""
        return self._at + 1, len(self._questions)

    def remembered(self, question: Attribute) -> AttributeValue | None:
        """Give the last answer to a question for the mark's label, or None."""
        mark = self.mark
        return self.last.get(mark.label, {}).get(question.id) if mark else None

    def ask(self, mark: Annotation) -> None:
        """Ask what a mark leaves open; nothing where it answers all."""
        self._mark_id = mark.id
        self._questions = open_questions(mark, self._workspace.scheme)
        self._at, self._touched = 0, False
        self.changed.emit()

    def stop(self) -> None:
        """Leave the rest open."""
        if self._mark_id is not None:
            self._mark_id, self._questions = None, ()
            self.changed.emit()

    def _on_picked(self, picked: str | None) -> None:
        if picked != self._mark_id:
            self.stop()

    # --- answering

    def answer(self, question: Attribute, value: AttributeValue | None) -> bool:
        """Store an answer to a question about the mark; says whether it was stored."""
        mark = self.mark
        if mark is None:
            return False
        edit = operations.set_attribute(mark, question.id, value)
        stored = self._workspace.apply(edit) if edit else True
        if stored and value is not None:
            self.last.setdefault(mark.label, {})[question.id] = value
        return stored

    def choose(self, value: str) -> None:
        """Answer with one of the choices; of a question with several, go on only at Enter."""
        question, mark = self.question, self.mark
        if question is None or mark is None:
            return
        several = question.kind == "some"
        before = mark.attributes.get(question.id) if several else None
        if not self.answer(question, toggled(question, before, value)):
            return
        self._touched = several
        if several:
            self.changed.emit()
        else:
            self.go_on()

    def go_on(self, step: int = 1) -> None:
        """Go to the next question, or back; past the last one the asking ends."""
        self._at = max(self._at + step, 0)
        self._touched = False
        if self._at >= len(self._questions):
            self.stop()
        else:
            self.changed.emit()

    def keep_last(self) -> None:
        """Answer all that is still open as it was answered last; skip what never was."""
        question, mark = self.question, self.mark
        if question is None or mark is None:
            return
        if self._touched:
            self.go_on()
            return
        kept = {q.id: value for q in self._questions[self._at :]
                if (value := self.remembered(q)) is not None}  # fmt: skip
        if kept:
            self.answer_as(mark, kept)
            self.stop()
        else:
            self.go_on()

    def answer_as(self, mark: Annotation, answers: dict[str, AttributeValue]) -> None:
        """Give a mark several answers as one action."""
        edits = []
        for name, value in answers.items():
            edit = operations.set_attribute(mark, name, value)
            edits.append(edit)
            mark = next((c.after for c in edit.changes if isinstance(c.after, Annotation)), mark)
        self._workspace.apply(combined("Answer as last", edits))

    # --- keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that answer, before shortcuts and the text see them."""
        if self.question is not None and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._means(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._on_key(event)
        return super().eventFilter(watched, event)

    def _means(self, event: QKeyEvent) -> bool:
        if event.modifiers() not in _PLAIN:
            return False
        special = (*_ENTER, Qt.Key.Key_Escape, Qt.Key.Key_Backspace, Qt.Key.Key_Space)
        return event.key() in special or self._is_answer(event.text())

    def _is_answer(self, text: str) -> bool:
        question = self.question
        if question is None or not text.isprintable() or not text.strip():
            return False
        if choices := choices_of(question):
            return chosen_by(text, choices) is not None
        return question.kind != "entity" or text == "e"

    def _on_key(self, event: QKeyEvent) -> bool:
        if not self._means(event):
            if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt):
                self.stop()
            return False
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.keep_last()
            case Qt.Key.Key_Escape:
                self.stop()
            case Qt.Key.Key_Backspace:
                self.go_on(-1)
            case Qt.Key.Key_Space:
                self.go_on()
            case _:
                self._take(event.text())
        return True

    def _take(self, text: str) -> None:
        question = self.question
        if question is None:
            return
        if choices := choices_of(question):
            value = chosen_by(text, choices)
            if value is not None:
                self.choose(value)
        elif question.kind == "entity":
            self.entity_wanted.emit()
        else:
            self.typing.emit(text)
