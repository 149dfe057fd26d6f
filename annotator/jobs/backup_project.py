"""Backing up an open project, and giving a backup back, beside the window's own work."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.jobs.progress import Progress

if TYPE_CHECKING:
    from annotator.storage.backup import Backup
    from annotator.storage.project import Project


def back_up_project(
    project: "Project", reason: str
) -> "Generator[Progress, None, Backup | None]":  # fmt: skip
    """Back up a project; None when nothing changed since the last backup."""
    from annotator.storage.backup import back_up

    yield Progress(0, None, "Backing up")
    return back_up(project, reason)


def restore_backup(backup: Path, target: Path) -> Generator[Progress, None, Path]:
    """Make a new project of a backup; gives its path."""
    from annotator.storage.backup import restore

    yield Progress(0, None, "Restoring")
    restore(backup, target)
    return target


def save_copy(project: "Project", target: Path) -> Generator[Progress, None, Path]:
    """Save all of a project as another one; gives its path."""
    yield Progress(0, None, "Saving a copy")
    project.save_copy(target)
    return target
