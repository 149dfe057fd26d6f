"""What the keys and buttons of the Review room do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent

from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.span import Span, fragments_of
from annotator.core.tokens import word_edge
from annotator.review import adjudication
from annotator.review.adjudication import Note, Rule, accept, chosen
from annotator.ui.review.deciding import (
    addition_edit,
    decision_edit,
    finishing_edit,
    reopen_edit,
)
from annotator.ui.review.previews import MANY, IdenticalPreview, ProposalsDialog, WeightsDialog
from annotator.ui.review.queue import Case

if TYPE_CHECKING:
    from annotator.ui.review.room import ReviewRoom

_RULES = {
    "all": adjudication.ALL, "none": adjudication.NONE, "union": adjudication.UNION,
    "intersection": adjudication.INTERSECTION,
}  # fmt: skip
_KEYS = {
    "a": "all", "0": "none", "u": "union", "i": "intersection", "+": "add", "d": "defer",
    "g": "genuine", "c": "comment", "x": "example", "r": "reopen", "h": "history",
    "n": "next", " ": "next", "p": "previous", "N": "next_article", "P": "previous_article",
    "s": "identical", "e": "edit", "\r": "edited", "\n": "edited",
    "[": "start -1", "]": "start 1", "{": "end -1", "}": "end 1",
}  # fmt: skip
_NO_RULE = {
    "union": "Labels differ, so there is no union: choose a label, then Return",
    "intersection": "There is no intersection here: choose a label and words, then Return",
}


class Acting(QObject):
    """Decides on the case gone to, walks on, and opens what is asked for."""

    def __init__(self, room: "ReviewRoom") -> None:
        """Serve a room."""
        super().__init__(room)
        self._room = room
        self._ways: dict[str, Callable[[], object]] = {
            "edited": self.take_edited, "add": self.add, "defer": self.defer,
            "genuine": self.genuine, "comment": self.comment, "example": self.example,
            "reopen": self.reopen, "history": self.history,
            "next": lambda: self.step(1), "previous": lambda: self.step(-1),
            "next_article": lambda: self.step(1, article=True),
            "previous_article": lambda: self.step(-1, article=True),
            "identical": lambda: room.panel.identical.click(),
            "edit": room.panel.label.setFocus,
        }  # fmt: skip

    # --- keys

    def takes(self, event: QKeyEvent) -> bool:
        """Do what a key means here; says whether it means anything."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        text = event.text()
        digit = event.key() - int(Qt.Key.Key_0)
        if modifiers == Qt.KeyboardModifier.AltModifier and 1 <= digit <= 9:
            self.toggle_row(digit - 1)
            return True
        if modifiers & ~Qt.KeyboardModifier.ShiftModifier or not text:
            return False
        if text.isdecimal() and text != "0":
            self.accept_number(int(text) - 1)
            return True
        name = _KEYS.get(text)
        if name is None:
            return False
        self.do(name)
        return True

    def do(self, name: str) -> None:
        """Do one of the ways by its name."""
        if name in _RULES:
            self.decide(_RULES[name])
        elif name in self._ways:
            self._ways[name]()
        elif name.startswith(("start ", "end ")):
            side, step = name.split()
            self.nudge(side, int(step))
        if name != "edit":
            self._room.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- walking

    def step(self, by: int, *, article: bool = False, unsettled: bool = False) -> bool:
        """Go to the next or previous case, or to another article's."""
        if self._room.queue.step(by, article=article, unsettled=unsettled) is None:
            word = "last" if by > 0 else "first"
            self._room.workspace.said.emit(f"This is the {word} one shown")
            return False
        self._room.show_current()
        return True

    def toggle_row(self, number: int) -> None:
        """Hide or show an annotator's row."""
        room = self._room
        names = room.names_here()
        if number < len(names):
            room.hidden_rows ^= {names[number]}
            room.show_article_again()

    # --- deciding

    def note(self, **facts: object) -> Note:
        """Give who decides and why, as the panel says it."""
        panel, workspace = self._room.panel, self._room.workspace
        return Note(
            workspace.annotator, panel.chosen_reason, panel.comment.text().strip(),
            **facts,  # type: ignore[arg-type]
        )  # fmt: skip

    def accept_number(self, number: int) -> None:
        """Accept the reading of the annotator with a key."""
        case, names = self._room.queue.current, self._room.names_here()
        if case is not None and number < len(names):
            self.accept(names[number])

    def accept(self, annotator: str) -> None:
        """Accept an annotator's reading; where she marked nothing, nothing is gold."""
        self.decide(accept(annotator))

    def take_edited(self) -> None:
        """Take the own reading: label, words, attribute by attribute."""
        room = self._room
        if room.queue.current is not None and room.panel.span() is not None:
            self.decide(chosen([room.panel.reading(room.workspace.scheme)]), many=False)

    def defer(self) -> None:
        """Leave the case for later."""
        self.decide(adjudication.NONE, self.note(outcome="deferred"))

    def genuine(self) -> None:
        """Let several readings stand, each with its weight."""
        room, case = self._room, self._room.queue.current
        if case is None:
            return
        readings = adjudication.ALL.settle(case.group) or []
        dialog = WeightsDialog(case, readings, room.workspace.scheme, room.window_)

        def stand() -> None:
            note = self.note(outcome="genuine", weights=dialog.shares)
            self.decide(adjudication.ALL, note, many=False)

        dialog.accepted.connect(stand)
        room.window_.dialogs.show(dialog)

    def decide(self, rule: Rule, note: Note | None = None, *, many: bool = True) -> None:
        """Settle the case gone to, and with the box ticked all identical ones after a preview."""
        room, case = self._room, self._room.queue.current
        if case is None:
            return
        note = note or self.note()
        if many and room.panel.identical.isChecked():
            cases = [case, *room.queue.identical(case)]
            preview = IdenticalPreview(rule, cases, room.workspace.scheme, room.window_)
            preview.accepted.connect(lambda: self._settle(cases, rule, note))
            room.window_.dialogs.show(preview)
        else:
            self._settle([case], rule, note)

    def _settle(self, cases: list[Case], rule: Rule, note: Note) -> None:
        room = self._room
        project = room.workspace.project
        if project is None:
            return
        current = room.workspace.annotations

        def make() -> ChangeSet:
            return decision_edit(project, cases, rule, note, current)

        try:
            edit = make() if len(cases) <= MANY else room.window_.patience.result_of(make)
        except AnnotatorError as error:
            room.workspace.failed.emit(error)
            return
        if not edit:
            said = _NO_RULE.get(rule.name, f"“{rule.name}” does not settle this")
            room.workspace.said.emit(said)
        elif room.workspace.apply(edit):
            self._go_on()

    def _go_on(self) -> None:
        """Go to the next case that waits, going round; stay where the present one still does."""
        room, queue = self._room, self._room.queue
        if queue.current is None or not (queue.current.decision or queue.current.group.agreed):
            return
        here = queue.at
        if queue.step(1, unsettled=True) is None:
            queue.at = -1
            if queue.step(1, unsettled=True) is None:
                queue.at = here
                room.workspace.said.emit("Everything shown is decided")
        room.show_current()

    def add(self) -> None:
        """Make gold of selected words that nobody marked."""
        room, article = self._room, self._room.workspace.article
        span = room.view.selected_span()
        if article is not None and span is not None:
            reading = room.panel.reading(room.workspace.scheme)._replace(
                fragments=fragments_of([span])
            )
            room.workspace.apply(addition_edit(article, reading, self.note()))

    def reopen(self) -> None:
        """Take the decision back."""
        room, case = self._room, self._room.queue.current
        if case is None or room.workspace.project is None:
            return
        standing = [case.decision] if case.decision else case.rivals
        edit = reopen_edit(room.workspace.project, standing, room.workspace.annotations)
        room.workspace.apply(edit)

    def nudge(self, side: str, step: int) -> None:
        """Move an edge of the own reading's words."""
        room, article, span = self._room, self._room.workspace.article, self._room.panel.span()
        if article is None or span is None:
            return
        edge = span.start if side == "start" else span.end
        target = word_edge(article.text, edge, side=side, step=step)
        if target is None:
            return
        start, end = (target, span.end) if side == "start" else (span.start, target)
        if start < end:
            room.view.select(Span(start, end))

    # --- many at once

    def propose(self) -> None:
        """Offer to settle by a rule what waits, agreed groups too."""
        room = self._room
        waiting = [case for cases in room.queue.cases.values() for case in cases
                   if case.decision is None]  # fmt: skip
        dialog = ProposalsDialog(room.window_, waiting, room.queue.annotators)

        def settle() -> None:
            cases = [case for case, _ in dialog.settled]
            self._settle(cases, dialog.rule, Note(room.workspace.annotator, automatic=True))

        dialog.accepted.connect(settle)
        room.window_.dialogs.show(dialog)

    def finish(self) -> None:
        """Say of all articles with nothing left to decide that their gold is done."""
        room = self._room
        project = room.workspace.project
        if project is None:
            return
        edit = finishing_edit(project, room.queue.settled_articles())
        if edit:
            room.workspace.apply(edit)
            room.workspace.said.emit(edit.name)
        else:
            room.workspace.said.emit("No further article has nothing left to decide")

    # --- what belongs to a case

    def comment(self) -> None:
        """Show the thread of comments on the passage."""
        from annotator.ui.comments import CommentsDialog

        room, case = self._room, self._room.queue.current
        if case is not None:
            mark = case.group.members[0]
            room.window_.dialogs.show(CommentsDialog(room.workspace, mark, room.window_))

    def example(self) -> None:
        """Append the case to the guideline of its label."""
        from annotator.ui.review.example import ExampleDialog

        room, case = self._room, self._room.queue.current
        if case is not None:
            room.window_.dialogs.show(ExampleDialog(room, case))

    def history(self) -> None:
        """Show who did what here, and when."""
        from annotator.ui.review.history import HistoryDialog

        room, case = self._room, self._room.queue.current
        if case is not None:
            room.window_.dialogs.show(HistoryDialog(room.window_, case.article, case.group.span))
