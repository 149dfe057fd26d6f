"""Saying to screen readers what has just happened: marked, deleted, undone, moved."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from annotator.core.annotation import Annotation
from annotator.core.changes import Change, ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Scheme
from annotator.ui.accessibility import speak_for, tell_name

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_LONGEST = 80


class Announcer(QObject):
    """Hears what the window shows, and says it in one sentence a moment."""

    announced = Signal(str)

    def __init__(self, window: "MainWindow") -> None:
        """Listen to a window."""
        super().__init__(window)
        self._window = window
        self._pending = ""
        self._urgent = False
        self._inside: tuple[str, ...] = ()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._announce)
        workspace = window.workspace
        workspace.changed.connect(self._on_changed)
        workspace.said.connect(self._on_said)
        workspace.failed.connect(self._on_failed)
        workspace.article_changed.connect(self._on_article)
        window.view.annotation_picked.connect(self._on_picked)
        window.view.caret_moved.connect(self._on_caret)
        speak_for(window.view)

    def say(self, sentence: str, *, urgent: bool = False) -> None:
        """Say a sentence when this moment is over; the last one of a moment counts."""
        if self._urgent and not urgent:
            return
        self._pending, self._urgent = sentence, urgent
        self._soon.start()

    def _on_changed(self, change_set: ChangeSet) -> None:
        self.say(told(change_set, self._window.workspace.scheme))

    def _on_said(self, sentence: str) -> None:
        self.say(sentence)

    def _on_failed(self, error: AnnotatorError) -> None:
        self.say(str(error), urgent=True)

    def _on_article(self) -> None:
        article = self._window.workspace.article
        tell_name(self._window.view)
        if article is not None:
            count = len(self._window.workspace.visible_annotations())
            self.say(f"{article.headline}. {count} annotation{'' if count == 1 else 's'}.")

    def _on_picked(self, annotation_id: str | None) -> None:
        picked = self._window.marking.picked
        if annotation_id is None or picked is None or self._pending:
            return
        ids = [a.id for a in self._window.workspace.visible_annotations()]
        place = f", {ids.index(picked.id) + 1} of {len(ids)}" if picked.id in ids else ""
        self.say(f"{described(picked, self._window.workspace.scheme)}{place}")

    def _on_caret(self, offset: int) -> None:
        """Say which marks the caret goes into, and when it is outside again."""
        if not QAccessible.isActive():
            return
        found = self._window.view.labelled_parts(offset, offset + 1)
        inside = tuple(label for part, label in found if part.start <= offset < part.end)
        if inside != self._inside and not self._pending:
            self.say(f"in {', '.join(inside)}" if inside else "outside of marks")
        self._inside = inside

    def _announce(self) -> None:
        sentence, urgent = self._pending, self._urgent
        self._pending, self._urgent = "", False
        if not sentence:
            return
        self.announced.emit(sentence)
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window.view, sentence)
            if urgent:
                event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)


def described(annotation: Annotation, scheme: Scheme) -> str:
    """Give an annotation in words: its label's name and what it covers."""
    label = scheme.label(annotation.label)
    quote = " ".join(annotation.quote.split())
    if len(quote) > _LONGEST:
        quote = quote[: _LONGEST - 1].rstrip() + "…"
    return f"{label.name if label else annotation.label}: {quote}"


def told(change_set: ChangeSet, scheme: Scheme) -> str:
    """Give what an edit did in words; of several marks how many, else the edit's name."""
    marks = [c for c in change_set.changes if isinstance(c.value, Annotation)]
    if len(marks) == 1:
        return _of_one(marks[0], scheme)
    if marks:
        words = {_verb(change) for change in marks}
        verb = words.pop() if len(words) == 1 else "Changed"
        return f"{verb} {len(marks)} annotations"
    return change_set.name


def _of_one(change: Change, scheme: Scheme) -> str:
    before, after = change.before, change.after
    shown = after if isinstance(after, Annotation) else before
    assert isinstance(shown, Annotation)
    said = f"{_verb(change)} {described(shown, scheme)}"
    if isinstance(before, Annotation) and before.label != shown.label:
        old = scheme.label(before.label)
        return f"{said}, was {old.name if old else before.label}"
    return said


def _verb(change: Change) -> str:
    before, after = change.before, change.after
    if before is None:
        return "Marked"
    if after is None:
        return "Deleted"
    if isinstance(before, Annotation) and isinstance(after, Annotation):
        return "Moved" if before.fragments != after.fragments else "Changed"
    return "Changed"
