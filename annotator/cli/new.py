"""`annotator new`."""

from pathlib import Path

import click


@click.command(epilog="Example: annotator new study.annotator")
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--scheme", metavar="FILE", type=click.Path(path_type=Path),
    help="A scheme file (TOML). Without it: actors, locations, commitments.",
)  # fmt: skip
def new(project: Path, scheme: Path | None) -> None:
    """Make an empty project."""
    from annotator import paths
    from annotator.cli.project_file import SUFFIX
    from annotator.core.scheme_file import read_scheme
    from annotator.storage.project import Project

    labels = read_scheme(scheme or paths.resource("schemes/news-commitments.toml"))
    path = project if project.suffix else project.with_name(project.name + SUFFIX)
    Project.create(path, labels).close()
    click.echo(f"Made {path} with the scheme “{labels.name}”.")
