"""The outlets of the project: which names mean the same paper, and how many articles say each."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from annotator.core.article_query import quoted
from annotator.core.changes import ChangeSet
from annotator.core.errors import AnnotatorError
from annotator.core.outlet import Outlet, canonical, same, separated
from annotator.jobs.edit_articles import BulkEdit, edit_articles
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_TABLES = "Tables (*.csv *.tsv *.txt)"
_NAME = Qt.ItemDataRole.UserRole
_NUMBERS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OutletsDialog(QDialog):
    """A tree of outlets with their other names below; every edit is stored at once."""

    def __init__(self, window: "MainWindow") -> None:
        """Show the outlets of a window's project."""
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self.setWindowTitle("Outlets")
        self.resize(620, 560)
        told = QLabel(
            "Names that mean the same paper are searched, sorted and grouped as one. The articles "
            "keep what their source said, until you write the name into them.",
            self, wordWrap=True,
        )  # fmt: skip
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName("Outlets and their other names")
        self.tree.setHeaderLabels(["Outlet", "Articles"])
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.tree.itemSelectionChanged.connect(self._tell)
        self.hint = named(QLabel(self, wordWrap=True), "quiet")
        self.hint.setTextFormat(Qt.TextFormat.PlainText)
        self.same = self._button("&Same outlet", self._make_same)
        self.separate = self._button("Se&parate", self._separate)
        self.write = self._button("&Write the name into the articles", self._write)
        self.show_them = self._button("Show the &articles", self._show_articles)
        row = QHBoxLayout()
        for button in (self.same, self.separate, self.write, self.show_them):
            row.addWidget(button)
        self.import_them = self._button("&Import…", self._ask_table)
        self.import_them.setToolTip("Take names over from a CSV table: name, other_names")
        self.export_them = self._button("&Export…", self._ask_where)
        self.export_them.setToolTip("Write the outlets of several names to a CSV table")
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        for button in (self.import_them, self.export_them):
            close.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        close.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        for part in (told, self.tree):
            column.addWidget(part)
        column.addLayout(row)
        column.addWidget(self.hint)
        column.addWidget(close)
        self._workspace.changed.connect(self._follow)
        self._fill()
        self.tree.setFocus()

    def _button(self, title: str, do: object) -> QPushButton:
        button = QPushButton(title, self)
        button.setAutoDefault(False)
        button.clicked.connect(do)
        return button

    # --- what is shown

    @property
    def register(self) -> list[Outlet]:
        """What the project knows of outlets."""
        project = self._workspace.project
        return project.records(Outlet) if project else []

    def _fill(self) -> None:
        project = self._workspace.project
        self.tree.clear()
        if project is None:
            return
        known = self.register
        own = canonical(known)
        said: dict[str, dict[str, int]] = {o.name: dict.fromkeys(o.names, 0) for o in known}
        for name, count in project.field_values("outlet"):
            said.setdefault(own.get(name.lower(), name), {})[name] = count
        for outlet, names in sorted(said.items(), key=lambda item: item[0].casefold()):
            top = _item(outlet, sum(names.values()))
            top.addChildren([_item(n, c) for n, c in names.items() if len(names) > 1])
            self.tree.addTopLevelItem(top)
            top.setExpanded(True)
        self.tree.header().resizeSection(0, 420)
        self._tell()

    def _follow(self, change_set: ChangeSet) -> None:
        if any(type(c.value).__name__ in ("Outlet", "Article") for c in change_set.changes):
            self._fill()

    def _tell(self) -> None:
        chosen, one = self.chosen, len(self.tree.selectedItems()) == 1
        can = self._workspace.can_edit
        known = {n.lower() for o in self.register for n in o.names}
        registered = one and chosen[0].lower() in known
        self.same.setEnabled(can and len(set(chosen)) > 1)
        self.separate.setEnabled(can and registered)
        self.write.setEnabled(can and registered)
        self.show_them.setEnabled(one)
        self.import_them.setEnabled(self._writable)
        self.export_them.setEnabled(bool(self.register))
        self.hint.setText(
            "One undo takes back each step." if chosen
            else "Choose two or more names (Ctrl+Space or Shift+arrows) to make them one outlet."
        )  # fmt: skip

    @property
    def _writable(self) -> bool:
        project = self._workspace.project
        return project is not None and not project.read_only

    @property
    def chosen(self) -> list[str]:
        """The names that are chosen."""
        return [item.data(0, _NAME) for item in self.tree.selectedItems()]

    # --- what is done

    def _make_same(self) -> None:
        names = list(dict.fromkeys(self.chosen))
        name, agreed = QInputDialog.getItem(
            self, "Same outlet", "Which of the names is the outlet’s own?", names, 0, True
        )
        name = " ".join(name.split())
        if agreed and name:
            self._apply(same(name, names, self.register))

    def _separate(self) -> None:
        self._apply(separated(self.chosen[0], self.register))

    def _write(self) -> None:
        """Set the outlet of all articles that say another of its names, as one action."""
        project = self._workspace.project
        own = canonical(self.register).get(self.chosen[0].lower(), "")
        if project is None or not own:
            return
        from annotator.storage.project import ArticleFilter

        numbers = project.find_articles(ArticleFilter(f"outlet:{quoted(own)}"))
        names = {n.lower() for o in self.register if o.name == own for n in o.names}
        found = [
            row.number for at in range(0, len(numbers), 500)
            for row in project.article_rows(numbers[at : at + 500])
            if row.outlet.lower() in names
        ]  # fmt: skip
        self._window.files.run(edit_articles(project, found, BulkEdit("outlet", own)), self._apply)

    # --- as a table

    def _ask_table(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Outlets from a table", "", _TABLES)
        if name:
            self.take_over(Path(name))

    def take_over(self, path: Path) -> None:
        """Take the names over that a table holds, as one action."""
        from annotator.jobs.outlet_file import outlets_in

        try:
            edit = outlets_in(path, self.register)
        except AnnotatorError as error:
            self.hint.setText(str(error))
            return
        self._apply(edit)
        count = len(edit.changes)
        self.hint.setText(
            f"{count:,} outlet{'s' * (count != 1)} changed; one undo takes it back." if count
            else "The table says nothing new."
        )  # fmt: skip

    def _ask_where(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Outlets as a table", "outlets.csv", _TABLES)
        if name:
            self.save_to(Path(name))

    def save_to(self, path: Path) -> None:
        """Write the outlets of several names to a file, whole or not at all."""
        from annotator.jobs.outlet_file import write_outlet_file

        try:
            write_outlet_file(path, self.register)
        except AnnotatorError as error:
            self.hint.setText(str(error))
        else:
            self.hint.setText(f"Written to {path.name}.")

    def _apply(self, change_set: ChangeSet) -> None:
        if change_set and self._workspace.apply(change_set):
            self._workspace.said.emit(f"{change_set.name}: done; undo takes it back")

    def _show_articles(self) -> None:
        self._window.articles.search.setText(f"outlet:{quoted(self.chosen[0])}")
        self.accept()


def _item(name: str, count: int) -> QTreeWidgetItem:
    item = QTreeWidgetItem([name, f"{count:,}"])
    item.setData(0, _NAME, name)
    item.setTextAlignment(1, _NUMBERS)
    return item
