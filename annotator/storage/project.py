"""A project: one SQLite file with articles, all that is said of them, and every action."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import cast

from sqlalchemy import Engine
from sqlmodel import SQLModel

from annotator.core.changes import ChangeSet
from annotator.core.errors import (
    DamagedProject,
    MovedProject,
    NotAProject,
    ProjectError,
    ReadOnlyProject,
    StaleEdit,
)
from annotator.core.history import Kind
from annotator.core.identifiers import new_id
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import SchemeEdit
from annotator.storage import engines, log, reworked, rows, wal
from annotator.storage.action_log import ActionLog, LogRow
from annotator.storage.backup import back_up, copy
from annotator.storage.importing import ImportBatch
from annotator.storage.quarantine import admit
from annotator.storage.queries import (
    ArticleFilter,
    ArticleListing,
    ArticleRow,
    ProjectCounts,
    Queries,
    readable,
)
from annotator.storage.reading import Reading
from annotator.storage.reading_place import ReadingPlace, write_protection
from annotator.storage.reworked import Reworked
from annotator.storage.scheme_changes import planned
from annotator.storage.tables import TABLES
from annotator.storage.witness import Witness
from annotator.storage.writing import Writer

__all__ = ["ArticleFilter", "ArticleListing", "ArticleRow", "Project", "ProjectCounts"]

_fact = TABLES["fact"]
IDENTITY = "identity"
"""The fact by which a project is known wherever its file goes."""


class Project(Reading):
    """An open project. Use it from any thread: one connection writes, one reads.

    Every edit is durable when its method returns. Known problems are ProjectErrors, after
    which nothing has changed.
    """

    def __init__(
        self, path: Path, queries: Queries, writer: Engine | None, lock: engines.WriterLock | None
    ) -> None:
        """Use `open` or `create` instead."""
        self.path = path
        self.read_only_reason = ""
        self._queries = queries
        self._writer = writer
        self._lock = lock
        self._writing = threading.RLock()
        self._reading: ReadingPlace | None = None
        self.unread_actions = 0
        self._place = engines.place_of(path)
        self._witness: Witness | None = None
        with engines.told(path), readable():
            self.scheme = self._read_scheme()
            self._log = ActionLog(queries, path)
            if writer is not None:
                self._call_witness()

    # --- opening and closing

    @classmethod
    def create(cls, path: Path, scheme: Scheme) -> "Project":
        """Make a new project and open it; ProjectError when the file is there already."""
        path = Path(path)
        if path.exists():
            raise ProjectError(f"{path} is there already.", "Choose another name, or open it.")
        if not path.parent.is_dir():
            raise ProjectError(f"There is no folder {path.parent}.", "Make it first.")
        try:
            cls.make(path, scheme)
        except BaseException:
            for name in (path, *_beside(path)):
                with contextlib.suppress(OSError):
                    name.unlink()
            raise
        return cls.open(path)

    @staticmethod
    def make(path: Path, scheme: Scheme) -> None:
        """Write a new, empty project without opening it."""
        with engines.told(path):
            engine = engines.writer(path)
            try:
                with engine.begin() as connection:
                    SQLModel.metadata.create_all(connection)
                    Writer(connection).add_scheme(scheme)
                    connection.execute(_fact.insert().values(key=IDENTITY, value=new_id()))
                engines.stamp(engine)
                engines.checkpoint(engine)
            finally:
                engine.dispose()

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> "Project":
        """Open a project; read-only, with the reason, where another window writes or may not.

        Raises ProjectError (missing), NotAProject, NewerProject, DamagedProject.
        """
        path = Path(path)
        if path.is_dir():
            raise NotAProject(f"{path} is a folder, not a project.", "Choose a project file.")
        version = engines.version_in_header(path)
        reason = "You opened it for reading only." if read_only else write_protection(path)
        place = ReadingPlace(path)
        try:
            admit(path, version, at=place.path)
            return cls._locked(path, version, reason, place)
        except BaseException:
            place.close()
            engines.tidy(path)
            raise

    @classmethod
    def _locked(cls, path: Path, version: int, reason: str, place: ReadingPlace) -> "Project":
        lock, reason = (None, reason) if reason else engines.locked(path)
        try:
            unread = wal.behind_damage(wal.beside(path))
            if unread and lock is not None:
                cls._demand_witness(path, unread)
            if version < engines.VERSION:
                place.bring_up_to_date(version, copied=lock is None)
            project = cls._opened(path, lock, reason, place)
            project.unread_actions = unread
            return project
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @classmethod
    def _demand_witness(cls, path: Path, unread: int) -> None:
        """Return if the witness can give back what a damaged log lost: writing ends that log."""
        with cls.open(path, read_only=True) as looked_at:
            if not looked_at.missing_actions:
                raise DamagedProject(
                    f"The log beside {path} is damaged: {unread:,} actions in it cannot be read.",
                    "Nothing was touched. Check the project to recover them.",
                )

    @classmethod
    def _opened(
        cls, path: Path, lock: engines.WriterLock | None, reason: str, place: ReadingPlace
    ) -> "Project":
        with engines.told(path):
            writer = engines.writer(path) if lock is not None else None
            queries = Queries(engines.reader(place.path))
            try:
                project = cls(path, queries, writer, lock)
                if writer is None and project.identity:
                    project._witness = Witness(project.identity)
                    project._witness.peek(project.head)
            except BaseException:
                queries.close()
                if writer is not None:
                    writer.dispose()
                raise
        project.read_only_reason = reason
        project._reading = place
        return project

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def read_only(self) -> bool:
        """Whether nothing can be stored; `read_only_reason` says why."""
        return self._writer is None

    def close(self) -> None:
        """Close the project; the file then stands alone, without a log beside it."""
        self._queries.close()
        if self._writer is not None:
            self.settle()
            self._writer.dispose()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._reading is not None:
            self._reading.close()
            self._reading = None
        if self.read_only:
            engines.tidy(self.path)

    def __enter__(self) -> "Project":
        """Give the project; it is closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Close the project."""
        self.close()

    # --- edits

    def apply(self, change_set: ChangeSet, *, annotator: str) -> None:
        """Store an edit and its log row in one transaction; durable on return.

        StaleEdit when a stored value is not what the edit expects, ReadOnlyProject, and
        ProjectError when the disk refuses: then nothing of it is stored.
        """
        if change_set:
            self._perform("do", None, change_set, annotator)

    def change_scheme(self, edit: SchemeEdit, *, annotator: str) -> ChangeSet:
        """Store a scheme change with all that it does to the marks: one action, one undo.

        Gives the changes besides those of labels and attributes. StaleEdit when the project's
        scheme is not the one that the edit started from; then nothing is stored.
        """
        with self._writing, engines.told(self.path):
            if edit.before != self.scheme:
                raise StaleEdit("The scheme was changed meanwhile.", "Make the change again.")
            return self._perform("do", None, planned(self._queries, edit), annotator)

    def undo(self, *, annotator: str) -> ChangeSet | None:
        """Take back the last action that was not undone yet; gives what was changed, or None."""
        with self._writing:
            target = self._log.history.next_undo
            if target is None:
                return None
            action = self._log.action(target, undone=False).inverse
            return self._perform("undo", target, action, annotator)

    def redo(self, *, annotator: str) -> ChangeSet | None:
        """Bring back the action that was undone last; gives what was changed, or None."""
        with self._writing:
            target = self._log.history.next_redo
            if target is None:
                return None
            action = self._log.action(target, undone=True)
            return self._perform("redo", target, action, annotator)

    @property
    def undo_name(self) -> str | None:
        """The name of the action that undo takes back, or None."""
        return self._log.name_of(self._log.history.next_undo)

    @property
    def redo_name(self) -> str | None:
        """The name of the action that redo brings back, or None."""
        return self._log.name_of(self._log.history.next_redo)

    def _perform(
        self, kind: Kind, target: int | None, action: log.Action, annotator: str
    ) -> ChangeSet:
        """Write an action and its log row; gives what it changed besides transitions."""
        with self._writing, engines.told(self.path):
            with self._engine().begin() as connection:
                writer = Writer(connection)
                row = self._written(writer, kind, target, action, annotator)
            self._follow(row, action)
        return ChangeSet(action.name, action.changes)

    def _written(
        self, writer: Writer, kind: Kind, target: int | None, action: log.Action, annotator: str
    ) -> LogRow:
        self._change(writer, kind, action)
        payload = log.written(action)
        return self._log.write(writer, kind, target, action.name, annotator, payload)

    @staticmethod
    def _change(writer: Writer, kind: Kind, action: log.Action) -> None:
        if isinstance(action, Reworked):
            # What is deleted leaves first and comes back last: transitions never meet it.
            if kind != "undo":
                writer.apply(action.rest)
            reworked.write(writer, action.transitions)
            if kind == "undo":
                writer.apply(action.rest)
        else:
            writer.apply(action)

    def _follow(self, row: LogRow, action: log.Action | None) -> None:
        """Bring what is held in memory up to the log row that is now durable."""
        if self._witness is not None:
            self._witness.append(row)
        self._remember(row, action)

    def _remember(self, row: LogRow, action: log.Action | None) -> None:
        self._log.follow(row)
        self._queries.forget_names()
        for change in action.changes if action else ():
            if isinstance(change.value, Scheme) and isinstance(change.after, Scheme):
                self.scheme = change.after

    def _engine(self) -> Engine:
        if self._writer is None:
            raise ReadOnlyProject(
                f"{self.path.name} is open for reading only.", self.read_only_reason
            )
        if engines.place_of(self.path) != self._place:
            # What is written now would go to wherever the file went, unseen.
            raise MovedProject(
                f"{self.path.name} was moved, replaced or removed while it was open, so this was "
                "not stored.",
                "Put it back where it was and try again, or save a copy of the project.",
            )
        return self._writer

    # --- the witness

    def _call_witness(self) -> None:
        """Compare what the file has with what was seen to be stored."""
        if not self.identity:
            self.set_setting(IDENTITY, new_id())
        self._witness = Witness(self.identity, self.path)
        self._witness.compare(self.head, self._log.rows_after)

    @property
    def identity(self) -> str:
        """What the project is known by, wherever its file goes; "" in one that may not write."""
        return self.setting(IDENTITY)

    @property
    def head(self) -> tuple[int, bytes]:
        """The number of the last action and its hash, which covers all before it."""
        return self._log.last, self._log.head

    @property
    def missing_actions(self) -> int:
        """How many actions were stored once and are not in the file any more."""
        return len(self._witness.missing) if self._witness else 0

    @property
    def lost_actions(self) -> int:
        """How many later actions were seen on this computer that only a backup can give back."""
        return self._witness.lost if self._witness else 0

    def backed_up(self, head: tuple[int, bytes]) -> None:
        """Note that a verified backup holds all up to an action: the witness need not."""
        with self._writing:
            if self._witness is not None:
                self._witness.trim(head)

    def settle(self) -> None:
        """Bring the log beside the file into the file, as far as that can be done now."""
        with self._writing, contextlib.suppress(ProjectError), engines.told(self.path):
            if self._writer is not None:
                engines.checkpoint(self._writer)

    def save_copy(self, target: Path) -> None:
        """Save all that is stored as another project, also when the file itself has gone.

        May run in any thread. ProjectError when it cannot be written; then nothing is there.
        """
        target = Path(target)
        with engines.told(target), self._queries.connection() as source:
            try:
                copy(source, target)
            except OSError as error:
                raise ProjectError(f"{target} cannot be written: {error.strerror}.") from error

    def replay(self) -> int:
        """Bring missing actions back exactly as they were; gives how many.

        All in one transaction. It ends before an import, whose articles must be imported again.
        StaleEdit when the file has other content than they expect; then nothing is stored.
        """
        if self._witness is None:
            return 0
        done: list[tuple[LogRow, log.Action]] = []
        with self._writing, engines.told(self.path):
            with self._engine().begin() as connection:
                writer = Writer(connection)
                for row in self._witness.missing:
                    action = log.read(str(row[4]), str(row[7]))
                    if isinstance(action, log.Imported):
                        break
                    self._change(writer, cast(Kind, row[2]), action)
                    self._log.insert(writer, row)
                    done.append((row, action))
            for row, action in done:
                self._remember(row, action)
            self._witness.replayed(len(done))
        return len(done)

    # --- importing

    @contextlib.contextmanager
    def importing(self, name: str, *, annotator: str) -> Iterator[ImportBatch]:
        """Give a batch to add articles to: one transaction, one log row, one undo.

        An exception inside leaves the project as it was. Edits wait until it is over.
        """
        self._back_up_first()
        with self._writing, engines.told(self.path):
            row = None
            with self._engine().begin() as connection:
                batch = ImportBatch(connection)
                yield batch
                batch.flush()
                if batch.growth or any(batch.brought.values()):
                    writer = Writer(connection)
                    payload = rows.as_json({"import": batch.imported})
                    row = self._log.write(writer, "do", None, name, annotator, payload)
            if row is not None:
                self._follow(row, batch.growth)
                # The witness cannot give back an import: bring it into the file itself at once.
                engines.checkpoint(self._engine())

    def _back_up_first(self) -> None:
        """Back up what is there; an import adds and is undone whole, so it need not wait."""
        if self.head[0] and not self.read_only:
            with contextlib.suppress(ProjectError):
                back_up(self, "before an import")

    # --- facts

    def set_setting(self, key: str, value: str) -> None:
        """Keep a small fact with the project; it is no edit and is not undone."""
        with self._writing, engines.told(self.path), self._engine().begin() as connection:
            connection.execute(_fact.delete().where(_fact.c.key == key))
            connection.execute(_fact.insert().values(key=key, value=value))


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))
