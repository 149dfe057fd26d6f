"""Projects: what is stored, what is refused, who may write."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.changes import ChangeSet
from annotator.core.errors import (
    DamagedProject,
    FormatError,
    NewerProject,
    NotAProject,
    ProjectError,
    ReadOnlyProject,
    StaleEdit,
)
from annotator.core.identifiers import new_id
from annotator.core.span import Span
from annotator.storage import engines
from annotator.storage.project import ArticleFilter, Project

ROOT = Path(__file__).parents[2]


def mark(project, article, start, end, *, label="actor", annotator="mo"):
    edit = operations.add(article, (Span(start, end),), label=label, annotator=annotator)
    project.apply(edit, annotator=annotator)
    return edit.annotations[0].value


def content(path):
    """All rows of all tables but the log."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as raw:
        names = [n for (n,) in raw.execute("SELECT name FROM sqlite_schema WHERE type='table'")]
        return {n: raw.execute(f"SELECT * FROM {n}").fetchall() for n in names if n != "action"}


def test_text_comes_back_exactly(project, article, path):
    project.close()
    with Project.open(path) as again:
        assert again.article(article.id) == article
        assert again.article_by_hash(article.sha256) == article.id


def test_closing_leaves_one_file(project, article, path):
    mark(project, article, 0, 7)
    project.close()
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_settings_of_the_file_are_what_keeps_marks_safe(project, path):
    with sqlite3.connect(path) as raw:
        assert raw.execute("PRAGMA application_id").fetchone()[0] == engines.APPLICATION_ID
        assert raw.execute("PRAGMA user_version").fetchone()[0] == engines.VERSION
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        for (sql,) in raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'"):
            assert "STRICT" in sql
    with project._writer.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_an_edit_that_starts_from_an_old_value_is_refused(project, article):
    old = mark(project, article, 0, 7)
    project.apply(operations.set_note(old, "first"), annotator="mo")
    with pytest.raises(StaleEdit):
        project.apply(operations.set_note(old, "second"), annotator="mo")
    assert next(iter(project.annotation_set(article.id))).note == "first"
    assert project.undo_name == "Edit note"


def test_an_edit_is_stored_whole_or_not_at_all(project, article, path):
    first = mark(project, article, 0, 7)
    before = content(path)
    good = operations.add(article, (Span(12, 19),), label="actor", annotator="mo")
    bad = operations.set_note(operations.set_note(first, "x").changes[0].after, "y")
    with pytest.raises(StaleEdit):
        project.apply(ChangeSet("Both", (*good.changes, *bad.changes)), annotator="mo")
    assert content(path) == before


def test_undo_and_redo_survive_restarts_to_the_very_first_action(path, scheme, article):
    with Project.create(path, scheme) as project:
        project.apply(operations.add_all("Add article", [article]), annotator="mo")
        for start in (0, 12, 20):
            mark(project, article, start, start + 5)
        full = project.annotation_set(article.id)
    names = []
    while True:
        with Project.open(path) as project:
            if project.undo(annotator="mo") is None:
                break
            names.append(project.redo_name)
    assert names == ["Add actor"] * 3 + ["Add article"]
    with Project.open(path) as project:
        assert project.counts().articles == 0
        while project.redo(annotator="mo"):
            pass
        assert project.annotation_set(article.id) == full
        assert list(project.check()) == []


def test_import_is_one_undo_and_comes_back_whole(project, article, scheme):
    fresh = [Article.new(f"Article {n} about Norland.") for n in range(5)]
    with project.importing("Import 5 articles", annotator="mo") as batch:
        for one in fresh:
            edit = operations.add(one, (Span(0, 7),), label="actor", annotator="ada")
            with batch.file():
                assert batch.add(one, [edit.annotations[0].value]) == "added"
        extra = operations.add(article, (Span(0, 7),), label="actor", annotator="ada")
        with batch.file():
            assert batch.add(article, [extra.annotations[0].value]) == "extended"
            assert batch.add(article, [extra.annotations[0].value]) == "known"
    sets = [project.annotation_set(one.id) for one in (*fresh, article)]
    project.undo(annotator="mo")
    assert project.counts().articles == 1
    assert project.counts().annotations == 0
    path = project.path
    project.close()
    with Project.open(path) as again:
        again.redo(annotator="mo")
        assert [again.annotation_set(one.id) for one in (*fresh, article)] == sets
        assert again.undo_name == "Import 5 articles"
        assert list(again.check()) == []


def test_a_failed_file_of_an_import_leaves_nothing(project, path):
    before = content(path)
    with (
        project.importing("Import", annotator="mo") as batch,
        pytest.raises(FormatError),
        batch.file(),
    ):
        batch.add(Article.new("One."), [])
        raise FormatError("broken")
    assert content(path) == before
    assert project.undo_name == "Add article"


def test_an_interrupted_import_leaves_nothing(project, path):
    before = content(path)
    with pytest.raises(KeyboardInterrupt), project.importing("Import", annotator="mo") as batch:
        with batch.file():
            batch.add(Article.new("One."), [])
        raise KeyboardInterrupt
    assert content(path) == before
    mark(project, project.article(_first(project)), 0, 7)


def _first(project):
    return project.article_rows(project.find_articles())[0].id


def test_one_identifier_for_two_things_is_refused(project, article):
    shared = new_id()
    with project.importing("Import", annotator="mo") as batch:
        with batch.file():
            batch.add(Article.new("One.", id=shared), [])
        with pytest.raises(FormatError, match="belongs to another text"), batch.file():
            batch.add(Article.new("Two.", id=shared), [])
        value = operations.add(article, (Span(0, 7),), label="actor", annotator="mo")
        first = value.annotations[0].value
        with pytest.raises(FormatError, match="twice"), batch.file():
            batch.add(Article.new("Three."), [first, first])
    assert project.counts().articles == 2


def test_lists_search_and_filter(project, article):
    for title, outlet in (("Ångström wins", "Post"), ("北京的新闻", "日报"), ("Wind", "")):
        one = Article.new(f"About {title}.", title=title, outlet=outlet)
        project.apply(operations.add_all("Add", [one]), annotator="mo")
    found = {
        search: [r.headline for r in project.article_rows(
            project.find_articles(ArticleFilter(search=search)))]
        for search in ("angstrom", "ÅNG", "京的", "post", "wi", "zzz", "bridge harbour")
    }  # fmt: skip
    assert found == {
        "angstrom": ["Ångström wins"], "ÅNG": ["Ångström wins"], "京的": ["北京的新闻"],
        "post": ["The bridge stays", "Ångström wins"], "wi": ["Ångström wins", "Wind"],
        "zzz": [], "bridge harbour": ["The bridge stays"],
    }  # fmt: skip
    annotations = project.annotation_set(article.id)
    project.apply(operations.set_state(annotations, "mo", "done"), annotator="mo")
    done = ArticleFilter(state="done", annotator="mo")
    assert len(project.find_articles(done)) == 1
    assert len(project.find_articles(ArticleFilter(state="new", annotator="mo"))) == 3
    assert project.state_counts(annotator="mo")["new"] == 3
    assert project.state_counts(annotator="nobody")["new"] == 4


def test_a_second_window_reads_and_says_why(project, article, path):
    started = time.perf_counter()
    with Project.open(path) as second:
        assert time.perf_counter() - started < 1
        assert second.read_only
        assert "another window" in second.read_only_reason
        with pytest.raises(ReadOnlyProject):
            mark(second, article, 0, 7)
        made = mark(project, article, 0, 7)
        assert made.id in second.annotation_set(article.id)


def test_a_killed_writer_leaves_no_lock(path, scheme, article):
    Project.create(path, scheme).close()
    code = (
        "import sys, time; from pathlib import Path\n"
        "from annotator.storage.project import Project\n"
        "p = Project.open(Path(sys.argv[1])); print(p.read_only, flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE)
    try:
        assert child.stdout.readline().strip() == b"False"
        with Project.open(path) as second:
            assert second.read_only
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    with Project.open(path) as third:
        assert not third.read_only


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", NotAProject, "not an Annotator project"),
        (b"Just a text.", NotAProject, "not an Annotator project"),
        (b"SQLite format 3\0" + bytes(20), DamagedProject, "cut off"),
        (b"SQLite format 3\0" + bytes(84), NotAProject, "another program"),
    ],
)
def test_other_files_are_refused_and_not_touched(tmp_path, data, error, words):
    path = tmp_path / "x.annotator"
    path.write_bytes(data)
    with pytest.raises(error, match=words):
        Project.open(path)
    assert path.read_bytes() == data
    assert os.listdir(tmp_path) == ["x.annotator"]


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(ProjectError, match="no project"):
        Project.open(tmp_path / "none.annotator")
    with pytest.raises(NotAProject, match="folder"):
        Project.open(tmp_path)
    assert os.listdir(tmp_path) == []


def test_a_newer_project_is_refused_naming_both_versions(project, path):
    project.close()
    data = bytearray(path.read_bytes())
    data[60:64] = (engines.VERSION + 6).to_bytes(4, "big")
    path.write_bytes(data)
    with pytest.raises(
        NewerProject, match=rf"version {engines.VERSION + 6}.*version {engines.VERSION}"
    ):
        Project.open(path)
    assert path.read_bytes() == data


def test_a_cut_off_project_is_a_known_problem(project, path, article):
    for n in range(50):
        mark(project, article, n, n + 5)
    project.close()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(ProjectError), Project.open(path) as damaged:
        list(damaged.check())
        damaged.annotation_set(article.id)


def test_creating_never_replaces(path, scheme):
    path.write_text("mine")
    with pytest.raises(ProjectError, match="already"):
        Project.create(path, scheme)
    assert path.read_text() == "mine"


def test_a_full_disk_keeps_what_was_stored(project, article):
    mark(project, article, 0, 7)
    with project._writer.connect() as connection:
        raw = connection.connection.driver_connection
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count = {pages}")
    stored = 1
    with pytest.raises(ProjectError, match="disk is full"):
        for _ in range(2000):
            mark(project, article, 8, 19)
            stored += 1
    assert len(project.annotation_set(article.id)) == stored
    with project._writer.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA max_page_count = 1000000")
    mark(project, article, 0, 7)
    assert list(project.check()) == []


READ_ONLY = """
import os, shutil, sys
from pathlib import Path
from annotator.storage.project import Project
warm = Path(shutil.copy(sys.argv[1], sys.argv[1] + ".warm"))
with Project.open(warm) as p:  # loads every module: afterwards Python's own files are out of reach
    p.counts()
warm.unlink()
os.chmod(sys.argv[1], int(sys.argv[2], 8))
os.chmod(os.path.dirname(sys.argv[1]), int(sys.argv[3], 8))
os.setgid(65534); os.setuid(65534)
with Project.open(Path(sys.argv[1])) as p:
    print(p.read_only, "|", p.read_only_reason, "|", p.counts().articles)
"""


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="drops root's privileges")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_write_protected_project_can_be_read(project, tmp_path_factory, what):
    project.close()
    base = Path("/tmp") / f"annotator-test-{os.getpid()}-{what}"
    base.mkdir()
    copy = base / "p.annotator"
    copy.write_bytes(project.path.read_bytes())
    try:
        modes = ("444", "777") if what == "file" else ("666", "555")
        shown = subprocess.run(
            [sys.executable, "-c", READ_ONLY, str(copy), *modes],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip
        assert shown.returncode == 0, shown.stderr
        flag, reason, articles = shown.stdout.split("|")
        assert flag.strip() == "True"
        assert "write-protected" in reason
        assert articles.strip() == "1"
    finally:
        base.chmod(0o755)
        for name in base.iterdir():
            name.unlink()
        base.rmdir()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE annotation SET quote = 'Norlund'", "lost its words"),
        ("UPDATE article_text SET text = text || '!'", "not the one that was imported"),
        ("UPDATE action SET name = 'Other' WHERE number = 1", "was changed"),
        ("DELETE FROM action WHERE number = 2", "was changed|does not fit"),
        ("UPDATE annotation SET article = 77", "missing article"),
    ],
)
def test_check_finds_what_was_tampered_with(project, article, path, damage, words):
    mark(project, article, 0, 7)
    mark(project, article, 12, 19)
    assert list(project.check()) == []
    project.close()
    with sqlite3.connect(path) as raw:
        raw.execute(damage)
    raw.close()
    with Project.open(path) as damaged:
        found = "\n".join(damaged.check())
    import re

    assert re.search(words, found), found


def test_facts_are_kept(project, path):
    project.set_setting("annotator", "amara")
    project.set_setting("annotator", "jonas")
    project.close()
    with Project.open(path) as again:
        assert again.setting("annotator") == "jonas"
        assert again.setting("other") == ""


def test_what_is_imported_outside_of_a_file_is_kept_too(project):
    with project.importing("Import", annotator="mo") as batch:
        batch.add(Article.new("One article that belongs to no file."), [])
    assert project.counts().articles == 2
    project.undo(annotator="mo")
    assert project.counts().articles == 1
