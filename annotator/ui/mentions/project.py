"""Equal mentions in the whole project: found, shown in context, marked or deleted as one."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.boilerplate import not_greyed
from annotator.core.changes import ChangeSet, Value, combined, removed
from annotator.core.judgement import NOTHING_FOUND, ArticleLabel
from annotator.core.mentions import Sameness, mentions, sure_parts, unmarked
from annotator.core.scheme import Label
from annotator.core.span import Span
from annotator.ui.mentions.pending import equal_marks, sameness_of
from annotator.ui.mentions.preview import Found, MentionsPreview

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

Place = tuple[Article, Span, ArticleLabel | None]
"""Article, words, and the annotator's word that there is nothing to mark, where it was given."""
Mark = tuple[AnnotationSet, Annotation]


class ProjectMentions(QObject):
    """Asks which mentions to mark or delete, and does it in one edit: one undo."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window; the preview that is open is `preview`."""
        super().__init__(window)
        self._window = window
        self.preview: MentionsPreview[Place] | MentionsPreview[Mark] | None = None

    def start(self, label: Label) -> None:
        """Show all mentions of the words meant now that are not marked with a label yet."""
        window, workspace = self._window, self._window.workspace
        span, article = window.pending.chosen(), workspace.article
        if article is None or workspace.project is None or not workspace.can_edit:
            return
        if span is None:
            workspace.said.emit(f"Select words first: all equal ones become {label.name}")
            return
        words = article.text[span.start : span.end]
        rule = sameness_of(workspace.settings, article.language)
        found = unmarked_places(workspace.project, words, label.id, workspace.annotator, rule)
        preview: MentionsPreview[Place] = MentionsPreview(
            found, title=f"Mark “{_short(words)}” as {label.name} in the whole project",
            verb="Mark", parent=window,
        )  # fmt: skip
        preview.accepted.connect(lambda: self._mark(preview.chosen(), label))
        self._show(preview)

    def _mark(self, chosen: list[Place], label: Label) -> None:
        workspace = self._window.workspace
        edits = [
            operations.add(article, (span,), label=label.id,
                           annotator=workspace.annotator, label_name=label.name)
            for article, span, _ in chosen
        ]  # fmt: skip
        articles = len({article.id for article, _, _ in chosen})
        refuted = {said.article_id: removed(said) for _, _, said in chosen if said is not None}
        edits.append(ChangeSet("Something was found", tuple(refuted.values())))
        self._apply(
            combined(f"Add {label.name} to {len(chosen)} mentions", edits),
            f"{len(chosen):,} marked as {label.name} in {articles:,} articles",
        )

    def start_deleting(self) -> None:
        """Show all of your marks of the picked one's label on equal words."""
        window, workspace = self._window, self._window.workspace
        mark, article = window.marking.own_picked(), workspace.article
        if mark is None or article is None or workspace.project is None:
            return
        rule = sameness_of(workspace.settings, article.language)
        label = workspace.scheme.label(mark.label)
        preview: MentionsPreview[Mark] = MentionsPreview(
            equal_places(workspace.project, mark, rule),
            title=f"Delete {label.name if label else mark.label} on “{_short(mark.quote)}” "
                  "in the whole project",
            verb="Delete", parent=window,
        )  # fmt: skip
        preview.accepted.connect(lambda: self._delete(preview.chosen()))
        self._show(preview)

    def _delete(self, chosen: list[Mark]) -> None:
        sets = {marks.article_id: marks for marks, _ in chosen}
        edits = [
            operations.delete([m for own, m in chosen if own is marks], marks)
            for marks in sets.values()
        ]
        self._apply(
            combined(f"Delete {len(chosen)} annotations", edits),
            f"{len(chosen):,} deleted in {len(sets):,} articles",
        )

    def _apply(self, edit: ChangeSet, said: str) -> None:
        workspace = self._window.workspace
        if workspace.apply(edit):
            self._window.view.select(None)
            workspace.said.emit(said)

    def _show(self, preview: "MentionsPreview[Place] | MentionsPreview[Mark]") -> None:
        self.preview = preview
        preview.failed.connect(self._window.workspace.failed)
        preview.finished.connect(self._on_finished)
        preview.open()

    def _on_finished(self) -> None:
        if self.preview is not None:
            self.preview.deleteLater()
            self.preview = None
        self._window.view.setFocus()


def unmarked_places(
    project: "Project", words: str, label: str, annotator: str, sameness: Sameness
) -> Iterator[Found[Place]]:
    """Give where words stand in a project outside the marks of a label by an annotator."""
    for article, values in project.holding(sure_parts(words, sameness)):
        marked = [
            part
            for value in values
            if isinstance(value, Annotation) and value.label == label
            and value.annotator == annotator
            for part in value.fragments
        ]  # fmt: skip
        offered = not_greyed(article, mentions(article.text, words, sameness))
        places = unmarked(offered, marked)
        if places:
            nothing = next(filter(_says_nothing_found_by(annotator), values), None)
            said = nothing if isinstance(nothing, ArticleLabel) else None
            found = tuple((span, (article, span, said)) for span in places)
            yield Found(article.headline, article.text, found)


def equal_places(project: "Project", mark: Annotation, sameness: Sameness) -> Iterator[Found[Mark]]:
    """Give the marks of a project by the same annotator and of the same label on equal words."""
    for article, values in project.holding(sure_parts(mark.quote, sameness)):
        marks = AnnotationSet(article.id, values)
        equal = equal_marks(article, mark, marks, sameness)
        if equal:
            found = tuple((other.span, (marks, other)) for other in equal)
            yield Found(article.headline, article.text, found)


def _says_nothing_found_by(annotator: str) -> Callable[[Value], bool]:
    def says(value: Value) -> bool:
        own = isinstance(value, ArticleLabel) and value.annotator == annotator
        return own and value.name == NOTHING_FOUND and value.value is True  # type: ignore[union-attr]

    return says


def _short(words: str) -> str:
    one_line = " ".join(words.split())
    return one_line if len(one_line) <= 60 else one_line[:60] + "…"
