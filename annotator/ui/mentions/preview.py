"""The mentions of the whole project in their context, by article, each to be kept or left."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import AnnotatorError
from annotator.core.span import Span
from annotator.ui.style import named

MOST = 20_000
"""More mentions than this are not shown, nor marked in one go."""
_AROUND = 46  # characters of context on each side
_SLICE = 8  # articles between two looks at the keyboard
_ROW = Qt.ItemDataRole.UserRole
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What was found in one article: places in its text, each with what it stands for."""

    headline: str
    text: str
    places: tuple[tuple[Span, T], ...]


class MentionsPreview(QDialog, Generic[T]):
    """Fills while it is looked at; `chosen` after it was accepted."""

    failed = Signal(object)

    def __init__(
        self, found: Iterator[Found[T]], *, title: str, verb: str, parent: QWidget
    ) -> None:
        """Show what an iterator finds; ``verb`` is what the button does: "Mark", "Delete"."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(820, 620)
        self._found, self._verb = found, verb
        self._count = 0
        self.lead = named(QLabel(title, self), "heading")
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.table = QTreeWidget(self)
        self.table.setHeaderHidden(True)
        self.table.setUniformRowHeights(True)
        self.table.setAccessibleName("Mentions by article")
        self.told = named(QLabel(self), "quiet")
        self.button = named(QPushButton(verb, self), "primary")
        self.button.setEnabled(False)
        self.button.clicked.connect(self.accept)
        cancel = QPushButton("Cancel", self)
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(cancel)
        foot.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        for widget in (self.lead, self.table):
            column.addWidget(widget)
        column.addLayout(foot)
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell)
        self.table.itemChanged.connect(lambda *_: self._telling.start())
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._fill)
        self._filling.start()
        self.finished.connect(self._filling.stop)

    def _fill(self) -> None:
        try:
            for _ in range(_SLICE):
                found = next(self._found, None)
                if found is None or self._count >= MOST:
                    self._filling.stop()
                    break
                self._add(found)
        except AnnotatorError as error:
            self._filling.stop()
            self.failed.emit(error)
        self._tell()

    def _add(self, found: Found[T]) -> None:
        self.table.blockSignals(True)
        article = QTreeWidgetItem(self.table, [f"{found.headline}  ({len(found.places)})"])
        article.setFlags(article.flags() | Qt.ItemFlag.ItemIsAutoTristate)
        for span, meant in found.places:
            row = QTreeWidgetItem(article, [_context(found.text, span)])
            row.setData(0, _ROW, meant)
            row.setFlags(row.flags() | Qt.ItemFlag.ItemNeverHasChildren)
            row.setCheckState(0, Qt.CheckState.Checked)
        article.setExpanded(self.table.topLevelItemCount() <= 40)
        self._count += len(found.places)
        self.table.blockSignals(False)
        if self.table.currentItem() is None:
            self.table.setCurrentItem(article)

    def chosen(self) -> list[T]:
        """Give what is ticked, in order."""
        ticked = Qt.CheckState.Checked
        return [row.data(0, _ROW) for row in self._rows() if row.checkState(0) == ticked]

    def _rows(self) -> Iterator[QTreeWidgetItem]:
        for at in range(self.table.topLevelItemCount()):
            article = self.table.topLevelItem(at)
            if article is not None:
                yield from filter(None, map(article.child, range(article.childCount())))

    def _tell(self) -> None:
        articles, chosen = self.table.topLevelItemCount(), len(self.chosen())
        looking = self._filling.isActive()
        there = f"{self._count:,} in {articles:,} articles" if self._count else "None found"
        more = f" (only the first {MOST:,})" if self._count >= MOST else ""
        self.told.setText("Looking…" if looking and not self._count else there + more)
        self.button.setText(f"{self._verb} {chosen:,}")
        self.button.setEnabled(bool(chosen) and not looking)
        if self.button.isEnabled() and not self.table.hasFocus():
            self.button.setDefault(True)


def _context(text: str, span: Span) -> str:
    """Give a mention between the words around it, on one line."""
    before = text[max(span.start - _AROUND, 0) : span.start]
    after = text[span.end : span.end + _AROUND]
    words = text[span.start : span.end]
    low = "…" if span.start > _AROUND else ""
    high = "…" if span.end + _AROUND < len(text) else ""
    return " ".join(f"{low}{before}⟦{words}⟧{after}{high}".split())
