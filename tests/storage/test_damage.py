"""Damaged projects: a plain message, the original untouched, and how much was recovered."""

import os
import shutil
from pathlib import Path

import pytest

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.errors import AnnotatorError
from annotator.core.span import Span
from annotator.storage import recovery as recovery_module
from annotator.storage.backup import back_up
from annotator.storage.project import Project
from annotator.storage.recovery import recover
from tests.storage.damage import DAMAGES, damaged

COUNT = int(os.environ.get("DAMAGED_PROJECTS", "40"))


@pytest.fixture
def sound(path, scheme, own_home):
    """A project as it lies on the disk amid marking, with a log beside it; and its marks."""
    with Project.create(path, scheme) as project:
        articles = [Article.new(f"{n}. " + "Norland will keep the bridge. " * 60)
                    for n in range(30)]  # fmt: skip
        with project.importing("Import", annotator="mo") as batch:
            for article in articles:
                marks = operations.add(article, (Span(3, 10),), label="actor", annotator="mo")
                with batch.file():
                    batch.add(article, [c.value for c in marks.changes])
        for number in range(150):
            article = articles[number % len(articles)]
            start = 3 + number
            edit = operations.add(article, (Span(start, start + 9),), label="actor",
                                  annotator="jo")  # fmt: skip
            project.apply(edit, annotator="jo")
        folder = path.parent / "as it lies"
        folder.mkdir()
        for name in path.parent.glob(path.name + "*"):
            shutil.copy(name, folder / name.name)
        marks = {a.id: a for _, said in project.entries() for a in said if hasattr(a, "label")}
        yield folder / path.name, marks, project


def outcome(path: Path) -> tuple[str, list[str], int]:
    """Open and check a project as the program does; says how it went."""
    try:
        with Project.open(path) as project:
            missing = project.missing_actions
            project.replay()
            faults = list(project.check())
            if project.lost_actions:
                faults.append(f"{project.lost_actions} actions are in a backup only.")
            return ("damaged" if faults else "sound"), faults, missing
    except AnnotatorError as error:
        return "refused", [str(error)], 0


def run(source, marks, folder, seed):
    """Damage, open, recover: gives the kind of damage and how many marks were recovered."""
    folder.mkdir()
    path, kind = damaged(source, folder, seed)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    aside = folder / "opened"
    aside.mkdir()
    for name in before:
        shutil.copy(folder / name, aside / name)
    how, said, _ = outcome(aside / path.name)
    if how == "sound":
        with Project.open(aside / path.name) as project:
            got = {a.id: a for _, all_ in project.entries() for a in all_ if hasattr(a, "label")}
    else:
        assert all(said) and "Traceback" not in "".join(said)
        target = folder / "recovered.annotator"
        try:
            recovery = recover(path, target)
        except AnnotatorError as error:
            assert "not touched" in str(error)
            got = {}
        else:
            assert f"{recovery.annotations:,} of " in str(recovery)
            with Project.open(target) as project:
                assert list(project.check()) == []
                got = {a.id: a for _, all_ in project.entries() for a in all_
                       if hasattr(a, "label")}  # fmt: skip
            assert len(got) == recovery.annotations <= recovery.annotations_met
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.name in before} == before
    # A mark whose unlogged columns were hit may have another note or time; its words never.
    wrong = [
        k
        for k, mark in got.items()
        if k in marks and (mark.quote, mark.fragments) != (marks[k].quote, marks[k].fragments)
    ]
    assert not wrong and set(got) <= set(marks), (kind, seed)
    return kind, how, len(got)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("backup", [True, False])
def test_every_damage_ends_in_a_message_and_what_is_sound(sound, tmp_path, backup, monkeypatch):
    source, marks, project = sound
    if backup:  # made of each copy, as far as the program can tell
        there = back_up(project, "by hand")
        monkeypatch.setattr(recovery_module, "backups_of_file", lambda _: [there])
    results = [run(source, marks, tmp_path / f"d{seed}", seed) for seed in range(COUNT)]
    for kind in DAMAGES:
        got = [n for k, _, n in results if k == kind]
        print(kind, {how: sum(k == kind and h == how for k, h, _ in results)
                     for how in ("sound", "damaged", "refused")},
              "annotations recovered, least", min(got), "of", len(marks),
              "whole:", sum(n == len(marks) for n in got), "of", len(got))  # fmt: skip
        # With a backup nothing is lost, unless SQLite opens what is left without a complaint.
        # Without one, in a file of 90 pages, of 20 bits many hit something.
        least = {"truncated": 0, "20 bits": 0}.get(kind, len(marks) // 4)
        assert min(got) >= (len(marks) if backup else least), (kind, got)


def test_with_a_backup_nothing_is_lost_even_of_nothing(sound, path):
    _, marks, project = sound
    back_up(project, "by hand")
    edit = operations.delete(list(marks.values())[:1], project.annotation_set(
        next(iter(marks.values())).article_id))  # fmt: skip
    project.apply(edit, annotator="mo")
    project.close()
    path.write_bytes(os.urandom(9000))
    target = path.with_name("recovered.annotator")
    recovery = recover(path, target)
    assert (recovery.annotations, recovery.annotations_met) == (179, 179)
    assert recovery.backup is not None and "backup of" in str(recovery)


def test_without_backup_witness_or_bytes_it_says_so(tmp_path):
    path = tmp_path / "noise.annotator"
    path.write_bytes(os.urandom(9000))
    with pytest.raises(AnnotatorError, match="Nothing could be read"):
        recover(path, tmp_path / "recovered.annotator")
    assert not (tmp_path / "recovered.annotator").exists()
