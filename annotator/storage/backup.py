"""Backups: whole copies of a project, each proven before an older one may go."""

import contextlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from annotator import paths
from annotator.core.article import text_hash
from annotator.core.errors import DamagedProject, ProjectError
from annotator.core.identifiers import format_time, new_id
from annotator.storage import engines, log
from annotator.storage.retention import kept

if TYPE_CHECKING:
    from annotator.storage.project import Project

_ENDING = ".annotator"
_ROOM = 3  # times the project's size must be free
_SAME = "SELECT number, hash FROM action ORDER BY number DESC LIMIT 1"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: when and why it was made, and what is in it."""

    path: Path
    at: str
    reason: str
    project: str
    articles: int
    annotations: int
    actions: int
    head: str

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.fromisoformat(self.at)


def back_up(project: "Project", reason: str, *, now: datetime | None = None) -> Backup | None:
    """Back up an open project as it is now; None when nothing changed since the last backup.

    May run in any thread; marking goes on meanwhile. DamagedProject when the project turns out
    to be damaged, ProjectError when there is no room: then all older backups are still there.
    """
    now = now or datetime.now(UTC)
    last = next(iter(backups(project.identity)), None)
    if last is not None and last.head == project.head[1].hex():
        return None
    with engines.told(project.path):
        made = _made(project, reason, now)
    if last is not None and not project.read_only:
        # Up to the backup before this one: what is newer may still lie in the log beside the
        # file alone, and is sooner brought back by the witness than from a backup.
        project.backed_up((last.actions, bytes.fromhex(last.head)))
    _prune(project.identity, now)
    return made


def worth_keeping(project: "Project") -> bool:
    """Say whether a project holds anything that could be lost."""
    return project.head[0] > 0


def backups(identity: str) -> list[Backup]:
    """Give a project's backups, newest first."""
    with contextlib.suppress(OSError):
        return sorted(_listed(_folder(identity)), key=lambda each: each.at, reverse=True)
    return []


def backups_of_file(path: Path) -> list[Backup]:
    """Give the backups that were made of the file at a path, newest first; it may be damaged."""
    wanted = str(path.resolve())
    found: list[Backup] = []
    with contextlib.suppress(OSError):
        for folder in _home().iterdir():
            found += [each for each in _listed(folder) if each.project == wanted]
    return sorted(found, key=lambda each: each.at, reverse=True)


def restore(backup: Path, target: Path) -> None:
    """Make a new project of a backup; the project that it was made of is not touched.

    ProjectError when the target is there already, DamagedProject when the backup is damaged.
    """
    if target.exists():
        raise ProjectError(f"{target} is there already.", "Choose another name.")
    with engines.told(backup), closing(engines.looking_at(backup)) as source:
        copy(source, target)


def copy(source: sqlite3.Connection, target: Path) -> None:
    """Copy a project by one step of SQLite's own, prove the copy and only then name it.

    The copy is a project of its own, with an identity of its own. What is at the target is
    replaced.
    """
    working = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with closing(sqlite3.connect(working)) as raw:
            source.backup(raw, pages=-1)
            raw.execute("PRAGMA journal_mode = DELETE")
            raw.execute("UPDATE fact SET value = ? WHERE key = 'identity'", (new_id(),))
            raw.commit()
            _prove(raw, target)
        engines.settle(working, target)
    finally:
        working.unlink(missing_ok=True)


def _made(project: "Project", reason: str, now: datetime) -> Backup:
    try:
        folder = _folder(project.identity)
        folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(folder).free < _ROOM * project.path.stat().st_size:
            raise ProjectError(
                "No backup was made: the disk is nearly full.",
                "Your work is saved. Make room, so that backups go on.",
            )
        at = format_time(now)
        target = folder / f"{at.replace(':', '-')}{_ENDING}"
        working = target.with_suffix(".new")
        for left in folder.glob("*.new"):  # of a program that was ended amid a backup
            left.unlink(missing_ok=True)
        try:
            with (
                closing(engines.looking_at(project.path)) as source,
                closing(sqlite3.connect(working)) as raw,
            ):
                source.backup(raw, pages=-1)
                raw.execute("PRAGMA journal_mode = DELETE")
                made = _described(raw, target, project.path, at, reason)
            engines.settle(working, target)
        finally:
            working.unlink(missing_ok=True)
        _note(made)
    except OSError as error:
        raise ProjectError(
            f"No backup was made: {error.strerror or error}.", "Your work is saved."
        ) from error
    return made


def _described(raw: sqlite3.Connection, target: Path, source: Path, at: str, reason: str) -> Backup:
    _prove(raw, source)
    articles, annotations = (
        raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("article", "annotation")
    )
    number, head = raw.execute(_SAME).fetchone() or (0, log.NO_HASH)
    named = str(source.resolve())
    return Backup(target, at, reason, named, articles, annotations, number, head.hex())


def _prove(raw: sqlite3.Connection, named: Path) -> None:
    """Look at every page, every text's hash and the log's chain; DamagedProject for a fault."""
    for fault in _faults(raw):
        raise DamagedProject(
            f"{named} is damaged, so no copy was made of it ({fault}).",
            "Older backups are kept. Check the project to repair it.",
        )


def _faults(raw: sqlite3.Connection) -> Iterator[str]:
    said = raw.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        yield said
    texts = "SELECT sha256, text FROM article LEFT JOIN article_text ON article = number"
    for sha256, text in raw.execute(texts):
        if text is None or text_hash(text) != sha256.hex():
            yield "the text of an article is not the one that was imported"
    head = log.NO_HASH
    for row in raw.execute("SELECT * FROM action ORDER BY number"):
        head = log.chained(head, row[:-1])
        if head != row[-1]:
            yield f"row {row[0]} of the edit log was changed after it was written"
            return


def _note(made: Backup) -> None:
    data = {key: value for key, value in asdict(made).items() if key != "path"}
    note = made.path.with_suffix(".json")
    note.write_text(json.dumps(data, ensure_ascii=False), "utf-8")


def _listed(folder: Path) -> Iterator[Backup]:
    for path in folder.glob(f"*{_ENDING}") if folder.is_dir() else ():
        try:
            data = json.loads(path.with_suffix(".json").read_text("utf-8"))
            made = Backup(path=path, **data)
            assert made.moment.tzinfo is not None
        except (OSError, ValueError, TypeError, AssertionError):
            continue  # made by hand, or cut off while it was described
        yield made


def _prune(identity: str, now: datetime) -> None:
    """Remove what the rule does not keep; only ever called after a verified backup."""
    there = backups(identity)
    keep = kept((each.moment for each in there), now)
    for each in there:
        if each.moment not in keep:
            with contextlib.suppress(OSError):
                each.path.unlink()
                each.path.with_suffix(".json").unlink()


def _home() -> Path:
    return paths.user_data() / "backups"


def _folder(identity: str) -> Path:
    return _home() / identity
