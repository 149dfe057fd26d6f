"""Equal mentions in the whole project: found, shown in context, marked or deleted as one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.scheme import Label

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class ProjectMentions(QObject):
    """Asks which mentions to mark or delete, and does it in one edit."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window

    def start(self, label: Label) -> None:
        """Show all equal mentions of the project, to be marked with a label."""

    def start_deleting(self) -> None:
        """Show all equal marks of the project, to be deleted."""
