"""`annotator check`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath


@click.command(
    short_help="List what is wrong in a project.", epilog="Example: annotator check study.annotator"
)
@click.argument("project", type=GivenPath())
def check(project: Path) -> int:
    """Look at every row of a project and list what is wrong (exit code 1 if anything is)."""
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import named, opened

    faults = 0
    with opened(project) as source:
        for fault in source.check():
            faults += 1
            click.echo(fault)
    if not faults:
        click.echo(f"{named(project)} is sound.")
    return REFUSED if faults else 0
