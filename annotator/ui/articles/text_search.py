"""Lets the article list's search look into the texts, while nothing else is to be done."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import ArticleFilter, ArticleListing
    from annotator.storage.search import TextIndex

_TOLD = 2_000  # ms between two looks at what has been found meanwhile


class TextSearch(QObject):
    """Makes an index of the open project's words when it is first asked for."""

    grown = Signal()
    """More texts have been looked at: a search may find more now."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Serve a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self._index: TextIndex | None = None
        self._working = QTimer(self, interval=8)
        self._working.timeout.connect(self._step)
        self._telling = QTimer(self, interval=_TOLD)
        self._telling.timeout.connect(self.grown)
        workspace.project_changed.connect(self.forget)
        workspace.articles_added.connect(self.forget)
        workspace.changed.connect(self._on_changed)

    def forget(self) -> None:
        """Throw the index away: the articles are others now."""
        self._working.stop()
        self._telling.stop()
        if self._index is not None:
            self._index.close()
            self._index = None

    def widened(self, listing: "ArticleListing", wanted: "ArticleFilter") -> "ArticleListing":
        """Give a listing with the articles whose texts, as far as looked at, hold the search."""
        project = self._workspace.project
        if project is None or len(wanted.search) < 2:
            return listing
        if self._index is None:
            self._index = project.text_index()
            self._working.start()
            self._telling.start()
        return self._index.widened(listing, wanted)

    @property
    def looking(self) -> bool:
        """Whether texts are still being looked at."""
        return self._working.isActive()

    def _step(self) -> None:
        try:
            left = self._index is not None and self._index.step()
        except AnnotatorError:
            left = False
        if not left:
            self._working.stop()
            self._telling.stop()
            self.grown.emit()

    def _on_changed(self, change_set: ChangeSet) -> None:
        if any(isinstance(change.value, Article) for change in change_set.changes):
            self.forget()
