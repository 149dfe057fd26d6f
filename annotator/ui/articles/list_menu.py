"""The menu of the article list: its order, articles of one outlet or language, saved lists."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton

from annotator.core.article_query import TAGS, quoted
from annotator.core.boilerplate import NOT_ARTICLE
from annotator.core.outlet import Outlet, canonical
from annotator.core.saved_list import ORDERS, OWN
from annotator.core.text_problems import ORIGINAL
from annotator.ui.articles.arrangement import Arrangement
from annotator.ui.workspace import Workspace

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.articles.panel import ArticlesPanel

_NO_ORDER = "Sort ▾"
_MOST = 30
"""Values offered of a field; the search line finds the others."""
_FIELDS = (("outlet", "outlet", "Outlet"), ("author", "author", "Author"),
           ("lang", "language", "Language"))  # fmt: skip
_NAME_CHARS, _MOST_OWN = 60, 12
_NOT_ORDERED = (TAGS, NOT_ARTICLE, ORIGINAL, "original_text")
"""Metadata that is the program's own."""


class ListMenu(QToolButton):
    """A button with the menu, which is made anew each time it is opened."""

    def __init__(self, workspace: Workspace, arrangement: Arrangement, panel: "ArticlesPanel"):
        """Arrange the list of a panel."""
        super().__init__(panel)
        self._workspace, self._arrangement, self._panel = workspace, arrangement, panel
        self.setText(_NO_ORDER)
        self.setAccessibleName("Sort, group and saved lists")
        self.setToolTip("Sort, group and saved lists (Ctrl+Alt+S)")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setStyleSheet("QToolButton::menu-indicator { image: none; width: 0; }")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        arrangement.changed.connect(self._tell)
        workspace.project_changed.connect(self._tell)

    def _tell(self) -> None:
        words = self._arrangement.words
        self.setText(f"{words} ▾" if words else _NO_ORDER)

    def open(self) -> None:
        """Open the menu by a key, below its button."""
        self._menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _fill(self) -> None:
        self._menu.clear()
        project = self._workspace.project
        if project is None:
            return
        self._add_orders(project)
        for term, field, title in _FIELDS:
            self._add_values(title, term, self._counted(project, field))
        self._add_values("Tag", "tag", _tags(project))
        self._menu.addSeparator()
        self._add_saved()

    # --- the order

    def _add_orders(self, project: "Project") -> None:
        arrangement, group = self._arrangement, QActionGroup(self._menu)
        own = [name for name in project.own_fields() if name not in _NOT_ORDERED]
        for order in (*ORDERS, *(OWN + name for name in own[:_MOST_OWN])):
            action = self._menu.addAction(ORDERS.get(order, order.removeprefix(OWN)))
            self._tick(action, arrangement.order == order)
            group.addAction(action)
            action.triggered.connect(
                lambda _, o=order: arrangement.arrange(o, descending=arrangement.descending)
            )
        self._menu.addSeparator()
        turned = self._menu.addAction("Last ones first")
        self._tick(turned, arrangement.descending)
        turned.triggered.connect(
            lambda checked: arrangement.arrange(arrangement.order, descending=checked)
        )
        grouped = self._menu.addAction("Headings between groups")
        self._tick(grouped, arrangement.grouped)
        grouped.setEnabled(arrangement.can_group)
        grouped.triggered.connect(arrangement.group)
        self._menu.addSeparator()

    @staticmethod
    def _tick(action: QAction, checked: bool) -> None:
        action.setCheckable(True)
        action.setChecked(checked)

    # --- groups

    def _counted(self, project: "Project", field: str) -> list[tuple[str, int]]:
        found = project.field_values(field)
        if field != "outlet":
            return found
        known, counts = canonical(project.records(Outlet)), dict[str, int]()
        for name, count in found:
            own = known.get(name.lower(), name)
            counts[own] = counts.get(own, 0) + count
        return sorted(counts.items(), key=lambda item: -item[1])

    def _add_values(self, title: str, term: str, found: list[tuple[str, int]]) -> None:
        if not found:
            return
        menu = self._menu.addMenu(f"Only one {title.lower()}")
        for value, count in found[:_MOST]:
            shown = value if len(value) <= _NAME_CHARS else value[:_NAME_CHARS] + "…"
            action = menu.addAction(f"{shown}  ({count:,})".replace("&", "&&"))
            action.triggered.connect(
                lambda _, v=value: self._panel.search.setText(f"{term}:{quoted(v)}")
            )
        if len(found) > _MOST:
            more = menu.addAction(f"… and {len(found) - _MOST:,} more: type {term}:NAME")
            more.setEnabled(False)

    # --- saved lists

    def _add_saved(self) -> None:
        saved = self._arrangement.saved()
        for known in saved:
            self._add(self._menu, known.name, partial(self._panel.show_saved, known))
        can = self._workspace.can_edit
        self._add(self._menu, "Save this list…", self._save).setEnabled(can)
        if saved:
            menu = self._menu.addMenu("Remove a saved list")
            menu.setEnabled(can)
            for known in saved:
                self._add(menu, known.name, partial(self._arrangement.remove, known))

    @staticmethod
    def _add(menu: QMenu, title: str, do: Callable[[], object]) -> QAction:
        action = menu.addAction(title.replace("&", "&&"))
        action.triggered.connect(lambda _: do())
        return action

    def _save(self) -> None:
        known = self._panel.search.text().strip()
        name, kept = QInputDialog.getText(
            self.window(), "Save this list", "Name of the list", text=known
        )
        name = " ".join(name.split())[:_NAME_CHARS]
        if kept and name:
            self._panel.save_list(name)


def _tags(project: "Project") -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for joined, count in project.field_values(OWN + TAGS):
        for tag in filter(None, joined.split(";")):
            counts[tag] = counts.get(tag, 0) + count
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
