"""The keys, one row an action, drawn from the action table; clashes are shown beside them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.keymap import KeyMap
from annotator.ui.style import named

_ID = Qt.ItemDataRole.UserRole


class KeysDialog(QDialog):
    """Choose an action, press its new key; every change is kept and in force at once."""

    def __init__(self, keymap: KeyMap, parent: QWidget | None) -> None:
        """Draw the table."""
        super().__init__(parent)
        self.setWindowTitle("Change keys")
        self.resize(760, 640)
        self._keymap = keymap
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Find an action or a key")
        self.search.setAccessibleName("Find an action or a key")
        self.table = QTreeWidget(self)
        self.table.setColumnCount(3)
        self.table.setHeaderLabels(["Action", "Keys", "Also"])
        self.table.setAccessibleName("Actions and their keys")
        self.table.setUniformRowHeights(True)
        head = self.table.header()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.key = QKeySequenceEdit(self)
        self.key.setMaximumSequenceLength(1)
        self.key.setAccessibleName("New key")
        self.clash = named(QLabel(self, wordWrap=True), "quiet")
        self.clash.setTextFormat(Qt.TextFormat.PlainText)
        self.use = QPushButton("Use this key", self)
        self.add = QPushButton("Use it too", self)
        self.none = QPushButton("No key", self)
        self.usual = QPushButton("Usual key", self)
        self.all = QPushButton("Usual keys for all", self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        row = QHBoxLayout()
        for widget in (self.key, self.use, self.add, self.none, self.usual):
            row.addWidget(widget, 1 if widget is self.key else 0)
        foot = QHBoxLayout()
        foot.addWidget(self.all)
        foot.addStretch(1)
        foot.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        column.addWidget(self.clash)
        column.addLayout(foot)
        self._rows = self._fill()
        self._connect(buttons)
        self._show()

    def _connect(self, buttons: QDialogButtonBox) -> None:
        self.search.textChanged.connect(self._filter)
        self.table.currentItemChanged.connect(lambda *_: self._show_current())
        self.use.clicked.connect(lambda: self._press([]))
        self.add.clicked.connect(lambda: self._press(self._keymap.chosen(self.current)))
        self.none.clicked.connect(lambda: self._keymap.choose(self.current, []))
        self.usual.clicked.connect(lambda: self._keymap.reset(self.current))
        self.all.clicked.connect(lambda: self._keymap.reset())
        self._keymap.changed.connect(self._show)
        buttons.rejected.connect(self.reject)

    def _fill(self) -> dict[str, QTreeWidgetItem]:
        rows = {}
        for menu in MENUS:
            group = QTreeWidgetItem(self.table, [menu])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for action in ACTIONS:
                if action.menu == menu:
                    item = QTreeWidgetItem(group, [action.title.rstrip("…")])
                    item.setData(0, _ID, action.id)
                    rows[action.id] = item
        self.table.expandAll()
        return rows

    @property
    def current(self) -> str:
        """The action whose key is being changed, or ""."""
        item = self.table.currentItem()
        return str(item.data(0, _ID) or "") if item is not None else ""

    def select(self, action_id: str) -> None:
        """Choose an action."""
        self.table.setCurrentItem(self._rows[action_id])

    def _press(self, besides: Sequence[str]) -> None:
        pressed = self.key.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if pressed:
            self._keymap.choose(self.current, [*besides, pressed])
            self.key.clear()

    def _show(self) -> None:
        native = QKeySequence.SequenceFormat.NativeText
        for name, item in self._rows.items():
            keys = [QKeySequence(key).toString(native) for key in self._keymap.chosen(name)]
            item.setText(1, " or ".join(keys))
            item.setText(2, "; ".join(self._keymap.clashes(name)))
            font = item.font(1)
            font.setBold(self._keymap.is_changed(name))
            item.setFont(1, font)
        self._show_current()

    def _show_current(self) -> None:
        chosen = bool(self.current)
        for widget in (self.key, self.use, self.add, self.none, self.usual):
            widget.setEnabled(chosen)
        clashes = self._keymap.clashes(self.current) if chosen else []
        said = "Choose an action, press its new key here, then “Use this key”."
        if clashes:
            said = "Also in use. " + "; ".join(clashes) + ". A label’s key is always the label’s."
        self.clash.setText(said)

    def _filter(self, wanted: str) -> None:
        wanted = wanted.casefold().strip()
        for item in self._rows.values():
            item.setHidden(wanted not in f"{item.text(0)} {item.text(1)}".casefold())
        for at in range(self.table.topLevelItemCount()):
            group = self.table.topLevelItem(at)
            if group is not None:
                rows = [group.child(n) for n in range(group.childCount())]
                group.setHidden(all(row is None or row.isHidden() for row in rows))
