"""For which articles help was asked for; read once, and again when comments change."""

from PySide6.QtCore import QObject, Signal

from annotator.core.changes import ChangeSet
from annotator.core.decision import Comment, needing_help
from annotator.core.errors import AnnotatorError
from annotator.ui.workspace import Workspace


class Questions(QObject):
    """The articles that need help, whoever asked."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Follow a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self._articles: frozenset[str] | None = None
        workspace.project_changed.connect(self._forget)
        workspace.articles_added.connect(self._forget)  # a hand-in brings comments too
        workspace.changed.connect(self._on_changed)

    @property
    def articles(self) -> frozenset[str]:
        """The identifiers of the articles."""
        if self._articles is None:
            project = self._workspace.project
            try:
                self._articles = needing_help(project.records(Comment) if project else ())
            except AnnotatorError as error:
                self._workspace.failed.emit(error)
                return frozenset()
        return self._articles

    def _forget(self, *_: object) -> None:
        self._articles = None

    def _on_changed(self, change_set: ChangeSet) -> None:
        if any(isinstance(change.value, Comment) for change in change_set.changes):
            self._forget()
            self.changed.emit()
