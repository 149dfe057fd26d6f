"""The labels as numbered pills; the armed one is plainly lit."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from annotator.core.scheme import Label, Scheme
from annotator.ui.calm_prose import tip
from annotator.ui.style import named
from annotator.ui.theme import Theme, label_shades


class LabelPill(QAbstractButton):
    """One label: its key, its name, its colour; a ring and filled ground when armed."""

    def __init__(self, label: Label, theme: Theme, parent: QWidget) -> None:
        """Show a label."""
        super().__init__(parent)
        self.label, self._theme = label, theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{label.name}, key {label.key}" if label.key else label.name)
        key = f" ({label.key})" if label.key else ""
        what = "mark the selection, or arm the label; with Shift, mark all equal mentions"
        self.setToolTip(tip(f"{label.name}{key}: {what}"))

    def nextCheckState(self) -> None:
        """Stay as it is on a click: only arming lights the pill."""

    def sizeHint(self) -> QSize:
        """Give the room for key and name."""
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        metrics = self.fontMetrics()
        key = metrics.horizontalAdvance(self.label.key) + 8 if self.label.key else 0
        name = metrics.horizontalAdvance(self.label.name) * 1.08
        return QSize(int(key + name) + 28, metrics.height() + 11)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the pill."""
        shades = label_shades(self.label.color, self._theme)
        box = self.rect().adjusted(1, 1, -1, -1).toRectF()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            lit = self.isChecked()
            painter.setBrush(QColor(shades.bar if lit else shades.fill))
            over = self.underMouse() or self.hasFocus()
            painter.setPen(QPen(QColor(shades.name), 1.5) if over or lit else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 9, 9)
            ink = QColor(self._theme.paper if lit else shades.name)
            painter.setPen(ink)
            left = 13
            if self.label.key:
                painter.setOpacity(1 if lit else 0.8)
                painter.drawText(self.rect().adjusted(left, 0, 0, 0),
                                 Qt.AlignmentFlag.AlignVCenter, self.label.key)  # fmt: skip
                left += self.fontMetrics().horizontalAdvance(self.label.key) + 8
            painter.setOpacity(1)
            bold = QFont(self.font())
            bold.setWeight(QFont.Weight.DemiBold)
            painter.setFont(bold)
            painter.drawText(self.rect().adjusted(left, 0, 0, 0),
                             Qt.AlignmentFlag.AlignVCenter, self.label.name)  # fmt: skip


class LabelBar(QScrollArea):
    """A row of pills; scrolls sideways when there are more than fit."""

    pressed = Signal(object)  # a Label

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Start without labels."""
        super().__init__(parent)
        self.setObjectName("labelBar")
        self._theme = theme
        self._scheme: Scheme | None = None
        self._armed: str | None = None
        self.pills: dict[str, LabelPill] = {}
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its pills take the focus
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.fontMetrics().height() + 24)

    def show_scheme(self, scheme: Scheme) -> None:
        """Show the labels that a scheme offers."""
        self._scheme = scheme
        row = named(QWidget(self), "labelRow")
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(7)
        layout.addStretch(1)
        self.pills = {}
        for label in scheme.active_labels:
            pill = LabelPill(label, self._theme, row)
            pill.clicked.connect(lambda _=False, label=label: self.pressed.emit(label))
            layout.addWidget(pill)
            self.pills[label.id] = pill
        self.setWidget(row)
        self.updateGeometry()
        self.show_armed(self._armed)

    def sizeHint(self) -> QSize:
        """Give the room for all pills; with less, the row scrolls."""
        row = self.widget()
        return QSize(row.sizeHint().width() if row else 0, self.height())

    def show_armed(self, label_id: str | None) -> None:
        """Light the pill of the armed label."""
        self._armed = label_id
        for name, pill in self.pills.items():
            pill.setChecked(name == label_id)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        if self._scheme:
            self.show_scheme(self._scheme)
