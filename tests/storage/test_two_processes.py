"""Two programs at one file: the second says so within a second, and no mark of either is lost."""

import os
import subprocess
import sys
import time

import pytest

from annotator.core.errors import ProjectError, ReadOnlyProject
from annotator.storage import engines
from annotator.storage.project import Project
from tests.storage.test_project import mark
from tests.torture.campaigns import ROOT

SOON = 1.0
FOREIGN = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1], isolation_level=None)
raw.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
raw.execute("INSERT INTO fact VALUES ('foreign', 'kept')")
raw.execute("COMMIT")
print("left", flush=True)
"""
OURS = """
import sys
from pathlib import Path
from annotator.storage.project import Project
with Project.open(Path(sys.argv[1])) as project:
    project.set_setting("held", str(project.read_only))
    print("held", flush=True)
    sys.stdin.readline()
    project.set_setting("left", "kept")
print("left", flush=True)
"""


@pytest.fixture
def other():
    """Give a way to let another process hold a project until it is told to leave it."""
    started = []

    def hold(code, path):
        command = [sys.executable, "-c", code, str(path)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def leave(process):
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "left\n"
    assert process.wait(60) == 0


def took(call):
    """Give how long this process was busy or slept with a call, best of some: a loaded machine."""
    times = []
    for _ in range(3):
        start = time.monotonic()
        call()
        times.append(time.monotonic() - start)
        if times[-1] < SOON:
            break
    return min(times)


def test_another_program_amid_writing_is_told_of_within_a_second(project, article, path, other):
    mark(project, article, 0, 3)
    process = other(FOREIGN, path)

    def refused():
        with pytest.raises(ProjectError) as told:
            mark(project, article, 4, 8)
        assert "Another program is writing" in str(told.value)
        assert "Everything marked before is saved" in str(told.value)

    assert took(refused) < SOON
    leave(process)
    mark(project, article, 4, 8)
    assert len(project.annotation_set(article.id)) == 2
    assert project.setting("foreign") == "kept"
    assert list(project.check()) == []


def test_it_would_be_told_too_late_if_one_waited_as_long_as_others_do(path, project, other):
    """The negative control: SQLite's own wait of 5 seconds, which the reading connection has."""
    waits = [int(value) for name, value, _ in engines._PRAGMAS if name == "busy_timeout"]
    assert waits == [5000] and 0 < int(engines.PATIENCE) < 1000 * SOON


def test_a_second_process_reads_at_once_and_the_first_loses_nothing(project, path, other):
    project.close()
    process = other(OURS, path)
    opened = []

    def look():
        with Project.open(path) as second:
            opened.append(second.read_only_reason)
            with pytest.raises(ReadOnlyProject, match=f"process {process.pid}"):
                second.set_setting("x", "y")

    assert took(look) < SOON
    assert "open in another window" in opened[0] and "Here it can be read" in opened[0]
    leave(process)
    with Project.open(path) as second:
        assert not second.read_only
        assert (second.setting("held"), second.setting("left")) == ("False", "kept")


def test_the_lock_of_a_process_that_was_killed_is_free_at_once(project, path, other):
    project.close()
    process = other(OURS, path)
    os.kill(process.pid, 9)
    process.wait()
    with Project.open(path) as second:
        assert not second.read_only and second.setting("held") == "False"
