"""Comments on a mark, anybody's: what was said, one more line, and whether it is settled."""

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
from annotator.core.changes import Change, ChangeSet, added
from annotator.core.decision import Comment
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.ui.style import named
from annotator.ui.workspace import Workspace


def comments_on(workspace: Workspace, mark: Annotation) -> list[Comment]:
    """Give the comments about an annotation, oldest first."""
    if workspace.project is None:
        return []
    try:
        found = workspace.project.records(Comment, mark.article_id)
    except AnnotatorError as error:
        workspace.failed.emit(error)
        return []
    return [comment for comment in found if mark.id in comment.about]


def comment_edit(mark: Annotation, so_far: list[Comment], text: str, author: str) -> ChangeSet:
    """Give the edit that adds a comment to an annotation's thread, or begins the thread."""
    own = new_id()
    thread = so_far[0].thread if so_far else own
    said = Comment(own, mark.article_id, (mark.id,), thread, author, text, now())
    return ChangeSet("Comment", (added(said),))


def settle_edit(first: Comment, *, resolved: bool) -> ChangeSet:
    """Give the edit that says of a thread, by its first comment, whether it is settled."""
    name = "Settle comments" if resolved else "Reopen comments"
    after = replace(first, resolved=resolved, changed=now())
    return ChangeSet(name, () if first.resolved == resolved else (Change(first, after),))


class CommentsDialog(QDialog):
    """The comments on one mark. Each is stored at once, and undone like any edit."""

    def __init__(self, workspace: Workspace, mark: Annotation, parent: QWidget) -> None:
        """Show what was said of a mark."""
        super().__init__(parent)
        self.setWindowTitle("Comments")
        self.resize(480, 420)
        self._workspace, self._mark = workspace, mark
        words = " ".join(mark.quote.split())
        self.title = named(QLabel(words if len(words) < 80 else words[:80] + "…", self), "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Comments")
        self.field = _Field(self)
        self.field.setPlaceholderText("Write a comment; Ctrl+Return keeps it")
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
        self.settled.setChecked(bool(said) and said[0].resolved)

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
            self._workspace.apply(settle_edit(said[0], resolved=resolved))
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
