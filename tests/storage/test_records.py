"""Records: stored, read, undone and logged like every other value."""

from dataclasses import replace

import pytest

from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.entity import Entity
from annotator.core.errors import StaleEdit
from annotator.core.identifiers import new_id, now
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
