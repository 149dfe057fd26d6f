"""`annotator assign`."""

from pathlib import Path

import click

from annotator.cli.arguments import GivenPath, annotator_name


class _Share(click.ParamType):  # type: ignore[type-arg]  # generic since 8.3 only
    """A share: 20%, 20 % or 0.2."""

    name = "share"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Give the share from 0 to 1, or fail."""
        text = str(value).strip()
        try:
            share = float(text.rstrip("% ")) / (100 if text.endswith("%") else 1)
        except ValueError:
            share = -1
        if not 0 <= share <= 1:
            self.fail(f"{text!r} is no share; write it like 20% or 0.2.", param, ctx)
        return share


def _names(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    names = [name for value in values for name in value.split(",")]
    return tuple(dict.fromkeys(annotator_name(context, parameter, name) or "" for name in names))


@click.command(
    short_help="Give articles to annotators, evenly and repeatably.",
    epilog="Example: annotator assign study.annotator --to ada,ben,cleo --each 2 --overlap 20%",
)
@click.argument("project", type=GivenPath())
@click.option(
    "--to", "people", metavar="NAME,NAME", multiple=True, required=True, callback=_names,
    help="The annotators.",
)  # fmt: skip
@click.option(
    "--each", "coders", type=click.IntRange(1, 9), default=2, show_default=True,
    help="How many annotators do each shared article.",
)  # fmt: skip
@click.option(
    "--overlap", type=_Share(), default="100%", show_default=True, metavar="SHARE",
    help="The share of articles that several do.",
)  # fmt: skip
@click.option(
    "--retest", type=_Share(), default="0%", show_default=True, metavar="SHARE",
    help="The share of hers that each does a second time without being told.",
)  # fmt: skip
@click.option("--seed", type=int, default=0, show_default=True, help="Another one gives others.")
@click.option(
    "--round", "round_", metavar="NAME", default="",
    help="In which round; else the newest, or a first one.",
)  # fmt: skip
@click.option("--again", is_flag=True, help="Also articles that were given to somebody before.")
@click.option("--dry-run", is_flag=True, help="Say what would be given, and store nothing.")
def assign(
    project: Path, people: tuple[str, ...], coders: int, overlap: float, retest: float, seed: int,
    round_: str, again: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Give the articles of PROJECT to annotators, as Team ▸ Assign articles does.

    Pairs rotate, loads are equal by words, and the same seed gives the same again. It is one
    action, which the window can undo.
    """
    from annotator.cli.project_file import opened
    from annotator.jobs.assign import assignment, told, words_to_give
    from annotator.review.assignment import assigned
    from annotator.settings import Settings

    with opened(project, to_write=not dry_run) as target:
        words = words_to_give(target, fresh=not again)
        if not words:
            click.echo("Every article was given to somebody already; --again gives them anew.")
            return
        plan = assigned(words, people, coders=coders, overlap=overlap, retest=retest, seed=seed)
        edit = assignment(target, plan, round_)
        if not dry_run:
            target.apply(edit, annotator=Settings().text("annotator"))
    for line in told(plan, words):
        click.echo(line)
    if dry_run:
        click.echo("Nothing was stored.")
