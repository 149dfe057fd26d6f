"""The article list as Qt wants it: numbers of rows at once, the rows themselves by the page."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QStringListModel, Qt

from annotator.core.operations import STATE_NAMES
from annotator.ui.articles.groups import Group, Headings
from annotator.ui.calm_prose import tip

if TYPE_CHECKING:
    from annotator.storage.project import ArticleListing, ArticleRow, Project

PAGE = 64
_PAGES_KEPT = 40
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
GROUP = Qt.ItemDataRole.UserRole + 1
HELP = Qt.ItemDataRole.UserRole + 2


class ArticleModel(QStringListModel):
    """Rows of a listing of any length; only pages that are looked at are read.

    `index.data(ROW)` gives an ArticleRow, or None for a heading, whose Group `index.data(GROUP)`
    gives; `index.data(HELP)` says whether help is asked for. Places are those among the articles,
    without headings.

    A list asks for the number of rows with each row that it lays out. Qt's own list of texts,
    which are empty here, answers that without Python: 100,000 articles are shown ten times faster.
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._project: Project | None = None
        self._listing: ArticleListing | tuple[int, ...] = ()
        self._places: dict[int, int] | None = None
        self._annotator = ""
        self._headings = Headings()
        self._pages: dict[int, list[ArticleRow]] = {}
        self.needing_help: Callable[[], Collection[str]] = frozenset

    def show(
        self, project: "Project | None", listing: "ArticleListing | tuple[int, ...]",
        annotator: str, groups: Sequence[Group] = (),
    ) -> None:  # fmt: skip
        """Show a listing, with headings above groups; states and counts are an annotator's."""
        self._project, self._listing, self._annotator = project, listing, annotator
        self._places, self._headings = None, Headings(groups)
        self._pages.clear()
        self.setStringList([""] * (len(listing) + len(groups)))  # tells that all is other now

    @property
    def count(self) -> int:
        """The number of articles."""
        return len(self._listing)

    @property
    def has_headings(self) -> bool:
        """Whether groups have headings."""
        return bool(self._headings.groups)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings be passed over by keys and clicks."""
        if self._headings.at(index.row()) is not None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the headline, the whole row, or what a screen reader says."""
        if not index.isValid():
            return None
        group = self._headings.at(index.row())
        if role == GROUP:
            return group
        if role == ROW:
            return None if group else self.row(self.place(index))
        if role == HELP:
            return group is None and self.row(self.place(index)).id in self.needing_help()
        if role == Qt.ItemDataRole.DisplayRole:
            return group.title if group else self.row(self.place(index)).headline
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            words = self._of_group(group) if group else self._in_words(self.row(self.place(index)))
            return words if role == Qt.ItemDataRole.AccessibleTextRole else tip(words)
        return None

    @staticmethod
    def _of_group(group: Group) -> str:
        return f"{group.title}, {group.size:,} article{'' if group.size == 1 else 's'}"

    def _in_words(self, row: "ArticleRow") -> str:
        facts = [row.headline, row.outlet, row.published, STATE_NAMES[row.state]]
        marks = f"{row.annotation_count} annotations"
        if row.nothing_found:
            marks = "nothing found"
        more = [f"tagged {tag}" for tag in row.tags]
        if row.id in self.needing_help():
            more.append("help is asked for")
        return ", ".join([*filter(None, facts), marks, *more])

    def row(self, place: int) -> "ArticleRow":
        """Give the row at a place, reading its page where need be."""
        page, at = divmod(place, PAGE)
        if page not in self._pages:
            assert self._project is not None
            while len(self._pages) >= _PAGES_KEPT:
                del self._pages[next(iter(self._pages))]
            numbers = self._listing[page * PAGE : (page + 1) * PAGE]
            self._pages[page] = self._project.article_rows(numbers, annotator=self._annotator)
        return self._pages[page][at]

    @property
    def listing(self) -> "ArticleListing | tuple[int, ...]":
        """The numbers of the listed articles, in order."""
        return self._listing

    def place_of(self, number: int) -> int | None:
        """Give where the article with a number stands, or None."""
        if self._places is None:
            self._places = {n: i for i, n in enumerate(self._listing)}
        return self._places.get(number)

    def place(self, index: Index) -> int:
        """Give the place of the article that an index means."""
        return self._headings.place(index.row())

    def at(self, place: int) -> QModelIndex:
        """Give the index of the article at a place."""
        return self.index(self._headings.row(place))

    def group_place(self, place: int, step: int) -> int:
        """Give the place of the first article of the next (1) or previous (-1) group.

        From within a group the previous one is its own beginning; at an end the place stays.
        """
        firsts = [group.first for group in self._headings.groups]
        if step > 0:
            return next((first for first in firsts if first > place), place)
        return next((first for first in reversed(firsts) if first < place), place)

    def reread(self, article_ids: set[str]) -> None:
        """Read again those rows of some articles that are held."""
        if self._project is None:
            return
        for page, rows in self._pages.items():
            places = [place for place, row in enumerate(rows) if row.id in article_ids]
            fresh = self._project.article_rows(
                [rows[place].number for place in places], annotator=self._annotator
            )
            for place, row in zip(places, fresh, strict=True):
                rows[place] = row
                here = self.at(page * PAGE + place)
                self.dataChanged.emit(here, here)
