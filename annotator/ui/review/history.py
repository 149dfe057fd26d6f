"""Who did what when: of an article or a passage, each state to be put back."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import SAID, Change, ChangeSet, Value, key_of
from annotator.core.decision import Comment, Decision
from annotator.core.errors import AnnotatorError
from annotator.core.judgement import ArticleState
from annotator.core.scheme import Scheme
from annotator.core.span import Span
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.past import PastAction
    from annotator.ui.main_window import MainWindow

_VERBS = {"do": "", "undo": "Undone: ", "redo": "Done again: "}
_ACTION = Qt.ItemDataRole.UserRole


def told(change: Change, scheme: Scheme) -> str:
    """Give a change in words: what was there before and after."""
    before, after = (_said(value, scheme) for value in (change.before, change.after))
    if change.before is None:
        return f"+ {after}"
    if change.after is None:
        return f"− {before}"
    return f"{before}  →  {after}"


def _said(value: Value | None, scheme: Scheme) -> str:
    match value:
        case Annotation():
            label = scheme.label(value.label)
            words = " ".join(value.quote.split())[:80]
            answers = ", ".join(f"{name}: {value.attributes[name]}" for name in value.attributes)
            more = f" ({answers})" if answers else ""
            return f"{value.annotator}: {label.name if label else value.label} “{words}”{more}"
        case ArticleState():
            return f"{value.annotator}: {value.state.replace('_', ' ')}"
        case Decision():
            return f"Decision of {value.person}: {value.rule}"
        case Comment():
            return f"{value.author}: {value.text}"
    return type(value).__name__ if value is not None else ""


def touches(changes: Iterable[Change], span: Span) -> bool:
    """Say whether any change is about an annotation that touches a passage."""
    return any(
        part.overlaps(span)
        for change in changes
        for value in (change.before, change.after)
        if isinstance(value, Annotation)
        for part in value.fragments
    )


def restoring(changes: Iterable[Change], current: AnnotationSet) -> ChangeSet:
    """Give the edit that puts what an action changed back to what it was before it."""
    made = []
    for change in changes:
        if isinstance(change.value, SAID):
            here = _current(change.value, current)
            if here != change.before:
                made.append(Change(here, change.before))
    # A relation is there only while its annotations are: those go last and come first.
    made.sort(key=lambda c: (c.after is None, isinstance(c.value, Annotation) == (c.after is None)))
    return ChangeSet("Put back", tuple(made))


def _current(value: Value, current: AnnotationSet) -> Value | None:
    held = (*current, *current.relations, *current.article_labels, *current.states)
    return next((one for one in held if key_of(one) == key_of(value)), None)


class HistoryDialog(QDialog):
    """The log of one article, newest first; or only what touched a passage."""

    def __init__(self, window: "MainWindow", article: Article, span: Span | None = None) -> None:
        """Read the log of an article."""
        super().__init__(window)
        self.setWindowTitle("History")
        self.resize(760, 520)
        self._window, self._article, self._span = window, article, span
        title = named(QLabel(article.headline, self, wordWrap=True), "heading")
        title.setTextFormat(Qt.TextFormat.PlainText)
        self.only = QCheckBox("Only what touched this passage", self)
        self.only.setVisible(span is not None)
        self.only.setChecked(span is not None)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderLabels(["When", "Who", "What"])
        self.tree.setColumnWidth(0, 150)
        self.tree.setAccessibleName("History")
        self.put_back = QPushButton("Put back as it was before this", self)
        self.put_back.setEnabled(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.addButton(self.put_back, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        for widget in (title, self.only, self.tree, buttons):
            column.addWidget(widget)
        self.only.toggled.connect(lambda _: self._show())
        self.tree.itemSelectionChanged.connect(self._on_picked)
        self.put_back.clicked.connect(self._put_back)
        self._show()

    def _show(self) -> None:
        self.tree.clear()
        workspace = self._window.workspace
        if workspace.project is None:
            return
        try:
            for action in workspace.project.past(self._article.id):
                if not (self.only.isChecked() and self._span is not None) or touches(
                    action.changes, self._span
                ):
                    self.tree.addTopLevelItem(self._item(action))
        except AnnotatorError as error:
            workspace.failed.emit(error)

    def _item(self, action: "PastAction") -> QTreeWidgetItem:
        moment = datetime.fromisoformat(action.time).astimezone()
        when = moment.strftime("%d %b %Y, %H:%M")
        item = QTreeWidgetItem([when, action.annotator, _VERBS[action.kind] + action.name])
        item.setData(0, _ACTION, action)
        scheme = self._window.workspace.scheme
        for change in action.changes[:200]:
            item.addChild(QTreeWidgetItem(["", "", told(change, scheme)]))
        return item

    def _picked(self) -> "PastAction | None":
        items = self.tree.selectedItems()
        if not items:
            return None
        item = items[0].parent() or items[0]
        found: PastAction | None = item.data(0, _ACTION)
        return found

    def _on_picked(self) -> None:
        action = self._picked()
        self.put_back.setEnabled(
            action is not None and bool(action.changes) and self._window.workspace.can_edit
        )

    def _put_back(self) -> None:
        action, workspace = self._picked(), self._window.workspace
        if action is None or workspace.project is None:
            return
        try:
            edit = restoring(action.changes, workspace.project.annotation_set(self._article.id))
        except AnnotatorError as error:
            workspace.failed.emit(error)
            return
        if workspace.apply(edit):
            self._show()
        elif not edit:
            workspace.said.emit("It is so already")
