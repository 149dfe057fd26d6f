"""Marking: what keys and gestures mean, given what is selected, picked and armed."""

from PySide6.QtCore import QElapsedTimer, QObject, Signal
from PySide6.QtGui import QGuiApplication

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.changes import ChangeSet, combined
from annotator.core.errors import InvalidEdit
from annotator.core.judgement import NOTHING_FOUND, State
from annotator.core.offsets import grapheme_after, grapheme_before
from annotator.core.scheme import Label
from annotator.core.span import Span
from annotator.core.tokens import word_edge
from annotator.ui.reading.view import ReadingView
from annotator.ui.workspace import Workspace


class Marking(QObject):
    """Turns wishes into change sets.

    A label's key means, in this order: mark the selection; arm another label while one is
    armed; relabel the picked annotation; arm the label.
    """

    armed_changed = Signal(object)  # the armed label's identifier, or None
    marked = Signal(object)  # the annotation that was just made

    def __init__(self, workspace: Workspace, view: ReadingView, parent: QObject) -> None:
        """Serve one reading view."""
        super().__init__(parent)
        self._workspace = workspace
        self._view = view
        self.armed: str | None = None
        self._last: Span | None = None  # what was marked by a gesture, and when
        self._since_last = QElapsedTimer()
        view.mark_requested.connect(self._on_mark_requested)
        workspace.project_changed.connect(lambda: self.arm(None))

    @property
    def picked(self) -> Annotation | None:
        """The annotation that is picked, or None."""
        annotations, picked = self._workspace.annotations, self._view.picked
        return annotations.get(picked) if annotations is not None and picked else None

    # --- labels

    def use_label(self, label: Label) -> None:
        """Do what a label's key or pill means now."""
        span = self._view.selected_span()
        if span is not None:
            self.mark(span, label)
        elif self.armed is not None:
            self.arm(None if self.armed == label.id else label.id)
        elif self.picked is not None:
            self.relabel(label)
        else:
            self.arm(label.id)

    def arm(self, label_id: str | None) -> None:
        """Let every selection from now on be marked with a label; None ends that."""
        if label_id == self.armed:
            return
        self.armed = label_id
        self._view.set_armed(label_id)
        self.armed_changed.emit(label_id)

    def mark(self, span: Span, label: Label) -> bool:
        """Mark a span and pick the new annotation; says whether it was stored."""
        workspace = self._workspace
        if workspace.article is None or workspace.annotations is None:
            return False
        twin = self._equal_mark(span, label)
        if twin is not None:
            self._view.select(None)
            self._view.pick(twin.id)
            workspace.said.emit(f"Already marked as {label.name}")
            return False
        edit = operations.add(
            workspace.article, (span,), label=label.id,
            annotator=workspace.annotator, label_name=label.name,
        )  # fmt: skip
        if not workspace.apply(self.begun(edit)):
            return False
        self._view.select(None)
        self._view.pick(edit.annotations[0].value.id, scroll=False)  # type: ignore[union-attr]
        self.marked.emit(edit.annotations[0].value)
        return True

    def _equal_mark(self, span: Span, label: Label) -> Annotation | None:
        assert self._workspace.annotations is not None
        for other in self._workspace.annotations.touching(span.start, span.end):
            same = other.fragments == (span,) and other.label == label.id
            if same and other.annotator == self._workspace.annotator:
                return other
        return None

    def begun(self, edit: ChangeSet) -> ChangeSet:
        """Let an edit of the open article also say what follows from it: one action, one undo.

        The first one says that the article is in progress; one that marks something takes back
        that nothing was found.
        """
        annotations, annotator = self._workspace.annotations, self._workspace.annotator
        if annotations is None:
            return edit
        more = []
        if annotations.state(annotator) is None:
            more.append(operations.set_state(annotations, annotator, "in_progress"))
        marks = any(isinstance(c.after, Annotation) and c.before is None for c in edit.changes)
        said = annotations.article_label(annotator, NOTHING_FOUND)
        if marks and said is not None and said.value is True:
            more.append(operations.set_article_label(annotations, annotator, NOTHING_FOUND, None))
        return combined(edit.name, (edit, *more)) if more else edit

    def relabel(self, label: Label) -> None:
        """Give the picked annotation another label."""
        mark, workspace = self.own_picked(), self._workspace
        if mark is not None and workspace.annotations is not None:
            workspace.apply(
                operations.change_label(mark, label, workspace.annotations, workspace.scheme)
            )

    # --- the picked annotation

    def delete(self) -> None:
        """Delete the picked annotation and pick the next one."""
        mark = self.own_picked()
        if mark is None or self._workspace.annotations is None:
            return
        after = self._neighbour(mark)
        if self._workspace.apply(operations.delete([mark], self._workspace.annotations)):
            self._view.pick(after, scroll=False)

    def _neighbour(self, mark: Annotation) -> str | None:
        marks = [a.id for a in self._workspace.visible_annotations()]
        at = marks.index(mark.id) if mark.id in marks else -1
        rest = marks[at + 1 : at + 2] or marks[max(at - 1, 0) : max(at, 0)]
        return rest[0] if rest else None

    def nudge(self, side: str, step: int, *, by_character: bool = False) -> None:
        """Move an edge of the picked annotation by a word, or by a character.

        ``side`` is "start" or "end"; ``step`` is -1 towards the text's start, else 1.
        """
        mark, article = self.own_picked(), self._workspace.article
        if mark is None or article is None:
            return
        edge = mark.start if side == "start" else mark.end
        if by_character:
            target: int | None = _next_grapheme(article.text, edge, step)
        else:
            target = word_edge(article.text, edge, side=side, step=step)
        if target is None:
            return
        move = operations.move_start if side == "start" else operations.move_end
        edit = move(mark, article, target)
        if not edit:
            self._workspace.said.emit("The span would vanish; Delete removes it")
        self._workspace.apply(edit)

    def set_note(self, annotation_id: str, note: str) -> None:
        """Write the note of an annotation."""
        annotations = self._workspace.annotations
        mark = annotations.get(annotation_id) if annotations is not None else None
        if mark is not None and mark.note != note and self._is_own(mark):
            self._workspace.apply(operations.set_note(mark, note))

    def own_picked(self) -> Annotation | None:
        """Give the picked annotation where it is yours; where it is not, say so and give None."""
        mark = self.picked
        return mark if mark is not None and self._is_own(mark) else None

    def _is_own(self, mark: Annotation) -> bool:
        if mark.annotator == self._workspace.annotator:
            return True
        self._workspace.failed.emit(
            InvalidEdit(
                f"This mark is by {mark.annotator}; you mark as {self._workspace.annotator}.",
                "Only its annotator changes it. Change who marks in the Edit menu.",
            )
        )
        return False

    # --- the article

    def set_state(self, state: State) -> bool:
        """Say how far the article is; says whether it is so now."""
        annotations = self._workspace.annotations
        if annotations is None:
            return False
        edit = operations.set_state(annotations, self._workspace.annotator, state)
        return self._workspace.apply(edit) if edit else True

    def _on_mark_requested(self, span: Span) -> None:
        label = self._workspace.scheme.label(self.armed) if self.armed else None
        if label is None:
            return
        if self._is_third_click(span):
            self._workspace.undo()  # it takes the sentence in place of the word
        if self.mark(span, label):
            self._last = span
            self._since_last.start()
        if not self._workspace.settings.flag("keep_armed"):
            self.arm(None)

    def _is_third_click(self, span: Span) -> bool:
        """Say whether a selection is that of a triple click whose first two marked a word."""
        if self._last is None or not self._since_last.isValid():
            return False
        soon = self._since_last.elapsed() < QGuiApplication.styleHints().mouseDoubleClickInterval()
        picked = self.picked
        here = picked is not None and picked.fragments == (self._last,)
        return soon and here and span != self._last and span.contains(self._last)


def _next_grapheme(text: str, offset: int, step: int) -> int | None:
    if step > 0:
        return grapheme_after(text, offset + 1) if offset < len(text) else None
    return grapheme_before(text, offset - 1) if offset > 0 else None
