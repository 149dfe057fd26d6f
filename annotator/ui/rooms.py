"""The rooms of the window, such as Annotate and Scheme; each is made when first entered."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from annotator.ui.style import named
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

ANNOTATE = "annotate"
ROOMS: tuple[tuple[str, str, str], ...] = (
    (ANNOTATE, "Annotate", ""),
    ("review", "Review", "annotator.ui.review.room:ReviewRoom"),
    ("agreement", "Agreement", "annotator.ui.agreement.room:AgreementRoom"),
    ("scheme", "Scheme", "annotator.ui.scheme.room:SchemeRoom"),
    ("entities", "Entities", "annotator.ui.entities.register_room:RegisterRoom"),
)
"""Name, title, and the class of each room; it is made with the window alone."""


class Room(Protocol):
    """What a room can do beside being a widget."""

    def enter(self) -> None:
        """Show what is true now."""

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""


class Rooms(QObject):
    """Goes from room to room, and shows which one it is in the corner of the menu bar."""

    def __init__(self, window: "MainWindow") -> None:
        """Put the switch into the menu bar."""
        super().__init__(window)
        self._window = window
        self._made: dict[str, QWidget] = {}
        self.current = ANNOTATE
        self.switch = QWidget(window)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        row = QHBoxLayout(self.switch)
        row.setContentsMargins(0, 4, 14, 0)
        row.setSpacing(4)
        for name, title, _ in ROOMS:
            button = named(QToolButton(self.switch, autoRaise=True), "room")
            button.setCheckable(True)
            button.setText(title)
            button.setChecked(name == ANNOTATE)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, name=name: self.go(name))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[name] = button
        window.menuBar().setCornerWidget(self.switch, Qt.Corner.TopRightCorner)
        window.workspace.project_changed.connect(self._on_project)

    def go(self, name: str) -> None:
        """Enter a room; without a project there is none."""
        if self._window.workspace.project is None:
            return
        self.current = name
        self._buttons[name].setChecked(True)
        layout = self._window.layout_of_parts
        if name == ANNOTATE:
            layout.show_room(None)
            self._window.view.setFocus()
        else:
            room = self.room(name)
            layout.show_room(room)
            room.enter()  # type: ignore[attr-defined]
        self._window.tell()

    def room(self, name: str) -> QWidget:
        """Give a room, made now if it was never entered."""
        if name not in self._made:
            module, _, kind = next(place for n, _, place in ROOMS if n == name).partition(":")
            make: Callable[[MainWindow], QWidget] = getattr(import_module(module), kind)
            self._made[name] = make(self._window)
        return self._made[name]

    def set_theme(self, theme: Theme) -> None:
        """Draw the rooms that were entered in another theme."""
        for room in self._made.values():
            room.set_theme(theme)  # type: ignore[attr-defined]

    def _on_project(self) -> None:
        there = self._window.workspace.project is not None
        self.switch.setVisible(there)
        self.go(ANNOTATE)
