"""Hand-ins that cannot be taken, through the command line: a clear sentence, nothing changed."""

import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from annotator.core.changes import Change, ChangeSet, added
from annotator.core.identifiers import new_id
from annotator.core.operations import add_all
from annotator.core.team import Person
from annotator.jobs.export_dataset import export_dataset
from annotator.storage.project import Project
from tests.jobs.working import done
from tests.review.making import mark
from tests.review.test_merge import (
    everything,
    handed_out,
    home,
    merge,
    other_project,
    project,
    worked,
)

__all__ = ["home", "project"]


def other_articles(project, ada):
    return [other_project(ada.parent)]


def another_author(project, ada):
    merge(project, ada)
    with Project.open(ada) as handin:
        mine = [v for v in everything(handin).values() if hasattr(v, "label")]
        states = [v for v in everything(handin).values() if hasattr(v, "state")]
        links = [v for v in everything(handin).values() if hasattr(v, "head")]
        changes = [Change(v, None) for v in (*links, *mine, *states)]
        handin.apply(ChangeSet("Clear", tuple(changes)), annotator="eve")
        stolen = [replace(v, annotator="eve") for v in mine]
        handin.apply(add_all("Steal", stolen), annotator="eve")
    return [ada]


def newer_version(project, ada):
    data = bytearray(ada.read_bytes())
    data[60:64] = (99).to_bytes(4)
    ada.write_bytes(data)
    return [ada]


def changed_by_hand(project, ada):
    import sqlite3

    with sqlite3.connect(ada) as raw:
        raw.execute("UPDATE annotation SET last = last - 1")
    raw.close()
    return [ada]


def lying_clock(project, ada):
    with Project.open(ada) as handin:
        article = next(a for a, _ in handin.entries())
        ahead = replace(mark(article, "actor", "Vesna"), changed="2999-01-01T00:00:00.000Z")
        handin.apply(add_all("Mark", [ahead]), annotator="ada")
    return [ada]


def renamed(project, ada):
    with Project.open(ada) as handin:
        (person,) = handin.records(Person)
        mine = list(everything(handin).values())
        links = [v for v in mine if hasattr(v, "head")]
        rest = [v for v in mine if not hasattr(v, "head")]
        handin.apply(
            ChangeSet("Clear", tuple(Change(v, None) for v in (*links, *rest))), annotator="ada"
        )
        handin.apply(
            add_all("Anew", [replace(v, annotator="ada L.") for v in (*rest, *links)]),
            annotator="ada L.",
        )
        change = Change(person, replace(person, name="ada L."))
        handin.apply(ChangeSet("Rename", (change,)), annotator="ada L.")
    return [ada]


def namesake(project, ada):
    with Project.open(ada) as handin:
        (person,) = handin.records(Person)
        change = ChangeSet("Another", (Change(person, None), added(replace(person, id=new_id()))))
        handin.apply(change, annotator="ada")
    return [ada]


def unknown_label(project, ada):
    path = ada.with_name("ben.jsonl")
    path.write_text('{"text": "Skarvik said no. Norland will pay for the ferry to Vesna, its '
                    'mayor said.", "label": [[0, 7, "ship"]]}\n')  # fmt: skip
    return [path, "--as", "ben"]


def half_a_project(project, ada):
    half = ada.with_name("half.annotator")
    half.write_bytes(ada.read_bytes()[:9000])
    return [ada, half]


def half_a_file(project, ada):
    with Project.open(ada) as handin:
        done(export_dataset(handin, ada.with_name("whole.jsonl")))
    whole = ada.with_name("whole.jsonl").read_bytes()
    half = ada.with_name("half.jsonl")
    half.write_bytes(whole[: len(whole) - 40])
    return [ada, half]


def missing(project, ada):
    return [ada, ada.with_name("nowhere.annotator")]


CASES = [
    (other_articles, "none of its articles is in this project"),
    (another_author, "a mark of ada is in it as one of eve"),
    (newer_version, "version 99"),
    (changed_by_hand, "damaged"),
    (lying_clock, "dated in the future (up to 2999-01-01)"),
    (renamed, "ada is called ada L. in it"),
    (namesake, "another ada than the one in this project"),
    (unknown_label, "1 mark of labels that the scheme"),
    (half_a_project, "half.annotator"),
    (half_a_file, "half.jsonl"),
    (missing, "nowhere.annotator"),
]


@pytest.mark.parametrize(("make", "says"), CASES, ids=[make.__name__ for make, _ in CASES])
def test_a_bad_handin_is_refused_in_a_sentence_and_nothing_changes(project, make, says):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Vesna")
    files = make(project, ada)
    before, undo, path = everything(project), project.undo_name, project.path
    project.close()
    ended = subprocess.run(
        [sys.executable, "-m", "annotator", "merge", path, *files], capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 1, ended.stderr
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr
    with Project.open(path) as after:
        assert (everything(after), after.undo_name) == (before, undo)
        assert list(after.check()) == []


def test_twice_the_same_file_is_one(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    copy = shutil.copy(ada, ada.with_name("copy.annotator"))
    path = project.path
    project.close()
    said = []
    for files in ((ada, copy), (copy,)):
        ended = subprocess.run(
            [sys.executable, "-m", "annotator", "merge", path, *files], capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr
        said.append(ended.stdout)
    assert "4 new, 0 same, 0 changed, 0 conflicting" in said[0]
    assert "0 new, 4 same, 0 changed, 0 conflicting" in said[1]
