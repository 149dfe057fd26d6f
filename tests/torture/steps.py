"""`python -m tests.torture.steps ACTION PROJECT [--early]`: one action of a project, once.

It says ``ACK`` when the action is done as the program would say it is. A problem that the program
knows is told in words, with exit code 3. ``--early`` is the negative control: it says ACK before.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

from annotator.core.errors import AnnotatorError
from annotator.jobs.import_articles import import_files
from annotator.jobs.merge import merge_files
from annotator.settings import Settings
from annotator.storage.backup import back_up
from annotator.storage.project import Project
from annotator.ui.workspace import Workspace
from tests.torture.writer import one_mark, say

TOLD = 3
Done = Callable[[], None]


def edit(path: Path, done: Done) -> None:
    told: list[AnnotatorError] = []
    workspace = Workspace(Settings())
    workspace.failed.connect(told.append)
    workspace.use_project(Project.open(path))
    workspace.be("mo")
    assert workspace.project is not None
    (row, *_) = workspace.project.article_rows(workspace.project.find_articles())
    workspace.open_article(row.id)
    if not workspace.apply(one_mark(Random(7), workspace.project.article(row.id), "actor")):
        raise told[0]
    done()
    workspace.close_project()


def bring_in(path: Path, done: Done) -> None:
    with Project.open(path) as project:
        report = None
        job = import_files(project, [path.parent / "news.jsonl"], annotator="mo")
        while report is None:
            try:
                next(job)
            except StopIteration as end:
                report = end.value
        if report.refused:
            raise AnnotatorError(f"refused: {report.refused[0]}")
        done()


def copy_away(path: Path, done: Done) -> None:
    with Project.open(path) as project:
        if back_up(project, "by hand") is None:
            raise AnnotatorError("nothing had changed")
        done()


def migrate(path: Path, done: Done) -> None:
    with Project.open(path):
        done()


def merge(path: Path, done: Done) -> None:
    with Project.open(path) as project:
        report = None
        job = merge_files(project, [path.parent / "handin.jsonl"])
        while report is None:
            try:
                next(job)
            except StopIteration as end:
                report = end.value
        if report.refused:
            raise AnnotatorError(f"refused: {report.refused[0]}")
        done()


ACTIONS = {
    "edit": edit, "import": bring_in, "backup": copy_away, "migrate": migrate, "merge": merge,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.torture.steps")
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("project", type=Path)
    parser.add_argument("--early", action="store_true")
    given = parser.parse_args()
    if given.early:
        say("ACK")
    try:
        ACTIONS[given.action](given.project, lambda: None if given.early else say("ACK"))
    except AnnotatorError as problem:
        print(problem, file=sys.stderr)
        raise SystemExit(TOLD) from problem


if __name__ == "__main__":
    main()
