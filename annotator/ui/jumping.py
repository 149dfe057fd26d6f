"""Going somewhere in the text by keys: to the next name, to a word by typing its letters."""

from typing import TYPE_CHECKING

import regex
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from annotator.core.boilerplate import not_greyed
from annotator.core.span import Span
from annotator.core.tokens import capitalised, word_at
from annotator.ui.menus import show_context_menu

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Jumping(QObject):
    """Selects words without a mouse, ready for a label's key."""

    def __init__(self, window: "MainWindow") -> None:
        """Serve a window's text."""
        super().__init__(window)
        self._window = window
        self.line = WordLine(window)
        self.line.typed.connect(self._on_typed)
        self.line.stepped.connect(self._on_stepped)
        self.line.ended.connect(self._on_ended)
        self._begun: tuple[int, Span | None] = (0, None)
        self._found: list[Span] = []
        self._at = 0

    # --- names

    def next_candidate(self, step: int) -> None:
        """Select the next (1) or previous (-1) capitalised words that carry no mark, going round.

        From the selection, else from what is picked, else from the caret.
        """
        window = self._window
        article, view = window.workspace.article, window.view
        if article is None:
            return
        names = not_greyed(article, capitalised(article.text))
        free = [span for span in names if not self._is_marked(span)]
        if not free:
            window.workspace.said.emit("No capitalised words are left unmarked")
            return
        low, high = self._here()
        if step > 0:
            found = next((span for span in free if span.start >= high), free[0])
        else:
            found = next((span for span in reversed(free) if span.end <= low), free[-1])
        view.select(found)
        view.pick(None)
        view.scroll_to(found)

    def _is_marked(self, span: Span) -> bool:
        marks, shown = self._window.workspace.annotations, self._window.workspace.visible_annotators
        touching = marks.touching(span.start, span.end) if marks is not None else []
        return any(shown is None or mark.annotator in shown for mark in touching)

    def _here(self) -> tuple[int, int]:
        view, picked = self._window.view, self._window.marking.picked
        span = view.selected_span() or (picked.span if picked else None)
        return (span.start, span.end) if span else (view.caret(), view.caret())

    # --- a word by its letters

    def start(self) -> None:
        """Show a line: the letters typed there select the next word that begins with them."""
        view = self._window.view
        self._begun = (self._here()[0], view.selected_span())
        self.line.begin()

    def _on_typed(self, letters: str) -> None:
        article = self._window.workspace.article
        if article is None:
            return
        self._found = words_beginning(article.text, letters)
        start = self._begun[0]
        self._at = next((i for i, span in enumerate(self._found) if span.start >= start), 0)
        self._show()

    def _on_stepped(self, step: int) -> None:
        if self._found:
            self._at = (self._at + step) % len(self._found)
            self._show()

    def _show(self) -> None:
        view = self._window.view
        self.line.show_found(self._at + 1 if self._found else 0, len(self._found))
        view.select(self._found[self._at] if self._found else None)
        if self._found:
            view.pick(None)
            view.scroll_to(self._found[self._at])

    def _on_ended(self, kept: bool) -> None:
        view = self._window.view
        if not kept:
            view.select(self._begun[1])
            if self._begun[1] is None:
                view.set_caret(self._begun[0])
        self._found = []
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the menu

    def show_menu(self) -> None:
        """Show the menu of what can be done, at the selection or caret."""
        view = self._window.view
        show_context_menu(self._window, view.rectangle_of(self._here()[0]).center())


def words_beginning(text: str, letters: str) -> list[Span]:
    """Give the words of a text that begin with some letters, in order; at most 5,000.

    Capitals count only where one was typed; a blank goes on into the next word.

    >>> [s.start for s in words_beginning("Port Ellen port", "po")]
    [0, 11]
    >>> words_beginning("Port Ellen port", "port el")
    [Span(start=0, end=10)]
    """
    parts = letters.split()
    if not parts:
        return []
    flags = regex.V0 if letters != letters.lower() else regex.V0 | regex.IGNORECASE
    pattern = regex.compile(r"(?<!\w)" + r"\s+".join(map(regex.escape, parts)), flags)
    found: list[Span] = []
    for match in pattern.finditer(text):
        word = word_at(text, match.end())
        last = word.end if word and word.start < match.end() else match.end()
        if not found or match.start() >= found[-1].end:
            found.append(Span(match.start(), last))
        if len(found) == 5_000:
            break
    return found


class WordLine(QLineEdit):
    """The line at the foot of the text into which the letters go."""

    typed = Signal(str)
    stepped = Signal(int)
    ended = Signal(bool)
    """Whether the word that was found stays selected."""

    def __init__(self, window: "MainWindow") -> None:
        """Wait, hidden."""
        super().__init__(window.view)
        self._over = window.view
        self._open = False
        self.setObjectName("wordLine")
        self.setAccessibleName("Go to a word")
        self.setPlaceholderText("Go to a word: type its first letters")
        self.textChanged.connect(self.typed)
        self.hide()

    def begin(self) -> None:
        """Show the line at the foot of the text, empty."""
        room = self._over.rect()
        self.blockSignals(True)
        self.clear()
        self.blockSignals(False)
        self.resize(min(360, room.width() - 40), self.sizeHint().height())
        self.move((room.width() - self.width()) // 2, room.height() - self.height() - 14)
        self._open = True
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_found(self, at: int, count: int) -> None:
        """Say how many words there are."""
        self.setToolTip(f"{at} of {count:,}" if count else "No such word")
        self.setProperty("found", bool(count) or not self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps what was found, Escape goes back; Tab, Up and Down go on."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._end(kept=True)
        elif key == Qt.Key.Key_Escape:
            self._end(kept=False)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Let Tab go to the next word found."""
        self.stepped.emit(1 if forwards else -1)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving keeps what was found."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._end(kept=True)

    def _end(self, *, kept: bool) -> None:
        if self._open:
            self._open = False  # leaving, below, ends it too
            self.ended.emit(kept)
            self.hide()
