"""“Annotate once, carry over to its copies”: what was found again there is offered, then stored."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from annotator.core.annotation import Annotation
from annotator.core.scheme import Scheme
from annotator.jobs.carry_over import Carried, accepted, carried, has_copies
from annotator.jobs.import_report import counted
from annotator.ui.mentions.preview import Found, MentionsPreview

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

Offer = tuple[Carried, Annotation]
_MOST_NAMED = 3


class CarryPreview(MentionsPreview[Offer]):
    """The marks by copy, each with its label before its words."""

    def __init__(self, found: Iterator[Found[Offer]], scheme: Scheme, parent: QWidget) -> None:
        """Show what is found in the copies."""
        title = "Carry your marks over to the copies"
        super().__init__(found, title=title, verb="Accept", parent=parent)
        self._scheme = scheme

    def _add(self, found: Found[Offer]) -> None:
        super()._add(found)
        copy = self.table.topLevelItem(self.table.topLevelItemCount() - 1)
        if copy is None:
            return
        for at, (_, (_, mark)) in enumerate(found.places):
            row, label = copy.child(at), self._scheme.label(mark.label)
            if row is not None:
                row.setText(0, f"{label.name if label else mark.label}: {row.text(0)}")


def carry_over(window: "MainWindow") -> None:
    """Offer the open article's marks to the articles it is linked to; what is ticked is stored."""
    workspace = window.workspace
    project, article = workspace.project, workspace.article
    if project is None or article is None or not workspace.can_edit:
        return
    if not has_copies(project, article.id):
        workspace.said.emit("This article is linked to no copies; “Find copies…” looks for them")
        return
    lost: list[str] = []
    found = _offers(carried(project, article.id, workspace.annotator), lost)
    preview = CarryPreview(found, workspace.scheme, window)

    def store() -> None:
        edit = accepted(preview.chosen())
        if workspace.apply(edit):
            gone = f"; {counted(len(lost), 'mark')} not found there" if lost else ""
            workspace.said.emit(f"{edit.name}{gone}")

    def over() -> None:
        window.activateWindow()  # so that its keys are heard at once
        window.view.setFocus()

    preview.accepted.connect(store)
    preview.failed.connect(workspace.failed)
    preview.finished.connect(lambda _: over())
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.dialogs.show(preview)


def _offers(copies: Iterator[Carried], lost: list[str]) -> Iterator[Found[Offer]]:
    """Give what is offered in each copy; its name says which marks are not found there."""
    for held in copies:
        gone = [f"“{orphan.quote[:40]}”" for orphan in held.lost]
        lost += gone
        about = held.copy.headline
        if held.copy.outlet:
            about = f"{held.copy.outlet} · {about}"
        if gone:
            more = f" and {len(gone) - _MOST_NAMED} more" if len(gone) > _MOST_NAMED else ""
            about += f" — not found here: {', '.join(gone[:_MOST_NAMED])}{more}"
        places = tuple((mark.span, (held, mark)) for mark in held.marks)
        yield Found(about, held.copy.text, places)
