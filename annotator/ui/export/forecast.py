"""What an export will be: the first lines, how much there is, and what will be left out."""

import io
from itertools import accumulate, islice

from PySide6.QtGui import QFontDatabase, QTextOption
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from annotator.core.errors import AnnotatorError
from annotator.jobs.export_plan import Plan
from annotator.jobs.export_preview import Survey
from annotator.jobs.import_report import counted
from annotator.ui.calm_prose import plain_label
from annotator.ui.style import named

_WIDEST, _MOST_LINES = 2_000, 60
_BINARY = "This format is binary: it has no lines to show."


class Forecast(QWidget):
    """Shows a survey of an export as it becomes known."""

    def __init__(self, parent: QWidget) -> None:
        """Start with nothing known."""
        super().__init__(parent)
        self.heading = named(QLabel("The first lines", self), "heading")
        self.preview = QPlainTextEdit(self, readOnly=True)
        self.preview.setWordWrapMode(QTextOption.WrapMode.WrapAnywhere)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if self.font().pointSizeF() > 0:
            fixed.setPointSizeF(self.font().pointSizeF() * 0.92)
        self.preview.setFont(fixed)
        self.preview.setAccessibleName("The first lines of the file")
        self.preview.setTabChangesFocus(True)
        self.losses = QPlainTextEdit(self, readOnly=True)
        self.losses.setAccessibleName("What will be left out")
        self.losses.setTabChangesFocus(True)
        self.loss_heading = named(QLabel(self), "heading")
        self.numbers = plain_label("", self)
        self.numbers.setWordWrap(True)
        self.progress = QProgressBar(self, textVisible=False)
        self.progress.setMaximumHeight(4)
        self.progress.setAccessibleName("How much has been counted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.heading)
        column.addWidget(self.preview, 3)
        column.addSpacing(6)
        column.addWidget(self.loss_heading)
        column.addWidget(self.losses, 1)
        column.addSpacing(6)
        column.addWidget(self.numbers)
        column.addWidget(self.progress)
        self.wait()

    def wait(self) -> None:
        """Say that the plan has changed and nothing is known of it yet."""
        self.numbers.setText("Counting…")
        self.progress.setRange(0, 0)
        self.progress.show()

    def refuse(self, error: AnnotatorError) -> None:
        """Show why nothing can be exported so."""
        self.heading.setText("This cannot be exported")
        self.preview.setPlainText(str(error))
        self._show_losses(())
        self.numbers.setText("")
        self.progress.hide()

    def show_survey(self, found: Survey, plan: Plan) -> None:
        """Show what is known of a plan."""
        self._show_beginning(found)
        self._show_losses(found.losses)
        self.numbers.setText(_numbers(found, plan))
        self.progress.setVisible(not found.complete)
        if found.total:
            self.progress.setRange(0, found.total)
            self.progress.setValue(found.done)

    def _show_beginning(self, found: Survey) -> None:
        lines = [
            line.rstrip("\n") if len(line) <= _WIDEST else line[:_WIDEST] + "…"
            for line in islice(io.StringIO(found.text), _MOST_LINES)
        ]
        if found.complete and not found.articles:
            self.heading.setText("Nothing to export with this choice")
        else:
            self.heading.setText("The first lines")
        is_binary = found.articles and not found.text
        self.preview.setPlaceholderText(_BINARY if is_binary else "")
        shown = "\n".join(lines)
        if shown != self.preview.toPlainText():  # else it would scroll back at every count
            self.preview.setPlainText(shown)

    def _show_losses(self, losses: tuple[str, ...]) -> None:
        self.loss_heading.setText("Will be left out" if losses else "Nothing will be left out")
        shown = "\n".join(losses)
        if shown != self.losses.toPlainText():
            self.losses.setPlainText(shown)
        self.losses.setVisible(bool(losses))


def _numbers(found: Survey, plan: Plan) -> str:
    said = f"{counted(found.articles, 'article')} with {counted(found.annotations, 'annotation')}"
    if found.relations:
        said += f" and {counted(found.relations, 'relation')}"
    if not found.complete:
        return f"So far {said}…"
    if plan.shares is None or not found.articles:
        return f"{said}."
    ends = [round(end * found.articles) for end in accumulate(plan.shares.of_one)]
    sizes = zip(plan.shares.parts, [0, *ends], ends, strict=False)
    about = ", ".join(f"{end - start:,} {part}" for part, start, end in sizes)
    return f"{said}: about {about}; near-duplicates stay together."
