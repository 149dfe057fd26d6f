"""Marks of an article are found again in its copies and stored there by one edit."""

import pytest

from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added
from annotator.core.copies import Copies
from annotator.core.operations import add_all
from annotator.core.span import Span
from annotator.jobs.carry_over import accepted, carried, has_copies
from annotator.review.reanchor import Reanchoring
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, link, mark

STORY = "Norland pledged to leave. 👍 The Harbour Board agreed. Nobody else spoke at noon."
COPY = "OSLO (Agency) – Norland pledged to leave. 👍 The Harbor Board agreed. Later more."


def at(article, words):
    start = article.text.index(words)
    return start, start + len(words)


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


@pytest.fixture
def story(project):
    """A story with marks, linked to a copy and kept apart from another."""
    story, copy, apart = (Article.new(text) for text in (STORY, COPY, f"{STORY} Apart."))
    actor = mark(story, at(story, "Norland"), annotator="mo")
    act = mark(story, at(story, "pledged to leave"), label="commitment", annotator="mo")
    board = mark(story, at(story, "Harbour Board"), annotator="mo")
    gone = mark(story, at(story, "Nobody else spoke at noon"), annotator="mo")
    other = mark(story, at(story, "noon"), annotator="jo")
    groups = (Copies.of([story.id, copy.id], [1.0, 0.8]),
              Copies.of([story.id, apart.id], [1.0, 0.9], apart=True))  # fmt: skip
    values = (story, copy, apart, actor, act, board, gone, other, link(act, actor), *groups)
    project.apply(ChangeSet("Add", tuple(map(added, values))), annotator="mo")
    return story


def test_marks_are_found_again_and_lost_ones_are_told(project, story):
    assert has_copies(project, story.id)
    (held,) = carried(project, story.id, "mo")
    assert held.copy.text == COPY
    assert [m.quote for m in held.marks] == ["Norland", "pledged to leave", "Harbor Board"]
    for found in held.marks:
        (span,) = found.fragments
        assert COPY[span.start : span.end] == found.quote
        assert found.suggested_by and found.suggested_by.source == "copy"
        assert 0 < found.suggested_by.score < 1
    assert [orphan.quote for orphan in held.lost] == ["Nobody else spoke at noon"]
    assert not len(project.annotation_set(held.copy.id))


def test_accepted_marks_come_with_their_relation_and_go_by_one_undo(project, story):
    (held,) = carried(project, story.id, "mo")
    edit = accepted((held, m) for m in held.marks)
    assert edit.name == "Carry 3 marks over to 1 copy"
    project.apply(edit, annotator="mo")
    there = project.annotation_set(held.copy.id)
    (relation,) = there.relations
    ends = [there.get(relation.head).quote, there.get(relation.tail).quote]
    assert ends == ["pledged to leave", "Norland"] and len(there) == 3
    assert there.state("mo").state == "in_progress"
    (again,) = carried(project, story.id, "mo")
    assert again.marks == () and len(again.lost) == 1
    project.undo(annotator="mo")
    there = project.annotation_set(held.copy.id)
    assert not len(there) and not there.relations and there.state("mo") is None


def test_only_what_is_chosen_is_stored(project, story):
    (held,) = carried(project, story.id, "mo")
    project.apply(accepted([(held, held.marks[1])]), annotator="mo")
    there = project.annotation_set(held.copy.id)
    assert [m.quote for m in there] == ["pledged to leave"] and not there.relations


def test_an_article_of_no_group_has_no_copies(project, story):
    alone = Article.new("Alone.")
    project.apply(add_all("Add", [alone]), annotator="mo")
    assert not has_copies(project, alone.id) and list(carried(project, alone.id, "mo")) == []


@pytest.mark.parametrize(
    ("old", "words", "new", "found"),
    [
        ("So the Harbour Board agreed.", "Harbour Board", "So the Harbor Board agreed.",
         "Harbor Board"),
        ("She said they will open the school and the kitchen 👩🏽‍🚒 at noon.",
         "will open the school and the kitchen 👩🏽‍🚒",
         "She said they would open the school and the kitchen 👩🏽‍🚒 at noon.",
         "would open the school and the kitchen 👩🏽‍🚒"),
        ("港务局今天同意了新的渡轮时刻表和票价。", "新的渡轮时刻表和票价",
         "港务局今天同意了新的渡轮时刻表与票价。", "新的渡轮时刻表与票价"),
    ],
)  # fmt: skip
def test_a_mark_of_words_written_otherwise_covers_whole_words(old, words, new, found):
    one, other = Article.new(old), Article.new(new)
    place = Reanchoring(one, other).place((Span(*at(one, words)),))
    assert place is not None and other.text[place[0].start : place[0].end] == found
