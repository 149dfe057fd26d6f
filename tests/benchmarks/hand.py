"""The hand: gestures and modelled seconds for 40 spans of a 600-word article, by real events.

The keystroke-level model (Card, Moran and Newell 1980): a key 0.28 s, pointing 1.1 s, a button
pressed or released 0.1 s, a click 0.2 s, a hand between keyboard and mouse 0.4 s. A modifier is
a key of its own. While one hand points, the other rests on the left of the keyboard, where the
label keys, Shift and Space are; keys elsewhere would cost the way there and back.
"""

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import regex

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span

SECONDS = {"K": 0.28, "P": 1.1, "B": 0.1, "C": 0.2, "H": 0.4}
LABELS = (
    Label("actor", "Actor", "#2f6fde", key="1"),
    Label("location", "Location", "#0b8a5a", key="2"),
    Label("commitment", "Commitment", "#c2410c", key="3"),
)
_BETWEEN_CLICKS = 20  # ms
_KEYS = {label.id: label.key for label in LABELS}
_MARKED = """
{1:Norland} promised on Monday that it would {3:rebuild the flooded railway before the winter}, a
month after the storm that cut the coast off from the rest of the country. {1:Brandt}, who leads
the talks, said that the first trains would run to {2:Skarvik} in spring. {1:Vellmark} has asked
for more: its delegates want the line to go on to {2:Port Ellen}, where the new ferry quay stands
empty.

The plan was laid before {1:the Council of Harbours} on Friday. Its members were told that
{1:Norland} will {3:pay for half of the bridges} and that lenders would be found for what is
missing. “We have waited long enough,” said {1:Koval}, who speaks for the engineers. In {2:Ostrava}
the depot was closed last year. {1:Brandt} has
agreed to {3:publish the full cost of the work}, line by line, so that every town can see what it
pays.

Fishermen were less pleased. They fear that the bridge over the sound will keep larger boats out.
A meeting in {2:Skarvik}
lasted until midnight. {1:the Fishers’ Union} wants a written answer, and has said that it will
{3:block the harbour mouth for a week} unless one arrives. {1:Norland} did not comment on that.

{1:Aster} sees it in another way. The company owns most of the freight wagons. It offered to
{3:lend forty wagons free of charge} until the new ones are delivered, and to train drivers at its
own cost. {1:Brandt} thanked the company but would not say whether the offer had been taken. In
{2:Vastby}, where the wagons are kept, {1:Lindqvist} has taken on eleven fitters this
week, and expects twenty more from {2:Marrow} before the snow.

Money is the harder part. The lenders want to know who stands behind the debt if the fares fall
short, and so far only {1:Vellmark} has answered. It would {3:guarantee a third of the loan} for
ten years, on the condition that the timetable is fixed by treaty. {1:the Ministry of Finance}
called that a fair offer, though it warned that a treaty takes time. Work on the embankment cannot
wait for it: the ground freezes early in {2:Ostrava} and in the hills.

There is also the matter of the tunnel. Surveyors found water in it at {2:North Fell} in summer,
and have pumped ever since. {1:Haldane} of the survey office said that the lining is sound and that
the water comes from a spring above it, which could be led away. She will
{3:report to the parliament by Tuesday}. If she is right, the tunnel costs no more than was set
aside. {1:Koval} would rather begin on both ways at once than lose another year.

Passengers have found their own answers. Buses leave {2:Skarvik} twice a day, full, and the road
along the shore carries more lorries than it was built for. A school in {2:Tarn} has moved its
lessons to the afternoon. The mayor, {1:Osei}, has written to {2:Kelm} three times, and has had one
letter back, which said that her letters had been received. {1:Norland} has promised an answer.

Nobody doubts that the line will be built. The question is who is blamed when it is late.
{1:Norland} has staked its name on the spring, {1:Vellmark} has staked its money, and the people on
the coast have staked nothing but their time, of which they say that they have spent enough. The
talks go on next week in {2:Ellen Bay}. {1:the Fair Rails Group} will bring a draft
of the treaty, forty pages long, which the two sides have begun to read aloud to each other,
clause by clause, since neither trusts the other’s translation.
"""


def sample() -> tuple[str, list[tuple[str, Span]]]:
    """Give the text, and what is to be marked in it as label and span, in order."""
    parts: list[str] = []
    wanted: list[tuple[str, Span]] = []
    length = last = 0
    for match in regex.finditer(r"\{(\d):([^}]+)\}", _MARKED):
        before = _MARKED[last : match.start()]
        start = length + len(before)
        length = start + len(match[2])
        parts += [before, match[2]]
        wanted.append((LABELS[int(match[1]) - 1].id, Span(start, length)))
        last = match.end()
    return "".join([*parts, _MARKED[last:]]), wanted


class Hand:
    """Marks with real events and counts them."""

    def __init__(self, window: Any, text: str) -> None:
        self.window, self.view, self.text = window, window.view, text
        self.gestures: Counter[str] = Counter()

    @property
    def seconds(self) -> float:
        return sum(SECONDS[kind] * count for kind, count in self.gestures.items())

    def settle(self) -> None:
        from PySide6.QtWidgets import QApplication

        for _ in range(3):
            QApplication.processEvents()

    def key(self, keys: str) -> None:
        """Press a key; its modifiers count as keys too."""
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.keySequence(QApplication.focusWidget() or self.window, QKeySequence(keys))
        self.gestures["K"] += 1 + keys.count("+")
        self.settle()

    def hold(self, keys: str, times: int) -> None:
        """Press a key several times, its modifier held down once."""
        for _ in range(times):
            self.key(keys)
        self.gestures["K"] -= keys.count("+") * (times - 1)

    def write(self, letters: str) -> None:
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        QTest.keyClicks(QApplication.focusWidget(), letters)
        self.gestures["K"] += len(letters)
        self.settle()

    def double_click(self, span: Span) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        spot = self._spot(span.start + len(span) // 2)
        viewport, left = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mouseClick(viewport, left, pos=spot)
        QTest.mouseDClick(viewport, left, pos=spot)
        QTest.mouseRelease(viewport, left, pos=spot)
        QTest.qWait(_BETWEEN_CLICKS + 5)  # a person points for longer; the next is no third click
        self.gestures["P"] += 1
        self.gestures["C"] += 2
        self.settle()

    def drag(self, span: Span) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._show(span)
        first, last = self._spot(span.start), self._spot(span.end - 1)
        viewport, left = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, pos=first)
        QTest.mouseMove(viewport, (first + last) / 2)
        QTest.mouseMove(viewport, last)
        QTest.mouseRelease(viewport, left, pos=last)
        self.gestures["P"] += 2
        self.gestures["B"] += 2
        self.settle()

    def take(self, span: Span) -> None:
        """Select a span with the mouse in the shorter way."""
        self.drag(span) if " " in self.text[span.start : span.end] else self.double_click(span)

    def _show(self, span: Span) -> None:
        self.view.scroll_to(span)  # a wheel's turn, which no model counts
        self.settle()

    def _spot(self, offset: int) -> Any:
        self._show(Span(offset, offset + 1))
        return self.view.rectangle_of(offset).center()


def select_and_key(hand: Hand, wanted: list[tuple[str, Span]]) -> None:
    """Select, then press the label's key."""
    for label, span in wanted:
        hand.take(span)
        hand.key(_KEYS[label])


def armed(hand: Hand, wanted: list[tuple[str, Span]]) -> None:
    """Arm each label once, then only select."""
    for label, key in _KEYS.items():
        hand.key(key)
        for own, span in wanted:
            if own == label:
                hand.take(span)


def equal_mentions(hand: Hand, wanted: list[tuple[str, Span]]) -> None:
    """Arm each label once; where the words stand elsewhere too, take all at once."""
    words = Counter(hand.text[span.start : span.end] for _, span in wanted)
    for label, key in _KEYS.items():
        hand.key(key)
        done: set[str] = set()
        for own, span in wanted:
            quote = hand.text[span.start : span.end]
            if own != label or quote in done:
                continue
            hand.take(span)
            if words[quote] > 1:
                done.add(quote)
                hand.key(f"Shift+{key}")
                hand.key("Space")


def keyboard_alone(hand: Hand, wanted: list[tuple[str, Span]], *, equal: bool = False) -> None:
    """Go to each span by the next name or by its first letters, then press the label's key."""
    words = Counter(hand.text[span.start : span.end] for _, span in wanted)
    done: set[str] = set()
    for label, span in wanted:
        quote = hand.text[span.start : span.end]
        if quote in done:
            continue
        go_to(hand, span)
        if equal and words[quote] > 1:
            done.add(quote)
            hand.key(f"Shift+{_KEYS[label]}")
            hand.key("Space")
        else:
            hand.key(_KEYS[label])


def go_to(hand: Hand, span: Span) -> None:
    """Select a span by keys, in the shorter of two ways."""
    from annotator.core.tokens import capitalised, words_of

    window, text = hand.window, hand.text
    here = window.view.caret()
    names = [n for n in capitalised(text) if n.start >= here]
    marked = {a.span for a in window.workspace.annotations}
    free = [n for n in names if not any(n.overlaps(m) for m in marked)]
    if span in free and free.index(span) < 4:
        while window.view.selected_span() != span:
            hand.key("N")
        return
    rest = [w for w in words_of(text) if span.start <= w.start < span.end]

    size = next(n for n in range(1, len(span) + 1) if _first(text, span, n, here) == span.start)
    hand.key("/")
    hand.write(text[span.start : span.start + size])
    hand.key("Return")
    found = window.view.selected_span()
    more = sum(word.end > found.end for word in rest)
    hand.hold("Shift+Right", more) if more else None


def _first(text: str, span: Span, size: int, here: int) -> int | None:
    """Give where the first letters of a span lead to from somewhere."""
    from annotator.ui.jumping import words_beginning

    letters = text[span.start : span.start + size]
    return next((w.start for w in words_beginning(text, letters) if w.start >= here), None)


FLOWS: dict[str, Callable[[Hand, list[tuple[str, Span]]], None]] = {
    "select_and_key": select_and_key,
    "armed": armed,
    "equal_mentions": equal_mentions,
    "keyboard": keyboard_alone,
    "keyboard_equal": lambda hand, wanted: keyboard_alone(hand, wanted, equal=True),
}


def run(flow: str, window: Any, path: Path) -> Hand:
    """Mark the sample article in one way; AssertionError where the marks are not those meant."""
    from PySide6.QtWidgets import QApplication

    from annotator.storage.project import Project

    text, wanted = sample()
    with Project.create(path, Scheme("sample", "Sample", "1", LABELS)) as project:
        project.apply(add_all("Import", [Article.new(text)]), annotator="mo")
    window.files.open(path)
    hand = Hand(window, text)
    hand.settle()
    window.view.setFocus()
    usual = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(_BETWEEN_CLICKS)
    FLOWS[flow](hand, wanted)
    QApplication.setDoubleClickInterval(usual)
    made = sorted((a.span, a.label) for a in window.workspace.annotations)
    missing = set(made) ^ {(span, label) for label, span in wanted}
    told = [(text[s.start : s.end], s.start, label) for s, label in sorted(missing)]
    assert not missing, f"{flow}: not as meant: {told}"
    return hand


def figures() -> Iterator[tuple[str, float, str]]:
    """Gestures and modelled seconds of each flow."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from annotator.settings import Settings
    from annotator.ui.application import make_application
    from annotator.ui.main_window import MainWindow

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ANNOTATOR_HOME"] = folder
        make_application()
        window = MainWindow(Settings())
        window.resize(1280, 860)
        window.show()
        for flow in FLOWS:
            hand = run(flow, window, Path(folder) / f"{flow}.annotator")
            yield f"hand_{flow}_gestures", float(hand.gestures.total()), ""
            yield f"hand_{flow}_s", hand.seconds, "s"
        window.close()
