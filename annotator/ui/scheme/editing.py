"""Making scheme changes from the room: small ones at once, those that touch marks after a look."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import AnnotatorError
from annotator.core.scheme import Scheme
from annotator.core.scheme_edit import SchemeEdit, Touched

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

Make = Callable[[Scheme], SchemeEdit]
"""Gives an edit of the scheme as it is now; may raise SchemeError."""


class SchemeEditing(QObject):
    """The one way in which the room changes the scheme."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self.workspace = window.workspace

    @property
    def scheme(self) -> Scheme:
        """The scheme as it is now."""
        return self.workspace.scheme

    @property
    def can_edit(self) -> bool:
        """Whether the scheme can be changed."""
        project = self.workspace.project
        return project is not None and not project.read_only

    def change(self, make: Make) -> bool:
        """Make a change at once; says whether it was stored. A reason why not is shown."""
        try:
            edit = make(self.scheme)
        except AnnotatorError as error:
            self.workspace.failed.emit(error)
            return False
        return self.workspace.change_scheme(edit)

    def change_after_look(self, make: Make) -> bool:
        """Show what a change touches, and make it if that is wanted."""
        try:
            edit = make(self.scheme)
            touched = self.touched(edit)
        except AnnotatorError as error:
            self.workspace.failed.emit(error)
            return False
        from annotator.ui.scheme.look import ChangeLook

        look = ChangeLook(self._window, edit, touched)
        if not look.exec():
            return False
        return self.workspace.change_scheme(edit)

    def touched(self, edit: SchemeEdit) -> Touched:
        """Give what a change is about."""
        project = self.workspace.project
        return project.touched(edit) if project else Touched()
