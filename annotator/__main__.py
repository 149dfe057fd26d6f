"""`annotator`: with a verb the command line, alone or with a project the window."""

import gc
import os
import sys
from pathlib import Path

import click

from annotator.cli.arguments import GivenPath
from annotator.cli.program import OPEN, WRONG_USE, program, run
from annotator.cli.project_file import existing

_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
"""Where Qt looks for a screen; with none of them it ends the process by itself."""


@click.command(OPEN, hidden=True)
@click.argument("project", type=GivenPath())
def _open(project: Path) -> int:
    """Open a project in the window."""
    return _window(project=existing(project))


@click.command(
    short_help="Do the main job by itself, and show it in files.",
    epilog="Example: annotator demo --output /tmp/demo",
)
@click.option(
    "--output", metavar="DIR", default="demo", show_default=True,
    type=GivenPath(), help="Where to leave the files.",
)  # fmt: skip
def demo(output: Path) -> None:
    """Do the main job in a window without a screen, and leave what it gives in files."""
    from annotator.ui.demo import run as run_demo

    for path in run_demo(output):
        click.echo(path)


@click.pass_context
def _start(context: click.Context, sample: bool) -> int | None:
    if sample and context.invoked_subcommand is not None:
        raise click.UsageError("--sample stands alone: it opens the sample project.", context)
    return _window(sample=sample) if context.invoked_subcommand is None else None


def _window(project: Path | None = None, *, sample: bool = False) -> int:
    if sys.platform.startswith("linux") and not any(map(os.environ.get, _SCREENS)):
        click.echo("annotator: there is no display for the window.", err=True)
        click.echo("Do the same job without one: annotator demo", err=True)
        return WRONG_USE
    try:
        from annotator.ui.application import main as open_window
    except ImportError as error:
        if (error.name or "").startswith("annotator"):
            raise  # a bug of ours; Qt's libraries are the system's, and may be missing
        click.echo(f"annotator: the window cannot open: {error}.", err=True)
        click.echo("Run 'make run' once, or install the system libraries of Qt.", err=True)
        return WRONG_USE
    return open_window(project, sample)


program.callback = _start
program.params.append(
    click.Option(["--sample"], is_flag=True, help="Open the sample project in the window.")
)
program.add_command(_open)
program.add_command(demo)


def collect_seldom() -> None:
    """Let Python look for unreachable circles after 50,000 new values instead of 700.

    Reading a project makes millions of values that form no circles: looking through them took
    a quarter of the time of an export.
    """
    gc.set_threshold(50_000, 20, 100)


def main() -> int:
    """Run the command with the process's arguments; gives the exit code."""
    if getattr(sys, "frozen", False):  # a packed program starts itself to read files ahead
        import multiprocessing

        multiprocessing.freeze_support()
    collect_seldom()
    return run(program)


if __name__ == "__main__":
    sys.exit(main())
