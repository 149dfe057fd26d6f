"""Comments on a mark or a whole article: what was said, one more line, whether it is settled.

A thread on a whole article that is not settled asks for help with it.
"""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, added
from annotator.core.decision import Comment
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.ui.style import named
from annotator.ui.workspace import Workspace


def comments_on(workspace: Workspace, mark: Annotation | Article) -> list[Comment]:
    """Give the comments about an annotation, or about an article as a whole, oldest first."""
    if workspace.project is None:
        return []
    try:
        found = workspace.project.records(Comment, _article_of(mark))
    except AnnotatorError as error:
        workspace.failed.emit(error)
        return []
    if isinstance(mark, Article):
        return [comment for comment in found if not comment.about]
    return [comment for comment in found if mark.id in comment.about]


def _article_of(mark: Annotation | Article) -> str:
    return mark.id if isinstance(mark, Article) else mark.article_id


def comment_edit(
    mark: Annotation | Article, so_far: list[Comment], text: str, author: str
) -> ChangeSet:
    """Give the edit that adds a comment to a thread, or begins one.

    What is settled on an article stays so: another question begins another thread.
    """
    own = new_id()
    whole = isinstance(mark, Article)
    goes_on = so_far and not (whole and _first(so_far).resolved)
    thread = _first(so_far).thread if goes_on else own
    about = () if whole else (mark.id,)
    said = Comment(own, _article_of(mark), about, thread, author, text, now())
    return ChangeSet("Ask for help" if whole and not goes_on else "Comment", (added(said),))


def _first(said: list[Comment]) -> Comment:
    """Give the comment that began the latest thread."""
    return next((one for one in reversed(said) if one.id == one.thread), said[0])


def settle_edit(first: Comment, *, resolved: bool) -> ChangeSet:
    """Give the edit that says of a thread, by its first comment, whether it is settled."""
    name = "Settle comments" if resolved else "Reopen comments"
    after = replace(first, resolved=resolved, changed=now())
    return ChangeSet(name, () if first.resolved == resolved else (Change(first, after),))


class CommentsDialog(QDialog):
    """The comments on one mark. Each is stored at once, and undone like any edit."""

    def __init__(self, workspace: Workspace, mark: Annotation | Article, parent: QWidget) -> None:
        """Show what was said of a mark, or of an article as a whole."""
        super().__init__(parent)
        whole = isinstance(mark, Article)
        self.setWindowTitle("Ask for help with this article" if whole else "Comments")
        self.resize(480, 420)
        self._workspace, self._mark = workspace, mark
        words = " ".join((mark.headline if isinstance(mark, Article) else mark.quote).split())
        self.title = named(QLabel(words if len(words) < 80 else words[:80] + "…", self), "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Comments")
        self.field = _Field(self)
        self.field.setPlaceholderText(
            "What is unclear here? Ctrl+Return asks; “Settled” ends it" if whole
            else "Write a comment; Ctrl+Return keeps it"
        )  # fmt: skip
        self.field.setAccessibleName("New comment")
        self.field.setMaximumHeight(90)
        self.settled = QCheckBox("Settled", self)
        self.add = named(QPushButton("Comment", self), "primary")
        close = QPushButton("Close", self)
        foot = QHBoxLayout()
        foot.addWidget(self.settled)
        foot.addStretch(1)
        foot.addWidget(close)
        foot.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        for widget in (self.title, self.list, self.field):
            column.addWidget(widget)
        column.addLayout(foot)
        self.add.clicked.connect(self._add)
        self.field.kept.connect(self._add)
        self.settled.clicked.connect(self._settle)
        close.clicked.connect(self.reject)
        self._show()
        self.field.setFocus()

    def _show(self) -> None:
        said = comments_on(self._workspace, self._mark)
        self.list.clear()
        for comment in said:
            moment = datetime.fromisoformat(comment.changed).astimezone()
            when = moment.strftime("%d %b %Y, %H:%M")
            self.list.addItem(QListWidgetItem(f"{comment.author} · {when}\n{comment.text}"))
        self.list.scrollToBottom()
        self.settled.setEnabled(bool(said))
        if isinstance(self._mark, Article):
            self.add.setText("Reply" if said and not _first(said).resolved else "Ask")
        self.settled.setChecked(bool(said) and _first(said).resolved)

    def _add(self) -> None:
        text = self.field.toPlainText().strip()
        so_far = comments_on(self._workspace, self._mark)
        edit = comment_edit(self._mark, so_far, text, self._workspace.annotator)
        if text and self._workspace.apply(edit):
            self.field.clear()
            self._show()

    def _settle(self, resolved: bool) -> None:
        said = comments_on(self._workspace, self._mark)
        if said:
            self._workspace.apply(settle_edit(_first(said), resolved=resolved))
        self._show()


class _Field(QPlainTextEdit):
    kept = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Return keeps the comment."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.kept.emit()
        else:
            super().keyPressEvent(event)
