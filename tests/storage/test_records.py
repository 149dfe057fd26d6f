"""Records: stored, read, undone and logged like every other value."""

from dataclasses import replace

import pytest

from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.decision import Comment, Decision, Orphan
from annotator.core.entity import Entity
from annotator.core.errors import StaleEdit
from annotator.core.identifiers import new_id, now
from annotator.core.team import Assignment, Person, Round
from annotator.storage.project import Project

LUNDE = Entity(new_id(), "Lunde", now(), "place", ("Lunde town",), "Q1", "NO", 58.5, 6.6)


def test_a_record_survives_reopening_and_undo(project, path):
    project.apply(ChangeSet("Add Lunde", (added(LUNDE),)), annotator="mo")
    renamed = replace(LUNDE, name="Lunde by")
    project.apply(ChangeSet("Rename", (Change(LUNDE, renamed),)), annotator="mo")
    project.close()
    with Project.open(path) as again:
        assert again.records(Entity) == [renamed]
        again.undo(annotator="mo")
        assert again.records(Entity) == [LUNDE]
        again.undo(annotator="mo")
        assert again.records(Entity) == []
        again.redo(annotator="mo")
        assert again.records(Entity) == [LUNDE]
        assert list(again.check()) == []


def test_a_record_changed_meanwhile_is_not_overwritten(project):
    project.apply(ChangeSet("Add", (added(LUNDE),)), annotator="mo")
    other = replace(LUNDE, note="other")
    with pytest.raises(StaleEdit):
        project.apply(ChangeSet("Delete", (removed(other),)), annotator="mo")
    assert project.records(Entity) == [LUNDE]


def every_kind(article_id):
    moment = now()
    first, second = new_id(), new_id()
    return [
        Person(first, "ada", moment, "#118833", "AD", "adjudicator"),
        Round(second, "Pilot", "pilot", "1.2", moment),
        Assignment(new_id(), article_id, "ada", second, moment, retest=True),
        Decision(new_id(), article_id, (first,), (second,), "genuine", "union", "ada", moment,
                 "slip", "why", weights=(0.25, 0.75)),
        Comment(new_id(), article_id, (first,), second, "ada", "Is it?", moment, resolved=True),
        Orphan(new_id(), article_id, "ada", "actor", "Norland", 3, 10, "0" * 64, moment,
               {"kind": "x", "many": ("a", "b")}, "note"),
    ]  # fmt: skip


@pytest.mark.parametrize("at", range(6))
def test_every_kind_reads_as_it_was_written(project, article, path, at):
    record = every_kind(article.id)[at]
    project.apply(ChangeSet("Add", (added(record),)), annotator="mo")
    assert project.records(type(record)) == [record]
    project.undo(annotator="mo")
    assert project.records(type(record)) == []
    project.redo(annotator="mo")
    project.close()
    with Project.open(path) as again:
        assert again.records(type(record)) == [record]
        assert list(again.check()) == []


def test_an_import_that_changes_values_is_one_undo(project, article):
    project.apply(ChangeSet("Add Lunde", (added(LUNDE),)), annotator="mo")
    renamed = replace(LUNDE, name="Lunde by")
    another = every_kind(article.id)[0]
    with project.importing("Merge", annotator="mo") as batch:
        batch.change([Change(LUNDE, renamed), added(another)])
    assert (project.records(Entity), project.records(Person)) == ([renamed], [another])
    assert project.undo_name == "Merge"
    project.undo(annotator="mo")
    assert (project.records(Entity), project.records(Person)) == ([LUNDE], [])
    project.redo(annotator="mo")
    assert (project.records(Entity), project.records(Person)) == ([renamed], [another])
    assert list(project.check()) == []
