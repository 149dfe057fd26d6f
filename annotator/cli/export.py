"""`annotator export`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.arguments import GivenPath
from annotator.core.judgement import STATES, State

if TYPE_CHECKING:
    from annotator.jobs.splitting import By

_BY = ("label", "article", "outlet", "date")


@click.command(
    epilog="Example: annotator export study.annotator gold.jsonl --gold --split 80/10/10 --seed 7"
)
@click.argument("project", type=GivenPath())
@click.argument("out", type=GivenPath())
@click.option(
    "--format", "format_name", metavar="F", default="jsonl", show_default=True,
    help="The file's format; see 'formats'.",
)  # fmt: skip
@click.option(
    "--annotator", "annotators", metavar="NAME", multiple=True,
    help="Only this annotator's; may be given several times. Without it: everyone's.",
)  # fmt: skip
@click.option("--gold", is_flag=True, help="Only the adjudicator's decisions.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(STATES),
    help="Only articles in this state; may be given several times.",
)
@click.option(
    "--label", "labels", metavar="LABEL", multiple=True,
    help="Only annotations with this label; may be given several times.",
)  # fmt: skip
@click.option(
    "--search", metavar="QUERY", help="Only articles with these words in text, headline or outlet."
)
@click.option(
    "--split", "shares", metavar="A/B/C", help="Into train, dev and test parts: 80/10/10."
)
@click.option(
    "--split-by", "by", type=click.Choice(_BY),
    help="Each label in its share (the default), articles at random, whole outlets, or the "
    "oldest to train. Near-duplicates always stay together.",
)  # fmt: skip
@click.option(
    "--seed", type=int, help="What the split and the pseudonyms depend on. Without it: 1."
)
@click.option("--pseudonyms", is_flag=True, help="Call the annotators A1, A2, …")
@click.option(
    "--no-text", is_flag=True, help="Offsets and hashes only, for texts that may not be shared."
)
@click.option(
    "--decisions", is_flag=True,
    help="Also write how the gold came about, to a file beside OUT: sources, rule or person, "
    "reason, weights, comments.",
)  # fmt: skip
@click.option(
    "--tokenizer",
    metavar="NAME",
    help="By which tokens texts are cut: news-1 (words), whitespace-1, characters-1.",
)
def export(
    project: Path, out: Path, format_name: str, annotators: tuple[str, ...], gold: bool,
    states: tuple[State, ...], labels: tuple[str, ...], search: str | None, shares: str | None,
    by: "By | None", seed: int | None, pseudonyms: bool, no_text: bool, decisions: bool,
    tokenizer: str | None,
) -> int:  # fmt: skip
    """Export training data to a file.

    Beside OUT lie a manifest with the scheme, counts and checksums, and a dataset card. Articles
    that nobody has begun are left out. With --split the files are called OUT-train, OUT-dev and
    OUT-test; near-duplicate articles go to one of them.
    """
    from annotator.cli.program import REFUSED
    from annotator.cli.project_file import done, opened
    from annotator.core.annotation import GOLD
    from annotator.core.errors import FormatError
    from annotator.core.tokens import TOKENIZER
    from annotator.jobs.export_dataset import export as job
    from annotator.jobs.export_plan import Plan, refuse_what_cannot_be, writable
    from annotator.jobs.splitting import shares_of

    how = writable(format_name)
    _refuse_what_excludes(gold, annotators, shares, by, seed, pseudonyms, search)
    plan = Plan(
        how.name, (GOLD,) if gold else annotators or None, states or None, labels or None,
        search or "", shares_of(shares) if shares is not None else None, by or "label",
        1 if seed is None else seed, pseudonyms, not no_text, tokenizer or TOKENIZER,
        decisions,
    )  # fmt: skip
    with opened(project) as source:
        refuse_what_cannot_be(plan, source)
        try:
            reports = done(job(source, out, plan))
        except FormatError as refusal:
            click.echo(f"annotator: {refusal}", err=True)
            return REFUSED
    for report in reports:
        click.echo(str(report))
    return 0


def _refuse_what_excludes(
    gold: bool, annotators: tuple[str, ...], shares: str | None, by: str | None, seed: int | None,
    pseudonyms: bool, search: str | None,
) -> None:  # fmt: skip
    """Raise UsageError for options that say nothing together."""
    if gold and annotators:
        raise click.UsageError("--gold and --annotator exclude each other.")
    if by is not None and shares is None:
        raise click.UsageError("--split-by says how to --split; say into what, as 80/10/10.")
    if seed is not None and shares is None and not pseudonyms:
        raise click.UsageError("--seed is for --split and --pseudonyms; neither is there.")
    if search is not None and not search.strip():
        raise click.UsageError("--search is empty; name words, or leave it out.")
