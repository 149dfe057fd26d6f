"""A project: one SQLite file with articles, all that is said of them, and every action."""

import contextlib
import os
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import TypeVar, cast

from sqlalchemy import Engine, select
from sqlmodel import SQLModel

from annotator.core.annotation import AttributeValue
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import ChangeSet, Value
from annotator.core.errors import (
    DamagedProject,
    NotAProject,
    ProjectError,
    ReadOnlyProject,
    StaleEdit,
)
from annotator.core.history import Kind
from annotator.core.judgement import State
from annotator.core.record import Record
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import SchemeEdit, Touched
from annotator.core.scheme_file import scheme_from_data
from annotator.storage import engines, log, reworked, rows
from annotator.storage.action_log import ActionLog, LogRow
from annotator.storage.checking import problems
from annotator.storage.importing import ImportBatch
from annotator.storage.queries import (
    ArticleFilter,
    ArticleListing,
    ArticleRow,
    ProjectCounts,
    Queries,
)
from annotator.storage.records import value as record_value
from annotator.storage.reworked import Reworked
from annotator.storage.scheme_changes import answers, planned, touched
from annotator.storage.tables import TABLES
from annotator.storage.writing import Writer

__all__ = ["ArticleFilter", "ArticleListing", "ArticleRow", "Project", "ProjectCounts"]

_fact, _scheme = TABLES["fact"], TABLES["scheme"]
ANYTHING = ArticleFilter()
R = TypeVar("R", bound=Record)


class Project:
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
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        with engines.told(path):
            self.scheme = self._read_scheme()
            self._log = ActionLog(queries, path)

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
            cls._make(path, scheme)
        except BaseException:
            for name in (path, *_beside(path)):
                with contextlib.suppress(OSError):
                    name.unlink()
            raise
        return cls.open(path)

    @staticmethod
    def _make(path: Path, scheme: Scheme) -> None:
        with engines.told(path):
            engine = engines.writer(path)
            try:
                with engine.begin() as connection:
                    SQLModel.metadata.create_all(connection)
                    Writer(connection).add_scheme(scheme)
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
        reason = "You opened it for reading only." if read_only else _write_protection(path)
        lock = None if reason else engines.WriterLock(path)
        if lock is not None and not lock.take():
            reason = (
                f"{path.name} is open in another window ({lock.held_by()}), which alone may write. "
                "Here it can be read; close it there and open it again to mark."
            )
            lock = None
        try:
            if version < engines.VERSION and lock is not None:
                from annotator.storage.migrations.migrate import migrate

                migrate(path, version)
            return cls._opened(path, lock, reason)
        except BaseException:
            if lock is not None:
                lock.release()
            raise

    @classmethod
    def _opened(cls, path: Path, lock: engines.WriterLock | None, reason: str) -> "Project":
        with engines.told(path):
            writer = engines.writer(path) if lock is not None else None
            temporary = None
            source = path
            if writer is None and not os.access(path.parent, os.W_OK):
                # The write-ahead log of a file in a folder that cannot be written cannot even
                # be read: look at a copy.
                temporary = tempfile.TemporaryDirectory(prefix="annotator-")
                source = Path(shutil.copy(path, temporary.name))
            queries = Queries(engines.reader(source))
            try:
                project = cls(path, queries, writer, lock)
            except BaseException:
                queries.close()
                if writer is not None:
                    writer.dispose()
                raise
        project.read_only_reason = reason
        project._temporary = temporary
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
            with self._writing, contextlib.suppress(ProjectError), engines.told(self.path):
                engines.checkpoint(self._writer)
            self._writer.dispose()
            self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None
        elif self.read_only and not _write_protection(self.path):
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
        if isinstance(action, Reworked):
            # What is deleted leaves first and comes back last: transitions never meet it.
            if kind != "undo":
                writer.apply(action.rest)
            reworked.write(writer, action.transitions)
            if kind == "undo":
                writer.apply(action.rest)
        else:
            writer.apply(action)
        payload = log.written(action)
        return self._log.write(writer, kind, target, action.name, annotator, payload)

    def _follow(self, row: LogRow, action: log.Action | None) -> None:
        """Bring what is held in memory up to the log row that is now durable."""
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
        return self._writer

    # --- importing

    @contextlib.contextmanager
    def importing(self, name: str, *, annotator: str) -> Iterator[ImportBatch]:
        """Give a batch to add articles to: one transaction, one log row, one undo.

        An exception inside leaves the project as it was. Edits wait until it is over.
        """
        with self._writing, engines.told(self.path):
            row = None
            with self._engine().begin() as connection:
                batch = ImportBatch(connection)
                yield batch
                if batch.growth or any(batch.brought.values()):
                    writer = Writer(connection)
                    payload = rows.as_json({"import": batch.imported})
                    row = self._log.write(writer, "do", None, name, annotator, payload)
            if row is not None:
                self._follow(row, batch.growth)

    # --- reading

    def article(self, article_id: str) -> Article:
        """Give an article; ProjectError when it is not there."""
        with engines.told(self.path):
            return self._queries.article(article_id)

    def annotation_set(self, article_id: str) -> AnnotationSet:
        """Give all that is said of an article, by all annotators."""
        return AnnotationSet(article_id, self._values(article_id))

    def _values(self, article_id: str) -> list[Value]:
        with engines.told(self.path):
            return self._queries.values(article_id, self._queries.number_of(article_id))

    def find_articles(self, wanted: ArticleFilter = ANYTHING) -> ArticleListing:
        """Give the numbers of the articles that a filter lets through, in list order."""
        with engines.told(self.path):
            return self._queries.listing(wanted)

    def article_rows(self, numbers: Sequence[int], *, annotator: str = "") -> list[ArticleRow]:
        """Give what the list shows of some articles (a page, not thousands)."""
        with engines.told(self.path):
            return self._queries.page(numbers, annotator)

    def row_of(self, article_id: str) -> int:
        """Give an article's number; ProjectError when it is not there."""
        with engines.told(self.path):
            return self._queries.number_of(article_id)

    def counts(self, *, annotator: str = "") -> ProjectCounts:
        """Give all counts; takes a moment in a large project."""
        with engines.told(self.path):
            return self._queries.counts(annotator)

    def state_counts(self, *, annotator: str) -> dict[State, int]:
        """Give how many articles are new, in progress, done, skipped for an annotator."""
        with engines.told(self.path):
            return self._queries.state_counts(annotator)

    def annotators(self) -> tuple[str, ...]:
        """Give the names of all who said something, sorted."""
        with engines.told(self.path):
            return tuple(sorted(self._queries.annotator_names().values()))

    def article_by_hash(self, sha256: str) -> str | None:
        """Give the identifier of the article with a text's hash, or None."""
        table = TABLES["article"]
        with engines.told(self.path):
            found = self._queries.one(
                select(table.c.id).where(table.c.sha256 == bytes.fromhex(sha256))
            )
        return rows.text_id(found[0]) if found else None

    def entries(
        self, *, annotators: Collection[str] | None = None
    ) -> Iterator[tuple[Article, list[Value]]]:
        """Give every article with what is said of it (by some annotators), in list order.

        Memory does not grow with the project.
        """
        with engines.told(self.path):
            yield from self._queries.entries(annotators)

    def touched(self, edit: SchemeEdit) -> Touched:
        """Give what a scheme change is about, without changing anything."""
        with engines.told(self.path):
            return touched(self._queries, edit)

    def answers(self, label: str, attribute: str) -> Counter[AttributeValue]:
        """Count the answers to an attribute; with label "" the values of an article label."""
        with engines.told(self.path):
            return answers(self._queries, label, attribute)

    def records(self, kind: type[R], article_id: str = "") -> list[R]:
        """Give all records of a kind in the order of their making, or those of an article."""
        with engines.told(self.path):
            found = self._queries.records(kind.__name__, article_id)
        return [cast(R, record_value(kind.__name__, data)) for data in found]

    # --- facts

    def setting(self, key: str) -> str:
        """Give a small fact kept with the project; "" when there is none."""
        with engines.told(self.path):
            found = self._queries.one(select(_fact.c.value).where(_fact.c.key == key))
        return str(found[0]) if found else ""

    def set_setting(self, key: str, value: str) -> None:
        """Keep a small fact with the project; it is no edit and is not undone."""
        with self._writing, engines.told(self.path), self._engine().begin() as connection:
            connection.execute(_fact.delete().where(_fact.c.key == key))
            connection.execute(_fact.insert().values(key=key, value=value))

    # --- proving

    def check(self) -> Iterator[str]:
        """Give every problem of the project as a sentence; looks at every row."""
        with engines.told(self.path):
            yield from problems(self._queries)

    # --- at opening

    def _read_scheme(self) -> Scheme:
        last = select(_scheme.c.data).order_by(_scheme.c.number.desc()).limit(1)
        row = self._queries.one(last)
        if row is None:
            raise DamagedProject(f"{self.path} holds no scheme.", "Restore a backup copy.")
        return scheme_from_data(rows.plain(row[0]), where=str(self.path))


def _beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))


def _write_protection(path: Path) -> str:
    """Say why a project cannot be written, or give an empty string."""
    if not os.access(path, os.W_OK):
        return f"{path.name} is write-protected, so it can be read but not marked."
    if not os.access(path.parent, os.W_OK):
        return f"The folder {path.parent} is write-protected, so nothing can be marked here."
    return ""
