"""`annotator new`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath


@click.command(epilog="Example: annotator new study.annotator")
@click.argument("project", type=GivenPath())
@click.option(
    "--scheme", metavar="FILE", type=GivenPath(),
    help="A scheme file (TOML). Without it: actors, locations, commitments.",
)  # fmt: skip
def new(project: Path, scheme: Path | None) -> None:
    """Make an empty project; its file ends with .annotator."""
    from annotator import paths
    from annotator.cli.project_file import with_suffix
    from annotator.core.scheme_file import read_scheme
    from annotator.storage.project import Project

    labels = read_scheme(scheme or paths.resource("schemes/news-commitments.toml"))
    path = with_suffix(project)
    Project.create(path, labels).close()
    click.echo(f"Made {path} with the scheme “{labels.name}”.")
