"""The source and the text found in it, beside each other; both plain, nothing is ever loaded."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.core.article import Article
from annotator.core.boilerplate import greyed, suspected
from annotator.core.offsets import Utf16Map
from annotator.core.span import Span
from annotator.ui.importing.looking import Looking
from annotator.ui.importing.source import Read, Source
from annotator.ui.style import named
from annotator.ui.theme import Theme

_LONGEST = 200_000


class SideBySide(QWidget):
    """At the left the source, what was left out in grey; at the right the article."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self._theme = theme
        self.source = text_page("The source as it is", self)
        self.text = text_page("The article as it will be stored", self)
        self.looking = Looking(self)
        self.looking.going_on.connect(self._on_going)
        self.looking.found.connect(self._show_source)
        self.source_note = named(QLabel("Source", self), "quiet")
        self.text_note = named(QLabel("Article", self), "quiet")
        halves = QSplitter(self)
        halves.setChildrenCollapsible(False)
        for note, page in ((self.source_note, self.source), (self.text_note, self.text)):
            half = QWidget(self)
            column = QVBoxLayout(half)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(3)
            column.addWidget(note)
            column.addWidget(page)
            halves.addWidget(half)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(halves)

    def clear(self) -> None:
        """Show nothing."""
        self.looking.let_go()
        for page in (self.source, self.text):
            page.setPlainText("")
            page.setExtraSelections([])
        self.source_note.setText("Source")
        self.text_note.setText("Article")

    def show_article(self, source: Source, article: Article, came: str) -> None:
        """Show an article as it will be stored, beside its source; ``came`` is its text as read.

        The source may come later.
        """
        self._show_text(article, came)
        self.source_note.setText("Source")
        self.looking.look(source, came)

    def _on_going(self, how_far: str) -> None:
        self.source_note.setText(f"Source, reading {how_far}…")
        if self.source.toPlainText():  # of the article before
            self.source.setPlainText("")
            self.source.setExtraSelections([])

    def _show_source(self, read: Read) -> None:
        source, kept = read.source, read.kept
        self.source.setPlainText(source)
        muted = self._look(self._theme.muted)
        out = _between(kept, len(source)) if kept else []
        paint(self.source, source, [(span, muted) for span in out])
        self._show_first(self.source, source, kept)
        left = any(source[span.start : span.end].strip() for span in out)
        self.source_note.setText("Source, what was left out in grey" if left else "Source")

    def _show_text(self, article: Article, came: str) -> None:
        text = article.text[:_LONGEST]
        out, unsure = greyed(article), suspected(text)
        self.text.setPlainText(text)
        grey = self._look(self._theme.muted, strike=True)
        odd = self._look(self._theme.ink, ground=self._theme.warning)
        paint(self.text, text, [
            *((span, odd) for span in unsure if span not in out),
            *((span, grey) for span in out if span.end <= len(text)),
        ])  # fmt: skip
        said = [f"Article, {len(article.text):,} characters"]
        if out:
            said.append("not part of it: " + _places(out))
        elif unsure:
            said.append("perhaps not part of it: " + _places(unsure))
        if article.text != came:
            said.append("repaired")
        if len(text) < len(article.text):
            said.append(f"the first {_LONGEST:,} are shown")
        self.text_note.setText(" · ".join(said))

    def _look(self, ink: str, *, ground: str = "", strike: bool = False) -> QTextCharFormat:
        look = QTextCharFormat()
        look.setForeground(QColor(ink))
        if ground:
            look.setBackground(QColor(ground))
        look.setFontStrikeOut(strike)
        return look

    def _show_first(self, page: QPlainTextEdit, text: str, kept: Sequence[Span]) -> None:
        """Scroll to the first long piece that was taken: the headline alone is in every menu."""
        if not kept:
            return
        first = next((span for span in kept if span.end - span.start > 60), kept[0])
        scroll(page, text, first.start)


def paint(page: QPlainTextEdit, text: str, looks: Sequence[tuple[Span, QTextCharFormat]]) -> None:
    """Give stretches of a page's text another look, in the place of those given before."""
    units = Utf16Map(_as_shown(text))
    made = []
    for span, look in looks:
        cursor = QTextCursor(page.document())
        cursor.setPosition(units.to_utf16(_shown_at(text, span.start)))
        cursor.setPosition(
            units.to_utf16(_shown_at(text, span.end)), QTextCursor.MoveMode.KeepAnchor
        )
        extra = QTextEdit.ExtraSelection()
        extra.cursor, extra.format = cursor, look
        made.append(extra)
    page.setExtraSelections(made)


def scroll(page: QPlainTextEdit, text: str, offset: int) -> None:
    """Bring an offset of a page's text into its middle."""
    cursor = QTextCursor(page.document())
    cursor.setPosition(Utf16Map(_as_shown(text)).to_utf16(_shown_at(text, offset)))
    page.setTextCursor(cursor)
    page.centerCursor()


def _as_shown(text: str) -> str:
    """Give a text with line ends as a text widget counts them: each is one character."""
    return text.replace("\r\n", "\n")


def _shown_at(text: str, offset: int) -> int:
    return offset - text.count("\r\n", 0, offset)


def _between(spans: Sequence[Span], end: int) -> list[Span]:
    """Give what lies before, between and after spans that are in order."""
    edges = [0, *(edge for span in spans for edge in (span.start, span.end)), end]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [Span(start, stop) for start, stop in pairs if start < stop]


def _places(spans: Sequence[Span]) -> str:
    listed = ", ".join(f"{span.start:,}–{span.end:,}" for span in spans[:4])
    return listed + ("…" if len(spans) > 4 else "")


def text_page(name: str, parent: QWidget) -> QPlainTextEdit:
    """Give a plain page to read and copy from."""
    made = QPlainTextEdit(parent, readOnly=True)
    made.setAccessibleName(name)
    made.setTabChangesFocus(True)
    made.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return made
