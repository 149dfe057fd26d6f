"""Bringing an older project up to date: on a verified copy, which then takes its place.

Each step is one module `stepNNNN.py` with `upgrade(op)`, literal alembic operations that never
look at the live tables. Alembic is imported only here, when a project is behind.
"""

import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from annotator.core.errors import ProjectError
from annotator.storage import wal
from annotator.storage.engines import VERSION, settle, told
from annotator.storage.migrations import step0002

Step = Callable[[Any], None]
STEPS: Mapping[int, Step] = {2: step0002.upgrade}
"""The step to each version from the one before it; version 1 is the first there was."""


def migrate(path: Path, version: int, steps: Mapping[int, Step] = STEPS, to: int = VERSION) -> Path:
    """Bring a project from a version to another; gives where the old file was kept.

    Either the whole project is migrated or its file is as it was. ProjectError otherwise.
    """
    kept = path.with_name(f"{path.name}.version-{version}")
    working = path.with_name(f".{path.name}.migrating")
    try:
        with told(path):
            _migrate(path, kept, working, [(n, steps[n]) for n in range(version + 1, to + 1)])
    except KeyError as error:
        raise ProjectError(f"{path} has version {version}, which cannot be read.") from error
    except OSError as error:
        raise ProjectError(
            f"{path} could not be brought up to date: {error.strerror}.",
            "Nothing of it is lost. Make sure of the disk and open it again.",
        ) from error
    finally:
        with suppress(OSError):
            working.unlink(missing_ok=True)
    return kept


def _migrate(path: Path, kept: Path, working: Path, steps: list[tuple[int, Step]]) -> None:
    _copy(path, kept)
    _copy(path, working)
    for number, step in steps:
        _run(working, number, step)
    with closing(sqlite3.connect(working)) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
    _clear(path)
    settle(working, path)


def _clear(path: Path) -> None:
    """Remove the old log: with it, the new file would become the old one here and there.

    By the copying before it was brought into the file, unless somebody else reads it.
    """
    log = wal.beside(path)
    if log.exists() and log.stat().st_size:
        raise ProjectError(
            f"Another program reads {path}, so it was not brought up to date.",
            "Close it there and open it again.",
        )
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    """Copy by SQLite itself (so with what is in the log beside the file) and verify."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        if new.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise ProjectError(f"{source} is damaged, so it was not migrated.", "Restore a backup.")
    shutil.copymode(source, target)


def _run(path: Path, number: int, step: Step) -> None:
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    raw = sqlite3.connect(path, isolation_level=None)
    # Outside the transaction, or it does nothing; with it on, a table that is rebuilt would
    # empty the tables that refer to it (measured).
    raw.execute("PRAGMA foreign_keys = OFF")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            step(Operations(MigrationContext.configure(connection)))
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise ProjectError("The migration lost a reference.", "The file was not touched.")
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
    finally:
        engine.dispose()
        raw.close()
