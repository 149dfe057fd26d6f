"""What an import brought is proven to the last column, by whatever way it went since."""

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from annotator.core import operations, scheme_labels
from annotator.core.annotation import Annotation, Suggestion
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, added
from annotator.core.decision import Comment
from annotator.core.identifiers import new_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import Span
from annotator.jobs.check_project import check_project
from annotator.storage import engines, log
from annotator.storage.checking import BY_WORDS
from annotator.storage.project import Project
from annotator.storage.recovery import recover
from annotator.storage.tables import TABLES
from tests.storage.conftest import small_scheme

AT = "2026-11-23T14:05:09.120Z"
TEXTS = ("Norland will keep the bridge open, said Vesna.", "The union of dockers will not pay.")
SAID = ("annotation", "relation", "article_label", "article_state")


def marks_of(article, who="mo", *, note=""):
    """Four marks, one in two places and one suggested, with a relation and two judgements."""
    marks = []
    for number, start in enumerate((0, 8, 17, 22)):
        fragments = (Span(start, start + 3), *([Span(start + 5, start + 7)] if number == 2 else ()))
        answers = {"kind": f"k{number}"} if number % 2 == 0 else {}
        edit = operations.add(article, fragments, label="actor", annotator=who, attributes=answers)
        by = Suggestion("rules", 0.5) if number == 3 else None
        marks.append(replace(edit.annotations[0].value, note=note, suggested_by=by))
    related = operations.relate(marks[0], marks[1], type="in", annotator=who).changes[0].value
    judged = (ArticleLabel(article.id, who, "relevant", True, AT),
              ArticleState(article.id, who, "in_progress", AT))  # fmt: skip
    return [*marks, replace(related, note=note), *judged]


def imported(project, *entries):
    with project.importing("Import", annotator="mo") as batch:
        for article, said in entries:
            with batch.file():
                batch.add(article, said, content_ids=True)


def stage(project, name):
    """Bring a project on; gives nothing. Each stage begins where the one before ended."""
    first, second = (Article.new(t, title=f"T{n}", outlet="Post") for n, t in enumerate(TEXTS))
    if name == "imported":
        imported(project, (first, marks_of(first)), (second, marks_of(second)))
    elif name == "extended":
        own = replace(first, id=project.article_by_hash(first.sha256))
        imported(project, (own, marks_of(own, "ünal")))
    elif name == "edited":
        own = project.article_by_hash(first.sha256)
        mark = next(iter(project.annotation_set(own)))
        project.apply(operations.set_note(mark, "seen"), annotator="mo")
        about = new_id()
        comment = Comment(about, own, (mark.id,), about, "mo", "Is it?", AT)
        project.apply(ChangeSet("Comment", (added(comment),)), annotator="mo")
        article = project.article(own)
        project.apply(operations.edit_article(article, outlet="Harbour"), annotator="mo")
    else:
        edit = scheme_labels.merge_labels(project.scheme, "actor", "location")
        project.change_scheme(edit, annotator="mo")


STAGES = ("imported", "extended", "edited", "reworked")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A project that went through all stages, closed."""
    path = tmp_path_factory.mktemp("whole") / "News.annotator"
    with Project.create(path, small_scheme()) as made:
        for name in STAGES:
            stage(made, name)
            assert list(made.check()) == [], name
    return path


@pytest.fixture
def study(whole, path):
    """A copy of it."""
    return Path(shutil.copy(whole, path))


def found(path):
    with Project.open(path, read_only=True) as project:
        return list(project.check())


def tampered(study, folder, sql, *values):
    path = folder / "tampered.annotator"
    shutil.copy(study, path)
    with closing(sqlite3.connect(path)) as raw, raw:
        assert raw.execute(sql, values).rowcount >= 1, sql
    return path


def other_values(column, value):
    """Give what else may stand in a column and be read."""
    name = column.name
    if name == "state":
        return ["done"]
    if name in ("attributes", "value", "metadata"):
        return ['{"kind":"x"}' if name == "attributes" else '{"a":"b"}'] if name != "value" else [
            "false"]  # fmt: skip
    if name == "fragments":
        return ["[[17,20],[22,25]]" if value else "[[0,3],[5,7]]"]
    if name == "suggested_by":
        return ['{"source":"x","score":null}'] + ([None] if value else [])
    if name in ("article", "annotator"):
        return [3 - value]
    if isinstance(value, int):
        return [value + 1]
    if isinstance(value, bytes):
        return [bytes([value[0] ^ 1, *value[1:]])]
    return [f"{value}x"]


def changes_of(study, table):
    """Give every change of one column of some rows of a table, by rowid or key."""
    with closing(sqlite3.connect(study)) as raw:
        raw.row_factory = sqlite3.Row
        keys = [column.name for column in TABLES[table].primary_key.columns]
        held = raw.execute(f"SELECT * FROM {table}").fetchall()
    for row in Random(f"{table}").sample(held, min(len(held), 3)):
        where = " AND ".join(f"{key} = ?" for key in keys)
        for column in TABLES[table].columns:
            for other in other_values(column, row[column.name]):
                sql = f"UPDATE {table} SET {column.name} = ? WHERE {where}"
                yield sql, (other, *(row[key] for key in keys))


@pytest.mark.parametrize("table", [*SAID, "article", "article_text", "record"])
def test_no_column_can_be_changed_unseen(study, tmp_path, table):
    silent = []
    for sql, values in changes_of(study, table):
        try:
            path = tampered(study, tmp_path, sql, *values)
        except sqlite3.IntegrityError:
            continue  # the file itself refuses it
        if not found(path):
            silent.append((sql, values))
    assert silent == []


@pytest.mark.parametrize("sql", [
    "UPDATE annotator SET name = CASE name WHEN 'mo' THEN 'jo' ELSE name END",
    "UPDATE scheme SET data = replace(data, 'Location', 'Place')",
    "DELETE FROM article_text WHERE article = 2",
    *(f"DELETE FROM {table} WHERE changed = (SELECT min(changed) FROM {table})" for table in SAID),
    "DELETE FROM record",
    "INSERT INTO article_state SELECT 2, 2, 'done', changed FROM article_state LIMIT 1",
    "INSERT INTO annotation SELECT randomblob(16), article, annotator, label, first, last, "
    "fragments, quote, attributes, note, suggested_by, created, changed FROM annotation LIMIT 1",
])  # fmt: skip
def test_nothing_can_be_added_or_removed_unseen(study, tmp_path, sql):
    assert found(tampered(study, tmp_path, sql))


def test_an_article_that_the_log_does_not_know_is_told(study, tmp_path):
    path = tampered(
        study, tmp_path,
        "INSERT INTO article SELECT 9, randomblob(16), ?, title, outlet, author, published, url,"
        " language, metadata, headline, search, 3 FROM article LIMIT 1",
        bytes.fromhex(Article.new("New").sha256),
    )  # fmt: skip
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("INSERT INTO article_text VALUES (9, 'New')")
    assert found(path) == ["“T0” is in the project, and not in the edit log."]


# --- no alarm without a cause


def test_what_is_undone_or_removed_and_imported_again_is_sound_and_is_recovered(
    path, scheme, tmp_path
):
    article = Article.new(TEXTS[0], title="T")
    said = marks_of(article)
    with Project.create(path, scheme) as project:
        imported(project, (article, said))
        project.undo(annotator="mo")
        imported(project, (article, said))
        assert list(project.check()) == []
        project.apply(operations.delete([said[3]], project.annotation_set(article.id)),
                      annotator="mo")  # fmt: skip
        imported(project, (article, said))
        assert list(project.check()) == []
    recovered = recover(path, tmp_path / "again.annotator")
    assert recovered.annotations == recovered.annotations_met == 4


def test_what_an_import_changes_is_followed(path, scheme):
    article = Article.new(TEXTS[0])
    said = marks_of(article)
    with Project.create(path, scheme) as project:
        imported(project, (article, said))
        noted = replace(said[0], note="a")
        project.apply(ChangeSet("Note", (Change(said[0], noted),)), annotator="mo")
        with project.importing("Merge", annotator="mo") as batch:
            batch.change([Change(noted, replace(noted, note="b"))])
        assert list(project.check()) == []


def test_one_text_in_two_files_of_an_import_is_undone_and_redone_whole(path, scheme):
    article = Article.new(TEXTS[0])
    said = marks_of(article)
    with Project.create(path, scheme) as project:
        imported(project, (article, said[:2]), (article, said))
        assert list(project.check()) == []
        project.undo(annotator="mo")
        assert project.counts().articles == 0
        project.redo(annotator="mo")
        assert project.counts().annotations == 4 and list(project.check()) == []


@pytest.mark.parametrize("seed", range(3))
def test_no_history_of_imports_edits_and_undoing_raises_an_alarm(path, scheme, seed):
    rng = Random(seed)
    articles = [Article.new(text, title=f"T{n}") for n, text in enumerate(TEXTS)]
    pools = {a.id: [*marks_of(a), *marks_of(a, "ünal")] for a in articles}
    with Project.create(path, scheme) as project:
        for _ in range(14):
            step(project, rng, articles, pools)
            assert list(project.check()) == [], seed
    assert found(path) == []


def step(project, rng, articles, pools):
    kind = rng.choice(["import", "import", "edit", "delete", "undo", "undo", "redo", "rework"])
    article = rng.choice(articles)
    own = project.article_by_hash(article.sha256)
    if kind == "import":
        pool = pools[article.id]
        some = [v for v in pool if not isinstance(v, Relation) and rng.random() < 0.6]
        imported(project, (article, some))
    elif kind in ("undo", "redo"):
        getattr(project, kind)(annotator="mo")
    elif kind == "rework":
        a, b = rng.sample(["actor", "location"], 2)
        labels = {label.id for label in project.scheme.labels}
        if {a, b} <= labels:
            edit = scheme_labels.merge_labels(project.scheme, a, b)
            project.change_scheme(edit, annotator="mo")
    elif own is not None and (marks := list(project.annotation_set(own))):
        mark = rng.choice(marks)
        edit = (operations.set_note(mark, f"{mark.note}+") if kind == "edit" else
                operations.delete([mark], project.annotation_set(own)))  # fmt: skip
        project.apply(edit, annotator="mo")


# --- projects of an earlier version, which kept no digests


def without_digests(path):
    """Write the log as an earlier version would have."""
    with closing(sqlite3.connect(path)) as raw, raw:
        head = log.NO_HASH
        for row in raw.execute("SELECT * FROM action ORDER BY number").fetchall():
            payload = json.loads(row[7])
            if "import" in payload:
                del payload["import"]["proofs"]
            new = (*row[:7], json.dumps(payload, ensure_ascii=False, separators=(",", ":")))
            head = log.chained(head, new)
            raw.execute("UPDATE action SET payload = ?, hash = ? WHERE number = ?",
                        (new[7], head, row[0]))  # fmt: skip


def test_an_older_project_is_read_and_what_is_not_proven_is_said(study, tmp_path):
    without_digests(study)
    with Project.open(study, read_only=True) as project:
        report = finished(check_project(project))
    assert report.sound and report.proven[BY_WORDS] == 7  # of 8: one was edited since
    assert "7 annotations were imported by an earlier version" in str(report)
    # That is the control: what the digests alone see is silent without them.
    sql = "UPDATE annotation SET note = 'x' WHERE note = '' AND annotator = 1"
    assert found(tampered(study, tmp_path, sql)) == []


def test_a_sound_project_says_nothing_of_earlier_versions(study):
    with Project.open(study, read_only=True) as project:
        report = finished(check_project(project))
    assert report.sound and "earlier version" not in str(report)
    assert report.proven["annotations"] == 12


def finished(job):
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value


def test_the_digests_cover_every_column():
    """A column that is added later must be put in or left out on purpose."""
    assert engines.VERSION == 2, "see proofs._COLUMNS, which are those of version 2"
    assert len(TABLES["annotation"].columns) == 13 and len(TABLES["relation"].columns) == 10
    assert [len(TABLES[name].columns) for name in ("article", *SAID[2:])] == [13, 5, 4]
    assert Annotation.__dataclass_fields__.keys() >= {"label", "note", "attributes", "created"}
