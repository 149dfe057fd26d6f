"""Passages of other articles: how they are written in a list, and going to one."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from annotator.core.annotation import Annotation

if TYPE_CHECKING:
    from annotator.storage.passages import Passage
    from annotator.ui.main_window import MainWindow


def go_to_passage(window: "MainWindow", mark: Annotation) -> None:
    """Open a mark's article in the room for annotating, and pick the mark there."""
    if mark.annotator != window.workspace.annotator and not window.workspace.everyone:
        window.workspace.show_everyone(True)
    window.rooms.go("annotate")
    if window.workspace.open_article(mark.article_id):
        window.view.pick(mark.id)
        window.view.setFocus(Qt.FocusReason.OtherFocusReason)


def in_context(passage: "Passage") -> str:
    """Give a passage as one line: its date, and the words with those around them."""
    before, words, after = (
        " ".join(text.split()) for text in (passage.before, passage.mark.quote, passage.after)
    )
    when = f"{passage.published[:10]}  " if passage.published else ""
    return f"{when}…{before[-36:]} [{words[:80]}] {after[:48]}…"
