"""Charts drawn with pyqtgraph, which is loaded only here; each with its table and its files."""

from pathlib import Path
from typing import Any

import numpy
import pyqtgraph
from PySide6.QtCore import QBuffer, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import FormatError
from annotator.core.palette import PALETTE
from annotator.formats.format import shown
from annotator.jobs.replacing import Replacing
from annotator.ui.agreement.chart import PASSAGES, Chart, Value
from annotator.ui.style import named
from annotator.ui.theme import Theme, contrast, label_shades, mixed


class ChartDialog(QDialog):
    """A chart over its table; a click on either opens the passages behind a number."""

    asked = Signal(str, object)  # a title, a Value
    failed = Signal(object)  # an AnnotatorError

    def __init__(self, chart: Chart, theme: Theme, parent: QWidget | None = None) -> None:
        """Draw a chart."""
        super().__init__(parent)
        self.setWindowTitle(chart.title)
        self.resize(860, 680)
        self.chart, self._theme = chart, theme
        self.plot = pyqtgraph.PlotWidget(background=theme.paper)
        self.plot.setAccessibleName(chart.title)
        self._dress()
        draw = {"matrix": self._matrix, "bars": self._bars, "lines": self._lines}
        draw[chart.kind]()
        self.plot.scene().sigMouseClicked.connect(self._on_click)
        self.table = self._table()
        note = named(QLabel(chart.note, self, wordWrap=True), "quiet")
        kinds = QDialogButtonBox.ButtonRole
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self.svg = buttons.addButton("Save as SVG…", kinds.ActionRole)
        self.csv = buttons.addButton("Save as CSV…", kinds.ActionRole)
        self.svg.clicked.connect(lambda: self._ask("SVG (*.svg)", self.save_svg))
        self.csv.clicked.connect(lambda: self._ask("CSV (*.csv)", self.save_csv))
        buttons.rejected.connect(self.reject)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.plot)
        split.addWidget(self.table)
        split.setSizes([440, 180])
        column = QVBoxLayout(self)
        for widget in (split, note, buttons):
            column.addWidget(widget)
        column.setStretch(0, 1)

    # --- drawing

    def _dress(self) -> None:
        theme, item = self._theme, self.plot.getPlotItem()
        item.setTitle(self.chart.title, color=theme.ink, size="12pt")
        item.setMenuEnabled(False)
        item.hideButtons()
        item.getViewBox().setMouseEnabled(False, False)
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(theme.line)
            axis.setTextPen(theme.ink)

    def _name_axis(self, side: str, names: tuple[str, ...]) -> None:
        axis = self.plot.getPlotItem().getAxis(side)
        axis.setTicks([[(at + 0.5, _cut(name)) for at, name in enumerate(names)]])
        axis.setStyle(tickLength=0)

    def _matrix(self) -> None:
        chart, item = self.chart, self.plot.getPlotItem()
        numbers = numpy.array(
            [[numpy.nan if v.value is None else v.value for v in row] for row in chart.values]
        )
        most = max(float(numpy.nanmax(numbers)) if numbers.size else 1.0, 1e-9)
        if chart.unit != PASSAGES:
            most = max(most, 1.0)
        item.getViewBox().invertY(True)
        for row, values in enumerate(chart.values):
            for column, value in enumerate(values):
                self._cell(row, column, value, most)
        self._name_axis("left", chart.rows)
        self._name_axis("bottom", chart.columns)
        item.setRange(xRange=(0, len(chart.columns)), yRange=(0, len(chart.rows)), padding=0.02)

    def _cell(self, row: int, column: int, value: Value, most: float) -> None:
        theme = self._theme
        share = 0.0 if value.value is None else min(max(value.value / most, 0.0), 1.0)
        ground = mixed(theme.accent, theme.paper, 0.05 + 0.85 * share**0.7)
        box = _Box(QRectF(column + 0.02, row + 0.02, 0.96, 0.96), QColor(ground))
        self.plot.addItem(box)
        light, dark = ("#ffffff", "#16181d")
        ink = max((light, dark), key=lambda one: contrast(one, ground))
        unmet = value.value is None or not value.items
        said = self.chart.text(row, column)
        text = pyqtgraph.TextItem(said, color=theme.muted if unmet else ink, anchor=(0.5, 0.5))
        font = QFont()
        font.setPointSizeF(font.pointSizeF() * 1.05)
        text.setFont(font)
        text.setPos(column + 0.5, row + 0.5)
        self.plot.addItem(text)

    def _bars(self) -> None:
        chart, theme = self.chart, self._theme
        item = self.plot.getPlotItem()
        for row, (value,) in enumerate(chart.values):
            if value.value is None:
                text = pyqtgraph.TextItem("undefined", color=theme.muted, anchor=(0.0, 0.5))
                text.setPos(0.02, row + 0.5)
                self.plot.addItem(text)
                continue
            box = QRectF(min(0, value.value), row + 0.22, abs(value.value), 0.56)
            self.plot.addItem(_Box(box, QColor(mixed(theme.accent, theme.paper, 0.6))))
            if value.low is not None and value.high is not None:
                pen = pyqtgraph.mkPen(theme.ink, width=1.6)
                self.plot.plot([value.low, value.high], [row + 0.5, row + 0.5], pen=pen)
        item.getViewBox().invertY(True)
        self._name_axis("left", chart.rows)
        ends = [x for (v,) in chart.values for x in (v.value, v.low, v.high) if x is not None]
        high = max([*ends, 1.0]) if chart.unit != "minutes" else max([*ends, 0.1])
        item.setRange(xRange=(min([*ends, 0.0]), high), yRange=(0, len(chart.rows)), padding=0.02)
        item.showGrid(x=True, alpha=0.15)

    def _lines(self) -> None:
        chart, item = self.chart, self.plot.getPlotItem()
        item.addLegend(offset=(-10, 10), labelTextColor=self._theme.ink)
        for column, name in enumerate(chart.columns):
            color = label_shades(PALETTE[column % len(PALETTE)], self._theme).bar
            found = [(row + 0.5, v[column].value) for row, v in enumerate(chart.values)]
            points = [(x, y) for x, y in found if y is not None]
            self.plot.plot(
                [x for x, _ in points], [y for _, y in points], name=name,
                pen=pyqtgraph.mkPen(color, width=2), symbol="o", symbolBrush=color,
                symbolPen=None, symbolSize=7,
            )  # fmt: skip
        self._name_axis("bottom", chart.rows)
        values = [v.value for row in chart.values for v in row if v.value is not None]
        item.setRange(
            xRange=(0, len(chart.rows)), yRange=(min([*values, 0.0]), max([*values, 1.0])),
            padding=0.04,
        )  # fmt: skip
        item.showGrid(y=True, alpha=0.15)

    # --- looking behind

    def _on_click(self, event: Any) -> None:
        point = self.plot.getPlotItem().getViewBox().mapSceneToView(event.scenePos())
        if self.chart.kind == "matrix":
            self.ask(int(point.y()), int(point.x()))
        elif self.chart.kind == "bars":
            self.ask(int(point.y()), 0)
        else:
            self._ask_nearest(int(point.x()), point.y())

    def _ask_nearest(self, row: int, height: float) -> None:
        if 0 <= row < len(self.chart.rows):
            there = [(abs(v.value - height), column)
                     for column, v in enumerate(self.chart.values[row])
                     if v.value is not None]  # fmt: skip
            if there:
                self.ask(row, min(there)[1])

    def ask(self, row: int, column: int) -> None:
        """Ask for the passages behind a number."""
        chart = self.chart
        if 0 <= row < len(chart.rows) and 0 <= column < len(chart.columns):
            name = f"{chart.title}: {chart.rows[row]}, {chart.columns[column]}"
            self.asked.emit(name, chart.at(row, column))

    def _table(self) -> QTableWidget:
        chart = self.chart
        table = QTableWidget(len(chart.rows), len(chart.columns), self)
        table.setAccessibleName(f"{chart.title}, as a table")
        table.setHorizontalHeaderLabels(list(chart.columns))
        table.setVerticalHeaderLabels(list(chart.rows))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for row, values in enumerate(chart.values):
            for column, value in enumerate(values):
                text = chart.text(row, column)
                if value.low is not None and value.high is not None:
                    text += f"  ({value.low:.2f} to {value.high:.2f})".replace("-", "−")
                table.setItem(row, column, QTableWidgetItem(text))
        table.setCornerButtonEnabled(False)
        table.resizeColumnsToContents()
        table.cellActivated.connect(self.ask)
        table.cellDoubleClicked.connect(self.ask)
        return table

    # --- files

    def _ask(self, kind: str, save: Any) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "Save the chart", self.chart.title, kind)
        if path:
            save(Path(path))

    def save_svg(self, path: Path) -> None:
        """Write the drawing as SVG."""
        from PySide6.QtSvg import QSvgGenerator

        # Not by pyqtgraph's own exporter, which fails on texts in a plot.
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        drawing = QSvgGenerator()
        drawing.setOutputDevice(buffer)
        drawing.setTitle(self.chart.title)
        drawing.setSize(self.plot.size())
        drawing.setViewBox(self.plot.rect())
        with QPainter(drawing) as painter:
            self.plot.render(painter)
        self._write(path, bytes(buffer.data().data()))

    def save_csv(self, path: Path) -> None:
        """Write the table as CSV."""
        self._write(path, self.chart.as_csv().encode("utf-8"))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            with Replacing(path) as (part,):
                part.write(content)
        except OSError as error:
            self.failed.emit(FormatError(f"cannot be written: {error.strerror}.", file=shown(path)))
        except FormatError as error:
            self.failed.emit(error)


class _Box(pyqtgraph.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """A filled rectangle in the plot's own measure."""

    def __init__(self, box: QRectF, color: QColor) -> None:
        super().__init__()
        self._box, self._color = box, color

    def boundingRect(self) -> QRectF:
        """Give its place."""
        return self._box

    def paint(self, painter: Any, *_: object) -> None:
        """Fill it."""
        painter.fillRect(self._box, self._color)


def _cut(name: str) -> str:
    return name if len(name) <= 16 else name[:15] + "…"
