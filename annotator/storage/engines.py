"""Opening the file: the one module with SQL dialect tricks, file headers and locks."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from annotator.core.errors import (
    DamagedProject,
    NewerProject,
    NotAProject,
    ProjectError,
    ReadOnlyProject,
)
from annotator.storage import wal
from annotator.storage.rows import folded

APPLICATION_ID = int.from_bytes(b"Anno")
VERSION = 2
"""The version of the tables; `user_version` in the file."""
_MAGIC = b"SQLite format 3\0"
_LAST_EVER = 10_000  # what is beyond is no version, but damage

_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("foreign_keys", "ON", 1),
    ("busy_timeout", "5000", 5000),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", "0", 0),
)
PATIENCE = "800"
"""Milliseconds that an edit waits for another program: the window stands still meanwhile."""
_WRITER_PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("busy_timeout", PATIENCE, int(PATIENCE)),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),  # NORMAL loses acknowledged marks in a power cut
    ("fullfsync", "ON", 1),  # means something on macOS only
    ("checkpoint_fullfsync", "ON", 1),
    ("wal_autocheckpoint", "1000", 1000),
)


def version_in_header(path: Path) -> int:
    """Give the tables' version, read from the file's first bytes before SQLite sees them.

    Raises ProjectError (missing, no permission), NotAProject, NewerProject, DamagedProject.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError as error:
        raise ProjectError(f"There is no project {path}.", "Check the name.") from error
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    if len(header) < 100 and header[:16] == _MAGIC[: len(header)] and header:
        raise DamagedProject(f"{path} is cut off after {len(header)} bytes.", _RESTORE)
    version = int.from_bytes(header[60:64])
    _recognise(path, header, version)
    if version > VERSION:
        raise NewerProject(
            f"{path} has version {version}; this Annotator reads up to version {VERSION}.",
            "Update Annotator to open it. The file was not touched.",
        )
    return version


def _recognise(path: Path, header: bytes, version: int) -> None:
    """Return if a header is that of a project, and tell a damaged one from another program's."""
    owner = int.from_bytes(header[68:72])
    ours = owner == APPLICATION_ID
    if header[:16] != _MAGIC and not (ours or (header and not any(header))):
        raise NotAProject(f"{path} is not an Annotator project.", _ARTICLES)
    if header[:16] == _MAGIC and (owner ^ APPLICATION_ID).bit_count() > 2:
        raise NotAProject(f"{path} is a database of another program.", _ARTICLES)
    if not (header[:16] == _MAGIC and ours and 0 < version <= _LAST_EVER):
        raise DamagedProject(f"{path} is damaged: its first bytes are wrong.", _RESTORE)


_RESTORE = "The file was not touched; restore a backup copy."
_ARTICLES = "Make a project with “annotator new” and import articles into it."


def writer(path: Path) -> Engine:
    """Give the engine of the one connection that writes; every setting is read back."""
    engine = _engine(lambda: _connected(path, "rwc"), begin="BEGIN IMMEDIATE")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for name, value, expected in (*_PRAGMAS, *_WRITER_PRAGMAS):
            raw.execute(f"PRAGMA {name} = {value}")
            found = raw.execute(f"PRAGMA {name}").fetchone()[0]
            if found != expected:
                raise ProjectError(
                    f"{path} cannot be kept safe here: {name} is {found}, not {expected}.",
                    "Keep the project on a local disk.",
                )
    return engine


def reader(path: Path) -> Engine:
    """Give an engine whose connection can only read and never checkpoints."""
    engine = _engine(lambda: _connected(path, "ro"), begin="BEGIN")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for name, value, _ in _PRAGMAS:
            raw.execute(f"PRAGMA {name} = {value}")
    return engine


def place_of(path: Path) -> tuple[int, int]:
    """Give what the system knows a file by, whatever it is called; (0, 0) when it is gone."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_dev, found.st_ino


def looking_at(path: Path) -> sqlite3.Connection:
    """Give a connection of its own that only reads, and never brings the log into the file."""
    return _connected(path, "ro")


def settle(working: Path, target: Path) -> None:
    """Put a finished file in its place so that it is there after a power cut too."""
    with working.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(working, target)
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def stamp(engine: Engine) -> None:
    """Write into the file what it is; for a new project, within its first transaction."""
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        connection.commit()


def checkpoint(engine: Engine) -> None:
    """Bring all of the write-ahead log into the file, as far as readers allow."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def tidy(path: Path) -> None:
    """Let SQLite remove the files beside a project that reading alone leaves there.

    A connection that may write does so when it is the last one to close. A log that holds
    something stays: it would be brought into the file, and what is damaged of it be gone.
    """
    log = wal.beside(path)
    if not os.access(path.parent, os.W_OK) or not log.exists() or log.stat().st_size:
        return
    with (
        contextlib.suppress(sqlite3.Error),
        contextlib.closing(_connected(path, "rw")) as connection,
    ):
        connection.execute("PRAGMA schema_version").fetchone()  # needs no sound schema


def faults(engine: Engine) -> Iterator[str]:
    """Give what SQLite itself finds wrong with the file."""
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for (line,) in raw.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield f"The file is damaged: {line}."
        for table, row, parent, _ in raw.execute("PRAGMA foreign_key_check").fetchmany(20):
            yield f"Row {row} of {table} refers to a missing {parent}."


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    raw = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    # SQLite's own lower() knows A to Z alone.
    raw.create_function("folded", 1, lambda said: said and folded(said), deterministic=True)
    return raw


def _engine(creator: Callable[[], sqlite3.Connection], *, begin: str) -> Engine:
    engine = create_engine("sqlite://", creator=creator, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # IMMEDIATE for the writer: two can then never deadlock half way (reliability.md).
        connection.exec_driver_sql(begin)

    return engine


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database reports into a ProjectError that says what to do."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        raise _explained(error, path) from error
    except UnicodeDecodeError as error:  # SQLite names what is damaged, bytes and all
        raise DamagedProject(f"{path} is damaged: a text in it is none.", _RESTORE) from error


def _explained(error: DBAPIError | sqlite3.Error, path: Path) -> ProjectError:
    origin = error.orig if isinstance(error, DBAPIError) else error
    name = str(getattr(origin, "sqlite_errorname", "") or "")
    saved = "Everything marked before is saved."
    if name.startswith("SQLITE_FULL"):
        return ProjectError(
            "The disk is full, so this could not be stored.", f"{saved} Make room and try again."
        )
    if name.startswith("SQLITE_READONLY"):
        return ReadOnlyProject(f"{path} cannot be written.", f"{saved} Check its permissions.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return ProjectError(f"Another program is writing to {path}.", f"{saved} Try again.")
    if str(origin).startswith("Could not decode"):  # it would go on with the text itself
        return DamagedProject(f"{path} is damaged: a text in it is none.", _RESTORE)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedProject(f"{path} is damaged: {origin}.", _RESTORE)
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return ProjectError(
            f"{path} cannot be read or written just now ({name}).",
            f"{saved} Check the disk and try again.",
        )
    return ProjectError(f"{path} refused this ({origin}).", saved)


class WriterLock:
    """Lets one window write to a project; freed at once when its process ends, however.

    The lock is a file beside the project. `held_by` says who has it when `take` failed.
    """

    def __init__(self, path: Path) -> None:
        """Prepare the lock of a project."""
        self._path = path.with_name(f".{path.name}.lock")
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock; False when another window or program has it. OSError as it comes."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(handle):
            os.close(handle)
            return False
        try:
            same = os.fstat(handle).st_ino == self._path.stat().st_ino
        except FileNotFoundError:
            same = False
        if not same:  # its last owner removed it between our open and our lock
            os.close(handle)
            return self.take()
        self._handle = handle
        with contextlib.suppress(OSError):  # a full disk: it is held all the same, by nobody named
            os.truncate(handle, 0)
            os.write(handle, f"process {os.getpid()}".encode())
        return True

    def release(self) -> None:
        """Give the lock back and remove its file."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                self._path.unlink()
            os.close(self._handle)
            self._handle = None

    def held_by(self) -> str:
        """Say which process has the lock."""
        with contextlib.suppress(OSError):
            return self._path.read_text("utf-8", "replace") or "another process"
        return "another process"


def locked(path: Path) -> tuple[WriterLock | None, str]:
    """Take a project's lock: gives it, or None and the reason why nothing can be marked."""
    lock = WriterLock(path)
    try:
        if lock.take():
            return lock, ""
    except OSError as error:
        why = f"Beside {path.name} nothing can be written ({error.strerror})"
        return None, f"{why}, so it can be read but not marked."
    return None, (
        f"{path.name} is open in another window ({lock.held_by()}), which alone may write. "
        "Here it can be read; close it there and open it again to mark."
    )


def _lock(handle: int) -> bool:
    if os.name == "nt":  # pragma: no cover - not this system
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl

    try:
        # flock, not lockf: SQLite's own locks on the project are of the other kind, and these
        # are held by the open file, so a second window of this process is refused too.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
