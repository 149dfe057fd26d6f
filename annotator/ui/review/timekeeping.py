"""How long an article took, pauses left out: kept on this computer, shared only if wished."""

import json
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject

from annotator.core.errors import AnnotatorError
from annotator.ui.rooms import ANNOTATE

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

IDLE = 60.0
"""Seconds without key or pointer after which time does not count."""
_TAKEN = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove,
          QEvent.Type.Wheel)  # fmt: skip
_MOST = 5_000  # articles of a project whose times are kept
Times = dict[str, dict[str, float]]
"""Seconds by annotator and article."""


def _key(project: "Project") -> str:
    return f"times {project.identity}"


class TimeKeeping(QObject):
    """Counts the seconds between keys and movements while an article is marked."""

    def __init__(self, window: "MainWindow") -> None:
        """Watch a window."""
        super().__init__(window)
        self._window = window
        self._last = 0.0
        self._article = ""
        self._seconds = 0.0
        for watched in (window.view, window.view.viewport()):
            watched.installEventFilter(self)
        window.workspace.article_changed.connect(self._change)
        window.workspace.closing.connect(self.keep)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count what was done; nothing is taken away."""
        if event.type() in _TAKEN:
            self.touch(time.monotonic())
        return False

    def touch(self, moment: float) -> None:
        """Note that something was done, at a moment in seconds."""
        gap, self._last = moment - self._last, moment
        if self._article and self._window.rooms.current == ANNOTATE and 0 < gap <= IDLE:
            self._seconds += gap

    def _change(self) -> None:
        self.keep()
        article = self._window.workspace.article
        self._article = article.id if article is not None else ""
        self._last = time.monotonic()

    def keep(self) -> None:
        """Keep the seconds of the open article with the settings of this computer."""
        workspace = self._window.workspace
        seconds, self._seconds = self._seconds, 0.0
        if workspace.project is None or not self._article or seconds < 1:
            return
        settings, key = self._window.settings, _key(workspace.project)
        kept = _read(settings.remembered(key, ""))
        own = kept.setdefault(workspace.annotator, {})
        own[self._article] = round(own.get(self._article, 0.0) + seconds, 1)
        for old in list(own)[:-_MOST]:
            del own[old]
        settings.remember(**{key: json.dumps(kept)})


def own_times(window: "MainWindow") -> dict[str, float]:
    """Give the seconds of who marks now, by article."""
    project = window.workspace.project
    if project is None:
        return {}
    kept = _read(window.settings.remembered(_key(project), ""))
    return kept.get(window.workspace.annotator, {})


def share_times(window: "MainWindow", *, shared: bool) -> None:
    """Let the project hold one's own times for others to see, or hold them no more."""
    project, name = window.workspace.project, window.workspace.annotator
    if project is None or project.read_only:
        return
    try:
        project.set_setting(f"times {name}", json.dumps(own_times(window)) if shared else "")
        names = {n for n in project.setting("times shared").split("\n") if n} - {name}
        names |= {name} if shared else set()
        project.set_setting("times shared", "\n".join(sorted(names)))
    except AnnotatorError as error:
        window.workspace.failed.emit(error)


def times_of(project: "Project") -> Times:
    """Give the times that annotators share in a project."""
    found: Times = {}
    for name in project.setting("times shared").split("\n"):
        seconds = _numbers(_data(project.setting(f"times {name}")) if name else {})
        if seconds:
            found[name] = seconds
    return found


def _read(kept: object) -> Times:
    data = _data(kept)
    return {str(name): _numbers(own) for name, own in data.items()}


def _data(kept: object) -> dict[str, object]:
    try:
        data = json.loads(kept) if isinstance(kept, str) and kept else {}
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _numbers(own: object) -> dict[str, float]:
    if not isinstance(own, dict):
        return {}
    return {str(k): float(v) for k, v in own.items() if isinstance(v, int | float)}
