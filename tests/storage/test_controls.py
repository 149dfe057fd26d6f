"""A full disk by the system's own limit, a clock that steps back, and negative controls.

A property that would hold of wrong code too proves nothing, so here the code is made wrong.
"""

import importlib.util
import itertools
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from annotator.core import operations
from annotator.core.span import Span
from annotator.storage import action_log
from annotator.storage.project import Project
from annotator.storage.writing import Writer
from tests.review import test_merge_laws
from tests.storage.test_random_edits import Edits
from tests.torture.campaigns import ROOT, environment

linux_alone = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="file sizes are limited so on Linux only"
)
QUICK = settings(
    max_examples=40, stateful_step_count=15, deadline=None, database=None, derandomize=True,
    phases=[Phase.generate], suppress_health_check=list(HealthCheck), report_multiple_bugs=False,
)  # fmt: skip


# --- 4, a full disk


def marked_until_full(path, home, *fault):
    """Mark until no file can grow; gives what was acknowledged, and the exit's words."""
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))

    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.writer", str(path), "1", *fault],
        cwd=ROOT, env=environment(home), capture_output=True, text=True, preexec_fn=limit,
    )  # fmt: skip
    assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr
    said = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("ACK")]
    return said, done.stderr


@linux_alone
@pytest.mark.parametrize("fault", ["", "early"])
def test_on_a_full_disk_all_that_was_acknowledged_is_there(tmp_path, own_home, fault):
    path = tmp_path / "p.annotator"
    said, words = marked_until_full(path, own_home, *(["--fault", fault] if fault else []))
    assert len(said) > 10 and "Everything marked before is saved" in words
    with Project.open(path) as project:
        there = {v.id for _, values in project.entries() for v in values if hasattr(v, "quote")}
        relations = {v.id for _, values in project.entries() for v in values if hasattr(v, "head")}
        assert list(project.check()) == []
    lost = set(said) - there - relations
    assert bool(lost) == bool(fault)  # the negative control says it before it is stored


# --- 12 and 13, laws and models


def test_a_merge_in_which_the_last_one_wins_would_break_the_laws(monkeypatch):
    monkeypatch.setattr(test_merge_laws, "joined", lambda one, two: two)
    law = test_merge_laws.test_order_and_repetition_do_not_matter.hypothesis.inner_test
    histories = [[(("say", mark, ""), 0)] for mark in test_merge_laws.POOL[:3]]
    with pytest.raises(AssertionError):
        law(*histories)


@pytest.mark.parametrize("wrong", ["a note is dropped", "undo does nothing"])
def test_a_project_that_does_something_else_than_the_model_is_caught(monkeypatch, wrong):
    if wrong == "undo does nothing":
        monkeypatch.setattr(Project, "undo", lambda self, annotator: self._log.action(
            self._log.history.next_undo, undone=False).inverse)  # fmt: skip
    else:
        apply = Writer.apply
        monkeypatch.setattr(
            Writer, "apply", lambda self, edit: edit.name == "Note" or apply(self, edit)
        )
        monkeypatch.setattr(
            operations, "set_note", renamed(operations.set_note)
        )  # so that it is known by its name
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Edits, settings=QUICK)


def renamed(work):
    from dataclasses import replace

    return lambda *args: replace(work(*args), name="Note")


# --- 14, the clock


def test_a_clock_that_steps_back_changes_no_order(project, article, path, monkeypatch):
    times = (f"20{year:02}-01-01T00:00:00.000Z" for year in itertools.count(40, -1))
    monkeypatch.setattr(action_log, "now", lambda: next(times))
    monkeypatch.setattr(operations, "now", lambda: next(times))
    for start in range(4):
        edit = operations.add(article, (Span(start, start + 3),), label="actor", annotator="mo")
        project.apply(edit, annotator="mo")
    last = edit.annotations[0].value
    project.close()
    with Project.open(path) as again:
        assert list(again.check()) == []
        undone = again.undo(annotator="mo")
        assert [change.before for change in undone.annotations] == [last]
        again.redo(annotator="mo")
        assert len(again.annotation_set(article.id)) == 4
        assert again.missing_actions == 0


# --- 15, PostgreSQL


def test_the_postgresql_lane():
    if importlib.util.find_spec("annotator.storage.postgres") is None:
        pytest.skip("the program has no PostgreSQL engine yet, so there is no lane to run")
    raise AssertionError("there is an engine: run the storage tests on it, reliability.md 4.15")
