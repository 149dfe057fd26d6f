"""Where one is: remembered for the next start, said in the bottom line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import ProjectError

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Place(QObject):
    """The open article, caret and scroll position of each project."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window

    # --- over a restart

    def remember(self) -> None:
        """Keep the open article and the place in it."""
        workspace, view = self._window.workspace, self._window.view
        if workspace.project is None or workspace.article is None:
            return
        places = workspace.settings.remembered("places", {})
        places.pop(str(workspace.path), None)
        places[str(workspace.path)] = {
            "article": workspace.article.id,
            "caret": view.caret(),
            "top": view.first_visible_offset(),
        }
        workspace.settings.remember(places=dict(list(places.items())[-50:]))

    def restore(self) -> None:
        """Open the article that was open last, or the first one."""
        window = self._window
        place = window.settings.remembered("places", {}).get(str(window.workspace.path), {})
        project = window.workspace.project
        known = project is not None and place.get("article") in _known(project, place)
        if known and window.workspace.open_article(place["article"]):
            window.view.set_caret(place.get("caret", 0), scroll=False)
            window.view.scroll_to_offset(place.get("top", 0))
        else:
            window.articles.step(1)
        window.view.setFocus()

    # --- settings that the text follows

    def apply_setting(self, key: str) -> None:
        """Bring the text up to a setting; "theme" also means all of them, at the start."""
        view, settings = self._window.view, self._window.settings
        if key in ("column_width", "theme"):
            view.set_column_width(int(settings.number("column_width")))
        if key in ("zoom", "theme"):
            view.set_zoom(settings.number("zoom"))
        if key in ("font_family", "theme"):
            view.set_font_family(settings.text("font_family"))
        if key == "annotator" and self._window.workspace.project is None:
            self._window.workspace.annotator = settings.text("annotator")

    # --- the bottom line

    def saved_text(self) -> str:
        """Say whether all is saved."""
        project = self._window.workspace.project
        if project is None:
            return ""
        return "Read only" if project.read_only else "Saved"

    def keys_now(self) -> str:
        """Say what the keys do at this moment."""
        window = self._window
        workspace, marking = window.workspace, window.marking
        labels = [label for label in workspace.scheme.active_labels if label.key]
        keys = f"{labels[0].key}–{labels[-1].key}" if len(labels) > 1 else "the label’s key"
        if workspace.article is None:
            return "Ctrl+I imports articles" if workspace.project else ""
        if not workspace.can_edit:
            return "Ctrl+K finds every command"
        if window.view.selected_span() is not None:
            return f"{keys} mark the selection · Esc clears it"
        if marking.armed is not None:
            label = workspace.scheme.label(marking.armed)
            return f"Every selection becomes {label.name if label else ''} · Esc ends this"
        if marking.picked is not None:
            return f"{keys} relabel · [ ] {{ }} move the edges · F2 note · Del deletes"
        return f"Select text, then press {keys} · Ctrl+Return: done, next · ? all keys"


def _known(project: object, place: dict[str, object]) -> tuple[object, ...]:
    """Give the remembered article, if the project still has it."""
    try:
        project.row_of(str(place.get("article")))  # type: ignore[attr-defined]
    except ProjectError:
        return ()
    return (place.get("article"),)
