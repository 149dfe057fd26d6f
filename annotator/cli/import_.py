"""`annotator import`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.arguments import GivenPath, annotator_name
from annotator.formats.offset_units import NAMES

if TYPE_CHECKING:
    from annotator.jobs.import_report import ImportReport
    from annotator.storage.project import Project


_EXAMPLES = """Example: annotator import study.annotator articles/ marked.jsonl

\b
A map is a file like this one:
  otherwise = "ignore"         # what is not named here is left out, not created
  [labels]
  PER = "actor"                # their label = ours, by name or identifier
  MISC = false                 # left out
  [annotators]
  user1 = "ada"
"""


@click.command(
    "import", short_help="Import articles and annotations.",
    epilog=_EXAMPLES,
)  # fmt: skip
@click.argument("project", type=GivenPath())
@click.argument("path", nargs=-1, type=GivenPath())
@click.option("--format", "format_name", metavar="F", help="The files' format; see 'formats'.")
@click.option(
    "--annotator", metavar="NAME", callback=annotator_name,
    help="Whose annotations they are, where a file does not say. Without it: yours.",
)  # fmt: skip
@click.option(
    "--map", "map_file", metavar="FILE", type=GivenPath(),
    help="TOML or JSON: which labels, attributes, relations and annotators of the files are "
    "which of the project; false ignores one. Without it what is missing is created.",
)  # fmt: skip
@click.option(
    "--offsets", type=click.Choice(list(NAMES)), help="What the files' offsets count, if you know."
)
@click.option(
    "--columns", "columns_file", metavar="FILE", type=GivenPath(),
    help='TOML: which columns of tables hold what, as text = "Full text". Without it: by name.',
)  # fmt: skip
@click.option(
    "--names",
    metavar="PATTERN",
    help="Fill from file names what files do not say: {outlet}_{date}_{title}; * is anything.",
)
@click.option(
    "--links",
    multiple=True,
    metavar="FILE-OR-URL",
    help="Load these pages from the web, or those of a list, and keep them beside the project.",
)
@click.option(
    "--facts", is_flag=True,
    help="The files are tables of facts about articles that are here, by id, url, file or title.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would come; store nothing.")
@click.option("--report", metavar="FILE", type=GivenPath(), help="Write the whole report there.")
def import_(
    project: Path, path: tuple[Path, ...], format_name: str | None, annotator: str | None,
    map_file: Path | None, offsets: str | None, columns_file: Path | None, names: str | None,
    links: tuple[str, ...], facts: bool, dry_run: bool, report: Path | None,
) -> int:  # fmt: skip
    """Import articles, with or without annotations, from files, folders and archives.

    A file with any fault is left out and named; the others go in. Importing a file twice changes
    nothing.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.core.file_names import NamePattern
    from annotator.formats.mapping import read_rules
    from annotator.formats.registry import format_named
    from annotator.formats.tables.columns import read_columns
    from annotator.jobs.import_articles import import_files
    from annotator.settings import Settings

    if not path and not links:
        raise click.UsageError("Missing argument 'PATH...': files, folders, or --links.")
    if format_name is not None:
        format_named(format_name)
    rules = None if map_file is None else read_rules(map_file)
    columns = None if columns_file is None else read_columns(columns_file)
    pattern = None if names is None else NamePattern(names)
    name = annotator if annotator is not None else Settings().text("annotator")
    with opened(project, to_write=True) as target:
        if facts:
            return _add_facts(target, path, columns, name, dry_run=dry_run)
        fetched, failed = load(links, target.path) if links else ([], 0)
        if not path and not fetched:
            return REFUSED
        job = import_files(
            target, [*path, *fetched], format_name=format_name, annotator=name, rules=rules,
            counting=NAMES[offsets] if offsets else None, columns=columns, names=pattern,
            dry_run=dry_run,
        )  # fmt: skip
        found = done(job)
    tell(found, report)
    return REFUSED if found.refused or failed else 0


def _add_facts(
    project: "Project", tables: tuple[Path, ...], columns: dict[str, str] | None, annotator: str,
    *, dry_run: bool,
) -> int:  # fmt: skip
    """Take facts over from tables, each as one action; says what changes and what fits nothing."""
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done
    from annotator.core.errors import FormatError
    from annotator.jobs.facts_table import facts_in

    wrong = 0
    for table in tables:
        try:
            found = done(facts_in(project, table, columns))
        except FormatError as error:
            click.echo(str(error), err=True)
            wrong += 1
            continue
        for problem in found.problems:
            click.echo(str(problem), err=True)
        if found.edit and not dry_run:
            project.apply(found.edit, annotator=annotator)
        would = " would be taken" if dry_run else ""
        click.echo(f"{found.edit.name}{would}; {found.same:,} said nothing new.")
        wrong += len(found.problems)
    return REFUSED if wrong else 0


def load(links: tuple[str, ...], project: Path) -> tuple[list[Path], int]:
    """Load pages into a web archive beside a project; gives it, and how many are not in it."""
    from datetime import UTC, datetime

    from annotator.cli.project_file import done
    from annotator.jobs.fetch_pages import fetch_pages, listed

    wanted = listed(links)
    now = datetime.now(UTC).strftime("%Y-%m-%d %H%M%S")
    archive = project.with_name(f"{project.stem} pages {now}.warc")
    failed = done(fetch_pages(wanted, archive))
    for problem in failed:
        click.echo(str(problem), err=True)
    if len(failed) == len(wanted):
        archive.unlink()
        return [], len(failed)
    return [archive], len(failed)


def tell(report: "ImportReport", file: Path | None) -> None:
    """Print what an import brought, its troubles on stderr; write all of it to a file."""
    for problem in (*report.notes, *report.left_out, *report.refused):
        click.echo(str(problem), err=True)
    if len(report.left_out) < report.left_out_in_all:
        click.echo(f"{report.left_out_in_all:,} were left out in all.", err=True)
    for advice in report.advice:
        click.echo(advice, err=True)
    click.echo(report.summary)
    for line in report.brought():
        click.echo(line)
    if file is not None:
        from annotator.jobs.replacing import Replacing

        with Replacing(file) as (part,):
            part.write("\n".join([*report.lines(), ""]).encode("utf-8", "backslashreplace"))
