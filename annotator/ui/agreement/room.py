"""The Agreement room: numbers with their counts and cautions, charts, and what is behind them."""

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QInputDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.core.errors import AnnotatorError
from annotator.jobs.agreement import (
    Measured,
    alerts_of,
    measure_agreement,
    quick_measures,
    set_alert,
)
from annotator.jobs.progress import Progress
from annotator.review.agreement import BYS, By
from annotator.review.measure import Measure
from annotator.review.registry import measures
from annotator.ui.agreement.chart import Chart, Value
from annotator.ui.agreement.charts import CHARTS
from annotator.ui.agreement.passages import Passages, open_label, open_passage
from annotator.ui.agreement.table import RESULT, AgreementModel, Row, rows_of
from annotator.ui.calm_prose import tip
from annotator.ui.job_runner import JobRunner
from annotator.ui.style import named
from annotator.ui.theme import Theme
from annotator.ui.wrapping import WrappingRow

if TYPE_CHECKING:
    from annotator.storage.project import Project
    from annotator.ui.main_window import MainWindow

_BY_WORDS = {"label": "by label", "article": "by article", "pair": "by pair", "round": "by round"}
_QUICK, _ALL = "quick", "all"
_PASSES = "passes"


class AgreementRoom(QWidget):
    """Where agreement is measured; nothing here changes a mark."""

    def __init__(self, window: "MainWindow") -> None:
        """Build the room; `enter` measures the first time."""
        super().__init__(window)
        self.setObjectName("agreementRoom")
        self._window = window
        self.measured: Measured | None = None
        self._project: Project | None = None
        self._stale = True
        self.runner = JobRunner(self)
        self.model = AgreementModel(window.theme)
        self._make_controls()
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName("Agreement")
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.passages = Passages(window.workspace, self)
        self._place()
        self._connect()

    def _make_controls(self) -> None:
        self.choice = QComboBox(self)
        self.choice.setAccessibleName("Measures")
        self.choice.addItem("All quick measures", _QUICK)
        self.choice.addItem("All measures", _ALL)
        for measure in measures():
            self.choice.addItem(measure.title + (" (slow)" if measure.slow else ""), measure.name)
        self.by = QComboBox(self)
        self.by.setAccessibleName("Shown apart by")
        self.by.addItem("over everything", "")
        for by in BYS:
            self.by.addItem(_BY_WORDS[by], by)
        self.by.addItem("second passes", _PASSES)
        self.finished = QCheckBox("Only articles said to be done", self)
        self.measure = named(QPushButton("Measure", self), "primary")
        self.cancel = QPushButton("Cancel", self)
        self.cancel.hide()
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress.hide()
        self.chart = QComboBox(self)
        self.chart.setAccessibleName("Chart")
        for title, _ in CHARTS:
            self.chart.addItem(title)
        self.draw = QPushButton("Draw", self)
        self.alert = QPushButton("Warn below…", self)
        self.alert.setToolTip("Show numbers of this measure that are below a threshold")
        self.alert.setEnabled(False)
        self.report = QPushButton("Save report…", self)
        self.report.setEnabled(False)
        self.said = named(QLabel("", self, wordWrap=True), "quiet")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setContentsMargins(16, 0, 16, 6)

    def _place(self) -> None:
        top = WrappingRow()
        top.setContentsMargins(16, 10, 16, 8)
        for widget in (self.choice, self.by, self.finished, self.measure, self.cancel):
            top.addWidget(widget)
        top.apart()
        for widget in (self.chart, self.draw, self.alert, self.report):
            top.addWidget(widget)
        upper = QWidget(self)
        column = QVBoxLayout(upper)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.progress)
        column.addWidget(self.said)
        column.addWidget(self.table, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setHandleWidth(1)
        split.addWidget(upper)
        split.addWidget(self.passages)
        split.setSizes([500, 260])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _connect(self) -> None:
        workspace = self._window.workspace
        workspace.project_changed.connect(self._forget)
        workspace.closing.connect(self._close)
        workspace.changed.connect(self._spoil)
        workspace.articles_added.connect(self._spoil)
        self.measure.clicked.connect(self.start)
        self.cancel.clicked.connect(self.runner.cancel)
        self.draw.clicked.connect(self.start_chart)
        self.report.clicked.connect(self._ask_report)
        self.alert.clicked.connect(self.ask_alert)
        self.table.selectionModel().currentChanged.connect(self._on_row)
        self.table.activated.connect(lambda _: self.passages.list.setFocus())
        self.passages.opened.connect(lambda item: open_passage(self._window, item))
        self.passages.scheme_asked.connect(lambda label: open_label(self._window, label))
        self.runner.progressed.connect(self._on_progress)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.cancelled.connect(lambda: self.said.setText("Cancelled."))
        self.runner.ended.connect(self._on_ended)

    # --- measuring

    def enter(self) -> None:
        """Measure when the room is entered for the first time, and say when numbers are old."""
        self.set_theme(self._window.theme)
        if self.measured is None:
            self.start()
        elif self._stale:
            self.said.setText("Marks have changed since this was measured.")
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _only_finished(self) -> bool:
        """Whether articles count only once both are done; always so for who works blind."""
        return self.finished.isChecked() or self._window.team.blindness.on

    def _chosen(self) -> tuple[Measure, ...]:
        name = self.choice.currentData()
        if name == _QUICK:
            return quick_measures()
        return tuple(m for m in measures() if name in (_ALL, m.name))

    def start(self) -> None:
        """Measure what is chosen, in the background."""
        project = self._window.workspace.project
        if project is not None and not self.runner.running:
            again = self.by.currentData() == _PASSES
            by: By | None = "pair" if again else self.by.currentData() or None
            self._run(
                measure_agreement(
                    project, self._chosen(), by=by, finished=self._only_finished(), retest=again
                )
            )

    def start_chart(self) -> None:
        """Measure for the chart that is chosen, then draw it."""
        project = self._window.workspace.project
        if project is not None and not self.runner.running:
            make = CHARTS[self.chart.currentIndex()][1]
            named_ = self.choice.currentData() not in (_QUICK, _ALL)
            measure = self._chosen()[0] if named_ else _usual()
            self._run(make(project, measure, finished=self._only_finished()))

    def _run(self, job: Generator[Progress, None, Any]) -> None:
        self._project = self._window.workspace.project
        self.said.setText("")
        self.progress.setRange(0, 0)
        for widget in (self.progress, self.cancel):
            widget.show()
        for button in (self.measure, self.draw):
            button.setEnabled(False)
        self.runner.run(job)

    def _on_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, max(progress.total or 0, 1))
        self.progress.setValue(progress.done)
        self.said.setText(progress.what)

    def _on_ended(self) -> None:
        for widget in (self.progress, self.cancel):
            widget.hide()
        for button in (self.measure, self.draw):
            button.setEnabled(True)

    def _on_failed(self, error: AnnotatorError) -> None:
        self.said.setText(str(error))

    def _on_finished(self, found: object) -> None:
        if self._project is not self._window.workspace.project:
            return  # another project is open by now
        if isinstance(found, Measured):
            self._show(found)
        elif isinstance(found, Chart):
            self.said.setText("")
            self.show_chart(found)

    def _show(self, measured: Measured) -> None:
        self.measured, self._stale = measured, False
        self.model.show(rows_of(measured))
        self.report.setEnabled(True)
        project = self._window.workspace.project
        self.alert.setEnabled(project is not None and not project.read_only)
        study = measured.study
        names = ", ".join(study.annotators)
        self.said.setText(
            f"{study.articles:,} articles · {names} · {study.scheme} {study.scheme_version}"
        )
        first = next((at for at, row in enumerate(self.model.rows) if row.result.items), 0)
        self.table.selectRow(first)

    # --- behind a number

    def _on_row(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid() and self.measured is not None:
            row: Row = current.data(RESULT)
            title = f"Behind {row.name.strip()}: {row.texts[1]}"
            self.passages.show_items(title, row.result.items, self.measured.titles)

    def show_chart(self, chart: Chart) -> None:
        """Draw a chart in a window of its own."""
        from annotator.ui.agreement.drawing import ChartDialog

        dialog = ChartDialog(chart, self._window.theme, self._window)
        dialog.asked.connect(self._on_asked)
        dialog.failed.connect(self._window.workspace.failed)
        self._window.dialogs.show(dialog)

    def _on_asked(self, title: str, value: Value) -> None:
        labels = self._window.workspace.scheme.labels
        self.passages.show_items(title, value.items, {label.id: label.name for label in labels})
        self.passages.list.setFocus()

    # --- thresholds

    def ask_alert(self) -> None:
        """Ask below which value of the current row's measure the project warns; measure again."""
        project, row = self._window.workspace.project, self.table.currentIndex().data(RESULT)
        if project is None or row is None:
            return
        measure = row.measure
        least, ok = QInputDialog.getDouble(
            self, "Warn below", tip(f"Least value of “{measure.title}”; 0 warns no more:"),
            alerts_of(project).get(measure.name, 0.0), 0.0, 1.0, 2,
        )  # fmt: skip
        if ok:
            try:
                set_alert(project, measure.name, least or None)
            except AnnotatorError as error:
                self._window.workspace.failed.emit(error)
            else:
                self.start()

    # --- the report

    def _ask_report(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, "Save report", "agreement.html", "HTML (*.html);;Markdown (*.md);;CSV (*.csv)"
        )
        if path:
            self.save_report(Path(path))

    def save_report(self, path: Path) -> bool:
        """Write what was measured as a report; its ending says how."""
        if self.measured is None:
            return False
        try:
            self.measured.write(path)
        except AnnotatorError as error:
            self._window.workspace.failed.emit(error)
            return False
        self._window.workspace.said.emit(f"Report saved as {path.name}")
        self.said.setText(f"Report saved as {path.name}.")
        return True

    # --- following

    def _spoil(self, *_: object) -> None:
        self._stale = True

    def _forget(self) -> None:
        self.measured, self._stale = None, True
        self.model.show([])
        self.passages.show_items("Behind a number", (), {})
        self.report.setEnabled(False)
        self.alert.setEnabled(False)

    def _close(self) -> None:
        self.runner.cancel()
        self.runner.wait(30)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.model.theme = theme


def _usual() -> Measure:
    return next(measure for measure in measures() if measure.name == "f1_exact")
