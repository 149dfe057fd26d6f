"""Find in the open article: as you type, with a count; Enter goes on, Escape goes back."""

from itertools import islice

import regex
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.span import Span
from annotator.ui.reading.view import ReadingView
from annotator.ui.style import named, tool_button
from annotator.ui.workspace import Workspace

MOST = 5_000
SECONDS = 0.5
"""A pattern that takes longer is given up."""


class PatternError(AnnotatorError):
    """A pattern that cannot be searched for: it is none, or takes too long."""


def matches(
    text: str, wanted: str, *, case: bool = False, whole_word: bool = False, pattern: bool = False
) -> list[Span]:
    """Give where a string stands in a text, in order and without overlaps; at most `MOST`.

    Any blank in the wanted string matches any run of blanks, so what is wrapped over lines or
    holds a no-break space is found too. With ``pattern`` it is a regular expression as the
    `regex` library has them, searched for `SECONDS` at most; ^ and $ stand for line edges.
    Raises PatternError.
    """
    words = wanted.split()
    if not words:
        return []
    sought = wanted if pattern else r"\s+".join(map(regex.escape, words))
    if whole_word:
        sought = rf"(?<!\w)(?:{sought})(?!\w)"
    flags = regex.V0 if case else regex.V0 | regex.IGNORECASE
    try:
        found = regex.compile(sought, flags | regex.MULTILINE).finditer(text, timeout=SECONDS)
        whole = (m.span() for m in found if m.end() > m.start())
        return [Span(*edges) for edges in islice(whole, MOST)]
    except regex.error as error:
        raise PatternError(f"Not a pattern: {error.msg}") from error
    except (RecursionError, OverflowError, MemoryError) as error:
        raise PatternError("This pattern is too large") from error
    except TimeoutError as error:
        raise PatternError("This pattern takes too long; make it plainer") from error


class FindBar(QWidget):
    """One line above the text; hidden until it is asked for."""

    def __init__(self, workspace: Workspace, view: ReadingView, parent: QWidget) -> None:
        """Serve one reading view."""
        super().__init__(parent)
        self.setObjectName("findBar")
        self._workspace, self._view = workspace, view
        self._found: list[Span] = []
        self._at = -1
        self.line = _FindLine(self)
        self.line.setPlaceholderText("Find in the article")
        self.line.setAccessibleName("Find in the article")
        self.case = self._toggle("Aa", "Capitals count")
        self.word = self._toggle("Word", "Whole words only")
        self.pattern = self._toggle(".*", "A regular expression")
        self.count = named(QLabel(self), "quiet")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        close = tool_button(self, "×", "Close (Esc)")
        close.clicked.connect(self.stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        for widget in (self.line, self.case, self.word, self.pattern, self.count, close):
            row.addWidget(widget, 1 if widget is self.line else 0)
        self._typing = QTimer(self, singleShot=True, interval=50)
        self._typing.timeout.connect(self._search)
        self.line.textChanged.connect(lambda _: self._typing.start())
        self.line.stepped.connect(self.step)
        self.line.escaped.connect(self.stop)
        workspace.article_changed.connect(self._on_article_changed)
        self.hide()

    def _toggle(self, text: str, note: str) -> QToolButton:
        button = tool_button(self, text, note)
        button.setCheckable(True)
        button.toggled.connect(lambda _: self._search())
        return button

    def start(self) -> None:
        """Show the line, with the selected words in it where there are some."""
        span, article = self._view.selected_span(), self._workspace.article
        if span is not None and article is not None and len(span) < 100:
            self.line.setText(" ".join(article.text[span.start : span.end].split()))
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()
        self._search()

    def stop(self) -> None:
        """Hide the line and its marks; the match stays selected, ready to be marked."""
        chosen = self._found[self._at] if 0 <= self._at < len(self._found) else None
        self.hide()
        self._show([], -1)
        if chosen is not None:
            self._view.select(chosen)
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Go to the next (1) or previous (-1) match, round the end."""
        if self._typing.isActive():
            self._typing.stop()
            self._search()
        elif self._found:
            self._show(self._found, (self._at + step) % len(self._found))
        elif self.isHidden():
            self.start()

    def _search(self) -> None:
        article = self._workspace.article
        wanted = self.line.text()
        if article is None or self.isHidden() or not wanted.strip():
            self._show([], -1)
            self.count.setText("")
            return
        try:
            found = matches(
                article.text, wanted, case=self.case.isChecked(),
                whole_word=self.word.isChecked(), pattern=self.pattern.isChecked(),
            )  # fmt: skip
        except PatternError as problem:
            self._show([], -1)
            self.count.setText(problem.message)
            return
        caret = self._view.caret()
        first = next((i for i, span in enumerate(found) if span.start >= caret), 0)
        self._show(found, first if found else -1)

    def _show(self, found: list[Span], at: int) -> None:
        self._found, self._at = found, at
        self._view.find_matches(found, at)
        if found:
            more = "+" if len(found) == MOST else ""
            self.count.setText(f"{at + 1} of {len(found):,}{more}")
            self._view.scroll_to(found[at])
        else:
            self.count.setText("Not found")

    def _on_article_changed(self) -> None:
        if not self.isHidden():
            self._search()
        else:
            self._found, self._at = [], -1


class _FindLine(QLineEdit):
    stepped = Signal(int)
    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Shift+Enter back, Escape closes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
