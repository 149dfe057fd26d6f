"""Where one is: remembered for the next start, said in the bottom line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from annotator.core.errors import ProjectError
from annotator.settings import SETTINGS, Settings
from annotator.ui.reading.modes import Mode
from annotator.ui.reading.typesetting import Typesetting

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


_TYPE = ("column_width", "mode", "font_family", "font_size", "line_height", "lane_pitch",
         "compact_size", "mark_attributes")  # fmt: skip
_EDGES = ("start_left", "start_right", "end_left", "end_right")
MODES = next(dict(row.choices) for row in SETTINGS if row.key == "mode")
"""How each way of showing marks is called."""


def typesetting_of(settings: Settings) -> Typesetting:
    """Give how the text is set by the settings, at zoom 1."""
    return Typesetting(
        column=int(settings.number("column_width")),
        family=settings.text("font_family"),
        size=settings.number("font_size"),
        line_factor=settings.number("line_height"),
        lane=int(settings.number("lane_pitch")),
        mode=Mode(settings.text("mode")),
        compact_share=settings.number("compact_size"),
        attributes=settings.flag("mark_attributes"),
    )


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
        if key in _TYPE or key == "theme":
            view.typeset(typesetting_of(settings))
        if key in ("relations", "theme"):
            view.show_relations(shown=settings.flag("relations"))
        if key in ("invisibles", "theme"):
            view.show_invisibles(shown=settings.flag("invisibles"))
        if key in ("zoom", "theme"):
            view.set_zoom(settings.number("zoom"))
        if key == "mode":
            self._window.workspace.said.emit(f"Marks: {MODES[settings.text(key)]}")
        if key == "annotator" and self._window.workspace.project is None:
            self._window.workspace.annotator = settings.text("annotator")

    def next_mode(self) -> None:
        """Show the marks in the next way: lanes, chips, compact."""
        settings = self._window.settings
        settings["mode"] = Mode(settings.text("mode")).next

    def zoom(self, factor: float) -> None:
        """Make the text larger or smaller; 0 gives its usual size."""
        zoom = self._window.settings.number("zoom") * factor if factor else 1.0
        self._window.view.set_zoom(min(max(zoom, 0.5), 4.0))

    def keep_zoom(self, zoom: float) -> None:
        """Keep the zoom for the next start."""
        self._window.settings["zoom"] = round(min(max(zoom, 0.5), 4.0), 3)

    def switch_theme(self) -> None:
        """Go from light to dark or back."""
        self._window.settings["theme"] = "light" if self._window.theme.dark else "dark"

    def switch_relations(self) -> None:
        """Show or hide the relations."""
        settings = self._window.settings
        settings["relations"] = not settings.flag("relations")

    def switch_invisibles(self) -> None:
        """Show or hide signs for characters that cannot be seen."""
        settings = self._window.settings
        settings["invisibles"] = not settings.flag("invisibles")

    # --- the bottom line

    def saved_text(self) -> str:
        """Say whether all is saved."""
        project = self._window.workspace.project
        if project is None:
            return ""
        if project.read_only:
            return "Read only"
        return " · ".join(filter(None, ("Saved", self._window.files.safety.keeper.text)))

    def keys_now(self) -> str:
        """Say what the keys do at this moment."""
        window = self._window
        workspace, marking = window.workspace, window.marking
        labels = [label for label in workspace.scheme.active_labels if label.key]
        keys = f"{labels[0].key}–{labels[-1].key}" if len(labels) > 1 else "the label’s key"
        shown = window.keymap.shown
        if workspace.article is None:
            return f"{shown('import')} imports articles" if workspace.project else ""
        if not workspace.can_edit:
            return f"{shown('palette')} finds every command"
        if window.pending.active:
            count = len(window.pending.spans)
            return (
                f"{window.pending.at + 1} of {count} · {shown('accept')} marks all · "
                f"{shown('next_pending')} next · {shown('drop')} drops · {shown('drop_all')} none"
            )
        if words := window.relating.words_now():
            return words
        if window.view.selected_span() is not None:
            return f"{keys} mark the selection · Esc clears it"
        if marking.armed is not None:
            label = workspace.scheme.label(marking.armed)
            return f"Every selection becomes {label.name if label else ''} · Esc ends this"
        if marking.picked is not None:
            edges = " ".join(filter(None, map(shown, _EDGES)))
            return (
                f"{keys} relabel · {edges} move the edges · {shown('note')} note · "
                f"{shown('delete')} deletes"
            )
        return (
            f"Select text, then press {keys} · {shown('done_next')}: done, next · "
            f"{shown('keys')} all keys"
        )


def _known(project: object, place: dict[str, object]) -> tuple[object, ...]:
    """Give the remembered article, if the project still has it."""
    try:
        project.row_of(str(place.get("article")))  # type: ignore[attr-defined]
    except ProjectError:
        return ()
    return (place.get("article"),)
