"""A label's colour: one of the grid, or any other; says how well it is told from other labels'."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QColorDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.core.scheme import Label
from annotator.ui.scheme.colors import LEAST_APART, ColorChoice, apart
from annotator.ui.style import named
from annotator.ui.theme import DARK, LIGHT, Theme, contrast, label_shades

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


class ColorField(QWidget):
    """The grid, a field for a number, the dialog of all colours, and what is said of the choice."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Offer colours."""
        super().__init__(parent)
        self._label: Label | None = None
        self._others: Sequence[Label] = ()
        self.grid = ColorChoice(theme, self)
        self.number = QLineEdit(self)
        self.number.setAccessibleName("Colour as a number, such as #0072b2")
        self.number.setMaximumWidth(self.number.fontMetrics().horizontalAdvance("#000000") + 40)
        self.any = named(QPushButton("Any colour…", self), "small")
        self.said = named(QLabel(self, wordWrap=True), "quiet")
        self.said.setTextFormat(Qt.TextFormat.PlainText)  # it names labels
        row = QHBoxLayout()
        row.addWidget(self.number)
        row.addWidget(self.any)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        column.addLayout(row)
        column.addWidget(self.said)
        self.setFocusProxy(self.grid)
        self.grid.chosen.connect(self.chosen)
        self.number.editingFinished.connect(self._on_number)
        self.any.clicked.connect(self._ask)

    def show_label(self, label: Label, others: Sequence[Label]) -> None:
        """Show a label's colour beside those of others."""
        self._label, self._others = label, others
        self.grid.show_color(label.color, [other.color for other in others])
        self.number.setText(label.color)
        self.said.setText(told_of(label.color, others))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.grid.theme = theme
        self.grid.update()

    def _on_number(self) -> None:
        if self._label is None or self.number.text().strip() == self._label.color:
            return
        found = written_color(self.number.text())
        if found is None:
            said = f"“{self.number.text().strip()}” is no colour; write one as #0072b2."
            self.number.setText(self._label.color)
            self.said.setText(said)
        else:
            self.chosen.emit(found)

    def _ask(self) -> None:
        """Open the dialog of all colours, which works by keyboard and is the same everywhere."""
        if self._label is None:
            return
        options = QColorDialog.ColorDialogOption.DontUseNativeDialog
        title = f"Colour of “{self._label.name}”"
        color = QColorDialog.getColor(QColor(self._label.color), self, title, options)
        if color.isValid():
            self.chosen.emit(color.name())


def written_color(words: str) -> str | None:
    """Give a colour that was written as a number, as ``#rrggbb``; None where it is none.

    >>> written_color(" 07B "), written_color("#0072b2"), written_color("blue")
    ('#0077bb', '#0072b2', None)
    """
    found = _HEX.fullmatch(words.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))


def told_of(color: str, others: Sequence[Label]) -> str:
    """Say how well a colour can be read, and which label's is nearest to it."""
    light, dark = (contrast(label_shades(color, theme).bar, theme.paper) for theme in (LIGHT, DARK))
    said = f"Contrast {light:.1f} on paper, {dark:.1f} in the dark"
    if label_shades(color, LIGHT).bar != color:
        said += " (drawn darker, to be read)"
    if not others:
        return f"{said}."
    nearest = min(others, key=lambda other: apart(color, other.color))
    if apart(color, nearest.color) < LEAST_APART:
        return f"{said}. Some readers can hardly tell it from “{nearest.name}”."
    return f"{said}. Well told from “{nearest.name}”, the nearest, also by colour-blind readers."
