"""Near-duplicates of a project are found, decided on by one edit, and taken back by one undo."""

import json

import pytest

from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added
from annotator.core.copies import Copies, copies_of, kept_of
from annotator.core.judgement import ArticleState
from annotator.core.operations import add, add_all
from annotator.core.span import Span
from annotator.jobs.export_dataset import export
from annotator.jobs.export_plan import Plan
from annotator.jobs.find_copies import decide_copies, find_copies, linked
from annotator.jobs.splitting import shares_of
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done

STORY = " ".join(f"The council of town {n} will pay for bridge {n}." for n in range(30))


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


@pytest.fixture
def articles(project):
    """A story, its longer copy, and something else; in this order in the list."""
    found = [
        Article.new(STORY),
        Article.new("Nobody was hurt when the old ferry ran aground at noon."),
        Article.new(f"{STORY} (Agency)"),
    ]
    project.apply(add_all("Add", found), annotator="mo")
    return found


def decide(project, treatment, groups=None):
    found = done(find_copies(project)) if groups is None else groups
    edit = done(decide_copies(project, [(g, treatment) for g in found], annotator="mo"))
    if edit:
        project.apply(edit, annotator="mo")
    return edit


def states(project, articles):
    said = [project.annotation_set(a.id).state("mo") for a in articles]
    return [s and s.state for s in said]


def test_finding_stores_nothing_and_linking_is_one_undo(project, articles):
    first, _, copy = articles
    (group,) = done(find_copies(project))
    assert group.articles == (first.id, copy.id) and 0.9 < group.likeness[1] < 1
    assert project.records(Copies) == []
    decide(project, "link")
    assert project.records(Copies) == [group] and linked(project) == [group.articles]
    assert copies_of(copy.id, project.records(Copies)) == [first.id]
    assert not decide(project, "link")
    project.undo(annotator="mo")
    assert project.records(Copies) == []


def test_a_group_that_grew_takes_the_place_of_the_smaller_one(project, articles):
    decide(project, "link")
    third = Article.new(f"{STORY} Later.")
    project.apply(add_all("Add", [third]), annotator="mo")
    decide(project, "link")
    (kept,) = project.records(Copies)
    assert set(kept.articles) == {articles[0].id, articles[2].id, third.id}
    project.undo(annotator="mo")
    (kept,) = project.records(Copies)
    assert set(kept.articles) == {articles[0].id, articles[2].id}


def test_kept_apart_is_remembered_and_is_no_group(project, articles):
    decide(project, "keep")
    (kept,) = done(find_copies(project))
    assert kept.apart and project.records(Copies) == [kept] and linked(project) == []
    assert copies_of(articles[0].id, [kept]) == []
    decide(project, "link")
    assert [g.apart for g in project.records(Copies)] == [False]


@pytest.mark.parametrize(("treatment", "skipped"), [("longest", 0), ("first", 2)])
def test_skipping_keeps_one_and_comes_back_by_one_undo(project, articles, treatment, skipped):
    decide(project, treatment)
    wanted = [None, None, None]
    wanted[skipped] = "skipped"
    assert states(project, articles) == wanted and len(linked(project)) == 1
    project.undo(annotator="mo")
    assert states(project, articles) == [None] * 3 and project.records(Copies) == []


def test_what_somebody_began_or_marked_is_never_skipped(project, articles):
    begun = ArticleState(articles[0].id, "mo", "in_progress", "2026-01-02T03:04:05.000Z")
    project.apply(ChangeSet("Begin", (added(begun),)), annotator="mo")
    decide(project, "longest")
    assert states(project, articles) == ["in_progress", None, None]
    project.undo(annotator="mo")
    project.undo(annotator="mo")
    label = SCHEME.labels[0].id
    mark = add(articles[0], (Span(0, 3),), label=label, annotator="mo")
    project.apply(mark, annotator="mo")
    decide(project, "longest")
    assert states(project, articles) == [None] * 3


def test_the_search_can_be_left_at_any_step(project, articles):
    job = find_copies(project)
    next(job, None)
    job.close()
    assert project.records(Copies) == []


@pytest.mark.parametrize("treatment", ["link", "keep"])
def test_linked_articles_go_to_one_part_of_a_split_though_they_are_not_alike(
    project, tmp_path, treatment
):
    found = [Article.new(" ".join(f"w{n}x{m}" for m in range(30))) for n in range(12)]
    read = [ArticleState(a.id, "mo", "done", "2026-01-02T03:04:05.000Z") for a in found]
    project.apply(ChangeSet("Add", tuple(map(added, [*found, *read]))), annotator="mo")
    for one, other in zip(found[::2], found[1::2], strict=True):
        pair = Copies.of([one.id, other.id], [1.0, 0.4])
        decide(project, treatment, [pair])
    reports = done(export(project, tmp_path / "out.jsonl", Plan(shares=shares_of("50/50"))))
    part = {
        line["id"]: report.part
        for report in reports
        for line in map(json.loads, report.path.read_bytes().splitlines())
    }
    together = [part[one.id] == part[two.id]
                for one, two in zip(found[::2], found[1::2], strict=True)]  # fmt: skip
    assert len(part) == 12 and all(together) == (treatment == "link")


def test_which_one_is_kept():
    assert kept_of("longest", [3, 9, 9]) == 1 and kept_of("first", [3, 9]) == 0
    assert kept_of("keep", [3, 9]) is None
