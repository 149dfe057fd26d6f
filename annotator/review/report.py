"""An agreement report for a methods section: HTML, Markdown or CSV, from the same values."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from annotator.core.tokens import TOKENIZER
from annotator.review.measure import UNMARKED, Agreement, Measure, Result

_HEAD = ("", "value", "95 % interval", "articles", "counts", "note")


@dataclass(frozen=True, slots=True)
class Study:
    """What a reader must know to judge the numbers. ``sample`` says who did how many articles."""

    project: str
    scheme: str
    scheme_version: str
    annotators: tuple[str, ...]
    articles: int
    sample: Mapping[str, int]
    draws: int
    seed: int
    finished: bool
    date: str
    round: str = ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """The facts in order, each with its name."""
        shares = ", ".join(f"{name}: {count:,}" for name, count in self.sample.items())
        counted = "said to be done" if self.finished else "worked on by two at least"
        interval = f"{self.draws:,} bootstrap draws of articles, percentiles, seed {self.seed}"
        return [
            ("Project", self.project),
            ("Scheme", f"{self.scheme}, version {self.scheme_version}"),
            *([("Round", self.round)] if self.round else []),
            ("Annotators", ", ".join(self.annotators)),
            ("Articles", f"{self.articles:,} ({counted}); {shares}"),
            ("Intervals", interval if self.draws else "none"),
            ("Tokens", TOKENIZER),
            ("Date", self.date),
        ]


Found = Sequence[tuple[Measure, Agreement]]


def number(value: float | None) -> str:
    """Give a value as it is shown: two digits behind the point lie.

    >>> number(0.34821), number(-0.5), number(None)
    ('0.348', '−0.500', 'undefined')
    """
    return "undefined" if value is None else f"{value:.3f}".replace("-", "−")


def interval_of(result: Result) -> str:
    """Give the interval in words, "" where there is none."""
    if result.low is None or result.high is None:
        return ""
    return f"{number(result.low)} to {number(result.high)}"


def mean_in_words(result: Result) -> str:
    """Give of how many pairs a value is the mean, "" where it is of one pair or group itself."""
    count = result.mean_of
    return f"mean of {count} pair{'s' if count > 1 else ''}" if count else ""


def part_name(result: Result, by: str | None, titles: Mapping[str, str]) -> str:
    """Give what a part is of, in words; ``titles`` of labels and articles by identifier."""
    if by == "pair":
        return " and ".join(result.annotators)
    if by == "round":
        return result.round or "(no round)"
    if by == "article":
        return titles.get(result.article_id, result.article_id)
    return "(unmarked)" if result.part == UNMARKED else titles.get(result.part, result.part)


def _counts(result: Result) -> str:
    return ", ".join(f"{name} {count:,.10g}" for name, count in result.counts.items())


def _rows(
    agreement: Agreement, titles: Mapping[str, str], by: str | None
) -> Iterator[tuple[str, ...]]:
    overall = agreement.overall
    mean = f"all ({mean_in_words(overall)})" if overall.mean_of else "all"
    yield (mean, *_cells(overall))
    for part in agreement.parts:
        yield (part_name(part, by, titles), *_cells(part))


def _cells(result: Result) -> tuple[str, ...]:
    return (
        number(result.value),
        interval_of(result),
        f"{result.articles:,}",
        _counts(result),
        result.caution,
    )


def markdown(study: Study, found: Found, titles: Mapping[str, str], by: str | None = None) -> str:
    """Give the report as Markdown."""
    lines = ["# Agreement", ""]
    lines += [f"- **{name}:** {_md(value)}" for name, value in study.facts]
    for measure, agreement in found:
        lines += ["", f"## {measure.title}", "", f"{measure.definition} ({measure.source})", ""]
        lines += [f"| {' | '.join(_HEAD)} |", "|---" * len(_HEAD) + "|"]
        rows = _rows(agreement, titles, by)
        lines += [f"| {' | '.join(_md(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _md(text: str) -> str:
    kept = " ".join(text.split())
    for sign in "\\`*_[]<>|#":
        kept = kept.replace(sign, f"\\{sign}")
    return kept


_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; }
h1, h2 { font-weight: 600; line-height: 1.2; }
h2 { margin-top: 2.5rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .4rem .8rem .4rem 0; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); }
dt { float: left; clear: left; width: 8rem; opacity: .7; } dd { margin: 0 0 .3rem 8rem; }
"""


def html(study: Study, found: Found, titles: Mapping[str, str], by: str | None = None) -> str:
    """Give the report as one HTML page that needs nothing else: no script, no network."""
    facts = "".join(f"<dt>{escape(n)}</dt><dd>{escape(v)}</dd>" for n, v in study.facts)
    parts = []
    for measure, agreement in found:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in _HEAD)
        rows = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
            + "</tr>\n"
            for row in _rows(agreement, titles, by)
        )
        parts.append(
            f"<h2>{escape(measure.title)}</h2>\n<p>{escape(measure.definition)} "
            f"({escape(measure.source)})</p>\n<table><thead><tr>{head}</tr></thead>\n"
            f"<tbody>{rows}</tbody></table>\n"
        )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Agreement: '
        f"{escape(study.project)}</title><style>{_STYLE}</style></head>\n<body><h1>Agreement</h1>"
        f"\n<dl>{facts}</dl>\n{''.join(parts)}</body></html>\n"
    )


def table(study: Study, found: Found, titles: Mapping[str, str], by: str | None = None) -> str:
    """Give the numbers as CSV, a row a result; the facts of the study stand in each row.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ("project", "scheme", "scheme_version", "measure", "annotators", by or "part", "value",
         "low", "high", "articles", "counts", "note")
    )  # fmt: skip
    for measure, agreement in found:
        for result in (agreement.overall, *agreement.parts):
            overall = result is agreement.overall
            writer.writerow(
                (_safe(study.project), _safe(study.scheme), _safe(study.scheme_version),
                 measure.name, _safe(" and ".join(result.annotators)),
                 "" if overall else _safe(part_name(result, by, titles)),
                 *(_exact(number) for number in (result.value, result.low, result.high)),
                 result.articles, _counts(result), result.caution)
            )  # fmt: skip
    return out.getvalue()


def _exact(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _safe(text: str) -> str:
    return f"'{text}" if text[:1] in tuple("=+-@\t\r\n＝＋－＠") and text else text


Writer = Callable[[Study, Found, Mapping[str, str], str | None], str]
WRITERS: dict[str, Writer] = {
    ".html": html, ".htm": html, ".md": markdown, ".markdown": markdown, ".csv": table,
}  # fmt: skip
"""How a report is written, by the file's ending."""
