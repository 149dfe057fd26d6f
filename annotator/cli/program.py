"""The command `annotator`: verbs, exit codes, and known problems as one calm sentence."""

import contextlib
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from annotator import __version__
from annotator.cli import streams
from annotator.cli.crash import watched
from annotator.core.errors import AnnotatorError, DamagedProject

REFUSED, WRONG_USE, INTERRUPTED, BROKEN_PIPE = 1, 2, 130, 141
OPEN = "open"
"""The verb that needs not be said: `annotator PROJECT`."""
_VERBS = (
    "new", "import", "export", "convert", "assign", "handout", "merge", "agreement", "stats",
    "check", "formats",
)  # fmt: skip
"""Each is a module here, loaded when it is asked for: the window must not wait for all."""


class Verbs(click.Group):
    """A group of verbs in which a project's path in place of a verb opens the project."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the verbs in the order in which one needs them."""
        return [*_VERBS, *(verb for verb in self.commands if verb not in _VERBS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give a verb; None where there is none of that name."""
        if cmd_name in _VERBS and cmd_name not in self.commands:
            name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            verb: click.Command = getattr(import_module(f"annotator.cli.{name}"), name)
            self.add_command(verb)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Give the verb, or the one that opens where the first word is a path."""
        word = args[0]
        verbs = self.list_commands(ctx)
        if word in verbs or OPEN not in verbs:
            return super().resolve_command(ctx, args)
        if Path(word).exists() or word.endswith(".annotator") or os.sep in word:
            return OPEN, self.commands[OPEN], args
        if Path(f"{word}.annotator").exists():
            return OPEN, self.commands[OPEN], [f"{word}.annotator", *args[1:]]
        near = get_close_matches(word, [v for v in verbs if v != OPEN], n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        raise click.UsageError(f"“{word}” is no verb and no project that is there.{hint}", ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show both ways to call it."""
        formatter.write_usage(ctx.command_path, "[PROJECT]")
        formatter.write_usage(ctx.command_path, "VERB …", prefix="       ")


@click.group(
    cls=Verbs,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
    epilog="'annotator VERB --help' says more about a verb, each with an example.",
)
@click.version_option(__version__, message="annotator %(version)s")
def program() -> None:
    """Mark actors, locations and commitments in news articles, and export training data.

    Without a verb the window opens: on PROJECT, or on the project that was open last.
    """


def run(command: click.Command, args: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code; every known problem is one sentence on stderr."""
    streams.prepare()
    try:
        code = _outcome(command, args)
        sys.stdout.flush()
    except BrokenPipeError:
        code = BROKEN_PIPE  # who reads our results has seen enough
    except OSError as error:
        code = REFUSED
        what = error.filename or "the output cannot be written"
        with contextlib.suppress(OSError):
            click.echo(f"annotator: {what}: {error.strerror or error}.", err=True)
    streams.close_for_good()
    return code


def _outcome(command: click.Command, args: Sequence[str] | None) -> int:
    try:
        return watched(lambda: _result(command, args))
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted: nothing is half imported, nothing half written.", err=True)
        return INTERRUPTED
    except AnnotatorError as error:
        click.echo(f"annotator: {error}", err=True)
        return REFUSED if isinstance(error, DamagedProject) else WRONG_USE
    except SystemExit:
        return BROKEN_PIPE  # how click says that the reader of our results has gone


def _result(command: click.Command, args: Sequence[str] | None) -> int:
    result = command.main(args, prog_name="annotator", standalone_mode=False)
    return result if isinstance(result, int) else 0
