"""The streams of a process: closed, full or without UTF-8, they never make a traceback."""

import contextlib
import os
import sys
from typing import TextIO


def prepare() -> None:
    """Make results printable wherever they go; what a terminal cannot show becomes an escape."""
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def close_for_good() -> None:
    """Send what is still to be printed nowhere, so that Python's own flush at the end is silent."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
            continue
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _nowhere() -> TextIO:
    # A process that was started with a closed stream has None there (`annotator stats P >&-`).
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - open to the end
