"""The passages behind a number: which words, in which article, by whom; each opens."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from annotator.core.article import Article
from annotator.core.errors import AnnotatorError
from annotator.review.measure import UNMARKED, Item
from annotator.ui.style import named
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

Index = QModelIndex | QPersistentModelIndex
_AROUND = 40  # code points of the text on each side of the words
_MOST_KEPT = 200  # articles


class PassageModel(QAbstractListModel):
    """The items of a number; their texts are read when they are looked at."""

    def __init__(self, workspace: Workspace) -> None:
        """Start empty."""
        super().__init__()
        self._workspace = workspace
        self.items: Sequence[Item] = ()
        self._titles: Mapping[str, str] = {}
        self._articles: dict[str, Article] = {}

    def show(self, items: Sequence[Item], titles: Mapping[str, str]) -> None:
        """Show items; ``titles`` names the labels in their cells."""
        self.beginResetModel()
        self.items, self._titles = items, titles
        self._articles.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Give the number of passages."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Give a passage in its surroundings, with what was said of it."""
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if not index.isValid() or role not in texts:
            return None
        item = self.items[index.row()]
        article = self._article(item.article_id)
        if article is None:
            return "This article is not in the project any more."
        span, text = item.span, article.text
        words = text[span.start : min(span.end, span.start + 160)]
        before = text[max(span.start - _AROUND, 0) : span.start]
        after = text[span.end : span.end + _AROUND]
        passage = " ".join(f"{before}[{words}]{after}".split())
        cell = " · ".join("nothing" if p == UNMARKED else self._titles.get(p, p) for p in item.cell)
        return f"{cell}\n…{passage}…   ({article.headline})"

    def _article(self, article_id: str) -> Article | None:
        if article_id not in self._articles:
            project = self._workspace.project
            if project is None:
                return None
            if len(self._articles) >= _MOST_KEPT:
                self._articles.clear()
            try:
                self._articles[article_id] = project.article(article_id)
            except AnnotatorError:
                return None
        return self._articles[article_id]


class Passages(QWidget):
    """A heading with the count, and the list; Enter or a double click opens one."""

    opened = Signal(object)  # an Item
    scheme_asked = Signal(str)  # a label

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.model = PassageModel(workspace)
        self.title = named(QLabel("Behind a number", self), "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setContentsMargins(16, 10, 16, 4)
        self.scheme = named(QPushButton("Change the label…", self), "small")
        self.scheme.setToolTip("Go to the label of the chosen passage in the Scheme room")
        self.scheme.setEnabled(False)
        self.hint = named(QLabel("Choose a number to see the passages behind it.", self), "quiet")
        self.hint.setContentsMargins(16, 0, 16, 6)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Passages behind the number")
        self.list.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.scheme)
        head.setContentsMargins(0, 4, 16, 0)
        column.addLayout(head)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        self.scheme.clicked.connect(self._ask_scheme)
        self.list.activated.connect(lambda index: self.opened.emit(self.model.items[index.row()]))

    def show_items(self, title: str, items: Sequence[Item], titles: Mapping[str, str]) -> None:
        """Show the passages behind a number."""
        self.title.setText(title)
        count = len(items)
        self.hint.setText(f"{count:,} passages. Enter opens one." if count else "No passage.")
        self.model.show(items, titles)
        self.scheme.setEnabled(bool(items))

    def _ask_scheme(self) -> None:
        row = max(self.list.currentIndex().row(), 0)
        labels = [part for part in self.model.items[row].cell if part != UNMARKED]
        if labels:
            self.scheme_asked.emit(labels[0])


def open_passage(window: "MainWindow", item: Item) -> None:
    """Show a passage where it can be decided, or else where it can be read."""
    from annotator.ui.review.room import ReviewRoom

    room = window.rooms.room("review")
    assert isinstance(room, ReviewRoom)
    window.rooms.go("review")
    room.show_passage(item.article_id, item.span.start, item.span.end)


def open_label(window: "MainWindow", label_id: str) -> None:
    """Show a label in the Scheme room, where a pattern of disagreement can be met."""
    from annotator.ui.scheme.parts_list import LABEL, Part
    from annotator.ui.scheme.room import SchemeRoom

    window.rooms.go("scheme")
    room = window.rooms.room("scheme")
    if isinstance(room, SchemeRoom) and window.workspace.scheme.label(label_id):
        room.parts.show_scheme(window.workspace.scheme, Part(LABEL, label_id))
