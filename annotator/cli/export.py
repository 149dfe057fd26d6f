"""`annotator export`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath
from annotator.core.judgement import State


@click.command(epilog="Example: annotator export study.annotator study.jsonl")
@click.argument("project", type=GivenPath())
@click.argument("out", type=GivenPath())
@click.option(
    "--format", "format_name", metavar="F", default="jsonl", show_default=True,
    help="The file's format; see 'formats'.",
)  # fmt: skip
@click.option("--annotator", metavar="NAME", help="Only this annotator's. Without it: everyone's.")
@click.option("--gold", is_flag=True, help="Only the adjudicator's decisions.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["new", "in_progress", "done", "skipped"]),
    help="Only articles in this state; may be given several times.",
)
@click.option(
    "--split", "shares", metavar="A/B/C", help="Into train, dev and test parts: 80/10/10."
)
@click.option("--seed", type=int, default=1, show_default=True, help="What the split depends on.")
def export(
    project: Path, out: Path, format_name: str, annotator: str | None, gold: bool,
    states: tuple[State, ...], shares: str | None, seed: int,
) -> int:  # fmt: skip
    """Export training data to a file.

    Beside OUT lies a manifest with the scheme, counts and checksums. Articles that nobody has
    begun are left out. With --split the files are called OUT-train, OUT-dev and OUT-test;
    near-duplicate articles go to one of them.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.core.annotation import GOLD
    from annotator.core.errors import FormatError
    from annotator.jobs.export_dataset import export_dataset, export_split, writable
    from annotator.jobs.splitting import shares_of

    writable(format_name)
    if gold and annotator is not None:
        raise click.UsageError("--gold and --annotator exclude each other.")
    annotator = GOLD if gold else annotator
    parts = shares_of(shares) if shares is not None else None
    with opened(project) as source:
        if annotator is not None and annotator not in source.annotators():
            names = ", ".join(source.annotators()) or "nobody yet"
            raise click.BadParameter(f"“{annotator}” marked nothing; there is: {names}.")
        annotators = None if annotator is None else [annotator]
        chosen = {"format_name": format_name, "annotators": annotators, "states": states or None}
        try:
            if parts is None:
                reports = [done(export_dataset(source, out, **chosen))]  # type: ignore[arg-type]
            else:
                reports = done(export_split(source, out, parts, seed, **chosen))  # type: ignore[arg-type]
        except FormatError as refusal:
            click.echo(f"annotator: {refusal}", err=True)
            return REFUSED
    for report in reports:
        empty = parts is not None and not report.articles
        click.echo(f"{report.path} is empty: too few articles." if empty else str(report))
    return 0
