"""What happens to a bug on the command line: one sentence, and a report."""

from collections.abc import Callable

import click

from annotator import bug_report
from annotator.core.errors import AnnotatorError

BUG = 70
"""The exit code of a bug (EX_SOFTWARE)."""


def watched(work: Callable[[], int]) -> int:
    """Give what some work gives, or the exit code of a bug; OSErrors and known ones go on."""
    try:
        return work()
    except (AnnotatorError, OSError, click.ClickException, click.Abort):
        raise
    except Exception as error:
        _tell(error)
        return BUG


def _tell(error: Exception) -> None:
    click.echo(f"annotator: something went wrong that should not: {_in_brief(error)}.", err=True)
    if report := bug_report.write(error):
        click.echo(
            "What was stored before is safe. Please send us this report, which holds no text of "
            f"your articles: {report}",
            err=True,
        )


def _in_brief(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]
