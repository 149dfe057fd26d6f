"""Pending marks: equal mentions that wait for one key to become marks, or to be dropped."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.boilerplate import not_greyed
from annotator.core.changes import combined
from annotator.core.mentions import Sameness, equal_mentions, mentions, unmarked
from annotator.core.scheme import Label
from annotator.core.span import Span
from annotator.settings import Settings
from annotator.ui.marking import Marking
from annotator.ui.reading.view import ReadingView
from annotator.ui.workspace import Workspace


def sameness_of(settings: Settings, language: str) -> Sameness:
    """Give what counts as an equal mention by the settings, in a text of a language."""
    return Sameness(
        case=settings.flag("mention_case"),
        inflected=settings.flag("mention_inflected"),
        language=language,
    )


class PendingMentions(QObject):
    """What is pending in the open article. Nothing of it is stored before `accept`."""

    changed = Signal()

    def __init__(self, marking: Marking, workspace: Workspace, view: ReadingView) -> None:
        """Serve one reading view."""
        super().__init__(marking)
        self._marking, self._workspace, self._view = marking, workspace, view
        self.label: Label | None = None
        self.spans: list[Span] = []
        self.at = 0
        for signal in (workspace.article_changed, workspace.project_changed,
                       workspace.annotator_changed, workspace.changed):  # fmt: skip
            signal.connect(self._end)

    @property
    def active(self) -> bool:
        """Whether anything is pending."""
        return bool(self.spans)

    def use_label(self, label: Label) -> None:
        """Do what a label's key means: while anything is pending, it gets that label."""
        if self.active:
            self.relabel(label)
        else:
            self._marking.use_label(label)

    def start(self, label: Label) -> None:
        """Let this (what is selected, picked, or at the caret) and all equal mentions pend.

        What lies within one of your marks of this label already is left out.
        """
        article, this = self._workspace.article, self.chosen()
        if self.active:
            self.relabel(label)
        elif article is None or not self._workspace.can_edit:
            return
        elif this is None:
            self._workspace.said.emit(f"Select words first: all equal ones become {label.name}")
        else:
            self._begin(article, this, label)

    def _begin(self, article: Article, this: Span, label: Label) -> None:
        sameness = sameness_of(self._workspace.settings, article.language)
        equal = not_greyed(article, equal_mentions(article.text, this, sameness), keep=this)
        found = unmarked(equal, self._marked(label))
        if not found:
            self._workspace.said.emit(f"All equal mentions are marked as {label.name} already")
            return
        self.label, self.spans = label, found
        self.at = next((i for i, span in enumerate(found) if span.start >= this.start), 0)
        self._view.select(None)
        self._view.pick(None)
        self._show()

    def chosen(self) -> Span | None:
        """Give the words that are meant: selected, else picked, else at the caret; or None."""
        selected, picked = self._view.selected_span(), self._marking.picked
        if selected is not None:
            return selected
        if picked is not None:
            return picked.span
        return self._view.units.word_at(self._view.caret())

    def _marked(self, label: Label) -> list[Span]:
        me = self._workspace.annotator
        return [
            part
            for mark in self._workspace.annotations or ()
            if mark.label == label.id and mark.annotator == me
            for part in mark.fragments
        ]

    def relabel(self, label: Label) -> None:
        """Let what is pending become marks of another label."""
        taken = self._marked(label)
        self.label, self.spans = label, unmarked(self.spans, taken)
        self.at = min(self.at, max(len(self.spans) - 1, 0))
        self._show()

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) pending mark, round the end."""
        if self.active:
            self.at = (self.at + step) % len(self.spans)
            self._show()

    def drop(self) -> None:
        """Drop the one gone to; the next one follows."""
        if self.active:
            del self.spans[self.at]
            self.at = self.at if self.at < len(self.spans) else 0
            self._show()

    def drop_all(self) -> None:
        """Drop all; nothing was stored."""
        self._end()

    def accept(self) -> None:
        """Mark all that is pending: one action, one undo."""
        workspace, label, spans = self._workspace, self.label, self.spans
        if label is None or not spans or workspace.article is None:
            return
        edits = [
            operations.add(workspace.article, (span,), label=label.id,
                           annotator=workspace.annotator, label_name=label.name)
            for span in spans
        ]  # fmt: skip
        count = f" to {len(spans)} mentions" if len(spans) > 1 else ""
        edit = self._marking.begun(combined(f"Add {label.name}{count}", edits))
        here = spans[self.at]
        if workspace.apply(edit):
            workspace.said.emit(f"{len(spans)} marked as {label.name}")
            self._view.set_caret(here.end, scroll=False)

    def delete_equal(self) -> None:
        """Delete the picked annotation and all of yours with its label on equal words: one undo."""
        workspace, mark = self._workspace, self._marking.own_picked()
        article, annotations = workspace.article, workspace.annotations
        if mark is None or article is None or annotations is None:
            return
        sameness = sameness_of(workspace.settings, article.language)
        gone = equal_marks(article, mark, annotations, sameness)
        if workspace.apply(operations.delete(gone, annotations)):
            workspace.said.emit(f"{len(gone)} deleted; undo brings them back")

    def _show(self) -> None:
        if not self.spans:
            self.label = None
        self._view.show_pending(self.spans, self.at, self.label.id if self.label else "")
        if self.label is not None:
            self._view.scroll_to(self.spans[self.at])
        self.changed.emit()

    def _end(self, *_: object) -> None:
        if self.active:
            self.spans = []
            self._show()


def equal_marks(
    article: Article, mark: Annotation, marks: Iterable[Annotation], sameness: Sameness
) -> list[Annotation]:
    """Give the annotations of an article by the same annotator, of its label, on equal words."""
    spans = set(mentions(article.text, mark.quote, sameness))
    return [
        other
        for other in marks
        if other.label == mark.label
        and other.annotator == mark.annotator
        and (other.id == mark.id or other.quote == mark.quote
             or (len(other.fragments) == len(mark.fragments) == 1 and other.span in spans))
    ]  # fmt: skip
