"""The backups of a project: when, why, how much is in each; any can be restored."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.backup import Backup
    from annotator.ui.backups.safety import Safety

_RULE = (
    "All of the last two days are kept, then one a day for 12 days, one a week for 10 weeks, one "
    "a month for 9 months. Restoring makes a new file; the project itself is not touched."
)


class BackupsDialog(QDialog):
    """A list, newest first."""

    def __init__(self, safety: "Safety", project: Path, parent: QWidget) -> None:
        """Show the backups that were made of the file at a path."""
        super().__init__(parent)
        self.setWindowTitle(f"Backups of {project.stem}")
        self.resize(640, 460)
        self._safety, self._project = safety, project
        self.list = QTreeWidget(self)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels(["Made", "Why", "Articles", "Annotations"])
        self.list.setAccessibleName("Backups, newest first")
        self.list.itemSelectionChanged.connect(self._follow_selection)
        self.list.itemActivated.connect(self.restore)
        self.empty = named(QLabel("No backup has been made yet.", self), "hint")
        rule = named(QLabel(_RULE, self, wordWrap=True), "quiet")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.now = QPushButton("Back up now", self)
        self.restoring = named(QPushButton("Restore to a new file…", self), "primary")
        buttons.addButton(self.now, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.restoring, QDialogButtonBox.ButtonRole.ActionRole)
        self.now.clicked.connect(lambda: safety.keeper.back_up("by hand"))
        self.restoring.clicked.connect(self.restore)
        safety.keeper.changed.connect(self.fill)
        column = QVBoxLayout(self)
        for part in (rule, self.empty, self.list, buttons):
            column.addWidget(part)
        self.fill()

    def fill(self) -> None:
        """List the backups that are there now."""
        from annotator.storage.backup import backups_of_file

        found = backups_of_file(self._project)
        self.list.clear()
        items = [_item(each) for each in found]
        self.list.addTopLevelItems(items)
        for column in range(4):
            self.list.resizeColumnToContents(column)
        if items:
            self.list.setCurrentItem(items[0])
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self._follow_selection()

    def restore(self) -> None:
        """Restore the selected backup."""
        item = self.list.currentItem()
        if item is not None:
            path = Path(item.data(0, Qt.ItemDataRole.UserRole))
            self.accept()
            self._safety.restore(path, self._project)

    def _follow_selection(self) -> None:
        self.restoring.setEnabled(bool(self.list.selectedItems()))


def _item(backup: "Backup") -> QTreeWidgetItem:
    made = f"{backup.moment.astimezone():%d %B %Y, %H:%M}"
    item = QTreeWidgetItem([made, backup.reason, f"{backup.articles:,}", f"{backup.annotations:,}"])
    item.setData(0, Qt.ItemDataRole.UserRole, str(backup.path))
    for column in (2, 3):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return item
