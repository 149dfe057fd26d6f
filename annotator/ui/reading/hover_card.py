"""A card with all that is said of a mark, while the pointer rests on it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from annotator.core.annotation import Annotation, AttributeValue
from annotator.core.decision import Comment
from annotator.core.scheme import Attribute, Scheme
from annotator.ui.reading.view import ReadingView
from annotator.ui.style import named
from annotator.ui.theme import label_shades

DELAY = 600
"""How long the pointer rests before the card comes, in ms."""
_LONGEST = 400
_WIDTH = 340


class HoverCard(QFrame):
    """Never takes focus or clicks; goes with the first movement off the mark, key or scroll."""

    def __init__(
        self,
        view: ReadingView,
        scheme: Callable[[], Scheme],
        find: Callable[[str], Annotation | None],
        wanted: Callable[[], bool],
    ) -> None:
        """Serve a view; ``find`` gives a mark, ``wanted`` says whether cards are shown at all."""
        super().__init__(view)
        self.name_of_entity: Callable[[str], str] = str
        self.comments_on: Callable[[Annotation], Sequence[Comment]] = lambda mark: ()
        self.setObjectName("hoverCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view, self._scheme, self._wanted = view, scheme, wanted
        self._find = find
        self._name: str | None = None
        self._point = QPoint()
        self.label = named(QLabel(self), "heading")
        self.facts = QLabel(self, wordWrap=True)
        self.note = named(QLabel(self, wordWrap=True), "quote")
        self.comments = QLabel(self, wordWrap=True)
        self.who = named(QLabel(self, wordWrap=True), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 9, 12, 10)
        column.setSpacing(3)
        for part in (self.label, self.facts, self.note, self.comments, self.who):
            part.setTextFormat(Qt.TextFormat.PlainText)  # an article's words are never markup
            column.addWidget(part)
        self._resting = QTimer(self, singleShot=True, interval=DELAY)
        self._resting.timeout.connect(self._come)
        view.viewport().installEventFilter(self)
        view.installEventFilter(self)
        view.verticalScrollBar().valueChanged.connect(lambda _: self.leave())
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; Escape takes a card away and nothing else."""
        kind = event.type()
        if kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._follow(event)
        elif isinstance(event, QKeyEvent) and kind != QEvent.Type.KeyRelease and self.isVisible():
            return self._on_key(event)
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Leave, QEvent.Type.Wheel,
                      QEvent.Type.FocusOut, QEvent.Type.ContextMenu):  # fmt: skip
            self.leave()
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        escape = event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # no shortcut then; the key itself comes next
        else:
            self.leave()
        return escape

    def _follow(self, event: QMouseEvent) -> None:
        if event.buttons() or not self._wanted():
            self.leave()
            return
        names = self._view.annotations_at(event.position())
        name = names[0] if names else None
        if name != self._name:
            self.leave()
            self._name = name
        self._point = event.position().toPoint()
        if name is not None and not self.isVisible():
            self._resting.start()

    def leave(self) -> None:
        """Take the card away, and forget what the pointer was on."""
        self._resting.stop()
        self._name = None
        self.hide()

    def _come(self) -> None:
        mark = self._find(self._name) if self._name else None
        if mark is None:
            return
        self.show_mark(mark)
        room = self._view.viewport().rect().adjusted(8, 8, -8, -8)
        below = self._view.rectangle_of(self._view.offset_at(self._point)).bottom() + 22
        above = self._view.rectangle_of(self._view.offset_at(self._point)).top() - self.height() - 8
        x = min(max(self._point.x() - 40, room.left()), room.right() - self.width())
        y = below if below + self.height() <= room.bottom() else max(above, room.top())
        self.move(self._view.viewport().pos() + QPoint(x, y))
        self.show()
        self.raise_()

    def show_mark(self, mark: Annotation) -> None:
        """Write what is said of a mark."""
        scheme = self._scheme()
        label = scheme.label(mark.label)
        self.label.setText(label.name if label else mark.label)
        theme = self._view.theme
        self.label.setStyleSheet(
            f"color: {label_shades(label.color if label else theme.muted, theme).name}"
        )
        asked = {a.id: a for a in label.attributes} if label else {}
        lines = [
            f"{asked[key].name if key in asked else key}: {self._answer(asked.get(key), value)}"
            for key, value in sorted(mark.attributes.items())
        ]
        for part, text in (
            (self.facts, "\n".join(lines)),
            (self.note, _short(mark.note)),
            (self.comments, _told(self.comments_on(mark))),
            (self.who, _who(mark)),
        ):
            part.setText(text)
            part.setVisible(bool(text))
        self.setFixedWidth(_WIDTH)
        self.adjustSize()

    def _answer(self, attribute: Attribute | None, value: AttributeValue) -> str:
        entity = attribute is not None and attribute.kind == "entity"
        return _said(self.name_of_entity(str(value)) if entity else value)


def _told(comments: Sequence[Comment]) -> str:
    """Say how many comments there are, and the last one."""
    if not comments:
        return ""
    last = comments[-1]
    count = "1 comment" if len(comments) == 1 else f"{len(comments):,} comments"
    settled = ", settled" if comments[0].resolved else ""
    return f"{count}{settled}. {last.author}: {_short(last.text)}"


def _who(mark: Annotation) -> str:
    times = [f"made {_when(mark.created)}"]
    if mark.changed != mark.created:
        times.append(f"changed {_when(mark.changed)}")
    said = [mark.annotator, *times]
    if mark.suggested_by is not None:
        score = mark.suggested_by.score
        rating = f" ({score:.2f})" if score is not None else ""
        said.append(f"suggested by {mark.suggested_by.source}{rating}")
    return " · ".join(said)


def _when(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%d %b %Y, %H:%M")


def _said(value: AttributeValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _short(", ".join(value) if isinstance(value, tuple) else str(value))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
