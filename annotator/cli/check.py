"""`annotator check`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.arguments import GivenPath
from annotator.core.errors import DamagedProject, NotAProject, StaleEdit

if TYPE_CHECKING:
    from annotator.jobs.check_project import CheckReport
    from annotator.storage.project import Project

REFUSED = 1


@click.command(
    short_help="Prove a project, row by row, and mend it.",
    epilog="Example: annotator check study.annotator",
)
@click.argument("project", type=GivenPath())
@click.option(
    "--repair", is_flag=True,
    help="Put back what is missing; recover a damaged project into a new file beside it.",
)  # fmt: skip
def check(project: Path, repair: bool) -> int:
    """Look at every row of a project and list what is wrong (exit code 1 if anything still is).

    Proven are the file's pages, every text's hash, every annotation's words and the edit log
    with its chain. With --repair what was stored and is missing now is put back, after a backup;
    a damaged file stays as it is, and what is sound of it goes into a new one.
    """
    from annotator.cli.project_file import existing
    from annotator.storage.recovery import is_known

    path = existing(project)
    try:
        report = _report(path, repair)
    except (DamagedProject, NotAProject, StaleEdit) as error:
        if isinstance(error, NotAProject) and not is_known(path):
            raise
        click.echo(f"annotator: {error.message}", err=True)
    else:
        click.echo(str(report))
        if report.sound:
            return 0
    if repair:
        return _recovered(path)
    click.echo(
        f"Recover what can be read into a new file by: annotator check --repair {path}", err=True
    )
    return REFUSED


def _report(path: Path, repair: bool) -> "CheckReport":
    from annotator.cli.project_file import done, opened
    from annotator.jobs.check_project import check_project

    with opened(path) as source:
        if not (repair and source.missing_actions):
            return done(check_project(source))
    with opened(path, to_write=True) as source:
        _put_back(source)
        return done(check_project(source))


def _put_back(project: "Project") -> None:
    from annotator.jobs.check_project import counted
    from annotator.storage.backup import back_up

    back_up(project, "before a repair")
    click.echo(f"Put back {counted(project.replay(), 'actions')} that were missing.")


def _recovered(path: Path) -> int:
    from annotator.cli.project_file import done
    from annotator.jobs.check_project import repair

    click.echo(str(done(repair(path))))
    return 0
