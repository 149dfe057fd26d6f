"""Who works on the project, in which rounds, and whether blind; each edit is stored at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QColorDialog,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import GOLD
from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.core.palette import PALETTE
from annotator.core.team import (
    ROLES,
    ROUND_KINDS,
    Assignment,
    Person,
    Round,
    initials,
    is_second_pass,
)
from annotator.ui.review.blindness import SETTING, is_blind
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow


def missing_people(project: "Project", present: str) -> list[Person]:
    """Give records for all who have marked, and who marks now, but have none yet."""
    known = {person.name for person in project.records(Person)}
    names = sorted({*project.annotators(), present} - known - {GOLD, ""})
    names = [name for name in names if not is_second_pass(name)]
    return [
        Person(new_id(), name, now(), PALETTE[(len(known) + at) % len(PALETTE)], initials(name))
        for at, name in enumerate(names)
    ]


class PeopleDialog(QDialog):
    """Two tables, of people and of rounds, and the switch for blind work."""

    def __init__(self, window: "MainWindow") -> None:
        """Show who there is; those who only have marks are entered."""
        super().__init__(window)
        self.setWindowTitle("Annotators and rounds")
        self.resize(640, 560)
        self._window, self._workspace = window, window.workspace
        self._showing = False
        self.people = _table(self, "Annotators", ("Name", "Initials", "Colour", "Role"))
        self.rounds = _table(self, "Rounds", ("Name", "Kind", "Scheme version"))
        self.blind = QCheckBox("Work blind: others’ marks stay hidden until both are done", self)
        self.share = QCheckBox("Share my working times with the project", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.addWidget(named(QLabel("Annotators", self), "heading"))
        column.addWidget(self.people, 3)
        self.add_person = self._row(column, "Add annotator", self._add_person, self.people)
        column.addWidget(named(QLabel("Rounds", self), "heading"))
        column.addWidget(self.rounds, 2)
        self.add_round = self._row(column, "Add round", self._add_round, self.rounds)
        column.addWidget(self.blind)
        column.addWidget(self.share)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self._enter_missing()
        self._show()
        self.people.itemChanged.connect(self._on_person)
        self.rounds.itemChanged.connect(self._on_round)
        self.people.cellDoubleClicked.connect(self._on_color)
        self.blind.clicked.connect(self._on_blind)
        self.share.clicked.connect(self._on_share)

    def _row(self, column: QVBoxLayout, text: str, add: object, table: QTableWidget) -> QPushButton:
        row = QHBoxLayout()
        button = named(QPushButton(text, self), "small")
        button.clicked.connect(add)
        remove = named(QPushButton("Remove", self), "small")
        remove.clicked.connect(lambda: self._remove(table))
        row.addWidget(button)
        row.addWidget(remove)
        row.addStretch(1)
        column.addLayout(row)
        return button

    @property
    def _project(self) -> "Project":
        project = self._workspace.project
        assert project is not None
        return project

    def _enter_missing(self) -> None:
        missing = missing_people(self._project, self._workspace.annotator)
        if missing and not self._project.read_only:
            self._workspace.apply(ChangeSet("Enter annotators", tuple(map(added, missing))))

    # --- showing

    def _show(self) -> None:
        self._showing = True
        people = self._project.records(Person)
        self.people.setRowCount(len(people))
        for row, person in enumerate(people):
            items = _fill(self.people, row, person, (person.name, person.initials, person.color))
            items[2].setText("")
            items[2].setToolTip(f"{person.color}: double click to change it")
            items[2].setBackground(QColor(person.color))
            items[2].setFlags(Qt.ItemFlag.ItemIsEnabled)
            self._choice(self.people, row, 3, ROLES, person.role)
        rounds = self._project.records(Round)
        self.rounds.setRowCount(len(rounds))
        for row, one in enumerate(rounds):
            _fill(self.rounds, row, one, (one.name, "", one.scheme_version))
            self._choice(self.rounds, row, 1, ROUND_KINDS, one.kind)
        self.blind.setChecked(is_blind(self._project))
        names = self._project.setting("times shared").split("\n")
        self.share.setChecked(self._workspace.annotator in names)
        self._showing = False

    def _choice(
        self, table: QTableWidget, row: int, column: int, values: Sequence[str], value: str
    ) -> None:
        combo = QComboBox(table)
        combo.addItems([each.capitalize() for each in values])
        combo.setCurrentIndex(list(values).index(value))
        fact = "role" if table is self.people else "kind"
        combo.setAccessibleName(fact.capitalize())
        combo.activated.connect(lambda at: self._change(table, row, **{fact: values[at]}))
        table.setCellWidget(row, column, combo)

    # --- changing

    def _on_person(self, item: QTableWidgetItem) -> None:
        if not self._showing:
            fact = ("name", "initials", "color")[item.column()]
            self._change(self.people, item.row(), **{fact: item.text().strip()})

    def _on_round(self, item: QTableWidgetItem) -> None:
        if not self._showing:
            fact = ("name", "kind", "scheme_version")[item.column()]
            self._change(self.rounds, item.row(), **{fact: item.text().strip()})

    def _on_color(self, row: int, column: int) -> None:
        person = _record(self.people, row)
        if column == 2 and isinstance(person, Person):
            color = QColorDialog.getColor(QColor(person.color), self, "Colour")
            if color.isValid():
                self._change(self.people, row, color=color.name())

    def _change(self, table: QTableWidget, row: int, **facts: str) -> None:
        before = _record(table, row)
        problem = self._problem(before, facts.get("name"))
        if problem is not None:
            self._workspace.failed.emit(problem)
        else:
            after = replace(before, **facts, changed=now())  # type: ignore[arg-type]
            self._workspace.apply(ChangeSet(f"Change {after.name}", (Change(before, after),)))
        self._show()

    def _problem(self, record: Person | Round, name: str | None) -> AnnotatorError | None:
        if name is None or name == record.name:
            return None
        others = {other.name for other in self._project.records(type(record))}
        if not name or name in others:
            return AnnotatorError(f"“{name}” is taken already." if name else "A name is needed.")
        if isinstance(record, Person) and record.name in self._project.annotators():
            return AnnotatorError(
                f"{record.name} has marks, and they stand under this name.",
                "Change the initials instead, or hand in the marks under another name.",
            )
        return None

    def _add_person(self) -> None:
        name = _free("annotator", {person.name for person in self._project.records(Person)})
        color = PALETTE[self.people.rowCount() % len(PALETTE)]
        person = Person(new_id(), name, now(), color, initials(name))
        self._workspace.apply(ChangeSet("Add an annotator", (added(person),)))
        self._show()
        self.people.edit(self.people.model().index(self.people.rowCount() - 1, 0))

    def _add_round(self) -> None:
        name = _free("round", {one.name for one in self._project.records(Round)})
        kind = ROUND_KINDS[min(self.rounds.rowCount(), len(ROUND_KINDS) - 1)]
        one = Round(new_id(), name, kind, self._workspace.scheme.version, now())
        self._workspace.apply(ChangeSet("Add a round", (added(one),)))
        self._show()

    def _remove(self, table: QTableWidget) -> None:
        row = table.currentRow()
        if row < 0:
            return
        record = _record(table, row)
        given = [
            one for one in self._project.records(Assignment) if one.round == record.id
        ]  # fmt: skip
        gone = tuple(map(removed, (*given, record)))
        self._workspace.apply(ChangeSet(f"Remove {record.name}", gone))
        self._show()

    def _on_blind(self, blind: bool) -> None:
        try:
            self._project.set_setting(SETTING, "yes" if blind else "")
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
        self._workspace.annotator_changed.emit()

    def _on_share(self, shared: bool) -> None:
        from annotator.ui.review.timekeeping import share_times

        share_times(self._window, shared=shared)


def _table(parent: QWidget, name: str, columns: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(columns), parent)
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(columns))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(38)
    table.horizontalHeader().setStretchLastSection(True)
    table.setShowGrid(False)
    return table


def _fill(
    table: QTableWidget, row: int, record: Person | Round, texts: Sequence[str]
) -> list[QTableWidgetItem]:
    items = [QTableWidgetItem(text) for text in texts]
    for column, item in enumerate(items):
        item.setData(Qt.ItemDataRole.UserRole, record)
        table.setItem(row, column, item)
    return items


def _record(table: QTableWidget, row: int) -> Person | Round:
    record: Person | Round = table.model().index(row, 0).data(Qt.ItemDataRole.UserRole)
    return record


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
