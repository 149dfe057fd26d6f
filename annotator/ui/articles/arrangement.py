"""In which order the articles are listed, and under which names whole lists are kept."""

from array import array
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.changes import Change, ChangeSet
from annotator.core.identifiers import new_id
from annotator.core.judgement import State
from annotator.core.saved_list import ORDERS, OWN, SavedList
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import ArticleListing, Project

_STATES: tuple[State, ...] = ("in_progress", "new", "done", "skipped")
"""In the order of what is left to do."""


class Arrangement(QObject):
    """The order of the list; the order of all articles is read once and kept until an edit."""

    changed = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Order the articles of a workspace's project."""
        super().__init__(parent)
        self._workspace = workspace
        self.order, self.descending = "", False
        self._all: Sequence[int] | None = None
        workspace.project_changed.connect(self._start_anew)
        workspace.articles_added.connect(self.forget)
        workspace.annotator_changed.connect(lambda *_: self.forget())

    def _start_anew(self) -> None:
        self.order, self.descending = "", False
        self.forget()

    def forget(self) -> None:
        """Read the order again when it is next wanted: articles have changed."""
        self._all = None

    def arrange(self, order: str, *, descending: bool) -> None:
        """List in another order."""
        if (order, descending) != (self.order, self.descending):
            self.order, self.descending = order, descending
            self.forget()
            self.changed.emit()

    @property
    def words(self) -> str:
        """The order in words, "" for that of the import."""
        name = ORDERS.get(self.order, self.order.removeprefix(OWN))
        turned = " ↓" if self.descending else ""
        return f"{name}{turned}" if self.order or turned else ""

    def arranged(self, project: "Project", listing: "ArticleListing") -> "ArticleListing":
        """Give a listing in the order that is wanted."""
        if not self.order:
            return array("q", reversed(listing)) if self.descending else listing
        if self._all is None:
            by_state = self.order == "state"
            self._all = (
                self._by_state(project) if by_state else project.ordered_articles(self.order)
            )
        wanted = set(listing)
        found = array("q", [number for number in self._all if number in wanted])
        return array("q", reversed(found)) if self.descending else found

    def _by_state(self, project: "Project") -> Sequence[int]:
        """Give all articles by what the annotator has done with them, else as imported."""
        from annotator.storage.project import ArticleFilter

        who, found = self._workspace.annotator, array("q")
        for state in _STATES:
            found.extend(project.find_articles(ArticleFilter(state=state, annotator=who)))
        return found

    # --- lists with a name

    def saved(self) -> list[SavedList]:
        """Give the project's saved lists by name."""
        project = self._workspace.project
        lists = project.records(SavedList) if project else []
        return sorted(lists, key=lambda known: known.name.casefold())

    def save(self, name: str, search: str, state: str) -> bool:
        """Keep the present list under a name, in the place of one that has it already."""
        before = next((x for x in self.saved() if x.name.casefold() == name.casefold()), None)
        own = before.id if before else new_id()
        after = SavedList(own, name, search, state, self.order, self.descending)
        return self._apply(f"Save the list “{name}”", Change(before, after))

    def remove(self, known: SavedList) -> bool:
        """Forget a saved list; undo brings it back."""
        return self._apply(f"Remove the list “{known.name}”", Change(known, None))

    def _apply(self, name: str, change: Change) -> bool:
        return change.before == change.after or self._workspace.apply(ChangeSet(name, (change,)))
