"""What the window does about attributes: asks them, keeps answers, repeats them, links entities."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from annotator.core import operations
from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.answering import open_questions
from annotator.core.changes import combined
from annotator.core.register import entity_attribute
from annotator.ui.annotations.asking import Asking
from annotator.ui.annotations.question_box import QuestionBox

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Questions(QObject):
    """Joins the asking, the box that shows it and the rows of answers for one window."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._workspace, self._marking = window.workspace, window.marking
        self.asking = Asking(window.workspace, window.view, self)
        self.box = QuestionBox(self.asking, window.theme, window.inspector)
        window.inspector.put_first(self.box)
        answers = window.inspector.answers
        window.marking.marked.connect(self._on_marked)
        answers.answered.connect(self.answer)
        answers.refused.connect(window.status.say)
        answers.entity_wanted.connect(lambda _: self.find_entity())
        answers.left.connect(window.view.setFocus)
        self.asking.typing.connect(self._type)
        self.asking.entity_wanted.connect(self.find_entity)
        self.asking.changed.connect(window.tell)
        answers.name_of_entity = window.known_entities.name

    def _on_marked(self, mark: Annotation) -> None:
        # A label is armed to mark one thing after the other: questions would be in the way.
        if self._workspace.settings.flag("ask") and self._marking.armed is None:
            self.asking.ask(mark)

    def ask_picked(self) -> None:
        """Ask what the picked mark leaves open, and say so where it leaves nothing open."""
        mark = self._marking.own_picked()
        if mark is None:
            return
        if open_questions(mark, self._workspace.scheme):
            self.asking.ask(mark)
        else:
            self._workspace.said.emit("All questions about this mark are answered")

    def ask_next_open(self) -> None:
        """Go to your next mark with open questions, from the picked one or the caret on; ask."""
        marks = [m for m in self._workspace.visible_annotations()
                 if m.annotator == self._workspace.annotator
                 and open_questions(m, self._workspace.scheme)]  # fmt: skip
        if not marks:
            self._workspace.said.emit("All questions in this article are answered")
            return
        picked, caret = self._marking.picked, self._window.view.caret()
        after = (m for m in marks if picked is not None and m.sort_key > picked.sort_key)
        if picked is None:
            after = (m for m in marks if m.start >= caret)
        mark = next(after, marks[0])
        self._window.view.pick(mark.id)
        self.asking.ask(mark)

    def answer(self, attribute_id: str, value: AttributeValue | None) -> None:
        """Store an answer about the picked mark."""
        mark = self._marking.own_picked()
        if mark is None:
            return
        edit = operations.set_attribute(mark, attribute_id, value)
        if self._workspace.apply(edit) and value is not None:
            self.asking.last.setdefault(mark.label, {})[attribute_id] = value

    def answer_as_last(self) -> None:
        """Answer all that the picked mark leaves open as it was last answered for its label."""
        mark = self._marking.own_picked()
        if mark is None:
            return
        known = self.asking.last.get(mark.label, {})
        missing = {name: value for name, value in known.items() if name not in mark.attributes}
        if missing:
            self.asking.answer_as(mark, missing)
        else:
            self._workspace.said.emit("There is no earlier answer to repeat")

    def answer_equal(self) -> None:
        """Give the picked mark's answers to all your marks of its label with the same words."""
        mark, annotations = self._marking.own_picked(), self._workspace.annotations
        if mark is None or annotations is None:
            return
        equal = [
            other
            for other in annotations
            if other.id != mark.id
            and (other.label, other.annotator) == (mark.label, mark.annotator)
            and other.quote.casefold() == mark.quote.casefold()
        ]
        edits = [operations.set_attributes(other, mark.attributes) for other in equal]
        edit = combined("Answer equal mentions", edits)
        if edit and self._workspace.apply(edit):
            self._workspace.said.emit(f"Answered {len(edit.changes)} equal mentions")
        elif not edit:
            self._workspace.said.emit("No other equal mention needs these answers")

    def find_entity(self) -> None:
        """Let an entity of the register be found for the picked mark."""
        mark = self._marking.own_picked()
        if mark is None:
            return
        if entity_attribute(self._workspace.scheme, mark.label) is None:
            self._workspace.said.emit("This label names no entities (see its scheme)")
            return
        from annotator.ui.entities.picker import EntityPicker

        EntityPicker(self._window, mark).exec()
        self._window.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.asking.mark is not None and self.asking.question is not None:
            self.asking.go_on()

    def _type(self, text: str) -> None:
        question = self.asking.question
        if question is not None:
            self.asking.stop()
            self._window.inspector.answers.begin_typing(question.id, text)
