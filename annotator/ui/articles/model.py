"""The article list as Qt wants it: numbers of rows at once, the rows themselves by the page."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.ui.calm_prose import tip

if TYPE_CHECKING:
    from annotator.storage.project import ArticleListing, ArticleRow, Project

PAGE = 64
_PAGES_KEPT = 40
Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
STATE_WORDS = {"new": "new", "in_progress": "in progress", "done": "done", "skipped": "skipped"}


class ArticleModel(QAbstractListModel):
    """Rows of a listing of any length; only pages that are looked at are read.

    `index.data(ROW)` gives an ArticleRow.
    """

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._project: Project | None = None
        self._listing: ArticleListing | tuple[int, ...] = ()
        self._places: dict[int, int] | None = None
        self._annotator = ""
        self._pages: dict[int, list[ArticleRow]] = {}

    def show(
        self, project: "Project | None", listing: "ArticleListing | tuple[int, ...]", annotator: str
    ) -> None:
        """Show a listing; states and counts are those of an annotator."""
        self.beginResetModel()
        self._project, self._listing, self._annotator = project, listing, annotator
        self._places = None
        self._pages.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of articles."""
        return 0 if parent.isValid() else len(self._listing)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give the headline, the whole row, or what a screen reader says."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row()).headline
        if role == ROW:
            return self.row(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._in_words(self.row(index.row()))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._in_words(self.row(index.row())))
        return None

    @staticmethod
    def _in_words(row: "ArticleRow") -> str:
        facts = [row.headline, row.outlet, row.published, STATE_WORDS[row.state]]
        marks = f"{row.annotation_count} annotations"
        if row.nothing_found:
            marks = "nothing found"
        return ", ".join([*filter(None, facts), marks])

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
                here = self.index(page * PAGE + place)
                self.dataChanged.emit(here, here)
