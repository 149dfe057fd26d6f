"""Blind work: others' marks stay hidden until both have said that they are done."""

from typing import TYPE_CHECKING

from annotator.core.annotation import GOLD
from annotator.core.annotation_set import AnnotationSet
from annotator.core.team import Person
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import Project

SETTING = "blind"


def is_blind(project: "Project") -> bool:
    """Say whether a project is worked on blind."""
    return project.setting(SETTING) == "yes"


def adjudicates(project: "Project", name: str) -> bool:
    """Say whether someone is an adjudicator, who sees everything."""
    return any(
        person.name == name and person.role == "adjudicator" for person in project.records(Person)
    )


def seen_by(name: str, values: AnnotationSet) -> frozenset[str]:
    """Give whose marks an annotator may see in an article that is worked on blind."""
    own = values.state(name)
    if own is None or own.state != "done":
        return frozenset({name})
    done = {state.annotator for state in values.states if state.state == "done"}
    return frozenset(done | {name}) - {GOLD}


class Blindness:
    """Keeps the reading view to what the present annotator may see."""

    def __init__(self, workspace: Workspace) -> None:
        """Watch a workspace."""
        self._workspace = workspace
        self._blind = False
        self.refresh()

    def refresh(self) -> None:
        """Read again whether the project is blind for who marks now."""
        project = self._workspace.project
        self._blind = project is not None and is_blind(project) and not adjudicates(
            project, self._workspace.annotator
        )  # fmt: skip

    @property
    def on(self) -> bool:
        """Whether the present annotator works blind."""
        return self._blind

    def visible(self, wished: frozenset[str] | None) -> frozenset[str] | None:
        """Give whose marks of the open article are shown, of those wished for (None: all)."""
        workspace = self._workspace
        if not self._blind or workspace.annotations is None:
            return wished
        allowed = seen_by(workspace.annotator, workspace.annotations)
        return allowed if wished is None else wished & allowed
