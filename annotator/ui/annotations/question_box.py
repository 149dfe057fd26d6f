"""The question that is asked now: its choices with their keys, and what else can be pressed."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from annotator.core.answering import choices_of, value_keys
from annotator.core.scheme_attributes import as_text
from annotator.ui.annotations.asking import Asking
from annotator.ui.style import named
from annotator.ui.theme import Theme

_MOST = 18  # choices shown; a longer list is chosen from by its letters or in the list below


class Choices(QWidget):
    """A list of values, each with its key; a click chooses."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.theme = theme
        self._values: tuple[str, ...] = ()
        self._keys: tuple[str, ...] = ()
        self._held: frozenset[str] = frozenset()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_values(self, values: tuple[str, ...], held: frozenset[str]) -> None:
        """Show values, those chosen already ticked."""
        self._values, self._held = values[:_MOST], held
        self._keys = value_keys(values)[:_MOST]
        self.setVisible(bool(values))
        self.setAccessibleName("; ".join(self._line(i) for i in range(len(self._values))))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def _line(self, at: int) -> str:
        ticked = " (chosen)" if self._values[at] in self._held else ""
        return f"{self._keys[at] or at + 1}: {self._values[at]}{ticked}"

    def _row(self) -> int:
        return self.fontMetrics().height() + 5

    def sizeHint(self) -> QSize:
        """Give the room for all rows."""
        return QSize(160, self._row() * len(self._values))

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw key and value of each row."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        height = self._row()
        with QPainter(self) as painter:
            for at, value in enumerate(self._values):
                box = QRect(0, at * height, self.width(), height)
                if value in self._held:
                    painter.fillRect(box, QColor(self.theme.selection))
                painter.setFont(bold)
                painter.setPen(QColor(self.theme.accent))
                key = self._keys[at] or (str(at + 1) if at < 9 else "")
                painter.drawText(
                    box.adjusted(8, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, key.upper()
                )
                painter.setFont(self.font())
                painter.setPen(QColor(self.theme.ink))
                shown = painter.fontMetrics().elidedText(
                    value, Qt.TextElideMode.ElideRight, box.width() - 34
                )
                painter.drawText(box.adjusted(30, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, shown)

    def value_at(self, point: QPoint) -> str | None:
        """Give the value under a point, or None."""
        at = point.y() // max(self._row(), 1)
        return self._values[at] if 0 <= at < len(self._values) else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the value under the pointer."""
        value = self.value_at(event.position().toPoint())
        if value is not None:
            self.chosen.emit(value)


class QuestionBox(QWidget):
    """Shows what an `Asking` asks; hidden while it asks nothing."""

    def __init__(self, asking: Asking, theme: Theme, parent: QWidget) -> None:
        """Follow an asking."""
        super().__init__(parent)
        self.setObjectName("questionBox")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asking = asking
        self.title = named(QLabel(self), "heading")
        self.choices = Choices(theme, self)
        self.hint = named(QLabel(self, wordWrap=True), "quiet")
        for label in (self.title, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        for part in (self.title, self.choices, self.hint):
            column.addWidget(part)
        self.choices.chosen.connect(asking.choose)
        asking.changed.connect(self.show_question)
        self.show_question()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.choices.theme = theme
        self.choices.update()

    def show_question(self) -> None:
        """Show the question that is asked now."""
        question, mark = self._asking.question, self._asking.mark
        self.setVisible(question is not None)
        if question is None or mark is None:
            return
        at, of = self._asking.place
        self.title.setText(f"{question.name}?  {at} of {of}" if of > 1 else f"{question.name}?")
        held = mark.attributes.get(question.id)
        chosen = held if isinstance(held, tuple) else ()
        self.choices.show_values(choices_of(question), frozenset(chosen))
        self.hint.setText(self._hint_text())

    def _hint_text(self) -> str:
        question = self._asking.question
        assert question is not None
        last = self._asking.remembered(question)
        enter = f"Enter: as last ({as_text(last)})" if last is not None else "Enter: next"
        if question.kind == "entity":
            return f"E: find the entity · {enter} · Esc: leave open"
        if not choices_of(question):
            return f"Type the answer · {enter} · Esc: leave open"
        return f"{enter} · Backspace: back · Esc: leave open"
