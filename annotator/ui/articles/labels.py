"""What is said of the article as a whole: the scheme's article labels, by keys or pointer."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from annotator.core import operations
from annotator.core.annotation import AttributeValue
from annotator.core.answering import choices_of, toggled, value_keys
from annotator.core.changes import ChangeSet
from annotator.core.judgement import NOTHING_FOUND
from annotator.core.scheme import Attribute
from annotator.core.scheme_attributes import as_text
from annotator.ui.annotations.answers import Answers
from annotator.ui.calm_prose import tip
from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class ArticleLabelsPanel(QWidget):
    """One quiet line that says what was said of the article; a click opens the fields."""

    def __init__(self, parent: QWidget) -> None:
        """Start closed."""
        super().__init__(parent)
        self.head = named(QToolButton(self), "answer")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setArrowType(Qt.ArrowType.RightArrow)
        self.answers = Answers(self)
        self.answers.folds = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 14, 0)
        column.addWidget(self.head)
        column.addWidget(self.answers)
        self.head.toggled.connect(self._open)
        self._open(False)

    def _open(self, wanted: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if wanted else Qt.ArrowType.RightArrow)
        self.answers.wanted = wanted
        self.answers.setVisible(wanted)

    def show_labels(
        self, labels: tuple[Attribute, ...], values: dict[str, AttributeValue], *, can_edit: bool
    ) -> None:
        """Show the values of a scheme's article labels."""
        self.setVisible(bool(labels))
        self.answers.show_values(labels, values, can_edit=can_edit)
        said = [_said(label, values[label.id]) for label in labels if label.id in values]
        text = " · ".join(said) or "About the article"
        self.head.setText(text if len(text) < 34 else text[:33] + "…")
        self.head.setToolTip(tip("\n".join(said)))
        self.head.setAccessibleName(f"About the article: {', '.join(said) or 'nothing said'}")


def _said(label: Attribute, value: AttributeValue) -> str:
    if label.kind == "yes_no":
        return label.name if value is True else f"{label.name}: no"
    return as_text(value) if label.kind in ("one", "some") else f"{label.name}: {as_text(value)}"


class ArticleLabels(QObject):
    """Shows and sets the article labels of one window's open article."""

    def __init__(self, window: "MainWindow") -> None:
        """Put the panel above the list of annotations."""
        super().__init__(window)
        self._window, self._workspace = window, window.workspace
        self.panel = ArticleLabelsPanel(window.annotation_list)
        window.annotation_list.put_first(self.panel)
        self.menu: QMenu | None = None
        self.panel.answers.answered.connect(self.set)
        self.panel.answers.refused.connect(window.status.say)
        self.panel.answers.left.connect(window.view.setFocus)
        workspace = self._workspace
        for signal in (workspace.changed, workspace.article_changed, workspace.annotator_changed,
                       workspace.scheme_changed):  # fmt: skip
            signal.connect(lambda *_: self.show())
        self.show()

    def value(self, name: str) -> AttributeValue | None:
        """Give what the present annotator says of the article, or None."""
        annotations = self._workspace.annotations
        if annotations is None:
            return None
        said = annotations.article_label(self._workspace.annotator, name)
        return said.value if said else None

    def _labels(self) -> tuple[Attribute, ...]:
        there = self._workspace.annotations is not None
        return self._workspace.scheme.article_labels if there else ()

    def show(self) -> None:
        """Show what is said of the open article."""
        labels = self._labels()
        values = {x.id: v for x in labels if (v := self.value(x.id)) is not None}
        self.panel.show_labels(labels, values, can_edit=self._workspace.can_edit)

    def set(self, name: str, value: AttributeValue | None) -> bool:
        """Store an article label, or take it away; says whether that was stored."""
        annotations = self._workspace.annotations
        if annotations is None or not self._workspace.can_edit:
            return False
        label = next((x for x in self._labels() if x.id == name), None)
        edit = operations.set_article_label(annotations, self._workspace.annotator, name, value)
        edit = ChangeSet(f"Set {label.name if label else name}", edit.changes)
        return self._workspace.apply(self._window.marking.begun(edit) if edit else edit)

    def switch_nothing_found(self) -> None:
        """Say that the article was read and has nothing to mark, or take that back."""
        label = next((x for x in self._labels() if x.id == NOTHING_FOUND), None)
        if label is None or label.kind != "yes_no":
            self._workspace.said.emit("The scheme has no article label “nothing_found”")
            return
        wanted = self.value(NOTHING_FOUND) is not True
        own = [m for m in self._workspace.annotations or ()
               if m.annotator == self._workspace.annotator]  # fmt: skip
        if wanted and own:
            self._workspace.said.emit(f"You marked {len(own)} passages here: something was found")
        elif self.set(NOTHING_FOUND, True if wanted else None):
            self._workspace.said.emit(label.name if wanted else f"{label.name}: taken back")

    # --- by keys

    def ask(self) -> None:
        """Show all article labels with their values as a menu of single keys."""
        labels = self._labels()
        if not labels:
            self._workspace.said.emit("The scheme has no labels for whole articles")
            return
        menu = self.menu = QMenu(self._window)
        for label, key in zip(labels, value_keys([x.name for x in labels]), strict=True):
            choices = choices_of(label)
            if choices:
                self._fill(menu.addMenu(_keyed(label.name, key)), label, choices)
            else:
                action = menu.addAction(f"{_keyed(label.name, key)}…")
                action.triggered.connect(partial(self._type, label))
        menu.setActiveAction(menu.actions()[0])
        view = self._window.view
        menu.popup(view.viewport().mapToGlobal(QPoint(view.viewport().width() // 3, 40)))

    def _fill(self, menu: QMenu, label: Attribute, choices: tuple[str, ...]) -> None:
        held = self.value(label.id)
        shown = held if isinstance(held, tuple) else (as_text(held),) if held is not None else ()
        for value, key in zip(choices, value_keys(choices), strict=True):
            action = menu.addAction(_keyed(value, key))
            action.setCheckable(True)
            action.setChecked(value in shown)
            action.triggered.connect(partial(self._choose, label, value))
        if held is not None:
            menu.addSeparator()
            menu.addAction("Leave open").triggered.connect(partial(self._clear, label))

    def _choose(self, label: Attribute, value: str, _checked: bool = False) -> None:
        self._end()
        held = self.value(label.id)
        self.set(label.id, toggled(label, held, value))

    def _end(self) -> None:
        if self.menu is not None:
            self.menu.close()  # a menu below it, chosen from by a letter, does not always

    def _clear(self, label: Attribute, _checked: bool = False) -> None:
        self.set(label.id, None)

    def _type(self, label: Attribute, _checked: bool = False) -> None:
        self._window.layout_of_parts.panels["details"].show()
        self.panel.head.setChecked(True)
        self.panel.answers.begin_typing(label.id)


def _keyed(name: str, key: str) -> str:
    """Give a name with its key underlined, for a menu."""
    name = name.replace("&", "&&")
    at = name.casefold().find(key) if key else -1
    return f"{name[:at]}&{name[at:]}" if at >= 0 else name
