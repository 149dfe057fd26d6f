"""What the menus do with an article's details, its link, and what is no part of it."""

from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from annotator.core import boilerplate
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.copies import Copies, copies_of
from annotator.core.errors import ProjectError
from annotator.core.offsets import line_around
from annotator.core.operations import edit_article
from annotator.core.source import Source
from annotator.core.span import Span
from annotator.ui.articles.metadata_dialog import MetadataDialog, SuspectsDialog, is_web_link

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_MOST_COPIES = 100


class Metadata(QObject):
    """Shows and edits what is known of the open article of one window."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._workspace = window.workspace
        self.dialog: QDialog | None = None
        window.header.details_pressed.connect(self.edit)
        self._workspace.changed.connect(self._follow)

    # --- details

    def edit(self) -> None:
        """Show the details; what was changed is one edit."""
        article = self._workspace.article
        if article is None:
            return
        sources, copies = self._elsewhere(article.id)
        dialog = MetadataDialog(
            article, self._window, can_edit=self._workspace.can_edit,
            asked=self._workspace.scheme.fields, sources=sources, copies=copies,
        )  # fmt: skip
        dialog.link_requested.connect(lambda url: self.open_link(url, dialog))
        dialog.accepted.connect(lambda: self._keep(article, dialog.facts, dialog.metadata))
        self._show(dialog)

    def _elsewhere(self, article_id: str) -> tuple[list[Source], list[str]]:
        """Give the article's further sources, and the titles of those that it is linked to."""
        project = self._workspace.project
        if project is None:
            return [], []
        sources = sorted(project.records(Source, article_id), key=lambda s: (s.imported, s.place))
        linked = copies_of(article_id, project.records(Copies))
        numbers = []
        for other in linked[:_MOST_COPIES]:
            with suppress(ProjectError):  # one that is no more
                numbers.append(project.row_of(other))
        rows = project.article_rows(numbers)
        return sources, [" · ".join(filter(None, (row.outlet, row.headline))) for row in rows]

    def _keep(self, article: Article, facts: dict[str, str], said: dict[str, str]) -> None:
        self._workspace.apply(edit_article(article, metadata=said, **facts))

    def _follow(self, change_set: ChangeSet) -> None:
        article, project = self._workspace.article, self._workspace.project
        if article and project and any(isinstance(c.value, Article) for c in change_set.changes):
            self._window.header.show_article(article, project.name)

    # --- the link

    def open_link(self, url: str = "", parent: QWidget | None = None) -> None:
        """Ask, and open a web link (the article's own where none is given) in the browser."""
        article = self._workspace.article
        url = url or (article.url if article else "")
        if not is_web_link(url):
            self._workspace.said.emit("This article has no web link")
            return
        question = QMessageBox(parent or self._window)
        question.setWindowTitle("Open the link?")
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(f"Your browser will open\n{url}")
        question.setInformativeText("The outlet may see that you read this article.")
        opens = question.addButton("Open", QMessageBox.ButtonRole.AcceptRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.buttonClicked.connect(
            lambda button: button is opens and QDesktopServices.openUrl(QUrl(url))
        )
        self._show(question)

    # --- what is no part of the article

    def switch_grey(self) -> None:
        """Grey out the selection, else the caret's line; or take back what is grey there."""
        article, view = self._workspace.article, self._window.view
        if article is None or not self._workspace.can_edit:
            return
        span = view.selected_span()
        if span is None:
            start, end = line_around(article.text, view.caret())
            if start == end:
                return
            span = Span(start, end)
        if boilerplate.is_greyed(article, span):
            edit, told = boilerplate.ungrey(article, span), "Part of the article again"
        else:
            edit, told = boilerplate.grey(article, [span]), "Greyed out as no part of the article"
        if self._workspace.apply(edit):
            view.select(None)
            self._workspace.said.emit(told)

    def suggest_grey(self) -> None:
        """Show the lines that look like adverts or credits; nothing is greyed unasked."""
        article = self._workspace.article
        if article is None or not self._workspace.can_edit:
            return
        found = [
            span
            for span in boilerplate.suspected(article.text)
            if not boilerplate.is_greyed(article, span)
        ]
        if not found:
            self._workspace.said.emit("No line looks like an advert or a credit")
            return
        dialog = SuspectsDialog(article, found, self._window)
        dialog.accepted.connect(
            lambda: self._workspace.apply(boilerplate.grey(article, dialog.chosen))
        )
        self._show(dialog)

    def _show(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.finished.connect(lambda _: self._window.view.setFocus())
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None
