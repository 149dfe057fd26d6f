"""The log beside a project: what SQLite would drop of it in silence is noticed and brought back."""

import shutil
import sqlite3
from contextlib import closing
from random import Random

import pytest

from annotator.core.errors import DamagedProject
from annotator.storage import wal, witness
from annotator.storage.project import Project
from annotator.storage.recovery import recover
from tests.storage.test_project import mark

MARKS = 20
BY_ROW = "SELECT count(*) FROM annotation"


@pytest.fixture
def crashed(project, article, path, tmp_path):
    """A project and its log as they lie on the disk amid marking, on a computer without witness."""
    for start in range(MARKS):
        mark(project, article, start % 30, start % 30 + 3)
    folder = tmp_path / "crashed"
    folder.mkdir()
    for name in (path, wal.beside(path)):
        shutil.copy(name, folder / name.name)
    project.close()
    shutil.rmtree(witness.file_of("x").parent)
    return folder / path.name


def flipped(log, seed, *, first=0.0, last=0.7):
    data = bytearray(log.read_bytes())
    rng = Random(seed)
    at = rng.randrange(int(first * len(data)), int(last * len(data)))
    data[at] ^= 1 << rng.randrange(8)
    log.write_bytes(data)


def files(path):
    return {
        each.name: each.read_bytes() for each in path.parent.iterdir() if "shm" not in each.name
    }


def test_a_whole_log_and_one_cut_off_amid_writing_hold_nothing_behind_damage(crashed):
    log = wal.beside(crashed)
    assert wal.behind_damage(log) == 0
    data = log.read_bytes()
    for left in range(len(data) - 9000, len(data), 1900):
        log.write_bytes(data[:left])
        assert wal.behind_damage(log) == 0
    log.write_bytes(data[:-50] + bytes(50))  # the last transaction was being written
    assert wal.behind_damage(log) == 0
    assert wal.behind_damage(log.with_name("no such log")) == 0


def test_frames_of_an_earlier_log_are_no_damage(tmp_path):
    path = tmp_path / "p"
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("CREATE TABLE t (x)")
        for number in range(60):
            raw.execute("INSERT INTO t VALUES (randomblob(3000))")
            if number == 50:
                raw.execute("PRAGMA wal_checkpoint")  # begins the log anew over the old frames
        assert wal.behind_damage(wal.beside(path)) == 0


@pytest.mark.parametrize("seed", range(3))
def test_damage_in_the_log_is_told_and_all_of_it_recovered(crashed, seed, tmp_path):
    flipped(wal.beside(crashed), seed)
    before = files(crashed)
    with Project.open(crashed, read_only=True) as looked_at:
        unread = looked_at.unread_actions
        assert 0 < unread <= MARKS + 2
        assert looked_at.counts().annotations < MARKS
    with pytest.raises(DamagedProject, match=rf"log beside .* is damaged: {unread} actions"):
        Project.open(crashed)
    assert files(crashed) == before  # looking and refusing changed nothing
    recovery = recover(crashed, tmp_path / "recovered.annotator")
    assert recovery.annotations == MARKS
    assert files(crashed) == before


@pytest.mark.parametrize("at", [9, 26])
def test_damage_in_the_first_bytes_of_the_log_is_too(crashed, at, tmp_path):
    data = bytearray(wal.beside(crashed).read_bytes())
    data[at] ^= 4
    wal.beside(crashed).write_bytes(data)
    with pytest.raises(DamagedProject, match="log beside"):
        Project.open(crashed)
    assert recover(crashed, tmp_path / "recovered.annotator").annotations == MARKS


def test_without_looking_sqlite_drops_it_in_silence(crashed, monkeypatch):
    """The negative control."""
    flipped(wal.beside(crashed), 1)
    monkeypatch.setattr(wal, "behind_damage", lambda _: 0)
    with Project.open(crashed) as project:
        assert list(project.check()) == []
        assert project.counts().annotations < MARKS
    assert not wal.beside(crashed).exists()  # and what was in it is gone for good
