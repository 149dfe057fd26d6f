"""`annotator merge`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath, annotator_name


@click.command(
    short_help="Bring annotators' hand-ins together.",
    epilog="Example: annotator merge study.annotator ada.annotator ben.jsonl --dry-run",
)
@click.argument("project", type=GivenPath())
@click.argument("file", nargs=-1, required=True, type=GivenPath())
@click.option("--dry-run", is_flag=True, help="Only say what would be merged; store nothing.")
@click.option(
    "--as",
    "as_name",
    metavar="NAME",
    callback=annotator_name,
    help="Whose marks they are, whatever the file says.",
)
@click.option("--reanchor", is_flag=True, help="Find marks again where a text was changed.")
@click.option("--add-articles", is_flag=True, help="Also take articles that PROJECT has not.")
def merge(
    project: Path, file: tuple[Path, ...], dry_run: bool, as_name: str | None, reanchor: bool,
    add_articles: bool,
) -> int:  # fmt: skip
    """Merge hand-ins: projects, native JSONL, or any other dataset of the same articles.

    All files or nothing, in one undo. Their order does not matter, and merging one again changes
    nothing. An adjudicator's decisions are never replaced.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.jobs.merge import merge_files
    from annotator.settings import Settings

    with opened(project, to_write=True) as target:
        job = merge_files(
            target, file, as_name=as_name or "", reanchor=reanchor, add_articles=add_articles,
            dry_run=dry_run, annotator=Settings().text("annotator"),
        )  # fmt: skip
        report = done(job)
    for problem in report.refused:
        click.echo(str(problem), err=True)
    if report.refused:
        click.echo("Nothing was merged.", err=True)
        return REFUSED
    for line in report.lines():
        click.echo(line)
    return 0
