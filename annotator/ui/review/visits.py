"""What changed since the last visit: decisions on one's marks, comments, guidelines, orders."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
)

from annotator.core.changes import Change
from annotator.core.decision import Comment, Decision
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import now
from annotator.core.scheme import Scheme
from annotator.core.team import Assignment
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

_PLACE = Qt.ItemDataRole.UserRole
News = tuple[str, str]
"""What happened, and the article where, or ""."""


def news_for(project: "Project", name: str, since: str) -> list[News]:
    """Give what others did after a time that concerns an annotator, newest first."""
    found: list[News] = []
    for action in project.past(after=since):
        if action.kind == "do" and action.annotator != name:
            found += filter(
                None, (_news(change, name, action.annotator) for change in action.changes)
            )
    return found


def _news(change: Change, name: str, who: str) -> News | None:
    match change.after:
        case Decision() as one if change.before is None:
            why = f" ({one.comment})" if one.comment else ""
            return f"{one.person} decided: {one.rule}{why}", one.article_id
        case Comment() as said:
            verb = "settled a thread" if said.resolved else "wrote"
            return f"{said.author} {verb}: {said.text}", said.article_id
        case Assignment() as given if given.annotator == name and not given.retest:
            return "An article was assigned to you", given.article_id
        case Scheme() as scheme if isinstance(change.before, Scheme):
            return f"{who} changed {_changed_labels(change.before, scheme)}", ""
    return None


def _changed_labels(before: Scheme, after: Scheme) -> str:
    names = [
        label.name for label in after.labels if before.label(label.id) != label
    ]  # fmt: skip
    gone = [label.name for label in before.labels if after.label(label.id) is None]
    told = ", ".join((*names, *gone)[:6])
    return f"the scheme: {told}" if told else "the scheme"


def _key(name: str) -> str:
    return f"visit {name}"


def remember_visit(window: "MainWindow") -> None:
    """Note that the visit ends now."""
    workspace = window.workspace
    if workspace.project is not None and not workspace.project.read_only:
        try:
            workspace.project.set_setting(_key(workspace.annotator), now())
        except AnnotatorError as error:
            workspace.failed.emit(error)


class NewsDialog(QDialog):
    """The list of what is new; Enter goes to the article."""

    def __init__(self, window: "MainWindow") -> None:
        """Read what happened since the last visit."""
        super().__init__(window)
        self.setWindowTitle("Since your last visit")
        self.resize(560, 420)
        self._window = window
        workspace = window.workspace
        project = workspace.project
        assert project is not None
        since = project.setting(_key(workspace.annotator))
        self.news = news_for(project, workspace.annotator, since)[:1000]
        day = since[:10] or "the beginning"
        self.said = named(QLabel(f"{len(self.news):,} things since {day}.", self), "quiet")
        self.list = QListWidget(self)
        self.list.setAccessibleName("What is new")
        titles: dict[str, str] = {}
        for text, article_id in self.news:
            if article_id and article_id not in titles:
                titles[article_id] = _headline(project, article_id)
            where = f"\n    {titles[article_id]}" if article_id else ""
            item = QListWidgetItem(text + where)
            item.setData(_PLACE, article_id)
            self.list.addItem(item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        for widget in (self.said, self.list, buttons):
            column.addWidget(widget)
        self.list.itemActivated.connect(self._open)

    def _open(self, item: QListWidgetItem) -> None:
        article_id = item.data(_PLACE)
        if article_id and self._window.workspace.open_article(article_id):
            self.accept()


def _headline(project: "Project", article_id: str) -> str:
    try:
        return project.article(article_id).headline
    except AnnotatorError:
        return "an article that is gone"
