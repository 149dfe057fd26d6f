"""Merging, splitting and deleting labels: asks how, shows what is touched, makes it one action."""

from collections import Counter
from collections.abc import Sized
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QInputDialog,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core import scheme_labels as changes
from annotator.core.palette import next_color
from annotator.core.scheme import Label, Scheme
from annotator.core.scheme_edit import SchemeEdit, free_id
from annotator.ui.scheme.editing import SchemeEditing
from annotator.ui.style import fit_to_text, named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

_HIDE, _DELETE = "Keep its marks, but do not offer it any more", "Delete its marks too"
_MOST = 400


class Restructuring:
    """What is done to whole labels."""

    def __init__(self, window: "MainWindow", editing: SchemeEditing, parent: QWidget) -> None:
        """Serve the form of a label."""
        self._window, self._editing, self._parent = window, editing, parent

    def merge(self, label: Label | None) -> None:
        """Ask into which label, and merge."""
        other = self._other_label(label, "Merge", "Its marks become marks of:")
        if label is not None and other is not None:
            self._editing.change_after_look(lambda s: changes.merge_labels(s, label.id, other))

    def _other_label(self, label: Label | None, title: str, question: str) -> str | None:
        others = {x.name: x.id for x in self._editing.scheme.labels if label and x.id != label.id}
        if not others:
            return None
        name, ok = QInputDialog.getItem(self._parent, title, question, list(others), 0, False)
        return others[name] if ok else None

    def delete(self, label: Label | None) -> None:
        """Ask what becomes of the marks, then hide, relabel or delete; never silently."""
        if label is None:
            return
        others = {f"Make them {x.name}": x.id for x in self._editing.scheme.labels
                  if x.id != label.id}  # fmt: skip
        how, ok = QInputDialog.getItem(
            self._parent, f"Delete “{label.name}”", "What becomes of its marks?",
            [_HIDE, *others, _DELETE], 0, False,
        )  # fmt: skip
        if not ok:
            return
        if how in others:
            into = others[how]
            self._editing.change_after_look(lambda s: changes.merge_labels(s, label.id, into))
        else:
            way = "hide" if how == _HIDE else "delete"
            self._editing.change_after_look(
                lambda s: changes.delete_label(s, label.id, way)  # type: ignore[arg-type]
            )

    def split(self, label: Label | None) -> None:
        """Ask by what, and into which labels."""
        if label is None:
            return
        dialog = SplitDialog(self._window, label, self._parent)
        if dialog.exec():
            self._editing.change_after_look(dialog.edit)


class SplitDialog(QDialog):
    """Rows of answers or words, each with the label that its marks get."""

    def __init__(self, window: "MainWindow", label: Label, parent: QWidget) -> None:
        """Offer to split a label by one of its attributes, by its words, or mark by mark."""
        super().__init__(parent)
        self._window, self._label = window, label
        self.setWindowTitle(f"Split “{label.name}”")
        self.by = QComboBox(self)
        self.by.addItem("by the marked words", ("words", ""))
        for attribute in label.attributes:
            if attribute.kind == "one":
                self.by.addItem(f"by {attribute.name}", ("attribute", attribute.id))
        self.by.addItem("by hand, mark by mark", ("hand", ""))
        self.rows = QTableWidget(0, 2, self)
        self.rows.setHorizontalHeaderLabels(["Marks", "Become"])
        self.rows.setAccessibleName("Marks, and what they become")
        self.rows.setTabKeyNavigation(False)
        self.rows.horizontalHeader().setStretchLastSection(True)
        self.rows.verticalHeader().hide()
        self.more = named(QLabel(self, wordWrap=True), "quiet")
        note = "Write a new name to make a label of it; empty: they stay as they are."
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.by, self.rows, self.more, named(QLabel(note, self), "quiet"), buttons):
            column.addWidget(part)
        self.by.currentIndexChanged.connect(lambda _: self._fill())
        self._fill()
        fit_to_text(self, 80, 22)

    def _fill(self) -> None:
        project = self._window.workspace.project
        way, attribute = self.by.currentData()
        rows: list[tuple[str, str]] = []
        found: Sized = ()
        if project is not None and way == "attribute":
            counts = found = project.answers(self._label.id, attribute)
            rows = [(f"{v}   ({n:,})", str(v)) for v, n in counts.most_common(_MOST)]
        elif project is not None:
            marks = found = project.marks_of(self._label.id)
            if way == "hand":
                rows = [(words, mark_id) for mark_id, words in marks[:_MOST]]
            else:
                words_of = found = Counter(words for _, words in marks)
                rows = [(f"{w}   ({n:,})", w) for w, n in words_of.most_common(_MOST)]
        self.rows.setRowCount(len(rows))
        more = len(found) - len(rows)
        self.more.setText(f"{more:,} more are not shown and stay as they are.")
        self.more.setVisible(more > 0)
        for at, (shown, key) in enumerate(rows):
            item = QTableWidgetItem(" ".join(shown.split())[:120])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.rows.setItem(at, 0, item)
            field = QLineEdit(self.rows)
            field.setAccessibleName(f"What {shown} becomes")
            self.rows.setCellWidget(at, 1, field)
        self.rows.setColumnWidth(0, 28 * self.fontMetrics().averageCharWidth())

    def wishes(self) -> dict[str, str]:
        """Give what was written: an answer, words or an annotation → a label's name."""
        found = {}
        for at in range(self.rows.rowCount()):
            field, item = self.rows.cellWidget(at, 1), self.rows.item(at, 0)
            if isinstance(field, QLineEdit) and field.text().strip() and item is not None:
                found[item.data(Qt.ItemDataRole.UserRole)] = field.text().strip()
        return found

    def edit(self, scheme: Scheme) -> SchemeEdit:
        """Give the edit that the rows ask for; SchemeError where they name no new label."""
        way, attribute = self.by.currentData()
        wishes = self.wishes()
        ids: dict[str, str] = {}
        parts: list[Label] = []
        for name in dict.fromkeys(wishes.values()):
            taken = [*scheme.labels_by_id, *ids.values()]
            ids[name] = free_id(name, taken)
            parts.append(Label(ids[name], name, next_color([*scheme.labels, *parts])))
        sorted_into = {key: ids[name] for key, name in wishes.items()}
        rule = {
            "attribute": lambda: changes.by_attribute(attribute, sorted_into),
            "words": lambda: changes.by_text(sorted_into),
            "hand": lambda: changes.by_hand(sorted_into),
        }[way]()
        how = self.by.currentText()
        return changes.split_label(scheme, self._label.id, parts, rule, how=how)
