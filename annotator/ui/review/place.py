"""Where one stopped in the Review room, kept with the project for each person."""

import json
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from annotator.core.errors import AnnotatorError
from annotator.core.span import Span
from annotator.review.alignment import BOUNDARIES, Equality
from annotator.ui.review.queue import Queue, Wanted

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow
    from annotator.ui.review.room import ReviewRoom

_PAUSE = 1500  # milliseconds without a step, after which the place is kept


class ReviewPlace(QObject):
    """Keeps filters, switches and the case gone to; gives them back at the next visit."""

    def __init__(self, room: "ReviewRoom") -> None:
        """Serve a room."""
        super().__init__(room)
        self._room = room
        self._kept = ""
        self._article, self._start = "", 0
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.remember)

    def moved(self) -> None:
        """Keep the place once the hand rests."""
        self._timer.start()

    def _key(self) -> str:
        return f"review {self._room.workspace.annotator}"

    def remember(self) -> None:
        """Keep the place now."""
        self._timer.stop()
        room = self._room
        project, case = room.workspace.project, room.queue.current
        if project is None or project.read_only:
            return
        wanted, equality = room.queue.wanted, room.equality.equality()
        text = json.dumps({
            "wanted": {name: getattr(wanted, name) for name in Wanted.__slots__},
            "equality": {name: getattr(equality, name) for name in Equality.__slots__},
            "article": case.article.id if case else "",
            "start": case.group.span.start if case else 0,
        })  # fmt: skip
        if text == self._kept:
            return
        try:
            project.set_setting(self._key(), text)
            self._kept = text
        except AnnotatorError as error:
            room.workspace.failed.emit(error)

    def restored(self, project: "Project") -> Queue:
        """Give a queue that is to be filled, with the filters and switches kept."""
        queue = Queue()
        self._kept = project.setting(self._key())
        try:
            kept = json.loads(self._kept or "{}")
            wanted = dict(kept.get("wanted", {}))
            if "pair" in wanted:
                wanted["pair"] = tuple(wanted["pair"])
            queue.wanted = Wanted(**wanted)
            equality = Equality(**kept.get("equality", {}))
            if equality.boundaries in BOUNDARIES:
                queue.equality = equality
            self._article, self._start = str(kept.get("article", "")), int(kept.get("start", 0))
        except (ValueError, TypeError, AttributeError):  # written by another version
            self._article, self._start = "", 0
        return queue

    def go_back(self, queue: Queue) -> None:
        """Go to the case that was shown last, or to the one nearest to it in its article."""
        case = queue.find(self._article, self._start, self._start + 1) if self._article else None
        if case is not None and case in queue.shown:
            queue.at = queue.shown.index(case)


def read_passage(window: "MainWindow", article_id: str, span: Span) -> bool:
    """Show a passage on which there is nothing to decide as text, in the Annotate room."""
    window.rooms.go("annotate")
    if not window.workspace.open_article(article_id):
        return False
    window.view.select(span)
    window.view.scroll_to(span)
    return True
