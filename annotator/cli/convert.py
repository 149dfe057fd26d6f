"""`annotator convert`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath, annotator_name
from annotator.core.tokens import TOKENIZER, TOKENIZERS
from annotator.formats.offset_units import NAMES


@click.command(
    short_help="Turn other tools' files into each other's.",
    epilog="Example: annotator convert export.jsonl brat/ --from doccano --to brat",
)
@click.argument("source", metavar="IN", type=GivenPath())
@click.argument("out", metavar="OUT", type=GivenPath())
@click.option("--from", "from_name", metavar="F", help="The format of IN; see 'formats'.")
@click.option("--to", "to_name", metavar="G", required=True, help="The format of OUT.")
@click.option(
    "--annotator", metavar="NAME", callback=annotator_name,
    help="Whose annotations they are, where a file does not say.",
)  # fmt: skip
@click.option(
    "--map", "map_file", metavar="FILE", type=GivenPath(),
    help="TOML or JSON: how labels, attributes, relations and annotators are named in OUT.",
)  # fmt: skip
@click.option(
    "--offsets", type=click.Choice(list(NAMES)), help="What the offsets of IN count, if you know."
)
@click.option(
    "--tokenizer", type=click.Choice(list(TOKENIZERS)), default=TOKENIZER, show_default=True,
    help="Into which tokens texts are cut, where OUT has tokens.",
)  # fmt: skip
@click.option("--report", metavar="FILE", type=GivenPath(), help="Write the whole report there.")
def convert(
    source: Path, out: Path, from_name: str | None, to_name: str, annotator: str | None,
    map_file: Path | None, offsets: str | None, tokenizer: str, report: Path | None,
) -> int:  # fmt: skip
    """Convert a file, a folder or an archive from one format to another, without a project.

    What is written is read again and compared before it is put in place; what the format
    cannot carry is said.
    """
    from annotator.cli.import_ import tell
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done
    from annotator.core.errors import FormatError
    from annotator.formats.mapping import read_rules
    from annotator.formats.registry import format_named
    from annotator.jobs.convert import convert as job
    from annotator.jobs.export_dataset import writable

    writable(to_name)
    if from_name is not None:
        format_named(from_name)
    rules = None if map_file is None else read_rules(map_file)
    try:
        found = done(job(
            [source], out, to=to_name, source=from_name, annotator=annotator or "", rules=rules,
            counting=NAMES[offsets] if offsets else None, tokenizer=tokenizer,
        ))  # fmt: skip
    except FormatError as refusal:
        click.echo(f"annotator: {refusal}", err=True)
        return REFUSED
    tell(found.read, report)
    click.echo(str(found))
    return REFUSED if found.read.refused else 0
