"""The relations of the picked mark, in the inspector: a click picks one."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.scheme import Scheme
from annotator.ui.calm_prose import tip

_MOST_ROWS = 6
_RELATION = Qt.ItemDataRole.UserRole


class RelationsList(QListWidget):
    """One row a relation: where it leads, or where it comes from."""

    picked = Signal(str)  # a relation's identifier

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.words_of_other: Callable[[str], str] = lambda _: "a mark of another article"
        self.setAccessibleName("Relations of this mark; Enter goes to one")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.itemActivated.connect(self._pick)
        self.itemClicked.connect(self._pick)

    def _pick(self, item: QListWidgetItem) -> None:
        self.picked.emit(item.data(_RELATION))

    def show_relations(
        self, mark: Annotation, annotations: AnnotationSet, scheme: Scheme,
        visible: frozenset[str] | None,
    ) -> None:  # fmt: skip
        """Show the relations of a mark that may be seen."""
        self.clear()
        for relation in annotations.relations_of(mark.id):
            if visible is not None and relation.annotator not in visible:
                continue
            leads = relation.head == mark.id
            other = annotations.get(relation.tail if leads else relation.head)
            words = (
                " ".join(other.quote.split())[:80]
                if other
                else self.words_of_other(relation.tail if leads else relation.head)
            )
            name = scheme.relation_name(relation.type)
            shown = f"{name} → {words}" if leads else f"{words} — {name} → this"
            item = QListWidgetItem(shown, self)
            item.setData(_RELATION, relation.id)
            item.setToolTip(tip(relation.note))
        rows = min(self.count(), _MOST_ROWS)
        self.setVisible(rows > 0)
        if rows:
            self.setFixedHeight(rows * self.sizeHintForRow(0) + 2 * self.frameWidth() + 8)
