"""`annotator agreement`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annotator.cli.arguments import GivenPath, annotator_name

if TYPE_CHECKING:
    from annotator.jobs.agreement import Measured
    from annotator.review.measure import Result


@click.command(
    short_help="Say how much annotators agree.",
    epilog="Example: annotator agreement study.annotator --measure f1_exact --by label",
)
@click.argument("project", type=GivenPath())
@click.option(
    "--measure",
    "names",
    metavar="M",
    multiple=True,
    help="Which measure (can be repeated), as gamma or kappa; 'list' lists them. Without it: all "
    "that are quick.",
)
@click.option(
    "--by",
    type=click.Choice(("label", "article", "pair", "round")),
    help="Also for each label, article, pair of annotators or round.",
)
@click.option(
    "--annotator",
    "annotators",
    metavar="NAME",
    multiple=True,
    callback=lambda c, p, v: tuple(annotator_name(c, p, name) for name in v),
    help="Only these (repeat it). Without it: all but the adjudicator.",
)
@click.option("--retest", is_flag=True, help="Each one's first pass against her second.")
@click.option("--finished", is_flag=True, help="Only articles that each said to be done with.")
@click.option(
    "--draws",
    type=click.IntRange(0, 100_000),
    default=1_000,
    show_default=True,
    help="Bootstrap draws for the intervals; 0: none.",
)
@click.option("--report", type=GivenPath(), help="Write a report: .html, .md or .csv.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON object.")
def agreement(
    project: Path, names: tuple[str, ...], by: Any, annotators: tuple[str, ...], retest: bool,
    finished: bool, draws: int, report: Path | None, as_json: bool,
) -> int:  # fmt: skip
    """Say how much annotators agree, with intervals and the counts beside each number.

    "undefined" stands where the marks define no value, never 0 or 1.
    """
    from annotator.cli.project_file import done, opened
    from annotator.jobs.agreement import measure_agreement, quick_measures, writer_for
    from annotator.review.registry import measure_named, measures

    if "list" in names:
        for known in measures():
            click.echo(f"{known.name:<18}{known.title}{' (slow)' if known.slow else ''}")
        return 0
    chosen = [measure_named(name) for name in dict.fromkeys(names)] or quick_measures()
    if report is not None:
        writer_for(report)
    with opened(project) as source:
        _refuse_strangers(annotators, source.annotators(), alone=retest)
        job = measure_agreement(
            source, chosen, by=by, annotators=annotators or None, finished=finished, draws=draws,
            retest=retest,
        )  # fmt: skip
        found = done(job)
    if report is not None:
        found.write(report)
    click.echo(json.dumps(_facts(found), ensure_ascii=False) if as_json else _shown(found))
    return 0


def _refuse_strangers(
    wanted: tuple[str, ...], there: tuple[str, ...], *, alone: bool = False
) -> None:
    for name in wanted:
        if name not in there:
            names = ", ".join(there) or "nobody yet"
            raise click.BadParameter(f"“{name}” marked nothing; there is: {names}.")
    if len(wanted) == 1 and not alone:
        raise click.BadParameter("agreement needs two annotators: repeat --annotator.")


def _facts(found: "Measured") -> dict[str, Any]:
    study = found.study
    return {
        "project": study.project,
        "scheme": study.scheme,
        "scheme_version": study.scheme_version,
        "annotators": list(study.annotators),
        "articles": study.articles,
        "by": found.by,
        "draws": study.draws,
        "seed": study.seed,
        "finished": study.finished,
        "measures": [
            {
                **_numbers(result.overall),
                "title": measure.title,
                "definition": measure.definition,
                "source": measure.source,
                "parts": [_part(found, part) for part in result.parts],
            }
            for measure, result in found.found
        ],
    }


def _numbers(result: "Result") -> dict[str, Any]:
    return {
        "measure": result.measure,
        "value": result.value,
        "reason": result.caution if result.value is None else None,
        "low": result.low,
        "high": result.high,
        "articles": result.articles,
        "annotators": list(result.annotators),
        "mean_of_pairs": result.mean_of,
        "counts": {what: _plain(count) for what, count in result.counts.items()},
        "caution": result.caution,
    }


def _plain(count: float) -> float | int:
    """Give a whole count without a point: passages are counted, weights are not."""
    return int(count) if float(count).is_integer() else count


def _part(found: "Measured", result: "Result") -> dict[str, Any]:
    from annotator.review.report import part_name

    keys = {"label": result.part, "article": result.article_id, "round": result.round,
            "pair": list(result.annotators)}  # fmt: skip
    named = {"name": part_name(result, found.by, found.titles)}
    return {str(found.by): keys[str(found.by)]} | named | _numbers(result)


def _shown(found: "Measured") -> str:
    from annotator.jobs.import_articles import counted
    from annotator.review.report import part_name

    study = found.study
    said = counted(study.articles, "article")
    lines = [f"{study.project}: {said}, {', '.join(study.annotators)}"]
    for measure, result in found.found:
        lines += ["", _line(measure.title, result.overall)]
        parts = [(part_name(part, found.by, found.titles), part) for part in result.parts]
        lines += [f"  {_line(name, part)}" for name, part in parts]
        if result.overall.caution:
            lines.append(f"  {result.overall.caution}")
    return "\n".join(lines)


def _line(name: str, result: "Result") -> str:
    from annotator.review.report import interval_of, mean_in_words, number

    interval = interval_of(result)
    counts = ", ".join(f"{count:,.10g} {what}" for what, count in result.counts.items())
    beside = f"  ({interval})" if interval else ""
    pairs = f"  {mean_in_words(result)}" if result.mean_of else ""
    return f"{name:<40.40}{number(result.value):>10}{beside}{pairs}  {counts}".rstrip()
