"""In which order the articles are listed, and under which names whole lists are kept."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.core.changes import Change, ChangeSet
from annotator.core.identifiers import new_id
from annotator.core.judgement import State
from annotator.core.outlet import Outlet, canonical
from annotator.core.saved_list import ORDERS, OWN, UNGROUPED, SavedList
from annotator.ui.articles.groups import Group, grouped, heading
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
        self.order, self.descending, self._grouped = "", False, False
        self._all: Sequence[int] | None = None
        self._starts: Mapping[int, str] | None = None
        workspace.project_changed.connect(self._start_anew)
        workspace.articles_added.connect(self.forget)
        workspace.annotator_changed.connect(lambda *_: self.forget())

    def _start_anew(self) -> None:
        self.order, self.descending, self._grouped = "", False, False
        self.forget()

    def forget(self) -> None:
        """Read the order again when it is next wanted: articles have changed."""
        self._all = self._starts = None

    def arrange(self, order: str, *, descending: bool) -> None:
        """List in another order."""
        if (order, descending) != (self.order, self.descending):
            self.order, self.descending = order, descending
            self.forget()
            self.changed.emit()

    @property
    def can_group(self) -> bool:
        """Whether articles that are equal in this order make groups worth a heading."""
        return self.order not in UNGROUPED

    @property
    def grouped(self) -> bool:
        """Whether each group has a heading above it."""
        return self._grouped and self.can_group

    def group(self, grouped: bool) -> None:
        """Put a heading above each group, or none."""
        if grouped != self._grouped:
            self._grouped = grouped
            self.changed.emit()

    @property
    def words(self) -> str:
        """The order in words, "" for that of the import."""
        name = ORDERS.get(self.order, self.order.removeprefix(OWN))
        turned = " ↓" if self.descending else ""
        return f"{name}{turned}" if self.order or turned else ""

    def arranged(
        self, project: "Project", listing: "ArticleListing"
    ) -> tuple["ArticleListing", list[Group]]:
        """Give a listing in the order that is wanted, and its groups where they are wanted."""
        if not self.order:
            return array("q", reversed(listing)) if self.descending else listing, []
        if self._all is None:
            self._read(project)
        assert self._all is not None
        if self.grouped:
            starts, name = self._group_starts(project), self._heading(project)
            return grouped(listing, self._all, starts, name, descending=self.descending)
        wanted = set(listing)
        found = array("q", [number for number in self._all if number in wanted])
        return array("q", reversed(found)) if self.descending else found, []

    def _read(self, project: "Project") -> None:
        if self.order == "state":
            self._read_states(project)
        else:
            self._all, self._starts = project.ordered_articles(self.order), None

    def _read_states(self, project: "Project") -> None:
        """Order by what the annotator has done with the articles, else as imported."""
        from annotator.storage.project import ArticleFilter

        who, found, starts = self._workspace.annotator, array("q"), {}
        for state in _STATES:
            numbers = project.find_articles(ArticleFilter(state=state, annotator=who))
            starts.update({number: state for number in numbers[:1]})
            found.extend(numbers)
        self._all, self._starts = found, starts

    def _group_starts(self, project: "Project") -> Mapping[int, str]:
        if self._starts is None:
            self._starts = project.group_starts(self.order)
        return self._starts

    def _heading(self, project: "Project") -> Callable[[str], str]:
        own = canonical(project.records(Outlet)) if self.order == "outlet" else {}
        return lambda said: heading(self.order, own.get(said.lower(), said))

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
        after = SavedList(own, name, search, state, self.order, self.descending, self.grouped)
        return self._apply(f"Save the list “{name}”", Change(before, after))

    def remove(self, known: SavedList) -> bool:
        """Forget a saved list; undo brings it back."""
        return self._apply(f"Remove the list “{known.name}”", Change(known, None))

    def _apply(self, name: str, change: Change) -> bool:
        return change.before == change.after or self._workspace.apply(ChangeSet(name, (change,)))
