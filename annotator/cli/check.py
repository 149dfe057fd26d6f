"""`annotator check`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.arguments import GivenPath
from annotator.core.errors import DamagedProject

if TYPE_CHECKING:
    from annotator.storage.project import Project


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
    """Look at every row of a project and list what is wrong (exit code 1 if anything is).

    Proven are the file's pages, every text's hash, every annotation's words and the edit log
    with its chain. With --repair what was stored and is missing now is put back, after a backup;
    a damaged file stays as it is, and what is sound of it goes into a new one.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, existing, opened
    from annotator.jobs.check_project import check_project

    path = existing(project)
    try:
        with opened(path, to_write=repair) as source:
            if repair and source.missing_actions:
                _put_back(source)
            report = done(check_project(source))
    except DamagedProject as error:
        if not repair:
            raise
        click.echo(str(error.message))
        return _recovered(path)
    click.echo(str(report))
    if report.sound:
        return 0
    return _recovered(path) if repair and (report.faults or report.lost) else REFUSED


def _put_back(project: "Project") -> None:
    from annotator.storage.backup import back_up

    back_up(project, "before a repair")
    click.echo(f"Put back {project.replay():,} actions that were missing.")


def _recovered(path: Path) -> int:
    from annotator.cli.project_file import done
    from annotator.jobs.check_project import repair

    click.echo(str(done(repair(path))))
    return 0
