"""Relations and parts by the hand: linking marks, changing links, adding and removing parts."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu

from annotator.core import operations
from annotator.core.annotation import Annotation
from annotator.core.answering import value_keys
from annotator.core.errors import InvalidEdit
from annotator.core.relation import Relation
from annotator.core.scheme import NOT_STATED, RelationType
from annotator.core.span import Span
from annotator.ui.calm_prose import tip
from annotator.ui.passages import go_to_passage

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Relating(QObject):
    """What links marks. While `head` is set, the next mark gone to and Enter make a relation."""

    changed = Signal()

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window."""
        super().__init__(window)
        self._window = window
        self._workspace, self._view = window.workspace, window.view
        self._marking = window.marking
        self.head: str | None = None
        self._view.link_requested.connect(self.link)
        self._view.part_requested.connect(self.add_part)
        self._view.relation_picked.connect(lambda _: self.changed.emit())
        self._workspace.article_changed.connect(self.stop)
        window.inspector.relations.words_of_other = self._words_elsewhere

    # --- what there is

    @property
    def linking(self) -> bool:
        """Whether a relation is being made."""
        return self._mark(self.head) is not None

    @property
    def picked(self) -> Relation | None:
        """The relation that is picked, or None."""
        annotations, picked = self._workspace.annotations, self._view.picked_relation
        return annotations.relation(picked) if annotations is not None and picked else None

    def _mark(self, name: str | None) -> Annotation | None:
        annotations = self._workspace.annotations
        return annotations.get(name) if annotations is not None and name else None

    def _words_elsewhere(self, name: str) -> str:
        """Give the words of another article's mark, with that article's headline."""
        project = self._workspace.project
        passage = project.passage(name) if project else None
        if passage is None:
            return "a mark that is not there any more"
        return f"“{' '.join(passage.mark.quote.split())[:50]}” in {passage.headline[:40]}"

    def words_now(self) -> str:
        """Say what the keys do while a relation is made or picked; "" when neither is."""
        if self.linking:
            return "Tab to the other mark (or click it) · Enter links · N not stated · Esc ends"
        if self.picked is not None:
            return "Enter goes to its other end · T type · X turn round · F2 note · Del deletes"
        return ""

    # --- making

    def start(self) -> None:
        """Begin a relation at the picked mark."""
        mark = self._marking.own_picked()
        if mark is not None:
            self.head = mark.id
            self._view.select(None)
            self.changed.emit()

    def stop(self) -> None:
        """End making a relation; nothing was stored."""
        if self.head is not None:
            self.head = None
            self.changed.emit()

    def finish(self) -> None:
        """Link the head to the mark that is picked now."""
        head, tail = self.head, self._view.picked
        if head is not None and tail is not None and tail != head:
            self.link(head, tail)
        else:
            self._workspace.said.emit("Go to the other mark first: Tab, or a click")

    def link(self, head_id: str, tail_id: str) -> None:
        """Link two marks by the one type that the scheme allows, or by the one chosen."""
        head, tail = self._mark(head_id), self._mark(tail_id)
        if head is None or tail is None or not self._is_own(head):
            return
        kinds = self._workspace.scheme.relation_types(head.label, tail.label)
        if not kinds:
            self._refuse(head, tail)
        elif len(kinds) == 1:
            self._relate(head, tail, kinds[0])
        else:
            self._choose(kinds, lambda kind: self._relate(head, tail, kind))

    def _is_own(self, mark: Annotation) -> bool:
        if mark.annotator == self._workspace.annotator and self._workspace.can_edit:
            return True
        self._workspace.failed.emit(
            InvalidEdit(f"This mark is by {mark.annotator}.", "Link your own marks.")
        )
        return False

    def _refuse(self, head: Annotation, tail: Annotation) -> None:
        names = [
            label.name if (label := self._workspace.scheme.label(x.label)) else x.label
            for x in (head, tail)
        ]
        self._workspace.said.emit(f"The scheme has no relation from {names[0]} to {names[1]}")
        self.stop()

    def _relate(self, head: Annotation, tail: Annotation, kind: RelationType) -> None:
        annotations = self._workspace.annotations
        if annotations is None:
            return
        own = [r for r in annotations.relations_of(head.id) if r.head == head.id
               and r.type == kind.id and r.annotator == self._workspace.annotator]  # fmt: skip
        twin = next((r for r in own if r.tail == tail.id), None)
        if twin is not None:
            self._workspace.said.emit(f"They are linked by “{kind.name}” already")
        elif kind.most is not None and len(own) >= kind.most:
            self._workspace.said.emit(f"A mark has at most {kind.most} “{kind.name}”")
        else:
            annotator = self._workspace.annotator
            edit = operations.relate(head, tail, type=kind.id, annotator=annotator, name=kind.name)
            if self._workspace.apply(edit):
                twin = edit.changes[0].after  # type: ignore[assignment]
        self.head = None
        if twin is not None:
            self._view.pick(None)
            self._view.pick_relation(twin.id)
        self.changed.emit()

    def not_stated(self) -> None:
        """Say of the head that the article names no such end."""
        head, scheme = self._mark(self.head), self._workspace.scheme
        kinds = [r for r in scheme.relations
                 if head and r.may_be_not_stated and head.label in r.heads]  # fmt: skip
        if head is None or not kinds:
            self._workspace.said.emit("The scheme has no relation here that may be not stated")
            return
        self._choose(
            tuple(kinds),
            lambda kind: self._workspace.apply(operations.set_attribute(head, kind.id, NOT_STATED)),
        )
        self.stop()

    def _choose(self, kinds: tuple[RelationType, ...], then: object) -> None:
        """Let one of several types be chosen by its letter, the arrows or the pointer."""
        assert callable(then)
        if len(kinds) == 1:
            then(kinds[0])
            return
        menu = QMenu(self._window)
        for kind, key in zip(kinds, value_keys([kind.name for kind in kinds]), strict=True):
            name = kind.name.replace("&", "&&")
            at = name.casefold().find(key) if key else -1
            shown = f"{name[:at]}&{name[at:]}" if at >= 0 else name
            action = QAction(shown, menu)
            action.setToolTip(tip(kind.definition))
            action.triggered.connect(lambda _=False, kind=kind: then(kind))
            menu.addAction(action)
        menu.setActiveAction(menu.actions()[0])
        self.show_menu(menu)

    def show_menu(self, menu: QMenu) -> None:
        """Show a menu at the picked mark."""
        mark = self._mark(self._view.picked)
        spot = (
            self._view.rectangle_of(mark.start).bottomLeft() if mark else self._view.rect().center()
        )
        menu.exec(self._view.viewport().mapToGlobal(spot))

    # --- the picked relation

    def own_picked(self) -> Relation | None:
        """Give the picked relation where it is yours; where it is not, say so and give None."""
        relation = self.picked
        if relation is not None and relation.annotator != self._workspace.annotator:
            self._workspace.failed.emit(
                InvalidEdit(
                    f"This relation is by {relation.annotator}.", "Only its annotator changes it."
                )
            )
            return None
        return relation

    def delete(self) -> None:
        """Delete the picked relation; its marks stay."""
        relation = self.own_picked()
        if relation is not None and self._workspace.apply(operations.delete_relation(relation)):
            self._view.pick_relation(None)

    def retype(self) -> None:
        """Let the picked relation become one of another type that fits its ends."""
        relation = self.own_picked()
        ends = [self._mark(x) for x in (relation.head, relation.tail)] if relation else []
        if relation is None or not all(ends):
            return
        head, tail = ends
        kinds = self._workspace.scheme.relation_types(head.label, tail.label)  # type: ignore[union-attr]
        others = tuple(kind for kind in kinds if kind.id != relation.type)
        if not others:
            self._workspace.said.emit("The scheme has no other relation between these")
            return
        self._choose(
            others,
            lambda kind: self._workspace.apply(
                operations.retype(relation, kind.id, name=kind.name)
            ),
        )

    def reverse(self) -> None:
        """Let the picked relation lead the other way, where the scheme allows it."""
        relation = self.own_picked()
        head = self._mark(relation.head) if relation else None
        tail = self._mark(relation.tail) if relation else None
        if relation is None or head is None or tail is None:
            return
        kind = self._workspace.scheme.relations_by_id.get(relation.type)
        if kind is None or tail.label not in kind.heads or head.label not in kind.tails:
            self._workspace.said.emit("The scheme lets this relation lead one way only")
            return
        self._workspace.apply(operations.reverse(relation))

    def write_note(self) -> None:
        """Ask for the note of the picked relation."""
        relation = self.own_picked()
        if relation is None:
            return
        note, ok = QInputDialog.getMultiLineText(
            self._window, "Note", "Note on the relation:", relation.note
        )
        if ok:
            self._workspace.apply(operations.set_relation_note(relation, note))

    def go_to_end(self) -> None:
        """Pick the relation's tail, in whatever article it is."""
        relation, project = self.picked, self._workspace.project
        if relation is None or project is None:
            return
        if self._mark(relation.tail) is not None:
            self._view.pick(relation.tail)
            return
        passage = project.passage(relation.tail)
        if passage is not None:
            go_to_passage(self._window, passage.mark)

    def pick_next(self) -> None:
        """Pick the next relation of the picked mark, or after the picked relation."""
        annotations, relation = self._workspace.annotations, self.picked
        name = self._view.picked or (relation.head if relation else None)
        if annotations is None or name is None:
            return
        found = [r.id for r in annotations.relations_of(name)]
        if not found:
            self._workspace.said.emit("This mark has no relations")
            return
        at = found.index(relation.id) + 1 if relation and relation.id in found else 0
        self._view.pick(None)
        self._view.pick_relation(found[at % len(found)])

    # --- parts

    def add_selection(self) -> None:
        """Make what is selected a further part of the picked mark."""
        span = self._view.selected_span()
        if span is not None:
            self.add_part(span)

    def add_part(self, span: Span) -> None:
        """Make words a further part of the picked mark."""
        mark, article = self._marking.own_picked(), self._workspace.article
        if mark is not None and article is not None:
            self._workspace.apply(operations.add_fragment(mark, article, span))
            self._view.select(None)

    def remove_part(self) -> None:
        """Take away the part of the picked mark that the caret is in or nearest to."""
        mark, article = self._marking.own_picked(), self._workspace.article
        if mark is None or article is None:
            return
        if len(mark.fragments) == 1:
            self._workspace.said.emit("The mark has one part; Del deletes it")
            return
        caret = self._view.caret()
        part = min(mark.fragments, key=lambda f: max(f.start - caret, caret - f.end, 0))
        self._workspace.apply(operations.remove_fragment(mark, article, part))
