"""`annotator import`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath, annotator_name


@click.command("import", epilog="Example: annotator import study.annotator articles/ marked.jsonl")
@click.argument("project", type=GivenPath())
@click.argument("path", nargs=-1, required=True, type=GivenPath())
@click.option("--format", "format_name", metavar="F", help="The files' format; see 'formats'.")
@click.option(
    "--annotator", metavar="NAME", callback=annotator_name,
    help="Whose annotations they are, where a file does not say. Without it: yours.",
)  # fmt: skip
def import_(
    project: Path, path: tuple[Path, ...], format_name: str | None, annotator: str | None
) -> int:
    """Import articles from files and folders.

    A file with any fault is left out and named; the others go in. Importing a file twice changes
    nothing.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.formats.registry import format_named
    from annotator.jobs.import_articles import import_files
    from annotator.settings import Settings

    if format_name is not None:
        format_named(format_name)
    name = annotator if annotator is not None else Settings().text("annotator")
    with opened(project, to_write=True) as target:
        job = import_files(target, path, format_name=format_name, annotator=name)
        report = done(job)
    for problem in (*report.notes, *report.refused):
        click.echo(str(problem), err=True)
    if report.refused:
        click.echo("Nothing of a refused file was kept; mend it and import it again.", err=True)
    click.echo(report.summary)
    return REFUSED if report.refused else 0
