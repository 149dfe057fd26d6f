"""`annotator export`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath


@click.command(epilog="Example: annotator export study.annotator study.jsonl")
@click.argument("project", type=GivenPath())
@click.argument("out", type=GivenPath())
@click.option(
    "--format", "format_name", metavar="F", default="jsonl", show_default=True,
    help="The file's format; see 'formats'.",
)  # fmt: skip
@click.option("--annotator", metavar="NAME", help="Only this annotator's. Without it: everyone's.")
def export(project: Path, out: Path, format_name: str, annotator: str | None) -> int:
    """Export training data to a file.

    Beside OUT lies a manifest with the scheme, counts and checksums. Articles that nobody has
    begun are left out.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.core.errors import FormatError
    from annotator.jobs.export_dataset import export_dataset, writable

    writable(format_name)
    with opened(project) as source:
        if annotator is not None and annotator not in source.annotators():
            names = ", ".join(source.annotators()) or "nobody yet"
            raise click.BadParameter(f"“{annotator}” marked nothing; there is: {names}.")
        annotators = None if annotator is None else [annotator]
        job = export_dataset(source, out, format_name=format_name, annotators=annotators)
        try:
            report = done(job)
        except FormatError as refusal:
            click.echo(f"annotator: {refusal}", err=True)
            return REFUSED
    click.echo(str(report))
    return 0
