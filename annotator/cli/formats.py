"""`annotator formats`."""

from textwrap import fill
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from annotator.formats.format import Format

_WIDTH = 96


@click.command(epilog="Example: annotator formats")
def formats() -> None:
    """List the formats that can be read and written."""
    from annotator.formats.registry import formats as known

    # Our own comes first: it loses nothing.
    items = sorted(known(), key=lambda item: (not item.exact, item.write is None))
    name = max(len(item.name) for item in items) + 2
    for item in items:
        click.echo("\n".join(_lines(item, name)))


def _lines(item: "Format", name: int) -> list[str]:
    ways = " and ".join(w for w, f in (("read", item.read), ("write", item.write)) if f)
    said = [f"{item.name:<{name}}{ways:<16}{' '.join(item.suffixes)}"]
    notes = [item.description]
    if item.loses:
        notes.append(f"Does not carry: {', '.join(item.loses)}.")
    margin = " " * name
    return said + [fill(n, _WIDTH, initial_indent=margin, subsequent_indent=margin) for n in notes]
