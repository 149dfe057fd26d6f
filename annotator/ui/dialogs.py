"""The smaller windows: palette, keys, settings, who marks, help, about."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QScrollArea,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator import __version__, paths
from annotator.ui.actions import ACTIONS, GESTURES, MENUS
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Dialogs(QObject):
    """Opens them for one window; the last one opened is kept as `current`."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self.current: QDialog | None = None

    def label_by_name(self) -> None:
        """Let a label be chosen by typing some of its name."""
        from annotator.ui.label_picker import LabelPicker

        picker = LabelPicker(self._window)
        self.current = picker
        picker.show_near()

    def link_elsewhere(self) -> None:
        """Let the picked mark be linked to one of another article."""
        from annotator.ui.elsewhere import link_elsewhere

        link_elsewhere(self._window)

    def palette(self) -> None:
        """Show the command palette."""
        from annotator.ui.command_palette import CommandPalette

        self.show(CommandPalette(self._window, self._window.made))

    def keys(self) -> None:
        """Show all keys."""
        self.show(KeySheet(self._window))

    def settings(self) -> None:
        """Show the settings."""
        from annotator.ui.preferences.dialog import SettingsDialog

        window = self._window
        self.show(SettingsDialog(window.workspace.settings, window.keymap.shown, window))

    def comments(self) -> None:
        """Show the comments on the picked annotation, whoever made it."""
        from annotator.ui.comments import CommentsDialog

        mark = self._window.marking.picked
        if mark is not None:
            self.show(CommentsDialog(self._window.workspace, mark, self._window))

    def ask_for_help(self) -> None:
        """Show what was asked about the open article as a whole, and ask."""
        from annotator.ui.comments import CommentsDialog

        article = self._window.workspace.article
        if article is not None:
            self.show(CommentsDialog(self._window.workspace, article, self._window))

    def links(self) -> None:
        """Ask for links to load articles from."""
        from annotator.ui.articles.links import LinksDialog

        self.show(LinksDialog(self._window))

    def edit_listed(self) -> None:
        """Let all listed articles be tagged or edited."""
        from annotator.ui.articles.bulk_dialog import BulkDialog

        self.show(BulkDialog(self._window, self._window.articles.model.listing))

    def outlets(self) -> None:
        """Show which names of outlets mean the same."""
        from annotator.ui.articles.outlets import OutletsDialog

        self.show(OutletsDialog(self._window))

    def copies(self) -> None:
        """Look for near-duplicates, to be compared and decided on."""
        from annotator.ui.copies.dialog import CopiesDialog

        project = self._window.workspace.project
        if project is not None:
            self.show(CopiesDialog(self._window, project))

    def carry_over(self) -> None:
        """Offer the open article's marks to the articles that it is linked to."""
        from annotator.ui.copies.carrying import carry_over

        carry_over(self._window)

    def change_keys(self) -> None:
        """Show the keys, to be changed."""
        from annotator.ui.preferences.keys import KeysDialog

        self.show(KeysDialog(self._window.keymap, self._window))

    def annotator(self) -> None:
        """Ask under which name marks are made."""
        workspace = self._window.workspace
        if workspace.project is None:
            return
        names = sorted({*workspace.project.annotators(), workspace.annotator})
        name, ok = QInputDialog.getItem(
            self._window, "Who is marking", "Marks are made as:", names,
            names.index(workspace.annotator), True,
        )  # fmt: skip
        if ok and name.strip():
            workspace.be(name.strip())

    def help(self, page: str) -> None:
        """Show a shipped help page."""
        self.show(HelpPage(page, self._window))

    def about(self) -> None:
        """Show version and licence."""
        QMessageBox.about(
            self._window,
            "About Annotator",
            f"Annotator {__version__}\n\nMarks in news articles, kept in one file, "
            "exported as training data.\nApache License 2.0. Drawn with Qt (LGPL 3).",
        )

    def show(self, dialog: QDialog) -> None:
        """Open a dialog and keep it as `current` until it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.current = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open() if dialog.objectName() != "palette" else dialog.show()

    def _forget(self) -> None:
        self.current = None


class KeySheet(QDialog):
    """All keys and gestures on one sheet, drawn from the action table."""

    def __init__(self, window: "MainWindow") -> None:
        """Draw the sheet."""
        super().__init__(window)
        self.setWindowTitle("All keys")
        self.resize(1000, 720)
        groups: list[Group] = []
        labels = [
            (label.name, label.key) for label in window.workspace.scheme.active_labels if label.key
        ]
        if labels:
            groups.append(("Labels", labels))
        groups.append(("In the text", list(GESTURES)))
        for menu in MENUS:
            keymap = window.keymap
            rows = [(a.title.rstrip("…"), keymap.shown(a.id, every=True)) for a in ACTIONS
                    if a.menu == menu and keymap.keys(a.id)]  # fmt: skip
            if rows:
                groups.append((menu, rows))
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setSpacing(36)
        for share in _halves(groups):
            columns.addLayout(_table(share, sheet), 1)
        area = QScrollArea(self, widgetResizable=True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("All keys")
        area.setWidget(sheet)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.addWidget(area)
        outer.addWidget(buttons)


Group = tuple[str, list[tuple[str, str]]]


def _table(groups: list[Group], parent: QWidget) -> QGridLayout:
    grid = QGridLayout()
    grid.setVerticalSpacing(3)
    grid.setColumnStretch(0, 1)
    at = 0
    for title, rows in groups:
        grid.addWidget(named(QLabel(title, parent), "heading"), at, 0)
        for what, keys in rows:
            at += 1
            name = QLabel(what, parent)
            name.setTextFormat(Qt.TextFormat.PlainText)  # it may be a label's
            grid.addWidget(name, at, 0)
            shown = named(QLabel(keys, parent), "quiet")
            grid.addWidget(shown, at, 1, Qt.AlignmentFlag.AlignRight)
        grid.setRowMinimumHeight(at + 1, 16)
        at += 2
    grid.setRowStretch(at, 1)
    return grid


def _halves(groups: list[Group]) -> list[list[Group]]:
    half, total, left = sum(len(rows) + 2 for _, rows in groups) / 2, 0, 0
    for _, rows in groups:
        if total >= half:
            break
        total += len(rows) + 2
        left += 1
    return [groups[:left], groups[left:]]


class HelpPage(QDialog):
    """A page of our own Markdown; never anything from a stranger."""

    def __init__(self, page: str, parent: "MainWindow") -> None:
        """Show `resources/help/PAGE.md`."""
        super().__init__(parent)
        self.setWindowTitle("Help")
        self.resize(640, 560)
        text = QTextBrowser(self)
        text.setAccessibleName("Help")
        text.setOpenLinks(False)
        text.setMarkdown(paths.resource(f"help/{page}.md").read_text("utf-8"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(text)
        column.addWidget(buttons)
