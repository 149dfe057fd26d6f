"""Older projects: the first one ever stays readable, steps are all or nothing."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from annotator.core.errors import ProjectError
from annotator.core.span import Span
from annotator.storage import engines
from annotator.storage.migrations.migrate import STEPS, migrate
from annotator.storage.project import Project

FIRST = Path(__file__).parents[1] / "data" / "version-1.annotator"


@pytest.fixture
def first(tmp_path):
    return Path(shutil.copy(FIRST, tmp_path / "old.annotator"))


def test_the_first_project_ever_reads_as_it_was_written(first):
    with Project.open(first) as project:
        row = project.article_rows(project.find_articles(), annotator="ada")[0]
        article = project.article(row.id)
        said = project.annotation_set(row.id)
        assert article.text == "Norland will not, it said, close the 🏭 in Vesna.\r\n"
        assert (article.title, article.outlet) == ("The plant stays", "Harbour Post")
        marks = {a.label: a for a in said}
        assert marks["commitment"].fragments == (Span(8, 16), Span(27, 32))
        assert marks["actor"].quote == "Norland"
        assert marks["commitment"].annotator == "ben"
        assert marks["actor"].note == "by name"
        assert [r.type for r in said.relations] == ["committed_by"]
        assert said.state("ada").state == "done"
        assert project.undo_name == "Mark done"
        assert list(project.check()) == []


def test_there_is_a_step_to_every_version():
    assert sorted(STEPS) == list(range(2, engines.VERSION + 1))


def test_a_step_changes_the_copy_and_keeps_the_old_file(first):
    import sqlalchemy as sa

    def step(op):
        op.add_column("annotator", sa.Column("color", sa.Text, server_default=""))

    kept = migrate(first, 1, {2: step}, to=2)
    with sqlite3.connect(first) as new, sqlite3.connect(kept) as old:
        assert new.execute("PRAGMA user_version").fetchone()[0] == 2
        assert old.execute("PRAGMA user_version").fetchone()[0] == 1
        assert (
            "color"
            in new.execute("SELECT sql FROM sqlite_schema WHERE name='annotator'").fetchone()[0]
        )
        count = "SELECT count(*) FROM annotation"
        assert new.execute(count).fetchone() == old.execute(count).fetchone() == (2,)


def test_a_step_that_fails_half_way_leaves_the_file_as_it_was(first):
    before = first.read_bytes()

    def step(op):
        op.execute("DELETE FROM annotation")
        raise ProjectError("no")

    with pytest.raises(ProjectError):
        migrate(first, 1, {2: step}, to=2)
    assert first.read_bytes() == before
    assert not list(first.parent.glob("*.migrating"))


def shape(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as raw:
        found = raw.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        plain = {(kind, name): " ".join(sql.replace('"', "").split()) for kind, name, sql in found}
    return {key: sql.replace("( ", "(").replace(" )", ")") for key, sql in plain.items()}


def test_a_migrated_project_has_the_tables_of_a_new_one(first, tmp_path, scheme):
    Project.open(first).close()
    Project.create(tmp_path / "new.annotator", scheme).close()
    assert shape(first) == shape(tmp_path / "new.annotator")
