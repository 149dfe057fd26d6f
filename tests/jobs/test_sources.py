"""Equal texts are one article with several sources, of one import or of several."""

import json

import pytest

from annotator.core.source import Source
from annotator.jobs.drafts import Drafts
from annotator.jobs.import_articles import import_files
from annotator.jobs.opening import Wishes
from annotator.jobs.reading_articles import read_articles
from annotator.jobs.storing_articles import Decisions, store_drafts
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done

WIRE = "The ferry leaves at noon. The harbour board agreed."


def at_once(project, paths, *, dry_run=False):
    return done(import_files(project, paths, annotator="mo", dry_run=dry_run))


def by_the_window(project, paths):
    drafts = Drafts()
    done(read_articles(project, paths, Wishes(annotator="mo"), drafts))
    try:
        return done(store_drafts(project, drafts, Decisions(), annotator="mo"))
    finally:
        drafts.close()


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


def table(path, *rows):
    lines = [{"text": WIRE, "meta": row} for row in rows]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def places(project):
    return sorted(source.place.rpartition("/")[2] for source in project.records(Source))


@pytest.mark.parametrize("imported", [at_once, by_the_window])
def test_a_wire_story_in_three_files_is_one_article_with_two_more_sources(
    project, tmp_path, imported
):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(WIRE)
    report = imported(project, [folder])
    assert (report.added, report.known, report.sources) == (1, 2, 2)
    assert "2 more sources of articles that are here" in report.summary
    assert places(project) == ["b.txt", "c.txt"]
    assert {s.place for s in project.records(Source)} == {"news/b.txt", "news/c.txt"}
    again = imported(project, [folder])
    assert again.sources == 0 and len(places(project)) == 2
    project.undo(annotator="mo")
    assert project.records(Source) == [] and project.counts().articles == 0
    project.redo(annotator="mo")
    assert len(places(project)) == 2 and project.counts().articles == 1


@pytest.mark.parametrize("imported", [at_once, by_the_window])
def test_a_source_keeps_what_it_says_and_goes_with_its_import(project, tmp_path, imported):
    first = {"title": "Ferry", "outlet": "The Star"}
    other = {"title": "Ferry leaves", "outlet": "The Post",
             "url": "https://post.example/1", "published": "2026-03-02"}  # fmt: skip
    imported(project, [table(tmp_path / "one.jsonl", first)])
    assert imported(project, [table(tmp_path / "again.jsonl", first)]).sources == 0
    report = imported(project, [table(tmp_path / "two.jsonl", other)])
    assert report.sources == 1 and report.summary.endswith(
        "1 more source of articles that are here."
    )
    (source,) = project.records(Source)
    (article, _) = next(project.entries())
    assert source.article_id == article.id and article.outlet == "The Star"
    assert (source.outlet, source.title, source.published) == ("The Post", "Ferry leaves",
                                                               "2026-03-02")  # fmt: skip
    assert source.url == "https://post.example/1" and source.imported.endswith("Z")
    assert source.line.startswith("The Post · Ferry leaves · 2026-03-02 · ")
    project.undo(annotator="mo")
    assert project.records(Source) == [] and project.counts().articles == 1


def test_a_text_file_of_another_name_is_a_source_and_the_same_one_again_is_none(project, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(WIRE)
    at_once(project, [tmp_path / "a.txt"])
    assert at_once(project, [tmp_path / "a.txt"]).sources == 0
    assert at_once(project, [tmp_path / "b.txt"]).sources == 1
    assert places(project) == ["b.txt"]


def test_of_a_refused_file_and_of_a_dry_run_no_source_stays(project, tmp_path):
    (tmp_path / "a.txt").write_text(WIRE)
    at_once(project, [tmp_path / "a.txt"])
    rows = table(tmp_path / "rows.jsonl", {"outlet": "The Post"})
    assert at_once(project, [rows], dry_run=True).sources == 1
    with rows.open("a") as out:
        out.write("{broken\n")
    report = at_once(project, [rows])
    assert report.refused and not report.sources and places(project) == []


def test_stats_count_sources_and_groups_only_where_there_are_some(project, tmp_path):
    def told():
        from click.testing import CliRunner

        from annotator.cli.stats import stats

        done = CliRunner().invoke(stats, [str(project.path), "--json"])
        return json.loads(done.output)

    assert "more_sources" not in told() and "copy_groups" not in told()
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(WIRE)
    at_once(project, [folder])
    assert told()["more_sources"] == 2
