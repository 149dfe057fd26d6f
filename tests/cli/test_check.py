"""`annotator check`: counts, what is wrong, and what --repair does about it."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator import paths
from annotator.cli.check import check
from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.storage.project import Project


@pytest.fixture
def study(tmp_path):
    path = tmp_path / "study.annotator"
    article = Article.new("Norland will keep the bridge.")
    with Project.create(path, read_scheme(paths.resource("schemes/news-commitments.toml"))) as made:
        made.apply(operations.add_all("Add", [article]), annotator="mo")
        for start in range(5):
            span = (Span(start, start + 3),)
            edit = operations.add(article, span, label="actor", annotator="mo")
            made.apply(edit, annotator="mo")
            if start == 2:
                shutil.copy(path, tmp_path / "early")
    return path


def run(*args):
    ended = CliRunner().invoke(check, [str(a) for a in args], standalone_mode=False)
    assert ended.exception is None, ended.exception
    return ended.return_value, ended.output


def test_a_sound_project_is_counted(study):
    code, said = run(study)
    assert code == 0
    assert said.startswith("study.annotator is sound: 1 article, 5 annotations, 0 relations")
    assert "6 actions" in said


@pytest.mark.parametrize("sql", [
    "UPDATE annotation SET label = 'location' WHERE first = 1",
    "UPDATE annotation SET note = 'x' WHERE first = 1",
    "UPDATE annotation SET quote = 'x' WHERE first = 1",
    "UPDATE annotation SET created = '2020-01-01T00:00:00.000Z' WHERE first = 1",
    "DELETE FROM annotation WHERE first = 1",
    "UPDATE article_text SET text = 'x'",
    "UPDATE article SET outlet = 'x'",
    "UPDATE action SET payload = '{}' WHERE number = 3",
])  # fmt: skip
def test_whatever_was_changed_behind_its_back_is_found_and_mended(study, sql):
    with closing(sqlite3.connect(study)) as raw, raw:
        assert raw.execute(sql).rowcount == 1
    before = study.read_bytes()
    code, said = run(study)
    assert code == 1 and "is sound" not in said
    code, said = run(study, "--repair")
    assert code == 0 and "5 of 5 annotations" in said, said
    assert study.read_bytes() == before
    code, said = run(study.with_stem("study recovered"))
    assert code == 0 and "1 article, 5 annotations" in said


def test_what_is_missing_is_told_and_put_back(study, tmp_path):
    shutil.copy(tmp_path / "early", study)
    code, said = run(study)
    assert code == 1 and "missing now can be put back" in said
    code, said = run(study, "--repair")
    assert code == 0 and "Put back" in said and "5 annotations" in said


def test_a_file_that_cannot_be_opened_is_recovered(study):
    data = bytearray(study.read_bytes())
    data[4096:12288] = bytes(8192)
    study.write_bytes(data)
    code, said = run(study, "--repair")
    assert code == 0 and "5 of 5 annotations" in said, said
