"""What the names in annotated files become here: matched, created or left aside, with counts."""

from collections.abc import Iterable
from collections.abc import Mapping as Table
from itertools import islice
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.annotation import Annotation
from annotator.core.judgement import ArticleLabel
from annotator.core.relation import Relation
from annotator.core.scheme import Scheme
from annotator.formats.format import Entry
from annotator.formats.growth import Growth
from annotator.formats.mapping import Mapping, Rules, rules_from
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.storage.project import Project

_KINDS = {
    "labels": "Label", "attributes": "Attribute", "relations": "Relation",
    "article_labels": "Article label", "annotators": "Annotator",
}  # fmt: skip
_MOST = 400
"""How many names are listed; the others are created."""
_PREVIEWED, _LOOKED_AT = 3, 100
"""Articles shown as they would be stored, out of how many."""


class NamesPanel(QWidget):
    """A line a name; `rules` gives what was chosen."""

    changed = Signal()

    def __init__(self, project: "Project", parent: QWidget) -> None:
        """Offer the names of a project's scheme."""
        super().__init__(parent)
        self._scheme = project.scheme
        self._annotators = sorted(project.annotators())
        self.choices: dict[tuple[str, str], QComboBox] = {}
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName("Names in the files and what they become")
        self.table.setHorizontalHeaderLabels(["Kind", "In the files", "Times", "Becomes"])
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields take the focus
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self.preview = QPlainTextEdit(self, readOnly=True)
        self.preview.setAccessibleName("The first articles as they would be stored")
        self.preview.setTabChangesFocus(True)
        right = QVBoxLayout()
        right.addWidget(named(QLabel("The first articles as they would be stored", self), "quiet"))
        right.addWidget(self.preview, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 0)
        row.addWidget(self.table, 3)
        row.addLayout(right, 2)

    def show_names(self, names: Table[tuple[str, str], int], known: Rules | None) -> None:
        """List names of the files, with what was chosen for them the last time."""
        rules = known or Rules()
        order = sorted(names, key=lambda name: (list(_KINDS).index(name[0]), -names[name], name[1]))
        self.choices.clear()
        self.table.setRowCount(0)
        for kind, name in order[:_MOST]:
            row = self.table.rowCount()
            self.table.insertRow(row)
            for column, said in enumerate((_KINDS[kind], name, f"{names[kind, name]:,}")):
                self.table.setItem(row, column, QTableWidgetItem(said))
            self.table.setCellWidget(row, 3, self._choice(kind, name, rules))
        self.table.resizeRowsToContents()

    @property
    def rules(self) -> Rules:
        """What was chosen."""
        chosen: dict[str, dict[str, str | None]] = {kind: {} for kind in _KINDS}
        for (kind, name), choice in self.choices.items():
            chosen[kind][name] = choice.currentData()
        return rules_from(chosen)

    def show_preview(self, entries: Iterable[Entry]) -> None:
        """Show what the first articles of whom something is said would bring; nothing is stored."""
        mapping = Mapping(self._scheme, self.rules)
        lines: list[str] = []
        telling = (entry for entry in islice(entries, _LOOKED_AT) if entry[1])
        for entry in islice(telling, _PREVIEWED):
            article, values = mapping.entry(entry)
            lines.append(article.headline)
            names = {value.id: value.quote for value in values if isinstance(value, Annotation)}
            for value in values[:12]:
                match value:
                    case Annotation():
                        lines.append(f"    {value.label}: “{value.quote[:80]}” ({value.annotator})")
                    case Relation():
                        ends = f"“{names.get(value.head, '?')}” → “{names.get(value.tail, '?')}”"
                        lines.append(f"    {value.type}: {ends}")
                    case ArticleLabel():
                        lines.append(f"    {value.name}: {_answer(value)} ({value.annotator})")
            if len(values) > 12:
                lines.append(f"    and {len(values) - 12:,} more")
        lines += [f"Left aside so far: {name}" for name in mapping.ignored]
        self.preview.setPlainText("\n".join(lines))

    def _choice(self, kind: str, name: str, rules: Rules) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(f"{_KINDS[kind]} {name} becomes")
        own = dict(self._own(kind))
        create = "Keep" if kind == "annotators" else "Create"
        matched = None if kind == "annotators" else _match(self._scheme, kind, name)
        if matched is None or matched != name:
            choice.addItem(f"{create} “{name}”", name)
        for identifier, title in own.items():
            if identifier != name or matched == name:
                choice.addItem(f"{title}", identifier)
        choice.addItem("Leave aside", None)
        wish = getattr(rules, kind).get(name, matched or name)
        choice.setCurrentIndex(max(0, choice.findData(wish)) if wish else choice.count() - 1)
        choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        choice.currentIndexChanged.connect(lambda _: self.changed.emit())
        self.choices[kind, name] = choice
        return choice

    def _own(self, kind: str) -> list[tuple[str, str]]:
        scheme = self._scheme
        if kind == "labels":
            return [(label.id, label.name) for label in scheme.active_labels]
        if kind == "relations":
            return [(relation.id, relation.name) for relation in scheme.relations]
        if kind == "article_labels":
            return [(question.name, question.name) for question in scheme.article_labels]
        if kind == "attributes":
            return [(name, name) for name in _attributes(scheme)]
        return [(name, name) for name in self._annotators]


def _answer(label: ArticleLabel) -> str:
    said = label.value
    return ", ".join(said) if isinstance(said, tuple) else str(said)


def _match(scheme: Scheme, kind: str, name: str) -> str | None:
    growth = Growth(scheme)
    if kind == "labels":
        return growth.label_named(name)
    if kind == "relations":
        return growth.relation_named(name)
    if kind == "article_labels":
        return growth.article_label_named(name)
    return next((own for own in _attributes(scheme) if own.casefold() == name.casefold()), None)


def _attributes(scheme: Scheme) -> list[str]:
    owned = [*(label.attributes for label in scheme.labels),
             *(relation.attributes for relation in scheme.relations)]  # fmt: skip
    return sorted({attribute.name for attributes in owned for attribute in attributes})
