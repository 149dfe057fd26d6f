"""The register of outlets in a CSV file: written whole or not at all, taken over as one edit."""

from collections.abc import Iterable
from pathlib import Path

from annotator.core.changes import ChangeSet
from annotator.core.errors import FormatError
from annotator.core.outlet import Outlet
from annotator.formats.articles.plain_text import decoded
from annotator.formats.format import Reading, shown
from annotator.formats.outlet_table import read_outlets, taken_over, write_outlets
from annotator.jobs.replacing import Replacing

_LARGEST = 20_000_000


def write_outlet_file(path: Path, known: Iterable[Outlet]) -> None:
    """Write the register to a file; FormatError where it cannot be written."""
    with Replacing(path) as (part,):
        part.write(write_outlets(known).encode("utf-8", "replace"))


def outlets_in(path: Path, known: Iterable[Outlet]) -> ChangeSet:
    """Give the edit (not applied) after which the register holds what a table says.

    Empty where it says nothing new. Raises FormatError, with the line, for what is no such table.
    """
    name = shown(Path(path.name))
    try:
        if path.stat().st_size > _LARGEST:
            raise FormatError("it is larger than any register of outlets.", file=name)
        data = path.read_bytes()
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}.", file=name) from error
    if b"\x00" in data:
        raise FormatError("it holds NUL characters; it is damaged or no text.", file=name)
    found = read_outlets(decoded(data, Reading(file=name)), name)
    return taken_over(found, known, f"Outlets from {name}")
