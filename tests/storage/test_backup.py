"""Backups: made, proven, kept by the rule over 400 days, and given back."""

import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from annotator.core.errors import DamagedProject, ProjectError
from annotator.storage import backup as module
from annotator.storage.backup import back_up, backups, backups_of_file, restore
from annotator.storage.project import Project
from annotator.storage.retention import kept
from annotator.storage.witness import Witness
from tests.storage.test_project import content, mark

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(days):
    return START + timedelta(days=days)


def test_a_backup_is_the_project(project, article, tmp_path):
    mark(project, article, 0, 3)
    made = back_up(project, "by hand")
    assert (made.articles, made.annotations, made.actions) == (1, 1, 2)
    restored = tmp_path / "Restored.annotator"
    restore(made.path, restored)
    with Project.open(restored) as again:
        assert again.annotation_set(article.id) == project.annotation_set(article.id)
        assert again.head == project.head
        assert again.identity != project.identity
        assert list(again.check()) == []
        assert again.undo(annotator="mo") is not None


def test_nothing_changed_nothing_backed_up(project, article):
    assert back_up(project, "opened") is not None
    assert back_up(project, "opened") is None
    mark(project, article, 0, 3)
    assert back_up(project, "opened") is not None


def test_an_import_is_backed_up_before(project, article):
    mark(project, article, 0, 3)
    with project.importing("Import", annotator="mo"):
        (made,) = backups(project.identity)
        assert (made.reason, made.annotations) == ("before an import", 1)


def test_restoring_replaces_nothing(project, tmp_path):
    made = back_up(project, "by hand")
    there = tmp_path / "there.annotator"
    there.write_text("mine")
    with pytest.raises(ProjectError, match="there already"):
        restore(made.path, there)
    assert there.read_text() == "mine"


def test_a_backup_made_amid_marking_holds_all_that_was_acknowledged(project, article, path):
    for start in range(30):
        mark(project, article, start, start + 3)
    plain = path.with_name("plain.annotator")
    shutil.copy(path, plain)  # the wrong way: without the log beside it
    made = back_up(project, "by hand")
    assert made.annotations == 30
    with sqlite3.connect(plain) as raw:
        assert raw.execute("SELECT count(*) FROM annotation").fetchone()[0] < 30


@pytest.mark.parametrize("damage", [
    "UPDATE article_text SET text = replace(text, 'bridge', 'tunnel')",
    "UPDATE action SET annotator = 'eve' WHERE number = 2",
])  # fmt: skip
def test_damage_is_not_copied_and_older_backups_stay(project, article, path, damage):
    mark(project, article, 0, 3)
    old = back_up(project, "by hand", now=at(0))
    mark(project, article, 4, 8)
    with sqlite3.connect(path) as raw:
        raw.execute(damage)
    with pytest.raises(DamagedProject, match=r"no copy was made.*Older backups are kept"):
        back_up(project, "by hand", now=at(300))
    assert backups(project.identity) == [old]
    assert [p.name for p in old.path.parent.iterdir() if p.suffix == ".new"] == []


def test_a_full_disk_makes_no_backup_and_says_so(project, monkeypatch):
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 8, 1))
    with pytest.raises(ProjectError, match="nearly full"):
        back_up(project, "by hand")


def test_the_backups_of_a_damaged_file_are_found(project, article, path):
    made = back_up(project, "by hand")
    project.close()
    path.write_bytes(b"nothing of it is left")
    assert backups_of_file(path) == [made]


def test_a_copy_is_saved_though_the_file_has_gone(project, article, path, tmp_path):
    mark(project, article, 0, 3)
    path.rename(tmp_path / "gone")
    target = tmp_path / "copy.annotator"
    project.save_copy(target)
    with Project.open(target) as again:
        assert again.annotation_set(article.id) == project.annotation_set(article.id)


def test_a_copy_that_cannot_be_written_says_so(project, tmp_path):
    with pytest.raises(ProjectError):
        project.save_copy(tmp_path / "no folder" / "copy.annotator")


# --- the rule


def walked(rule, days=400, *, seed=1):
    """Backups every few hours for that many days; after each what the rule does not keep goes."""
    rng, there, now = Random(seed), [], START
    while now < START + timedelta(days=days):
        there.append(now)
        there = sorted(rule(there, now))
        yield now, there
        now += timedelta(hours=rng.choice([1, 3, 7, 20]))


def broken(rule):
    """What the rule promises and does not hold, over 400 days."""
    every = [START]
    for now, there in walked(rule):
        every.append(now)
        recent = [t for t in every if now - t < timedelta(days=2)]
        if not set(recent) <= set(there):
            yield "all of two days"
        if len({t.date() for t in there}) < min(12, (now - START).days):
            yield "daily"
        if now - START > timedelta(days=100) and len({t.isocalendar()[:2] for t in there}) < 10:
            yield "weekly"
        if now - START > timedelta(days=390) and len({(t.year, t.month) for t in there}) < 9:
            yield "monthly"
        if len(there) - len(recent) > 12 + 10 + 9:
            yield "too many"


def test_over_400_days_the_kept_ones_are_those_of_the_rule():
    assert set(broken(kept)) == set()


@pytest.mark.parametrize("rule", [
    lambda there, now: set(there),
    lambda there, now: set(sorted(there)[-30:]),
    lambda there, now: {t for t in there if now - t < timedelta(days=60)},
])  # fmt: skip
def test_other_rules_are_seen_to_break_it(rule):
    assert set(broken(rule)) != set()


def test_the_newest_is_kept_however_old_and_a_clock_set_back_loses_none():
    assert kept([START], at(4000)) == {START}
    there = [at(0), at(1), at(2)]
    assert kept(there, at(-50)) == set(there)
    assert kept([], START) == set()


def test_old_backups_go_only_as_the_rule_says(project, article):
    for day in range(0, 40, 2):
        mark(project, article, day, day + 3)
        back_up(project, "30 minutes", now=at(day))
    there = backups(project.identity)
    assert {b.moment for b in there} == kept({b.moment for b in there}, at(38))
    assert there[0].annotations == 20
    assert len(there) < 20
    assert content(there[0].path)["annotation"] == content(project.path)["annotation"]


def test_the_witness_spans_what_the_last_backup_but_one_lacks(project, article):
    for day in range(4):
        mark(project, article, day, day + 3)
        back_up(project, "30 minutes", now=at(day))
    newest, before = backups(project.identity)[:2]
    known = Witness(project.identity).actions
    assert [row[0] for row in known] == [newest.actions]
    assert known[0][0] == before.actions + 1
