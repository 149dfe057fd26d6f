"""Every action by a few letters of its name, with its key beside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from annotator.core.saved_list import SavedList
from annotator.ui.actions import ACTIONS
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_ACTION = Qt.ItemDataRole.UserRole


def rank(wanted: str, title: str) -> int | None:
    """Give how well a title fits what was typed (lower is better), or None when not at all.

    >>> rank("imp", "Import articles…"), rank("ria", "Import articles…"), rank("xyz", "Import")
    (0, 3, None)
    """
    wanted, title = wanted.casefold(), title.casefold()
    if not wanted or title.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in title.split()):
        return 1
    if wanted in title:
        return 2
    letters = iter(title)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else None


class CommandPalette(QDialog):
    """Type, choose with the arrows, Enter does it."""

    def __init__(self, window: "MainWindow", made: dict[str, QAction]) -> None:
        """List the actions of the table, the labels and the saved lists."""
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName("Commands")
        self._entries: list[tuple[str, str, QAction | None, object]] = []
        for row in ACTIONS:
            if row.id != "palette":
                title, keys = made[row.id].text().rstrip("…"), window.keymap.shown(row.id)
                self._entries.append((title, keys, made[row.id], None))
        for label in window.workspace.scheme.active_labels:
            self._entries.append((f"Label: {label.name}", label.key, None, label))
        for known in window.articles.arrangement.saved():
            self._entries.append((f"List: {known.name}", "", None, known))
        self._window = window
        self.line = QLineEdit(self)
        self.line.setPlaceholderText("Find a command")
        self.line.setAccessibleName("Find a command")
        self.list = QListWidget(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName("Commands")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.line)
        column.addWidget(self.list)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self._do)
        self.list.itemClicked.connect(lambda _: self._do())
        self.line.installEventFilter(self)
        self._fill("")

    def showEvent(self, event: QEvent) -> None:
        """Stand in the upper middle of the window."""
        window = self._window
        self.setFixedSize(min(560, window.width() - 80), min(420, window.height() - 120))
        middle = window.mapToGlobal(window.rect().center())
        top = window.mapToGlobal(window.rect().topLeft()).y() + 70
        self.move(middle.x() - self.width() // 2, top)
        self.line.setFocus()

    def _fill(self, wanted: str) -> None:
        ranked = []
        for place, entry in enumerate(self._entries):
            found = rank(wanted.strip(), entry[0])
            if found is not None:
                possible = entry[2] is None or entry[2].isEnabled()
                ranked.append((not possible, found, place))
        self.list.clear()
        for impossible, _, place in sorted(ranked):
            title, keys, _, _ = self._entries[place]
            item = QListWidgetItem(title)
            item.setData(_ACTION, place)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{title} {keys}")
            if impossible:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
            _show_keys(self.list, item, keys)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        _, _, action, meant = self._entries[item.data(_ACTION)]
        self.accept()
        if action is not None:
            action.trigger()
        elif isinstance(meant, SavedList):
            self._window.articles.show_saved(meant)
        else:
            self._window.use_label(meant)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows of the line walk the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
        return super().eventFilter(watched, event)


def _show_keys(parent: QListWidget, item: QListWidgetItem, keys: str) -> None:
    from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

    if not keys:
        return
    row = QWidget(parent)
    row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 8, 0)
    layout.addStretch(1)
    layout.addWidget(named(QLabel(keys, row), "quiet"))
    parent.setItemWidget(item, row)
