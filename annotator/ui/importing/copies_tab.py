"""Near-duplicates among what is imported, and in the project: linked, kept apart or left out."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.core.article import Article
from annotator.core.copies import Treatment
from annotator.jobs.drafts import OWN, Alike, Drafts
from annotator.jobs.storing_articles import Decisions
from annotator.ui.copies.groups_panel import GroupsPanel
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.storage.project import Project


class CopiesTab(GroupsPanel):
    """The drafts' groups; what is decided on them stands in the `Decisions` at once."""

    taken = Signal()

    def __init__(self, project: "Project", theme: Theme, parent: QWidget) -> None:
        """Show none yet."""
        super().__init__(self._named, self._meant, theme, parent)
        self._project = project
        self._drafts: Drafts | None = None
        self._decisions = Decisions()
        self._shown: list[Alike] = []
        self.decided.connect(self._take)

    def show_drafts(self, drafts: Drafts, decisions: Decisions) -> None:
        """Show the groups that were found; those shown before stay as they were decided on."""
        before = {
            group.articles: treatment
            for group, treatment in zip(self._shown, self.model.treatments, strict=True)
            if drafts is self._drafts
        }
        self._drafts, self._decisions = drafts, decisions
        self._shown = list(drafts.groups)
        known: dict[int, Treatment] = {
            at: before[group.articles]
            for at, group in enumerate(self._shown) if group.articles in before
        }  # fmt: skip
        self.show_groups(self._shown, known)
        self.enable(bool(self._shown))
        self._take()

    def _take(self) -> None:
        self._decisions.decide_copies(self._shown, self.model.treatments)
        self.taken.emit()

    def _meant(self, name: str) -> Article:
        if name.startswith(OWN):
            return self._project.article(name[len(OWN) :])
        assert self._drafts is not None
        return self._drafts.entry(self._drafts.row(int(name)))[0]

    def _named(self, name: str) -> str:
        if name.startswith(OWN):
            (own,) = self._project.article_rows([self._project.row_of(name[len(OWN) :])])
            facts = ("In the project", own.outlet, own.published[:10], own.headline)
        else:
            assert self._drafts is not None
            row = self._drafts.row(int(name))
            facts = ("", row.outlet, row.published[:10], row.title)
        return " · ".join(part for part in facts if part)
