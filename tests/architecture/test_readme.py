"""Every command that the README tells is there."""

import re

from click import Context

from annotator.__main__ import program
from tests.architecture.tree import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.S))
TARGETS = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)


def test_the_targets_told_are_in_the_makefile():
    told = set(
        re.findall(r"`make ([a-z-]+)", README) + re.findall(r"^make ([a-z-]+)", BLOCKS, re.M)
    )
    assert {"run", "test"} <= told
    assert told <= set(TARGETS)


def test_the_verbs_told_are_on_the_command_line():
    told = set(re.findall(r"^annotator ([a-z]+)", BLOCKS, re.M))
    context = Context(program)
    assert told == {
        verb for verb in program.list_commands(context)
        if not program.get_command(context, verb).hidden
    }  # fmt: skip


def test_ci_runs_make_test_and_nothing_else():
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["exec make test"]
