"""Two texts beside each other, with the words in which they differ."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.ui.calm_prose import tip
from annotator.ui.copies.difference import Difference, difference
from annotator.ui.importing.side_by_side import paint, scroll, text_page
from annotator.ui.style import named
from annotator.ui.theme import Theme

_LONGEST = 200_000


class Compared(QWidget):
    """At the left a group's first article, at the right one of the others, which is chosen."""

    chosen = Signal(int)  # which of the others, from 0

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self._texts = ("", "")
        self.difference: Difference | None = None
        self._step = -1
        self.title = named(QLabel(self), "quiet")
        self.others = QComboBox(self)
        self.others.setAccessibleName("The copy that is compared")
        self.others.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.others.setMinimumContentsLength(20)
        self.others.currentIndexChanged.connect(self.chosen)
        self.left = text_page("The first article of the group", self)
        self.right = text_page("The copy", self)
        self.told = named(QLabel(self, wordWrap=True), "quiet")
        self.back = self._button("Pre&vious", "Previous difference (Shift+F3)", -1)
        self.next = self._button("N&ext", "Next difference (F3)", 1)
        pages = QHBoxLayout()
        for head, page in ((self.title, self.left), (self.others, self.right)):
            head.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            half = QVBoxLayout()
            half.setSpacing(3)
            head.setFixedHeight(self.others.sizeHint().height())
            half.addWidget(head)
            half.addWidget(page, 1)
            pages.addLayout(half, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(pages, 1)
        column.addLayout(foot)

    def _button(self, title: str, note: str, step: int) -> QPushButton:
        button = named(QPushButton(title, self), "small")
        button.setToolTip(note)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.go(step))
        return button

    def name(self, first: str, others: list[str]) -> None:
        """Say which article is at the left and which may be at the right."""
        self.title.setText(first)
        self.title.setToolTip(tip(first))
        with QSignalBlocker(self.others):
            self.others.clear()
            self.others.addItems(others)
        self.others.setEnabled(len(others) > 1)

    def show_texts(self, left: Article, right: Article, likeness: float) -> None:
        """Show two articles, and the first place where they differ."""
        self._texts = one, other = left.text[:_LONGEST], right.text[:_LONGEST]
        self.difference = found = difference(one, other)
        self.left.setPlainText(one)
        self.right.setPlainText(other)
        gone = self._look(self._theme.warning, strike=True)
        new = self._look(self._theme.selection, strike=False)
        paint(self.left, one, [(span, gone) for span in found.only_left])
        paint(self.right, other, [(span, new) for span in found.only_right])
        self._step = -1
        places = len(found.steps)
        if places:
            self._said = (
                f"{likeness:.0%} alike · {found.words:,} words differ, in {places:,} "
                f"place{'s' * (places != 1)}: struck out are those only at the left, "
                "underlined those only at the right"
            )
        else:
            self._said = "The same words; only blanks or line ends differ"
        self.told.setText(self._said)
        for button in (self.back, self.next):
            button.setEnabled(bool(places))
        if places:
            self.go(1)

    def clear(self) -> None:
        """Show nothing."""
        self.difference = None
        self.name("", [])
        for page in (self.left, self.right):
            page.setPlainText("")
            page.setExtraSelections([])
        self.told.setText("")
        for button in (self.back, self.next):
            button.setEnabled(False)

    def go(self, step: int) -> None:
        """Go to the next (1) or previous (-1) difference, round the end."""
        if self.difference is None or not self.difference.steps:
            return
        steps = self.difference.steps
        self._step = (self._step + step) % len(steps) if self._step >= 0 else 0
        for page, text, offset in zip(
            (self.left, self.right), self._texts, steps[self._step], strict=True
        ):
            scroll(page, text, offset)
        self.told.setText(f"{self._step + 1:,} of {len(steps):,} · {self._said}")

    def _look(self, ground: str, *, strike: bool) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(self._theme.ink))
        look.setBackground(QColor(ground))
        look.setFontStrikeOut(strike)
        look.setFontUnderline(not strike)
        return look
