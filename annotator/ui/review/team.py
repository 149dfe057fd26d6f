"""The Team menu, blind work and working times: what a team needs beside marking."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.changes import ChangeSet
from annotator.core.judgement import ArticleState
from annotator.ui.review.blindness import Blindness
from annotator.ui.review.timekeeping import TimeKeeping

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Team(QObject):
    """Opens the team's dialogs for one window, and keeps others' marks hidden where work is blind.

    Its dialogs are loaded when they are first asked for.
    """

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self.blindness = Blindness(window.workspace)
        self.times = TimeKeeping(window)
        workspace = window.workspace
        workspace.veil = self.blindness.visible
        workspace.project_changed.connect(self.blindness.refresh)
        workspace.annotator_changed.connect(self.blindness.refresh)
        workspace.article_changed.connect(self._veil)
        workspace.changed.connect(self._on_changed)
        workspace.closing.connect(self._remember_visit)

    def _veil(self) -> None:
        if self.blindness.on:
            self._window.view.set_annotator(self._window.workspace.visible_annotators)

    def _on_changed(self, change_set: ChangeSet) -> None:
        if self.blindness.on and any(isinstance(c.value, ArticleState) for c in change_set.changes):
            self._window.workspace.annotator_changed.emit()

    def _remember_visit(self) -> None:
        from annotator.ui.review.visits import remember_visit

        remember_visit(self._window)

    # --- what the menu opens

    def people(self) -> None:
        """Show annotators and rounds."""
        from annotator.ui.review.people import PeopleDialog

        self._window.dialogs.show(PeopleDialog(self._window))

    def assign(self) -> None:
        """Show how articles would be given to annotators."""
        from annotator.ui.review.assigning import AssignmentDialog

        self._window.dialogs.show(AssignmentDialog(self._window))

    def hand_out(self) -> None:
        """Ask for whom a hand-out is, and write it."""
        from annotator.ui.review.handing import HandoutDialog

        self._window.dialogs.show(HandoutDialog(self._window))

    def merge(self) -> None:
        """Ask for hand-ins and show what merging them would do."""
        from annotator.ui.review.handing import ask_for_handins

        ask_for_handins(self._window)

    def news(self) -> None:
        """Show what changed since the last visit."""
        from annotator.ui.review.visits import NewsDialog

        self._window.dialogs.show(NewsDialog(self._window))

    def history(self) -> None:
        """Show who did what in the open article."""
        from annotator.ui.review.history import HistoryDialog

        window = self._window
        if window.workspace.article is not None:
            span = window.marking.picked.span if window.marking.picked else None
            window.dialogs.show(HistoryDialog(window, window.workspace.article, span))
