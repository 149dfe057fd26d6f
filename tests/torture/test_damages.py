"""Damaged projects of strangers, in short form; `make torture` damages 300."""

import sqlite3
from contextlib import nullcontext

import pytest

from annotator.storage import engines
from tests.storage.damage import DAMAGES
from tests.torture.damages import campaign


@pytest.fixture(autouse=True)
def home_again(monkeypatch, own_home):
    monkeypatch.setenv("ANNOTATOR_HOME", str(own_home))  # is put back at the end


def test_every_damage_ends_in_a_message_and_what_is_left(tmp_path):
    kinds = list(DAMAGES)
    report = campaign(map(kinds.index, ("random page", "truncated", "wal")), tmp_path)
    assert report.broken == []
    assert report.runs == len(report.outcomes) == len(report.recovered) == 3
    assert report.recovered["wal"] == [report.marks]


def test_a_database_that_is_taken_at_its_word_would_be_caught(tmp_path, monkeypatch):
    """The negative control: without the words for what SQLite reports, a damaged page is a bug."""
    monkeypatch.setattr(engines, "told", lambda path: nullcontext())
    with pytest.raises(sqlite3.DatabaseError):
        campaign([list(DAMAGES).index("truncated")], tmp_path)
