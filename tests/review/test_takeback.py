"""Marks taken back in a hand-in, through files: undone, restored, decided on, and merged again."""

import shutil
from dataclasses import replace

from annotator.core.annotation import GOLD
from annotator.core.changes import Change, ChangeSet, added, key_of
from annotator.core.decision import Comment, Decision
from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.core.removal import Removal
from annotator.storage.project import Project
from tests.review.making import mark
from tests.review.test_merge import everything, handed_out, home, merge, project, worked

__all__ = ["home", "project"]


def take_back(path, words, by="ada"):
    """Remove a mark and the relations on it; gives the mark."""
    with Project.open(path) as handin:
        values = everything(handin).values()
        gone = next(v for v in values if getattr(v, "quote", "") == words)
        links = [v for v in values if gone.id in (getattr(v, "head", ""), getattr(v, "tail", ""))]
        changes = tuple(Change(v, None) for v in (*links, gone))
        handin.apply(ChangeSet("Delete", changes), annotator=by)
    return gone


def marks(project):
    return sorted(v.quote for v in everything(project).values() if hasattr(v, "label"))


def test_what_was_taken_back_goes_and_no_earlier_file_brings_it_again(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Skarvik")
    first = shutil.copy(ada, ada.with_name("first.annotator"))
    before = marks(project)
    merge(project, ada)
    whole = marks(project)
    gone = take_back(ada, "Norland")
    report = merge(project, ada)
    assert report.total("removed") == 2  # the mark and its relation
    assert ", 2 removed." in report.summary
    assert len(marks(project)) == len(whole) - 1
    assert {one.id for one in project.records(Removal)} >= {gone.id}
    assert list(project.check()) == []
    for _ in range(2):
        assert merge(project, first).total("new") == 0
        assert merge(project, ada).total("removed") == 0
    assert len(marks(project)) == len(whole) - 1
    while project.undo_name and project.undo_name.startswith("Merge"):
        project.undo(annotator="coordinator")
    assert marks(project) == before
    merge(project, first)  # an undone merge took nothing back
    assert marks(project) == whole


def test_what_was_brought_back_by_undo_is_said_again(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Skarvik")
    gone = take_back(ada, "Norland")
    merge(project, ada)
    assert key_of(gone) not in everything(project)
    with Project.open(ada) as handin:
        handin.undo(annotator="ada")
    merge(project, ada)
    found = everything(project)[key_of(gone)]
    assert replace(found, changed=gone.changed) == gone
    assert not any(one.id == gone.id for one in project.records(Removal))


def test_another_annotator_takes_nothing_back(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    merge(project, ada)
    whole = marks(project)
    take_back(ada, "Norland", by="eve")
    assert merge(project, ada).total("removed") == 0
    assert marks(project) == whole


def test_a_mark_that_was_decided_on_stays(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    merge(project, ada)
    mine = next(v for v in everything(project).values() if getattr(v, "quote", "") == "Norland")
    gold = replace(mine, id=new_id(), annotator=GOLD)
    decision = Decision(
        new_id(), mine.article_id, (mine.id,), (gold.id,), "gold", "accept ada", "jo", now()
    )
    project.apply(ChangeSet("Decide", (added(gold), added(decision))), annotator="jo")
    path = project.path
    with Project.open(ada) as handin:
        changes = tuple(Change(v, None) for v in everything(handin).values()
                        if getattr(v, "quote", "") == "Norland")  # fmt: skip
        handin.apply(ChangeSet("Delete", changes), annotator="ada")
    merge(project, ada)
    found = everything(project)
    assert found[key_of(mine)] == mine and found[key_of(gold)] == gold
    assert project.records(Decision) == [decision]
    assert path.exists()


def test_two_adjudicators_copies_come_together_with_a_conflict(project):
    article = next(a for a, _ in project.entries())
    mine = mark(article, "actor", "Vesna", "ada")
    project.apply(ChangeSet("Mark", (added(mine),)), annotator="ada")
    copies = []
    for person, label in (("jo", "actor"), ("kim", "cue")):
        copy = project.path.with_name(f"{person}.annotator")
        project.save_copy(copy)
        with Project.open(copy) as other:
            gold = mark(article, label, "Vesna", GOLD)
            made = Decision(
                new_id(), article.id, (mine.id,), (gold.id,), "gold", "edited", person, now()
            )
            said = Comment(new_id(), article.id, (mine.id,), "", person, "Why?", now())
            entity = Entity(new_id(), f"Vesna of {person}", now())
            changes = (gold, made, said, entity)
            other.apply(ChangeSet("Decide", tuple(map(added, changes))), annotator=person)
        copies.append(copy)
    reports = [merge(project, copy) for copy in copies]
    assert [report.contested for report in reports] == [0, 1]
    assert "Decided differently by two" in "\n".join(reports[1].lines())
    assert {one.person for one in project.records(Decision)} == {"jo", "kim"}
    assert len(project.records(Comment)) == len(project.records(Entity)) == 2
    readings = {v.label for v in everything(project).values() if v.annotator == GOLD}
    assert readings == {"actor", "cue"}
    assert all(merge(project, copy).total("new") == 0 for copy in copies)
    assert list(project.check()) == []
