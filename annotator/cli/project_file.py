"""Opening the project that a verb names, and showing how far a job is."""

import sys
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from annotator.core.errors import ProjectError, ReadOnlyProject

if TYPE_CHECKING:
    from annotator.jobs.progress import Progress
    from annotator.storage.project import Project

SUFFIX = ".annotator"
_T = TypeVar("_T")


def named(path: Path) -> Path:
    """Give the path of a project of which the ending may have been left out."""
    whole = with_suffix(path)
    return whole if not path.is_file() and whole.is_file() else path


def with_suffix(path: Path) -> Path:
    """Give a project's path with the ending that projects have."""
    if path.suffix == SUFFIX or not path.name:
        return path
    return path.with_name(path.name + SUFFIX)


def existing(path: Path) -> Path:
    """Give the path of a project that is there; ProjectError says how to make it."""
    found = named(path)
    if not found.exists():
        raise ProjectError(f"There is no project {path}.", f"Make it with: annotator new {path}")
    return found


def opened(path: Path, *, to_write: bool = False) -> "Project":
    """Give the open project; raises AnnotatorError when it cannot be used."""
    from annotator.storage.project import Project

    project = Project.open(existing(path), read_only=not to_write)
    if to_write and project.read_only:
        reason = project.read_only_reason
        project.close()
        raise ReadOnlyProject(f"{path}: nothing can be stored.", reason)
    return project


def done(job: "Generator[Progress, None, _T]") -> _T:
    """Run a job to its end and give its result; on a terminal stderr shows how far it is."""
    show = sys.stderr.isatty()
    with closing(job):
        while True:
            try:
                progress = next(job)
            except StopIteration as end:
                if show:
                    click.echo("\r\x1b[K", nl=False, err=True)
                result: _T = end.value
                return result
            if show:
                click.echo(f"\r\x1b[K{_bar(progress)}", nl=False, err=True)


def _bar(progress: "Progress") -> str:
    if not progress.total:
        return progress.what[:70]
    share = min(1.0, progress.done / progress.total)
    return f"{'█' * round(20 * share):░<20} {share:4.0%}  {progress.what[:50]}"
