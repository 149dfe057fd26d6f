"""The bridge between the window and the project: what is open, and the one way to change it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.errors import (
    AnnotatorError,
    DamagedProject,
    InvalidEdit,
    ProjectError,
    ReadOnlyProject,
    StaleEdit,
)
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import SchemeEdit
from annotator.core.validation import check
from annotator.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotator.storage.project import Project

Step = Callable[["Project"], ChangeSet | None]
"""An edit, to be made of a project; gives what it changed."""
Patiently = Callable[[Callable[[], ChangeSet | None]], ChangeSet | None]
"""Calls a step that may take long, and gives what it gives."""
LARGE = 500
"""How many changes an edit has before the window must not wait for it blindly."""
Veil = Callable[[frozenset[str] | None], frozenset[str] | None]
"""Gives whose marks may be seen, of those wished for (None: everyone's)."""
EMPTY_SCHEME = Scheme("empty", "No scheme", "0", ())


class Workspace(QObject):
    """The open project and article, who annotates, and `apply`, which stores before it tells.

    Views listen to the signals and never change anything by themselves.
    """

    project_changed = Signal()
    article_changed = Signal()
    changed = Signal(object)  # the ChangeSet that has just been stored
    annotator_changed = Signal()
    scheme_changed = Signal()  # and perhaps every mark of the open article with it
    articles_added = Signal()
    failed = Signal(object)  # an AnnotatorError; nothing was stored
    closing = Signal()  # the project is about to be closed
    said = Signal(str)  # one calm sentence for the status line

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        """Start with no project open."""
        super().__init__(parent)
        self.settings = settings
        self.project: Project | None = None
        self.article: Article | None = None
        self.annotations: AnnotationSet | None = None
        self.annotator = settings.text("annotator")
        self.everyone = False
        self.veil: Veil = lambda wished: wished  # hides marks where work is blind
        self.patiently: Patiently = lambda work: work()
        self.unstored: Step | None = None  # the last edit, where the disk refused it
        self.busy = False  # a job is writing: edits would have to wait for it

    @property
    def scheme(self) -> Scheme:
        """The project's scheme; an empty one where no project is open."""
        return self.project.scheme if self.project else EMPTY_SCHEME

    @property
    def can_edit(self) -> bool:
        """Whether marks can be made now."""
        return bool(self.project and self.article and not self.project.read_only)

    # --- what is open

    def use_project(self, project: "Project") -> None:
        """Show a project in place of the one open now, which is closed."""
        self.close_project(tell=False)
        self.project = project
        self.annotator = project.setting("annotator") or self.settings.text("annotator")
        self.everyone = project.setting("everyone") == "yes"
        self.project_changed.emit()

    def close_project(self, *, tell: bool = True) -> None:
        """Close the project; everything is already in the file."""
        if self.project:
            self.closing.emit()
            self.project.close()
        self.unstored = None
        self.project = self.article = self.annotations = None
        if tell:
            self.project_changed.emit()
            self.article_changed.emit()

    def open_article(self, article_id: str) -> bool:
        """Show an article; says whether it could be read."""
        if not self.project:
            return False
        if self.article and self.article.id == article_id:
            return True
        try:
            article = self.project.article(article_id)
            annotations = self.project.annotation_set(article_id)
        except AnnotatorError as error:
            self.failed.emit(error)
            return False
        self.article, self.annotations = article, annotations
        self.article_changed.emit()
        return True

    def be(self, annotator: str) -> None:
        """Mark under another name from now on."""
        self.annotator = annotator
        self._keep("annotator", annotator)
        self.annotator_changed.emit()

    def show_everyone(self, everyone: bool) -> None:
        """Show the marks of all annotators, or only of the present one."""
        self.everyone = everyone
        self._keep("everyone", "yes" if everyone else "no")
        self.annotator_changed.emit()

    @property
    def visible_annotators(self) -> frozenset[str] | None:
        """Whose marks are shown; None for everyone's."""
        return self.veil(None if self.everyone else frozenset({self.annotator}))

    def visible_annotations(self) -> list[Annotation]:
        """Give the open article's annotations that are shown, in order."""
        shown = self.visible_annotators
        return [a for a in self.annotations or () if shown is None or a.annotator in shown]

    def _keep(self, key: str, value: str) -> None:
        if self.project and not self.project.read_only:
            try:
                self.project.set_setting(key, value)
            except AnnotatorError as error:
                self.failed.emit(error)

    # --- the one way to change

    def apply(self, change_set: ChangeSet) -> bool:
        """Check, store, then show an edit; says whether it was stored.

        Nothing is shown before it is durable. On a known problem `failed` is emitted and
        nothing has changed, neither in the file nor here.
        """
        if not change_set:
            return False
        large = len(change_set.changes) > LARGE
        return self._store(lambda p: self._stored(p, change_set), large=large) is not None

    def _stored(self, project: "Project", change_set: ChangeSet) -> ChangeSet:
        touched = change_set.article_ids
        if self.article and self.annotations is not None and touched == (self.article.id,):
            check(
                change_set, self.article, self.annotations, self.scheme,
                label_elsewhere=lambda annotation_id: _label_elsewhere(project, annotation_id),
            )  # fmt: skip
        project.apply(change_set, annotator=self.annotator)
        return change_set

    def change_scheme(self, edit: SchemeEdit) -> bool:
        """Store a scheme change with all that it does to the marks; says whether it was stored."""
        return self._store(
            lambda p: p.change_scheme(edit, annotator=self.annotator), large=True
        ) is not None  # fmt: skip

    def undo(self) -> bool:
        """Take back the last action, also from before the last start."""
        return self._walk("Undone", lambda project: project.undo(annotator=self.annotator))

    def redo(self) -> bool:
        """Bring back the action that undo took away last."""
        return self._walk("Done again", lambda project: project.redo(annotator=self.annotator))

    def _walk(self, word: str, step: Callable[["Project"], ChangeSet | None]) -> bool:
        change_set = self._store(step, large=True)  # how large, only the log knows
        if change_set is None:
            return False
        gone = {c.value.id for c in change_set.changes
                if isinstance(c.value, Article) and c.after is None}  # fmt: skip
        touched = [article for article in change_set.article_ids if article not in gone]
        self.said.emit(f"{word}: {change_set.name}")
        if touched and not (self.article and self.article.id in touched):
            # What came back would be out of sight: show where it happened.
            self.open_article(touched[0])
        return True

    def retry(self) -> bool:
        """Try again to store the edit that the disk refused; says whether it is stored now."""
        step, self.unstored = self.unstored, None
        return step is not None and self._store(step, large=True) is not None

    def _store(self, step: "Step", *, large: bool = False) -> ChangeSet | None:
        project = self.project
        if not project:
            return None
        if self.busy:
            self.failed.emit(InvalidEdit("Something large is being stored.", "Go on when it is."))
            return None
        try:
            change_set = self._waited(step, project) if large else step(project)
        except AnnotatorError as error:
            refused = isinstance(error, ProjectError)
            final = isinstance(error, StaleEdit | ReadOnlyProject | DamagedProject)
            self.unstored = step if refused and not final else None
            self.failed.emit(error)
            return None
        self.unstored = None
        if change_set is not None:
            self._follow(change_set)
        return change_set

    def _waited(self, step: "Step", project: "Project") -> ChangeSet | None:
        self.busy = True
        try:
            return self.patiently(lambda: step(project))
        finally:
            self.busy = False

    def _follow(self, change_set: ChangeSet) -> None:
        """Bring what is held in memory up to what was stored, then tell the views."""
        if any(isinstance(change.value, Scheme) for change in change_set.changes):
            self._follow_scheme(change_set)
            return
        if self.article and self.project and self.article.id in change_set.article_ids:
            mine = [c for c in change_set.changes if isinstance(c.value, Article)]
            here = next((c for c in mine if c.value.id == self.article.id), None)  # type: ignore[union-attr]
            if here and here.after is None:
                self.article = self.annotations = None
            else:
                if here and isinstance(here.after, Article):
                    self.article = here.after
                if self.annotations is not None:
                    self.annotations.apply(change_set)
        self.changed.emit(change_set)
        if self.article is None:
            self.article_changed.emit()

    def _follow_scheme(self, change_set: ChangeSet) -> None:
        """Read the open article's marks again: a scheme change may have altered any of them."""
        if self.article and self.project:
            try:
                self.annotations = self.project.annotation_set(self.article.id)
            except AnnotatorError as error:
                self.failed.emit(error)
        self.scheme_changed.emit()
        self.changed.emit(change_set)

    @property
    def path(self) -> Path | None:
        """The open project's file."""
        return self.project.path if self.project else None


def _label_elsewhere(project: "Project", annotation_id: str) -> str | None:
    passage = project.passage(annotation_id)
    return passage.mark.label if passage else None
