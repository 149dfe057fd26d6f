"""`annotator new`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath


@click.command(epilog="Example: annotator new study.annotator")
@click.argument("project", type=GivenPath())
@click.option(
    "--scheme", metavar="FILE", type=GivenPath(),
    help="A scheme: our TOML or JSON, a label set of brat, Label Studio, doccano, Prodigy, "
    "spaCy, REFI-QDA or CSV, or another project. Without it: actors, locations, commitments.",
)  # fmt: skip
def new(project: Path, scheme: Path | None) -> None:
    """Make an empty project; its file ends with .annotator."""
    from annotator import paths
    from annotator.cli.project_file import with_suffix
    from annotator.jobs.schemes import scheme_in
    from annotator.storage.project import Project

    found = scheme_in(scheme or paths.resource("schemes/news-commitments.toml"))
    path = with_suffix(project)
    Project.create(path, found.scheme).close()
    for note in found.notes:
        click.echo(note, err=True)
    click.echo(f"Made {path} with the scheme “{found.scheme.name}”.")
