"""A stranger's project file: nothing that its author wrote into it ever runs."""

import hashlib
import sqlite3
from contextlib import closing

import pytest

from annotator.core import operations
from annotator.core.errors import NotAProject, ProjectError
from annotator.storage import quarantine
from annotator.storage.project import Project

HOSTILE = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON annotation BEGIN DELETE FROM article_text; END",
    "view": "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) "
    "SELECT x FROM c",
    "view in place of a table": "ALTER TABLE article_text RENAME TO real; CREATE VIEW article_text "
    "AS SELECT article, text || 'x' AS text FROM real",
    "virtual table": "CREATE VIRTUAL TABLE f USING fts5(text)",
    "further table": "CREATE TABLE more (x)",
    "computed column": "ALTER TABLE scheme ADD COLUMN y TEXT AS (length(data) * 2)",
    "further column": "ALTER TABLE scheme ADD COLUMN y TEXT",
    "index on an expression": "CREATE INDEX i ON article (lower(title))",
    "no table": "DROP TABLE record",
}


@pytest.fixture
def file(project, article, path):
    """Give the path of a sound, closed project with an article."""
    project.close()
    return path


def changed(path, sql):
    with closing(sqlite3.connect(path)) as raw:
        raw.executescript(sql)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("read_only", [True, False])
def test_what_is_no_project_is_refused_unopened(file, kind, read_only):
    changed(file, HOSTILE[kind])
    before = hashlib.sha256(file.read_bytes()).digest()
    with pytest.raises(NotAProject) as refusal:
        Project.open(file, read_only=read_only)
    assert "not opened" in str(refusal.value) or "no table" in str(refusal.value)
    assert "do harm" in str(refusal.value)
    assert hashlib.sha256(file.read_bytes()).digest() == before
    assert sorted(p.name for p in file.parent.iterdir()) == [file.name]


def test_without_the_quarantine_a_strangers_trigger_would_run(file, article, monkeypatch):
    changed(file, HOSTILE["trigger"])
    monkeypatch.setattr("annotator.storage.project.admit", lambda *_, **__: None)
    from annotator.core.span import Span

    with Project.open(file) as project:
        mark = operations.add(article, (Span(0, 3),), label="actor", annotator="ada")
        project.apply(mark, annotator="ada")
    with closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT count(*) FROM article_text").fetchone() == (0,)


def test_statistics_of_sqlite_are_no_harm(file):
    changed(file, "ANALYZE")
    with Project.open(file) as project:
        assert len(project.find_articles()) == 1


def test_a_schema_that_takes_for_ever_is_given_up(file, monkeypatch):
    monkeypatch.setattr(quarantine, "SECONDS", -1.0)
    monkeypatch.setattr(quarantine, "_STEPS", 1)
    with pytest.raises(ProjectError):
        Project.open(file)


def test_a_schema_that_lies_is_a_known_problem(file):
    changed(
        file,
        "PRAGMA writable_schema = ON; "
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE scheme (' WHERE name = 'scheme'",
    )
    with pytest.raises(ProjectError):
        Project.open(file)


def test_nothing_but_looking_is_allowed_meanwhile(file):
    with closing(sqlite3.connect(file)) as raw:
        quarantine._restrain(raw)
        for sql in ("ATTACH ':memory:' AS x", "CREATE TEMP TABLE t (x)", "DELETE FROM article",
                    "SELECT load_extension('x')"):  # fmt: skip
            with pytest.raises(sqlite3.Error):
                raw.execute(sql)
