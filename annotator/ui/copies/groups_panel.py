"""Groups of near-duplicates: listed, compared word by word, and decided on by keys."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.core.copies import IN_WORDS, Treatment
from annotator.settings import Settings
from annotator.ui.copies.compared import Compared
from annotator.ui.copies.groups_model import Group, GroupsModel
from annotator.ui.theme import Theme

_KEYS: dict[int, Treatment] = {
    Qt.Key.Key_L: "link", Qt.Key.Key_K: "keep", Qt.Key.Key_G: "longest", Qt.Key.Key_F: "first",
}  # fmt: skip
KEYS_IN_WORDS = (
    "L link · K keep apart · G skip all but the longest · F skip all but the first · "
    "F3 next difference"
)
RULE = "copies_rule"
"""The key under which the user's rule is remembered."""


class GroupList(QListView):
    """The groups; a letter decides on all that are picked."""

    lettered = Signal(str)  # a Treatment
    gone_to = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        """Show rows of one height."""
        super().__init__(parent)
        self.setAccessibleName("Groups of near-duplicates")
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide with a letter."""
        treatment = _KEYS.get(event.key())
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if treatment is not None and plain:
            self.lettered.emit(treatment)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # it is the window's
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        """Tell which group was gone to."""
        super().currentChanged(current, previous)
        self.gone_to.emit(current.row())


class GroupsPanel(QWidget):
    """The list at the left, two texts of the group gone to at the right."""

    decided = Signal()
    ruled = Signal(str)  # a Treatment, for all groups

    def __init__(
        self, headline: Callable[[str], str], article: Callable[[str], Article], theme: Theme,
        parent: QWidget,
    ) -> None:  # fmt: skip
        """Show no groups yet; ``headline`` and ``article`` give what a name in a group means."""
        super().__init__(parent)
        self._article = article
        self.model = GroupsModel(headline)
        self.rule = self._choice("What becomes of all groups")
        self.here = self._choice("What becomes of the picked groups")
        self.list = GroupList(self)
        # Letters of other scripts are higher than this font's own.
        self.model.row_height = int(self.list.fontMetrics().height() * 2.5) + 12
        self.list.setModel(self.model)
        self.compared = Compared(theme, self)
        self._lay_out()
        self.rule.activated.connect(lambda _: self._treat_all())
        self.here.activated.connect(lambda _: self.treat_picked(self.here.currentData()))
        self.list.lettered.connect(self.treat_picked)
        self.list.gone_to.connect(self.show_group)
        self.compared.chosen.connect(lambda _: self._compare())
        for keys, step in (("F3", 1), ("Shift+F3", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self.compared.go(step))
        self.enable(False)

    def _choice(self, name: str) -> QComboBox:
        choice = QComboBox(self)
        choice.setAccessibleName(name)
        for treatment in IN_WORDS:
            choice.addItem(IN_WORDS[treatment], treatment)
        return choice

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        for title, choice in (("All &groups:", self.rule), ("T&his group:", self.here)):
            label = QLabel(title, self)
            label.setBuddy(choice)
            chosen.addWidget(label)
            chosen.addWidget(choice)
        chosen.addStretch(1)
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 0, 0, 0)
        column.addLayout(chosen)
        column.addWidget(self.compared, 1)
        body = QSplitter(self)
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(side)
        body.setStretchFactor(0, 2)
        body.setStretchFactor(1, 5)
        body.setSizes([280, 700])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(body)

    def remember_in(self, settings: Settings) -> None:
        """Begin with the rule that was chosen last, and remember the next one."""
        self.rule.setCurrentIndex(max(0, self.rule.findData(settings.remembered(RULE, "link"))))
        self.ruled.connect(lambda rule: settings.remember(**{RULE: rule}))

    def enable(self, there: bool) -> None:
        """Let groups be decided on, or not."""
        for part in (self.rule, self.here):
            part.setEnabled(there)

    def show_groups(self, groups: Sequence[Group], known: dict[int, Treatment]) -> None:
        """Show groups, and the first of them; ``known`` are those decided on before, by place."""
        rule: Treatment = self.rule.currentData()
        self.model.show_groups(groups, [known.get(at, rule) for at in range(len(groups))])
        if groups:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self.compared.clear()

    def show_group(self, row: int) -> None:
        """Show a group's first article beside its next."""
        if not 0 <= row < len(self.model.groups):
            return
        group = self.model.groups[row]
        self.here.setCurrentIndex(self.here.findData(self.model.treatments[row]))
        first, *others = map(self.model.headline, group.articles)
        self.compared.name(first, others)
        self._compare()

    def _compare(self) -> None:
        row = self.list.currentIndex().row()
        other = self.compared.others.currentIndex() + 1
        if not 0 <= row < len(self.model.groups) or other < 1:
            return
        group = self.model.groups[row]
        self.compared.show_texts(
            self._article(group.articles[0]), self._article(group.articles[other]),
            group.likeness[other],
        )  # fmt: skip

    def treat_picked(self, treatment: Treatment) -> None:
        """Decide on the picked groups."""
        if self.here.isEnabled():
            rows = [index.row() for index in self.list.selectionModel().selectedIndexes()]
            self._treat(rows, treatment)

    def _treat_all(self) -> None:
        treatment: Treatment = self.rule.currentData()
        self.ruled.emit(treatment)
        self._treat(list(range(len(self.model.groups))), treatment)

    def _treat(self, rows: list[int], treatment: Treatment) -> None:
        self.model.treat(rows, treatment)
        self.here.setCurrentIndex(self.here.findData(treatment))
        self.decided.emit()
