"""`annotator handout`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath, annotator_name


@click.command(
    short_help="Give an annotator her articles as one file.",
    epilog="Example: annotator handout study.annotator ada.annotator --annotator ada",
)
@click.argument("project", type=GivenPath())
@click.argument("out", required=False, type=GivenPath())
@click.option(
    "--annotator",
    metavar="NAME",
    required=True,
    callback=annotator_name,
    help="For whom it is.",
)
@click.option(
    "--round", "round_", metavar="NAME", default="", help="Only what this round gave her."
)
@click.option("--fresh", is_flag=True, help="Without her own earlier marks too.")
def handout(project: Path, out: Path | None, annotator: str, round_: str, fresh: bool) -> None:
    """Write a project file with the articles, the scheme, and nobody else's marks.

    Without OUT it lies beside PROJECT and is called after both. The annotator opens it, marks,
    and sends it back; 'annotator merge' brings it in.
    """
    from annotator.cli.project_file import done, named, opened, with_suffix
    from annotator.jobs.handout import hand_out

    source = named(project)
    place = with_suffix(out) if out else source.with_name(f"{source.stem} {annotator}.annotator")
    with opened(project, to_write=True) as target:
        report = done(hand_out(target, place, annotator, round=round_, fresh=fresh))
    click.echo(str(report))
