"""Looking at a project file before it is opened: it may come from a stranger.

A database can hold more than rows: triggers and views run what their author wrote, virtual tables
load code, a column can be computed without end. A project has none of these, so a file whose
schema is anything else than a project's is refused before anything of it runs.
"""

import sqlite3
import time
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import TypeAlias

from sqlalchemy import create_engine
from sqlmodel import SQLModel

from annotator.core.errors import NotAProject
from annotator.storage import engines, wal
from annotator.storage.tables import TABLES

LONGEST = 300_000_000
"""Bytes of the largest value that is read: a text of 50 MB and all that is said of it fit."""
SECONDS = 5.0
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_NEWER: dict[int, tuple[str, ...]] = {2: ("record",)}
"""The tables that came with each version."""
_ALLOWED = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_PRAGMA)

Key: TypeAlias = tuple[str, str, str]
"""Kind, name and table of what a schema holds."""
Shape: TypeAlias = dict[Key, tuple[object, ...]]
"""The columns of a schema's tables and indexes."""


def admit(path: Path, version: int, *, at: Path | None = None) -> None:
    """Return if a file's schema is that of a project of a version; else NotAProject.

    ``at`` is where it is read, if that is not where it lies. Nothing of the file is run or
    changed. DamagedProject where it cannot be read, and ProjectError where reading its schema
    takes longer than 5 seconds.
    """
    expected = _expected(version)
    with engines.told(path), closing(_looking_at(at or path)) as raw:
        _restrain(raw)
        found = _names(raw)
        for key in sorted(found - expected.keys()):
            raise _strange(path, f"the {key[0]} “{key[1]}” that is none of Annotator’s")
        for key in sorted(expected.keys() - found):
            raise _strange(path, f"no {key[0]} “{key[1]}”")
        for key in sorted(expected):
            if _columns(raw, key) != expected[key]:
                raise _strange(path, f"other columns in the {key[0]} “{key[1]}”")


def _looking_at(path: Path) -> sqlite3.Connection:
    if wal.beside(path).exists():
        return engines.looking_at(path)
    # Alone, it can be read without the files that SQLite otherwise lays beside it.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _restrain(raw: sqlite3.Connection) -> None:
    for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0"):
        raw.execute(f"PRAGMA {pragma}")
    raw.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST)
    raw.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    raw.setlimit(sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH, 1)
    end = time.monotonic() + SECONDS
    raw.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    raw.set_authorizer(
        lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
    )


def _names(raw: sqlite3.Connection) -> set[Key]:
    rows = raw.execute("SELECT type, name, tbl_name FROM sqlite_schema").fetchmany(1000)
    named = {(str(kind), str(name), str(table)) for kind, name, table in rows}
    return {key for key in named if not key[1].startswith("sqlite_")}  # its own, as of keys


def _columns(raw: sqlite3.Connection, key: Key) -> tuple[object, ...]:
    look = "table_xinfo" if key[0] == "table" else "index_xinfo"
    return tuple(raw.execute(f'PRAGMA {look}("{key[1]}")').fetchall())


@cache
def _expected(version: int) -> Shape:
    newer = {name for since, names in _NEWER.items() if since > version for name in names}
    tables = [table for name, table in TABLES.items() if name not in newer]
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        SQLModel.metadata.create_all(connection, tables=tables)
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        shape = {key: _columns(raw, key) for key in _names(raw)}
    engine.dispose()
    return shape


def _strange(path: Path, what: str) -> NotAProject:
    return NotAProject(
        f"{path} holds {what}, so it was not opened.",
        "It may have been made to do harm. Ask who sent it for the articles as JSONL.",
    )
