"""What of the queue is shown, and what counts as equal."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.review.alignment import Boundaries, Equality
from annotator.review.disagreement import KINDS
from annotator.ui.calm_prose import tip
from annotator.ui.review.field import Field
from annotator.ui.review.queue import Queue, Wanted
from annotator.ui.style import named
from annotator.ui.wrapping import WrappingRow

_STATES = (
    ("Open", "open"), ("Deferred", "deferred"), ("Settled automatically", "automatic"),
    ("Decided", "decided"), ("All", "all"),
)  # fmt: skip
_ORDERS = (("In reading order", "place"), ("Least sure first", "confidence"),
           ("Commonest first", "frequency"))  # fmt: skip
_SURE = (("Any", 1.0), ("At most three quarters", 0.75), ("At most two thirds", 2 / 3),
         ("At most half", 0.5))  # fmt: skip
_BOUNDARIES: tuple[tuple[str, Boundaries], ...] = (
    ("Exact boundaries", "exact"), ("Overlap is enough", "overlap"),
    ("Same head word", "head"),
)  # fmt: skip


class Filters(QWidget):
    """Type and state always in sight; label, pair, outlet, dates and confidence on demand."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start with everything open."""
        super().__init__(parent)
        self.state = _combo(self, "Show by state", _STATES)
        self.kind = _combo(self, "Show by kind", [("All kinds", "")])
        for kind in KINDS:
            self.kind.addItem(kind.capitalize(), kind)
        self.order = _combo(self, "Order", _ORDERS)
        self.label = _combo(self, "Label", [("All labels", "")])
        self.pair = _combo(self, "Pair of annotators", [("All pairs", ())])
        self.outlet = _combo(self, "Outlet", [("All outlets", "")])
        self.confidence = _combo(self, "Agreement on one reading", _SURE)
        self.since, self.until = Field(self), Field(self)
        for field, name in ((self.since, "From"), (self.until, "To")):
            field.setPlaceholderText("2026-01-31")
            field.setAccessibleName(f"{name} date")
            field.editingFinished.connect(self.changed)
        self.more = QToolButton(self, autoRaise=True)
        self.more.setText("Filter…")
        self.more.setCheckable(True)
        self.fields = QWidget(self)
        form = QFormLayout(self.fields)
        form.setContentsMargins(0, 4, 0, 4)
        for title, widget in (
            ("Label", self.label), ("Pair", self.pair), ("Outlet", self.outlet),
            ("From", self.since), ("To", self.until), ("Agreed", self.confidence),
            ("Order", self.order),
        ):  # fmt: skip
            form.addRow(named(QLabel(title, self.fields), "quiet"), widget)
        self.fields.hide()
        self.more.toggled.connect(self.fields.setVisible)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.kind, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 4)
        column.addLayout(row)
        foot = QHBoxLayout()
        self.found = named(QLabel(self), "quiet")
        foot.addWidget(self.found, 1)
        foot.addWidget(self.more)
        column.addLayout(foot)
        column.addWidget(self.fields)
        for combo in self._combos():
            combo.currentIndexChanged.connect(lambda _: self.changed.emit())

    def _combos(self) -> tuple[QComboBox, ...]:
        return (self.state, self.kind, self.order, self.label, self.pair, self.outlet,
                self.confidence)  # fmt: skip

    def offer(self, queue: Queue, labels: Iterable[tuple[str, str]]) -> None:
        """Offer the labels (identifier, name), pairs and outlets that there are."""
        names = queue.annotators
        pairs = [(f"{a} and {b}", (a, b)) for i, a in enumerate(names) for b in names[i + 1 :]]
        outlets = sorted({one.article.outlet for one in queue.comparisons.values()} - {""})
        _refill(self.label, [("All labels", ""), *((name, id_) for id_, name in labels)])
        _refill(self.pair, [("All pairs", ()), *pairs])
        _refill(self.outlet, [("All outlets", ""), *((name, name) for name in outlets)])

    def wanted(self) -> Wanted:
        """Give what is wished for."""
        return Wanted(
            state=self.state.currentData(), kind=self.kind.currentData(),
            label=self.label.currentData(), pair=tuple(self.pair.currentData() or ()),
            outlet=self.outlet.currentData(), since=self.since.text().strip(),
            until=self.until.text().strip(), confidence=self.confidence.currentData(),
            order=self.order.currentData(),
        )  # fmt: skip

    def show_wanted(self, wanted: Wanted) -> None:
        """Stand as a wish says, without telling."""
        for combo, value in (
            (self.state, wanted.state), (self.kind, wanted.kind), (self.label, wanted.label),
            (self.pair, wanted.pair), (self.outlet, wanted.outlet),
            (self.confidence, wanted.confidence), (self.order, wanted.order),
        ):  # fmt: skip
            _choose(combo, value)
        self.since.setText(wanted.since)
        self.until.setText(wanted.until)


class EqualityBar(QWidget):
    """The switches for what counts as equal."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start strict."""
        super().__init__(parent)
        self.boundaries = _combo(self, "What counts as the same boundary", _BOUNDARIES)
        self.labels, self.attributes, self.relations = (
            QCheckBox(text, self) for text in ("Labels", "Attributes", "Relations")
        )
        self.boundaries.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row = WrappingRow(self)
        row.addWidget(named(QLabel("Equal:", self), "quiet"))
        row.addWidget(self.boundaries)
        for box in (self.labels, self.attributes, self.relations):
            box.setChecked(True)
            box.setToolTip(f"{box.text()} must be the same too")
            box.toggled.connect(lambda _: self.changed.emit())
            row.addWidget(box)
        self.boundaries.currentIndexChanged.connect(lambda _: self.changed.emit())

    def equality(self) -> Equality:
        """Give what counts as equal."""
        return Equality(
            self.boundaries.currentData(), self.labels.isChecked(), self.attributes.isChecked(),
            self.relations.isChecked(),
        )  # fmt: skip

    def show_equality(self, equality: Equality) -> None:
        """Stand as an equality says, without telling."""
        _choose(self.boundaries, equality.boundaries)
        for box, on in ((self.labels, equality.labels), (self.attributes, equality.attributes),
                        (self.relations, equality.relations)):  # fmt: skip
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)


def _combo(parent: QWidget, name: str, rows: Sequence[tuple[str, object]]) -> QComboBox:
    combo = QComboBox(parent)
    combo.setAccessibleName(name)
    combo.setToolTip(tip(name))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    for title, value in rows:
        combo.addItem(title, value)
    return combo


def _refill(combo: QComboBox, rows: Sequence[tuple[str, object]]) -> None:
    before = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    for title, value in rows:
        combo.addItem(title, value)
    combo.blockSignals(False)
    _choose(combo, before)


def _choose(combo: QComboBox, value: object) -> None:
    kept = tuple(value) if isinstance(value, list) else value
    places = [i for i in range(combo.count()) if _same(combo.itemData(i), kept)]
    combo.blockSignals(True)
    combo.setCurrentIndex(places[0] if places else 0)
    combo.blockSignals(False)


def _same(one: object, other: object) -> bool:
    return (tuple(one) if isinstance(one, list) else one) == other
