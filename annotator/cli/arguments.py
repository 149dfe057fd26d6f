"""What may stand behind a verb: paths and names, refused where they say nothing."""

import os
from pathlib import Path
from typing import Any

import click


class GivenPath(click.Path):
    """A path that is not empty: `annotator import P "$UNSET"` must not read the folder it is in."""

    name = "path"

    def __init__(self) -> None:
        """Give `pathlib.Path`s."""
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Give the path, or fail for an empty word."""
        if not os.fspath(value):
            self.fail("the name is empty.", param, ctx)
        return super().convert(value, param, ctx)


def annotator_name(
    context: click.Context, parameter: click.Parameter, value: str | None
) -> str | None:
    """Give a name that can stand beside a mark: not blank and without control characters."""
    name = None if value is None else value.strip()
    if name is None or (name and name.isprintable()):
        return name
    message = f"{value!a} is no name that can stand beside a mark."
    raise click.BadParameter(message, context, parameter)
