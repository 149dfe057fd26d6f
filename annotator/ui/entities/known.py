"""The open project's register in memory: names for the views, an index for the picker."""

import threading

from PySide6.QtCore import QObject, Signal

from annotator.core.changes import ChangeSet
from annotator.core.entity import Entity
from annotator.core.errors import AnnotatorError
from annotator.ui.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from annotator.suggestions.entities import KnownNames


class KnownEntities(QObject):
    """Reads the register once a project, when first asked; follows every edit after that."""

    changed = Signal()
    places_loaded = Signal()

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        """Follow a workspace."""
        super().__init__(parent)
        self._workspace = workspace
        self._names: KnownNames | None = None
        self._loading: threading.Thread | None = None
        workspace.project_changed.connect(self._forget)
        workspace.articles_added.connect(self._forget)
        workspace.changed.connect(self._follow)

    @property
    def names(self) -> "KnownNames":
        """The register with its folded names."""
        from annotator.suggestions.entities import KnownNames

        if self._names is None:
            project = self._workspace.project
            try:
                self._names = KnownNames(project.records(Entity) if project else ())
            except AnnotatorError as error:
                self._workspace.failed.emit(error)
                return KnownNames()
        return self._names

    def entity(self, entity_id: str) -> Entity | None:
        """Give an entity of the register, or None."""
        return self.names.entities.get(entity_id)

    def name(self, entity_id: str) -> str:
        """Give an entity's name; its identifier where the register lacks it."""
        found = self.entity(entity_id)
        return found.name if found else entity_id

    def _forget(self) -> None:
        self._names = None
        self.changed.emit()

    def _follow(self, change_set: ChangeSet) -> None:
        changes = [c for c in change_set.changes if isinstance(c.value, Entity)]
        if not changes:
            return
        if self._names is not None:
            for change in changes:
                if isinstance(change.after, Entity):
                    self._names.put(change.after)
                elif isinstance(change.before, Entity):
                    self._names.drop(change.before.id)
        self.changed.emit()

    # --- the place list

    def load_places(self) -> bool:
        """Begin to read the place list beside the window's work; says whether it is there."""
        from annotator.suggestions.places import is_loaded, place_list

        if is_loaded():
            return True
        if self._loading is None or not self._loading.is_alive():

            def load() -> None:
                place_list()
                self.places_loaded.emit()

            self._loading = threading.Thread(target=load, name="places", daemon=True)
            self._loading.start()
        return False

    def wait_for_places(self) -> None:
        """Wait until the place list is there: about a second, once."""
        if self._loading is not None:
            self._loading.join()
