"""What happens to a bug on the command line: one sentence, and the traceback in the log."""

import logging
from logging.handlers import RotatingFileHandler

import click

from annotator import paths

BUG = 70
"""The exit code of a bug (EX_SOFTWARE)."""


def told(error: Exception) -> int:
    """Log an exception that nobody expected, say where, and give the exit code."""
    click.echo(
        f"annotator: Something went wrong that should not have: {_in_brief(error)}", err=True
    )
    place = _logged(error)
    if place:
        click.echo(f"What was stored before is safe. Please send us the file {place}.", err=True)
    return BUG


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
