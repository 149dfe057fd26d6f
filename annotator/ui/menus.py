"""What the action table becomes: shortcuts, the menu bar, the context menu."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from annotator.core.scheme import Label
from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.keymap import chords
from annotator.ui.rooms import ANNOTATE

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_IN_TEXT = ("Mark", "Article")  # menus of what is done to the text, in its room alone
_MOST_FLAT = 9  # labels; with more, the context menu has them in a menu of their own


def make_actions(window: "MainWindow") -> dict[str, QAction]:
    """Give a QAction for each row of the table, added to the window with its keys."""
    made = {}
    for row in ACTIONS:
        action = QAction(row.title, window)
        action.setObjectName(row.id)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(lambda _=False, row=row: row.run(window))
        window.addAction(action)
        made[row.id] = action
    set_keys(window, made)
    return made


def set_keys(window: "MainWindow", made: dict[str, QAction]) -> None:
    """Let each action have the keys that are in force now."""
    for name, action in made.items():
        action.setShortcuts([QKeySequence(key) for key in window.keymap.keys(name)])


def make_label_actions(window: "MainWindow", old: list[QAction]) -> list[QAction]:
    """Give three actions for each label of the scheme, in place of the old ones.

    They mark, mark all equal mentions of the article, and those of the whole project.
    """
    for action in old:
        window.removeAction(action)
        action.deleteLater()
    ways: tuple[Callable[[Label], object], ...] = (
        window.use_label, window.pending.start, window.project_mentions.start,
    )  # fmt: skip
    made = []
    for label in window.workspace.scheme.active_labels:
        for key, way in zip(chords(label), ways, strict=True):
            action = QAction(label.name, window)
            action.setShortcut(QKeySequence(key))
            action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _=False, label=label, way=way: way(label))
            window.addAction(action)
            made.append(action)
    return made


def fill_menus(window: "MainWindow", made: dict[str, QAction]) -> None:
    """Put the actions into the menu bar, in the order of the table."""
    bar = window.menuBar()
    for title in MENUS:
        _fill(bar.addMenu(f"&{title}"), title, made)


def _fill(menu: QMenu, title: str, made: dict[str, QAction], *, possible: bool = False) -> None:
    for row in ACTIONS:
        if row.menu != title or (possible and not made[row.id].isEnabled()):
            continue
        if row.separated and menu.actions():
            menu.addSeparator()
        menu.addAction(made[row.id])


def update_actions(window: "MainWindow", made: dict[str, QAction]) -> None:
    """Let each action be enabled exactly when it is possible; name what undo takes back.

    Where two that are possible share a key, the one that goes first in the table's words has it.
    """
    here = window.rooms.current == ANNOTATE
    possible = [
        row for row in ACTIONS if row.possible(window) and (here or row.menu not in _IN_TEXT)
    ]
    for action in window.label_actions:
        action.setEnabled(here)  # in another room a label's key must not mark unseen text
    keys = window.keymap.keys
    taken = {key for row in possible if row.first for key in keys(row.id)}
    enabled = {row.id for row in possible if row.first or not taken.intersection(keys(row.id))}
    for name, action in made.items():
        action.setEnabled(name in enabled)
    project = window.workspace.project
    for name, word in (("undo", "Undo"), ("redo", "Redo")):
        what = (project.undo_name if name == "undo" else project.redo_name) if project else None
        made[name].setText(f"{word} “{what}”" if what else word)


def context_menu(window: "MainWindow") -> QMenu:
    """Give a menu of everything that can be done now in the text, with the keys that do it."""
    update_actions(window, window.made)
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if window.workspace.can_edit:
        _add_labels(menu, window)
    _fill(menu, "Mark", window.made, possible=True)
    menu.addSeparator()
    for title in MENUS:
        if title != "Mark":
            _fill(menu.addMenu(title), title, window.made, possible=True)
    return menu


def _add_labels(menu: QMenu, window: "MainWindow") -> None:
    mark, here, everywhere = (window.label_actions[way::3] for way in range(3))
    flat = menu if len(mark) <= _MOST_FLAT else menu.addMenu("Mark as")
    flat.addActions(mark)
    menu.addMenu("Mark all equal mentions as").addActions(here)
    menu.addMenu("Mark in the whole project as").addActions(everywhere)
    menu.addSeparator()


def show_context_menu(window: "MainWindow", point: QPoint) -> None:
    """Show the menu at a point of the text; a mark under it is picked first."""
    view = window.view
    span = view.selected_span()
    offset = view.offset_at(point)
    if span is None or not span.start <= offset <= span.end:
        names = view.annotations_at(point.toPointF())
        if names and view.picked not in names:
            view.select(None)
            view.pick(names[0], scroll=False)
        elif not names and span is None and view.picked is not None:
            view.pick(None)
    menu = context_menu(window)
    menu.popup(view.viewport().mapToGlobal(point))
