"""The import window: what was found, before anything is stored."""

import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QWidget

from annotator.core.errors import AnnotatorError
from annotator.core.file_names import NamePattern
from annotator.jobs.drafts import Drafts, Row
from annotator.jobs.import_articles import Wishes, remembered
from annotator.jobs.import_report import ImportReport, counted, passed_over
from annotator.jobs.progress import Progress
from annotator.jobs.reading_articles import (
    SUSPECTS,
    is_quickly_compared,
    mark_near_duplicates,
    read_articles,
)
from annotator.jobs.storing_articles import Decisions, store_drafts
from annotator.jobs.table_columns import Columns, start_of
from annotator.ui.calm_prose import tip
from annotator.ui.importing.layout import COLUMNS, COPIES, NAMES, REFUSED, Parts
from annotator.ui.importing.model import DraftModel
from annotator.ui.importing.source import Source
from annotator.ui.job_runner import JobRunner
from annotator.ui.theme import Theme

if TYPE_CHECKING:
    from annotator.storage.project import Project

_MOST_FILLED = 200
"""Of how many picked articles the facts are compared; with more, those of the first are."""
_MOST_TABLES = 20


class ImportWindow(Parts, QDialog):
    """Reads files, shows what was found, and stores what is ticked when Import is pressed."""

    imported = Signal(object)  # the ImportReport
    storing_changed = Signal(bool)

    def __init__(
        self, project: "Project", paths: Sequence[Path], annotator: str, theme: Theme,
        parent: QWidget | None,
    ) -> None:  # fmt: skip
        """Begin to read at once."""
        super().__init__(parent)
        self.setWindowTitle("Import articles")
        self._project, self._paths, self._annotator = project, list(paths), annotator
        self.columns = Columns(project)
        self.decisions = Decisions()
        self.drafts = Drafts()
        self.model = DraftModel(self.drafts, self.decisions)
        self.lay_out(project, theme, self.columns)
        self.table.setModel(self.model)
        self.paused = threading.Event()
        self.runner = JobRunner(self)
        self.doing = ""
        self._wanted = self._leaving = False
        self._telling = QTimer(self, interval=80)
        self._telling.timeout.connect(self._follow)
        self._picking = QTimer(self, singleShot=True, interval=0)
        self._picking.timeout.connect(self._show_picked)
        self._connect()
        self.setAcceptDrops(True)
        self._read()
        self.table.setFocus()

    def _connect(self) -> None:
        self.runner.progressed.connect(self._show_progress)
        self.runner.finished.connect(self._on_finished)
        self.runner.failed.connect(self._on_failed)
        self.runner.cancelled.connect(self._on_cancelled)
        self.go.clicked.connect(self.import_ticked)
        self.cancel.clicked.connect(self.reject)
        self.pause.toggled.connect(self._pause)
        self.only_warned.toggled.connect(self.model.show_only_warned)
        self.all.clicked.connect(lambda: self.model.tick(self.model.every(), ticked=True))
        self.none.clicked.connect(lambda: self.model.tick(self.model.every(), ticked=False))
        self.pattern.textChanged.connect(lambda _: self._rename())
        self.repair.clicked.connect(self.repair_picked)
        self.repair_all.triggered.connect(self._repair_kind)
        self.repair_all.aboutToShow.connect(self._list_kinds)
        self.compare.clicked.connect(self._compare)
        self.facts.written.connect(self._write)
        self.columns_panel.changed.connect(self._read)
        self.names_panel.changed.connect(self._decide_names)
        self.copies.taken.connect(self._decided)
        self.table.ticked.connect(lambda: self._switch_ticks(self.picked))
        self.table.box_clicked.connect(self._switch_box)
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self._picking.start())
        self.model.modelReset.connect(self._pick_first)
        self.model.rowsInserted.connect(lambda *_: self._pick_first())
        self.model.ticked_changed.connect(self._tell)

    # --- reading

    def _read(self) -> None:
        """Read the files, from the start where they have been read before."""
        self._stop()
        self.drafts.close()
        self.drafts, self.decisions = Drafts(), Decisions()
        self.model.begin(self.drafts, self.decisions)
        self._show_copies()
        self._rename()
        self._read_also(self._paths)

    def _read_also(self, paths: Sequence[Path]) -> None:
        """Read files besides those that have been read."""
        wishes = Wishes(annotator=self._annotator)
        self.pause.setChecked(False)
        self._begin("reading")
        self.runner.run(
            read_articles(self._project, paths, wishes, self.drafts, self.paused, self.columns)
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take more files, once those before are read."""
        if event.mimeData().hasUrls() and not self.doing:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read more files; what was decided on the others stays."""
        more = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if more and not self.doing:
            self._paths += more
            self._read_also(more)
            event.acceptProposedAction()

    def _compare(self) -> None:
        """Look for near-duplicates among many articles, as the user asks."""
        self._begin("comparing")
        self.runner.run(mark_near_duplicates(self._project, self.drafts))

    def _begin(self, doing: str) -> None:
        self.sides.looking.stop()
        self.doing = doing
        self.progress.setRange(0, 0)
        self.progress_row.show()
        self.pause.setVisible(doing == "reading")
        self._telling.start()
        self._tell()

    def _pause(self, paused: bool) -> None:
        self.pause.setText("&Go on" if paused else "&Pause")
        self.paused.set() if paused else self.paused.clear()

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, _scaled(progress.total or 0, progress.total))
        self.progress.setValue(_scaled(progress.done, progress.total))
        self.doing_now.setText(progress.what)

    def _follow(self) -> None:
        """Take in what was read since the last time."""
        self.model.follow()
        self._show_refused()
        self._tell()
        if not self.doing and self.model.followed:
            self._telling.stop()

    def _on_finished(self, result: Any) -> None:
        if isinstance(result, ImportReport):
            self.storing_changed.emit(False)
            self.doing = ""
            self.columns.remember()
            super().accept()
            self.imported.emit(result)
            return
        if self._leaving:
            self.leave()
            return
        if result is not self.drafts:
            return  # of a reading that was begun anew since
        compared = self.doing == "comparing"
        self._ended("")
        self.compare.setVisible(
            not compared and not is_quickly_compared(self._project, self.drafts)
        )
        self._show_tables()
        self._show_names()
        self._show_copies()
        if self._wanted:
            self.import_ticked()

    def _on_cancelled(self) -> None:
        if self._leaving:
            self.leave()
            return
        self._ended("Cancelled: nothing was kept." if self.doing == "storing" else "Cancelled.")

    def _on_failed(self, error: AnnotatorError) -> None:
        self._ended(str(error))
        self._wanted = False

    def _ended(self, said: str) -> None:
        if self.doing == "storing":
            self.storing_changed.emit(False)
        self.doing = ""
        self.progress_row.hide()
        self.problem.setText(said)
        self.problem.setVisible(bool(said))
        self.enable(True)
        self._follow()

    # --- what is shown besides the table

    def _tell(self) -> None:
        """Say how much there is."""
        rows, ticked = len(self.drafts.rows), self.model.ticked()
        files = len(self.drafts.files)
        said = f"{counted(rows, 'article')} in {counted(files, 'file')}"
        warned = self.drafts.warned
        if warned:
            said += f", {warned:,} to look at"
        passed = passed_over(self.drafts.found.passed_over)
        if passed:
            said += f", {counted(self.drafts.found.passed_over.total(), 'file')} passed over"
        self.heading.setToolTip(tip(passed[0]) if passed else "")
        self.heading.setText(f"Reading… {said}" if self.doing == "reading" else said)
        self.only_warned.setEnabled(bool(warned) or self.only_warned.isChecked())
        self.repair_every.setEnabled(bool(warned))
        if self._wanted:
            self.go.setText("Imports when all is read")
        else:
            self.go.setText(f"&Import {counted(ticked, 'article')}" if rows else "&Import")
        self.go.setEnabled(
            self.doing in ("reading", "comparing") or (not self.doing and ticked > 0)
        )

    def _show_refused(self) -> None:
        refused = self.drafts.found.refused
        self.tabs.setTabVisible(REFUSED, bool(refused))
        if refused:
            self.tabs.setTabText(REFUSED, f"&Refused ({len(refused):,})")
            self.refused.show_lines([str(problem) for problem in refused[:2000]])
            if not self.drafts.rows and not self.doing:
                self.tabs.setCurrentIndex(REFUSED)

    def _show_tables(self) -> None:
        paths = [file.path for file in self.drafts.files if file.how.name == "table"]
        refused = [Path(problem.file) for problem in self.drafts.found.refused]
        starts = [start_of(path) for path in (*paths, *refused)[:_MOST_TABLES]]
        tables = [start for start in starts if start is not None]
        self.tabs.setTabVisible(COLUMNS, bool(tables))
        if tables:
            self.columns_panel.show_tables(tables)
            if not self.drafts.rows:
                self.tabs.setCurrentIndex(COLUMNS)

    def _show_copies(self) -> None:
        """Offer the groups of near-duplicates to be decided on."""
        self.copies.show_drafts(self.drafts, self.decisions)
        count = len(self.drafts.groups)
        self.tabs.setTabVisible(COPIES, bool(count))
        self.tabs.setTabText(COPIES, f"Near-duplicate&s ({count:,})")

    def _show_names(self) -> None:
        """Offer the names of annotated files to be mapped."""
        mapped = [file for file in self.drafts.files if file.maps and not file.how.exact]
        names = self.drafts.found.names if mapped else {}
        self.tabs.setTabVisible(NAMES, bool(names))
        if names:
            known = self.decisions.rules or remembered(self._project, mapped[0].how)
            self.names_panel.show_names(names, known)
            self._preview_names()

    def _decide_names(self) -> None:
        self.decisions.rules = self.names_panel.rules
        self._preview_names()

    def _preview_names(self) -> None:
        files = self.drafts.files
        rows = (row for row in self.drafts.rows if row.marks or files[row.file].maps)
        self.names_panel.show_preview(self.drafts.entry(row) for row in rows)

    # --- the picked rows

    @property
    def picked(self) -> list[Row]:
        """The rows that are picked."""
        return list(self._picked())

    def _picked(self) -> Iterator[Row]:
        """Give the picked rows from the top, as many as are asked for."""
        parts = self.table.selectionModel().selection().toList()
        edges = sorted((part.top(), part.bottom()) for part in parts)
        done = -1
        for top, bottom in edges:
            for place in range(max(top, done + 1), bottom + 1):
                row = self.model.row(place)
                if row is not None:
                    yield row
            done = max(done, bottom)

    def _picked_count(self) -> int:
        parts = self.table.selectionModel().selection().toList()
        if len(parts) == 1:
            return parts[0].height()
        return len(self.picked)

    def _pick_first(self) -> None:
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    def _show_picked(self) -> None:
        count = self._picked_count()
        rows = list(islice(self._picked(), _MOST_FILLED))  # with Ctrl+A they may be 100,000
        first = rows[0] if rows else None
        self.show_warnings(self.model.warnings(first) if first else (), count)
        can = any(w.repaired for row in rows for w in self.model.warnings(row))
        self.repair.setEnabled(can or count > len(rows))
        if first is None:
            self.sides.clear()
            self.facts.show_articles([], 0)
            return
        articles = [self._article(row) for row in rows]
        came = self.drafts.entry(first)[0].text
        data = self.drafts.source(first, came.lstrip()[:40].splitlines()[0])
        source = Source(data, self.drafts.files[first.file].path, idle=not self.doing)
        self.sides.show_article(source, articles[0], came)
        self.facts.show_articles(articles, count)

    def _article(self, row: Row) -> Any:
        article, _ = self.drafts.entry(row)
        return self.decisions.article(row, article, self.model.file(row))

    def _write(self, facts: dict[str, str]) -> None:
        for row in self.picked:
            self.decisions.edit(row, facts)
        self._decided()

    def _switch_box(self, place: int) -> None:
        row = self.model.row(place)
        self._switch_ticks([row] if row is not None else [])

    def _switch_ticks(self, rows: Sequence[Row]) -> None:
        out = any(row.number in self.decisions.unticked for row in rows)
        self.model.tick(rows, ticked=out)

    def _decided(self) -> None:
        self.model.changed()
        self._show_picked()
        self._tell()

    # --- names of files

    def _rename(self) -> None:
        """Fill facts from the files' names while the pattern is typed."""
        said = self.pattern.text().strip()
        try:
            self.decisions.names = NamePattern(said) if said else None
            problem = ""
        except AnnotatorError as error:
            self.decisions.names, problem = None, error.message
        self.pattern_note.setText(problem)
        self._decided()
        if self.decisions.names is not None:
            self.model.count_named(self.pattern_note.setText)

    # --- repairs

    def repair_picked(self) -> None:
        """Put right what can be in the picked articles: text, and lines that are no part."""
        self._repair(self.picked, None)

    def _list_kinds(self) -> None:
        self.repair_all.clear()
        for (kind, can), count in sorted(self.model.kinds().items()):
            if can:
                action = self.repair_all.addAction(f"{kind.capitalize()} ({count:,})")
                action.setData(kind)

    def _repair_kind(self, action: Any) -> None:
        self._repair(self.drafts.rows[:], action.data())

    def _repair(self, rows: Sequence[Row], kind: str | None) -> None:
        for row in rows:
            for warning in self.model.warnings(row):
                if warning.repaired and kind in (None, warning.kind):
                    if warning.kind == SUSPECTS:
                        self.decisions.greyed.add(row.number)
                    else:
                        self.decisions.repair(row, warning.kind)
        self._decided()

    # --- storing and leaving

    def import_ticked(self) -> None:
        """Store what is ticked; while the files are still read, as soon as they are."""
        if self.doing:
            self._wanted = self.doing != "storing"
            self._tell()
            return
        self._wanted = False
        if not self.model.ticked():
            return
        self.problem.hide()
        self.enable(False)
        self.storing_changed.emit(True)
        self._begin("storing")
        self.runner.run(
            store_drafts(self._project, self.drafts, self.decisions, annotator=self._annotator)
        )

    def reject(self) -> None:
        """Stop storing or comparing and stay; else stop reading and close. Nothing was stored."""
        if not self.doing or self._leaving:
            self.leave()
            return
        # A step of a reader can take long; nobody should have to watch a frozen window.
        self._leaving = self.doing == "reading"
        self.paused.clear()
        self.runner.cancel()
        self.doing_now.setText("Stopping…")

    def leave(self) -> None:
        """Close, whatever is being done; nothing of it is kept."""
        self._stop()
        super().reject()

    def done(self, result: int) -> None:
        """Let go of what was read."""
        self._telling.stop()
        self._picking.stop()
        self.sides.looking.stop()
        self.drafts.close()
        super().done(result)

    def _stop(self) -> None:
        """End the job that runs, and hear no more of it."""
        if self.runner.running:
            self.runner.blockSignals(True)
            self.runner.cancel()
            self.runner.wait(30)
            self.runner.blockSignals(False)
        if self.doing == "storing":
            self.storing_changed.emit(False)
        self.doing = ""


def _scaled(number: int, total: int | None) -> int:
    """Give a number that Qt's bar can hold: bytes of large folders are too many."""
    return number // 1024 if total and total > 2**30 else number
