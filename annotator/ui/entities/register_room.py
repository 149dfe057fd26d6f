"""The Entities room: the register at the left, one entry's facts and all its mentions beside."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import Annotation
from annotator.core.entity import Entity
from annotator.core.errors import AnnotatorError
from annotator.core.register import entity_attribute
from annotator.ui.calm_prose import tip
from annotator.ui.entities.entity_form import EntityForm
from annotator.ui.entities.register_editing import RegisterEditing
from annotator.ui.entities.register_table import ENTITY, RegisterModel
from annotator.ui.passages import go_to_passage, in_context
from annotator.ui.style import named
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.storage.passages import Passage
    from annotator.ui.main_window import MainWindow

_PASSAGE = Qt.ItemDataRole.UserRole
_MOST_SHOWN = 2_000
_BUTTONS = (
    ("New", "new", "Add an entity"),
    ("Merge…", "merge", "Make the two chosen entities one"),
    ("Split…", "split", "Make an entity of its own of the chosen mentions"),
    ("Delete", "delete", "Take the entity from the register; its marks stay"),
    ("Import…", "take", "Take entities from a CSV table, after a look at what it would change"),
    ("Export…", "save", "Write the register as a CSV table"),
)


class RegisterRoom(QWidget):
    """Where the register is searched and kept; every change is stored at once and undone by one."""

    def __init__(self, window: "MainWindow") -> None:
        """Build the room; `enter` fills it."""
        super().__init__(window)
        self.setObjectName("schemeRoom")  # it is drawn like that room
        self._window, self._workspace = window, window.workspace
        self._known = window.known_entities
        self._stale = True
        self.editing = RegisterEditing(window, self)
        self.model = RegisterModel(self._known, self._type_name)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText("Search the register")
        self.search.setAccessibleName("Search the register")
        self.search.setClearButtonEnabled(True)
        self.found = named(QLabel(self), "quiet")
        self.table = self._table()
        self.form = EntityForm(self._known, self)
        self.empty = named(QLabel(self, wordWrap=True), "hint")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.mentioned = named(QLabel("Mentions", self), "heading")
        self.mentions = QListWidget(self)
        self.mentions.setAccessibleName("Mentions; Enter goes to one")
        self.mentions.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.mentions.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.buttons: dict[str, QPushButton] = {}
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        for part in (self._left(), self._right()):
            splitter.addWidget(part)
        splitter.setSizes([560, 640])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(splitter)
        self._connect()

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName("Entities")
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
        head = table.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        for section, letters in ((1, 14), (2, 11), (3, 10)):
            head.resizeSection(section, table.fontMetrics().horizontalAdvance("x") * letters)
        return table

    def _left(self) -> QWidget:
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 12, 12)
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.found)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(self._row_of("new", "merge", "delete", None, "take", "save"))
        return side

    def _right(self) -> QWidget:
        side = named(QWidget(self), "details")
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.form)
        head = QHBoxLayout()
        head.addWidget(self.mentioned)
        head.addStretch(1)
        head.addLayout(self._row_of("split"))
        column.addLayout(head)
        column.addWidget(self.mentions, 1)
        return side

    def _row_of(self, *names: str | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for name in names:
            if name is None:
                row.addStretch(1)
                continue
            title, _, note = next(button for button in _BUTTONS if button[1] == name)
            button = named(QPushButton(title, self), "small")
            button.setToolTip(note)
            button.clicked.connect(getattr(self, name))
            row.addWidget(button)
            self.buttons[name] = button
        return row

    def _connect(self) -> None:
        self._searching = QTimer(self, singleShot=True, interval=0)
        self._searching.timeout.connect(self._find)
        self.search.textChanged.connect(lambda _: self._searching.start())
        self.search.returnPressed.connect(self.table.setFocus)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.mentions.itemSelectionChanged.connect(self._show_possible)
        self.mentions.itemActivated.connect(self._jump)
        self.form.edited.connect(self._edit)
        self.form.refused.connect(self._workspace.said)
        self._known.changed.connect(self._spoil)
        self._workspace.changed.connect(lambda _: self._spoil())

    # --- showing

    def enter(self) -> None:
        """Show the register as it is now."""
        self.follow()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _spoil(self) -> None:
        """Follow an edit: at once where the room is seen, else when it is entered."""
        self._stale = True
        if self.isVisible():
            QTimer.singleShot(0, self, self.follow)

    def follow(self) -> None:
        """Show the register after it changed; what was chosen stays chosen."""
        if not self._stale:
            return
        self._stale = False
        self.editing.count(self.model.show_counts)
        self._find()

    def _find(self) -> None:
        chosen = [entity.id for entity in self.chosen()]
        self.table.selectionModel().blockSignals(True)
        self.model.search(self.search.text())
        self.choose(chosen or [e.id for e in self.model.rows[:1]])
        self.table.selectionModel().blockSignals(False)
        count, whole = self.model.rowCount(), len(self._known.names.entities)
        self.found.setText(f"{count:,}" if count == whole else f"{count:,} of {whole:,}")
        self.table.setVisible(whole > 0)
        self.empty.setVisible(whole == 0)
        self.empty.setText(
            "No entities yet.\n\nIn the text, pick a mark and press E to say whom or what it "
            "means; or import a table."
        )
        self._show_chosen()

    def choose(self, entity_ids: list[str]) -> None:
        """Choose some entities in the table, as far as it shows them."""
        selection = self.table.selectionModel()
        selection.clear()
        flags = QItemSelectionModel.SelectionFlag
        for entity_id in entity_ids:
            row = self.model.row_of(entity_id)
            if row >= 0:
                index = self.model.index(row, 0)
                selection.setCurrentIndex(index, flags.Select | flags.Rows)
                self.table.scrollTo(index)

    def chosen(self) -> list[Entity]:
        """Give the entities chosen in the table, in its order."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.model.index(row, 0).data(ENTITY) for row in rows if row < len(self.model.rows)]

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        entity = chosen[0] if len(chosen) == 1 else None
        self.form.show_entity(entity, self._workspace.scheme, can_edit=self.editing.can_edit)
        self.mentions.clear()
        passages = self._mentions_of(entity) if entity else []
        many = f" (the first {_MOST_SHOWN:,})" if len(passages) > _MOST_SHOWN else ""
        number = "1 mention" if len(passages) == 1 else f"{len(passages):,} mentions"
        self.mentioned.setText(f"{number}{many}" if passages else "No mentions")
        for passage in passages[:_MOST_SHOWN]:
            item = QListWidgetItem(in_context(passage), self.mentions)
            item.setData(_PASSAGE, passage)
            item.setToolTip(tip(f"{passage.headline} · {passage.mark.annotator}"))
        self._show_possible()

    def _mentions_of(self, entity: Entity) -> "list[Passage]":
        project = self._workspace.project
        try:
            return project.mentions(entity.id) if project else []
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return []

    def _show_possible(self) -> None:
        chosen, can = len(self.chosen()), self.editing.can_edit
        possible = {"new": can, "take": can, "merge": can and chosen == 2,
                    "split": can and bool(self.mentions.selectedItems()),
                    "delete": can and chosen == 1, "save": True}  # fmt: skip
        for name, button in self.buttons.items():
            button.setEnabled(possible[name])

    def _type_name(self, label_id: str) -> str:
        label = self._workspace.scheme.label(label_id)
        return label.name if label else label_id

    # --- doing

    def _edit(self, facts: dict[str, object]) -> None:
        (entity,) = self.chosen()
        if not self.editing.edit(entity, facts):
            self._show_chosen()

    def new(self) -> None:
        """Add an entity, and let its name be written."""
        labels = self._workspace.scheme.active_labels
        kinds = (label.id for label in labels if entity_attribute(self._workspace.scheme, label.id))
        made = self.editing.add(self.search.text().strip() or "New entity", next(kinds, ""))
        if made is not None:
            self.search.clear()
            self._stale = True
            self.follow()
            self.choose([made.id])
            self.form.focus_name()

    def merge(self) -> None:
        """Make the two chosen entities one, after asking whose name it keeps."""
        one, other = self.chosen()
        kept = self.editing.merge(one, other)
        if kept is not None:
            self._stale = True
            self.follow()
            self.choose([kept.id])

    def split(self) -> None:
        """Make an entity of its own of the chosen mentions."""
        (entity,) = self.chosen()
        marks: list[Annotation] = [
            item.data(_PASSAGE).mark for item in self.mentions.selectedItems()
        ]
        self.editing.split(entity, marks)

    def delete(self) -> None:
        """Take the chosen entity from the register; its marks stay and name none."""
        (entity,) = self.chosen()
        self.editing.delete(entity)

    def take(self) -> None:
        """Ask for a table, look at it, and take it over."""
        self.editing.ask_for_table()

    def take_from(self, path: Path) -> None:
        """Look at a table, and take it over where that is agreed to."""
        self.editing.take_from(path)

    def save(self) -> None:
        """Ask where, and write the register as a table."""
        self.editing.save()

    def _jump(self, item: QListWidgetItem) -> None:
        passage: Passage = item.data(_PASSAGE)
        go_to_passage(self._window, passage.mark)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme: the style sheet does it."""
