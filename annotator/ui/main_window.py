"""The window: makes the parts and joins them."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QMainWindow

from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Label
from annotator.settings import Settings
from annotator.ui.connections import connect
from annotator.ui.layout import ROOM, WELCOME, Layout
from annotator.ui.menus import fill_menus, make_actions, make_label_actions, update_actions
from annotator.ui.parts import Parts
from annotator.ui.style import apply_style, chosen_theme


class MainWindow(Parts, QMainWindow):
    """Articles at the left, the text in the middle, annotations at the right."""

    layout_of_parts: Layout

    def __init__(self, settings: Settings) -> None:
        """Build the window; nothing is opened yet."""
        super().__init__()
        self.settings = settings
        self.theme = chosen_theme(settings)
        self.make()
        self.made: dict[str, QAction] = make_actions(self)
        self.label_actions: list[QAction] = []
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell_now)
        fill_menus(self, self.made)
        self.layout_of_parts = Layout(self)
        connect(self)
        self.setAcceptDrops(True)
        self.apply_setting("theme")
        self.show_project()

    # --- following the workspace

    def show_project(self) -> None:
        """Show the project that is open now, or the welcome page."""
        project = self.workspace.project
        self.layout_of_parts.show_page(ROOM if project else WELCOME)
        self.welcome.show_recent(self.settings.remembered("recent", []))
        self.setWindowTitle(f"{project.name} — Annotator" if project else "Annotator")
        self.banner.hide()
        if project and project.read_only:
            self.banner.show_text(project.read_only_reason)
        self._show_labels()
        self.show_annotator()
        self.show_article()

    def _show_labels(self) -> None:
        self.header.labels.show_scheme(self.workspace.scheme)
        self.label_actions = make_label_actions(self, self.label_actions)
        self.keymap.follow(self.workspace.scheme)

    def show_scheme(self) -> None:
        """Show the scheme as it is now; the place in the text stays."""
        workspace, view = self.workspace, self.view
        caret, top = view.caret(), view.first_visible_offset()
        self.marking.arm(None)
        self._show_labels()
        view.show_article(workspace.article, workspace.annotations, workspace.scheme)
        view.set_annotator(workspace.visible_annotators)
        view.set_caret(caret, scroll=False)
        view.scroll_to_offset(top)
        self.annotation_list.model.reload()
        self.on_picked(None)

    def show_article(self) -> None:
        """Show the article that is open now."""
        workspace = self.workspace
        self.view.show_article(workspace.article, workspace.annotations, workspace.scheme)
        name = workspace.project.name if workspace.project else ""
        self.header.show_article(workspace.article, name)
        self.layout_of_parts.show_article(there=workspace.article is not None)
        read_only = workspace.project is None or workspace.project.read_only
        self.empty.show_for(articles=self.articles.model.rowCount(), read_only=read_only)
        self.on_picked(None)

    def reread_article(self) -> None:
        """Read the open article again, after a job may have added marks to it."""
        article, self.workspace.article = self.workspace.article, None
        if article is not None:
            self.workspace.open_article(article.id)

    def show_annotator(self) -> None:
        """Show who marks and whose marks are seen."""
        workspace = self.workspace
        shown = workspace.project is not None
        self.header.show_annotator(workspace.annotator, everyone=workspace.everyone, shown=shown)
        self.view.set_annotator(workspace.visible_annotators)
        self.tell()

    def follow(self, change_set: ChangeSet) -> None:
        """Show an edit that has just been stored."""
        self.view.refresh(change_set)
        if self.marking.picked is not None or not self.inspector.isHidden():
            self._show_picked()
        self.tell()

    def on_picked(self, _: object) -> None:
        """Show the annotation that is picked now."""
        self._show_picked()
        self.tell()

    def _show_picked(self) -> None:
        picked = self.marking.picked
        self.annotation_list.show_picked(picked)
        own = picked is not None and picked.annotator == self.workspace.annotator
        self.inspector.show_annotation(
            picked, self.workspace.scheme, can_edit=own and self.workspace.can_edit
        )
        said = self.workspace.annotations
        if picked is not None and said is not None:
            self.inspector.relations.show_relations(
                picked, said, self.workspace.scheme, self.workspace.visible_annotators
            )

    def show_armed(self, label_id: str | None) -> None:
        """Show which label is armed."""
        self.header.labels.show_armed(label_id)
        self.tell()

    def use_label(self, label: Label) -> None:
        """Do what a label's key or pill means, and go back to the text."""
        self.pending.use_label(label)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self) -> None:
        """Bring the bottom line and the actions up to date, once for all that just happened."""
        self._telling.start()

    def _tell_now(self) -> None:
        update_actions(self, self.made)
        place = self.articles.place
        self.status.place.setText(f"Article {place[0]:,} of {place[1]:,}" if place else "")
        self.status.show_saved(self.place.saved_text())
        self.status.keys.setText(self.place.keys_now())

    # --- what the window itself does

    def done_and_next(self) -> None:
        """Mark the article done and open the next one that is not."""
        if self.marking.set_state("done"):
            self.articles.step_to_open()

    def skip_and_next(self) -> None:
        """Mark the article skipped and open the next one that is not done."""
        if self.marking.set_state("skipped"):
            self.articles.step_to_open()

    def apply_setting(self, key: str) -> None:
        """Bring the window up to a setting that has changed."""
        if key == "theme":
            self.theme = chosen_theme(self.settings)
            apply_style(self.theme)
            for part in (self.rooms, self.view, self.header.labels, self.articles,
                         self.annotation_list, self.inspector):  # fmt: skip
                part.set_theme(self.theme)
        self.place.apply_setting(key)

    # --- keys, drops, restart

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape, when nobody else wanted it, ends arming and goes to the text."""
        if event.key() == Qt.Key.Key_Escape:
            self.marking.arm(None)
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped project; import anything else."""
        self.files.take_drop(event.mimeData())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; there is nothing to save by hand."""
        if self.patience.waiting:
            event.ignore()
            return
        self.view.setFocus()  # a note that is being written is kept when its field is left
        self.files.runner.cancel()
        self.publishing.steps.cancel()
        self.files.runner.wait(10)
        self.place.remember()
        self.layout_of_parts.remember()
        try:
            self.workspace.close_project(tell=False)
        except AnnotatorError as error:
            self.banner.show_error(error)
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the system from light to dark."""
        if event.type() == QEvent.Type.ThemeChange and self.settings["theme"] == "system":
            self.apply_setting("theme")
        super().changeEvent(event)
