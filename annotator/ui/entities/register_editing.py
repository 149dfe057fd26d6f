"""What can be done to the register from its room: each is one stored action and one undo."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QInputDialog, QMessageBox, QWidget

from annotator.core import register
from annotator.core.annotation import Annotation
from annotator.core.changes import ChangeSet
from annotator.core.entity import Entity
from annotator.core.errors import AnnotatorError
from annotator.core.identifiers import new_id, now
from annotator.core.register import entity_attribute
from annotator.ui.job_runner import JobRunner

if TYPE_CHECKING:
    from collections.abc import Generator

    from annotator.jobs.progress import Progress
    from annotator.jobs.register import RegisterLook
    from annotator.ui.main_window import MainWindow

_NAMED = 8


class RegisterEditing(QObject):
    """Asks what must be asked, then stores."""

    def __init__(self, window: "MainWindow", room: QWidget) -> None:
        """Serve the room of a window."""
        super().__init__(room)
        self._window, self._room = window, room
        self._workspace, self._known = window.workspace, window.known_entities
        self._counting = JobRunner(self)
        self._then: Callable[[dict[str, int]], None] = lambda counts: None
        self._again = False
        self._counting.finished.connect(lambda counts: self._then(counts))
        self._counting.failed.connect(self._workspace.failed)
        self._counting.ended.connect(self._count_again)
        self._workspace.closing.connect(lambda: self._counting.wait(10))

    @property
    def can_edit(self) -> bool:
        """Whether the register may be changed now."""
        project = self._workspace.project
        return project is not None and not project.read_only

    def count(self, then: Callable[[dict[str, int]], None]) -> None:
        """Count the marks of every entity beside the window's work, then tell."""
        self._then = then
        if self._counting.running:
            self._again = True
            return
        project, scheme = self._workspace.project, self._workspace.scheme
        names = {n for x in scheme.labels if (n := entity_attribute(scheme, x.id)) is not None}

        def job() -> "Generator[Progress, None, dict[str, int]]":
            yield from ()
            return dict(project.mention_counts(names)) if project else {}

        self._counting.run(job())

    def _count_again(self) -> None:
        if self._again:
            self._again = False
            self._counting.wait()
            self.count(self._then)

    def _apply(self, make: Callable[[], ChangeSet]) -> bool:
        try:
            edit = self._workspace.patiently(make)  # it may have to read a hundred thousand marks
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
            return False
        return edit is not None and self._workspace.apply(edit)

    def _mentions(self, entity: Entity) -> list[Annotation]:
        project = self._workspace.project
        return [p.mark for p in project.mentions(entity.id)] if project else []

    # --- one entity

    def add(self, name: str, kind: str) -> Entity | None:
        """Add an entity; gives it where it was stored."""
        made = Entity(new_id(), name, now(), kind)
        return made if self._apply(lambda: register.add_entity(made)) else None

    def edit(self, entity: Entity, facts: dict[str, object]) -> bool:
        """Store facts of an entity; says whether they were stored."""
        return self._apply(lambda: register.edit_entity(entity, **facts))

    def merge(self, one: Entity, other: Entity) -> Entity | None:
        """Make two entities one, after asking whose name it keeps; gives the one that stays."""
        choices = [f"{e.name}{f' ({e.wikidata})' if e.wikidata else ''}" for e in (one, other)]
        if choices[0] == choices[1]:
            choices = [f"{choice} – {place}" for choice, place in zip(choices, ("upper", "lower"),
                                                                      strict=True)]  # fmt: skip
        chosen, ok = QInputDialog.getItem(
            self._room, "Merge two entities",
            "All names and marks of both are kept, under this one:", choices, 0, False,
        )  # fmt: skip
        if not ok:
            return None
        kept, gone = (one, other) if chosen == choices[0] else (other, one)
        children = [e for e in self._known.names.entities.values() if e.parent == gone.id]

        def make() -> ChangeSet:
            marks = self._mentions(gone)
            return register.merge(gone, kept, marks, children, self._workspace.scheme)

        return kept if self._apply(make) else None

    def split(self, entity: Entity, marks: list[Annotation]) -> bool:
        """Make an entity of its own of some mentions, after asking for its name."""
        name, ok = QInputDialog.getText(
            self._room, "Split an entity", f"Name of what these {len(marks)} marks mean:",
            text=" ".join(marks[0].quote.split())[:80],
        )  # fmt: skip
        if not ok or not name.strip():
            return False
        return self._apply(
            lambda: register.split(entity, name.strip(), marks, self._workspace.scheme)
        )

    def delete(self, entity: Entity) -> bool:
        """Take an entity from the register; undo brings it back with its marks' links."""
        return self._apply(
            lambda: register.delete_entity(entity, self._mentions(entity), self._workspace.scheme)
        )

    # --- tables

    def ask_for_table(self) -> None:
        """Ask for a table and look at it."""
        name, _ = QFileDialog.getOpenFileName(
            self._room, "Import entities", "", "Table (*.csv);;All files (*)"
        )
        if name:
            self.take_from(Path(name))

    def take_from(self, path: Path) -> None:
        """Read a table beside the window's work; then show what it would do and ask."""
        from annotator.jobs.register import look_at_register

        entities = list(self._known.names.entities.values())
        self._window.files.run(look_at_register(path, entities), self._agree)

    def _agree(self, look: "RegisterLook") -> None:
        if not (look.new or look.changed or look.conflicting):
            self._workspace.said.emit("The register has all of this table already")
            return
        box = QMessageBox(self._room)
        box.setWindowTitle("Import entities")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(summary(look))
        box.setStandardButtons(QMessageBox.StandardButton.Apply | QMessageBox.StandardButton.Cancel)
        take = QCheckBox("Take the table’s word where they contradict", box)
        if look.conflicting:
            box.setCheckBox(take)
        if box.exec() == QMessageBox.StandardButton.Apply:
            edit = look.edit(take_conflicting=take.isChecked())
            if self._workspace.apply(edit):
                self._workspace.said.emit(f"Imported {len(edit.changes):,} entities")

    def save(self) -> None:
        """Ask where, and write the register as a table."""
        name, _ = QFileDialog.getSaveFileName(
            self._room, "Export the register", "entities.csv", "Table (*.csv)"
        )
        if name:
            self.write(Path(name))

    def write(self, path: Path) -> None:
        """Write the register as a table."""
        from annotator.jobs.register import write_register_file

        try:
            write_register_file(path, self._known.names.entities.values())
        except AnnotatorError as error:
            self._workspace.failed.emit(error)
        else:
            self._workspace.said.emit(f"Written: {path.name}")


def summary(look: "RegisterLook") -> str:
    """Say what a table would do, in a few lines."""
    lines = [
        _line("New", (e.name for e in look.new), len(look.new)),
        _line("Changed", (before.name for before, _ in look.changed), len(look.changed)),
        _line(
            "Contradicting what is known, left as they are",
            (before.name for before, _ in look.conflicting), len(look.conflicting),
        ),
        f"The same: {look.same:,}" if look.same else "",
    ]  # fmt: skip
    return "\n".join(filter(None, lines))


def _line(title: str, names: Iterable[str], count: int) -> str:
    if not count:
        return ""
    first = [name for name, _ in zip(names, range(_NAMED), strict=False)]
    more = " …" if count > _NAMED else ""
    return f"{title}: {count:,} ({', '.join(first)}{more})"
