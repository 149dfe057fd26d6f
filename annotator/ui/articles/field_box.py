"""One metadata field of the scheme to fill in: boxes, a list or a line, whatever its kind asks.

What an article says already stays exactly so until the user changes it, also where it does not
fit the field; then it is shown, and why.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from annotator.core.answering import YES_NO
from annotator.core.article_fields import BETWEEN, misfit, said_in
from annotator.core.scheme import Attribute
from annotator.ui.calm_prose import tip
from annotator.ui.style import named
from annotator.ui.wrapping import WrappingRow

_EXAMPLES = {"number": "12", "date": "2026-11-23, or two with / between", "text": ""}


class FieldBox(QWidget):
    """The control of one field and, below it, why what it says does not fit."""

    changed = Signal()

    def __init__(self, field: Attribute, text: str, parent: QWidget, *, can_edit: bool) -> None:
        """Show what an article says in a field."""
        super().__init__(parent)
        self.field, self._before = field, text
        self._control: _Choice | _Boxes | _Line
        if field.kind == "some":
            self._control = _Boxes(field, text, self)
        elif field.kind in ("one", "yes_no"):
            values = YES_NO if field.kind == "yes_no" else field.values
            self._control = _Choice(field, values, text, self)
        else:
            self._control = _Line(field, text, self)
        self._control.setEnabled(can_edit)
        self._control.setToolTip(tip(field.definition))
        self.hint = named(QLabel(self, wordWrap=True), "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._control)
        column.addWidget(self.hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self._control.first)
        self._control.changed.connect(self._look)
        self._look()

    @property
    def text(self) -> str:
        """What the metadata say now; what was not touched is exactly what it was."""
        return self._control.text

    def _look(self) -> None:
        problem = misfit(self.field, self.text)
        self.hint.setText(problem)
        self.hint.setVisible(bool(problem))
        self.changed.emit()


class _Choice(QWidget):
    """One of some values, or none; what is no value of the field stands last."""

    changed = Signal()

    def __init__(
        self, field: Attribute, values: tuple[str, ...], text: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._before = text
        self.first = QComboBox(self)
        self.first.setAccessibleName(field.name)
        answer, problem = said_in(field, text)
        said = text if problem else ("" if answer is None else _word(answer))
        self.first.addItem("—", "")
        for value in values:
            self.first.addItem(value, value)
        if problem:
            self.first.addItem(f"{text[:80]} (as it came)", text)
        self._at = max(0, self.first.findData(said))
        self.first.setCurrentIndex(self._at)
        _alone(self, self.first)
        self.first.currentIndexChanged.connect(lambda _: self.changed.emit())

    @property
    def text(self) -> str:
        if self.first.currentIndex() == self._at:
            return self._before
        return str(self.first.currentData())


class _Boxes(QWidget):
    """Any of some values; what else the text says stays."""

    changed = Signal()

    def __init__(self, field: Attribute, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = text
        parts = [part.strip() for part in text.split(BETWEEN) if part.strip()]
        self._others = [part for part in parts if part not in field.values]
        row = WrappingRow(self, spacing=10)
        self.boxes: dict[str, QCheckBox] = {}
        for value in field.values:
            box = QCheckBox(value.replace("&", "&&"), self)
            box.setAccessibleName(f"{field.name}: {value}")
            box.setChecked(value in parts)
            box.toggled.connect(lambda _: self.changed.emit())
            row.addWidget(box)
            self.boxes[value] = box
        self._ticked = self._now()
        self.first: QWidget = next(iter(self.boxes.values()), self)

    def _now(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.isChecked()]

    @property
    def text(self) -> str:
        now = self._now()
        if now == self._ticked:
            return self._before
        return f"{BETWEEN} ".join([*now, *self._others])


class _Line(QWidget):
    """A text, a number or a date."""

    changed = Signal()

    def __init__(self, field: Attribute, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before, self._shown = text, " ".join(text.split())
        self.first = QLineEdit(self._shown, self)
        self.first.setCursorPosition(0)
        self.first.setAccessibleName(field.name)
        self.first.setPlaceholderText(_EXAMPLES.get(field.kind, ""))
        _alone(self, self.first)
        self.first.textChanged.connect(lambda _: self.changed.emit())

    @property
    def text(self) -> str:
        now = self.first.text()
        return self._before if now == self._shown else now.strip()


_LEFT, _WIDE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag(0)


def _alone(owner: QWidget, control: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(control, 0, _LEFT if isinstance(control, QComboBox) else _WIDE)


def _word(answer: object) -> str:
    if isinstance(answer, bool):
        return YES_NO[0] if answer else YES_NO[1]
    return str(answer)
