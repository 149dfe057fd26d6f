"""What happens to a bug on the command line: one sentence, and the traceback in the log."""

import logging
from collections.abc import Callable
from logging.handlers import RotatingFileHandler

import click

from annotator import paths
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
    place = _logged(error)
    if place:
        click.echo(f"What was stored before is safe. Please send us the file {place}.", err=True)


def _in_brief(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


def _logged(error: Exception) -> str:
    try:
        place = paths.logs() / "annotator.log"
        handler = RotatingFileHandler(place, maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:
        return ""  # a home that cannot be written
    log = logging.getLogger("annotator.cli")
    log.propagate = False  # nothing of it goes to stderr
    log.addHandler(handler)
    try:
        log.error("a bug", exc_info=error)
    finally:
        log.removeHandler(handler)
        handler.close()
    return str(place)
