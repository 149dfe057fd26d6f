"""The report of a bug: where in the program it happened, and nothing of what it happened to.

What an exception says may quote an article, so neither a report nor the log holds it: they hold
its kind and the places in the program, which is what finding a bug needs.
"""

import copy
import faulthandler
import logging
import platform
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from annotator import __version__, paths

NEW, TOLD = "new-report", "report"
"""How the files begin of which the user does, and does not, still have to hear."""
MOST_KEPT = 20
_FAULTS = "fault.txt"
_OURS = "annotator"
_open_for_faults: list[TextIO] = []


def told_calmly(error: BaseException) -> str:
    """Give an exception's kind and places, and those of what led to it; no values, no words.

    >>> try: raise ValueError("the minister said")
    ... except ValueError as error: print(told_calmly(error).splitlines()[-1])
    ValueError
    """
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    earlier = error.__cause__ or error.__context__
    if earlier is not None:
        yield from _lines(earlier)
        yield "which led to"
    yield "Traceback (most recent call last):"
    yield from _places(error.__traceback__)
    yield type(error).__name__


def _places(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        code = trace.tb_frame.f_code
        file = "/".join(Path(code.co_filename).parts[-3:])
        yield f"  {file}:{trace.tb_lineno} in {code.co_qualname}"
        trace = trace.tb_next


def write(error: BaseException) -> Path | None:
    """Write the report of a bug; None where the home cannot be written."""
    facts = [
        f"Annotator {__version__}, Python {platform.python_version()}, {platform.platform()}",
        datetime.now(UTC).isoformat(timespec="seconds"),
        told_calmly(error),
    ]
    return _kept("\n".join(facts) + "\n")


def _kept(text: str) -> Path | None:
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    with suppress(OSError):
        path = paths.logs() / f"{NEW}-{moment}.txt"
        path.write_text(text, encoding="utf-8")
        for old in sorted(paths.logs().glob(f"{TOLD}-*.txt"))[:-MOST_KEPT]:
            old.unlink()
        return path
    return None


def watch_for_faults() -> None:
    """Let a crash of the process itself leave its places in a file, for `new_reports`.

    What an earlier crash left becomes a report.
    """
    with suppress(OSError):
        left = paths.logs() / _FAULTS
        if left.exists() and left.stat().st_size:
            places = left.read_text(encoding="utf-8", errors="replace")[:100_000]
            _kept(f"Annotator {__version__}, {platform.platform()}\n{places}")
        file = left.open("w", encoding="utf-8")
        _open_for_faults[:] = [file]  # open as long as the process lives
        faulthandler.enable(file)
        return
    faulthandler.enable(sys.stderr)


def new_reports() -> list[Path]:
    """Give the reports of which the user has not heard, oldest first; they count as told now."""
    told = []
    with suppress(OSError):
        for path in sorted(paths.logs().glob(f"{NEW}-*.txt")):
            told.append(path.rename(path.with_name(path.name.replace(NEW, TOLD, 1))))
    return told


class CalmFormatter(logging.Formatter):
    """Formats log lines; of an exception only its kind and its places.

    What libraries say may quote what they read, so of theirs the place alone is kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line, whatever another formatter has said of the exception before."""
        calm = copy.copy(record)
        calm.exc_text = None
        if record.name.split(".")[0] != _OURS:
            calm.msg, calm.args = f"in {record.module}:{record.lineno}", ()
        return super().format(calm)

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's name
        """Give kind and places."""
        error = ei[1] if isinstance(ei, tuple) else None
        return told_calmly(error) if isinstance(error, BaseException) else ""
