"""The bottom line: place in the queue, whether all is saved, what the keys do now."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QToolButton,
    QWidget,
)

from annotator.jobs.progress import Progress
from annotator.ui.style import named


class StatusLine(QWidget):
    """Three calm texts, and a bar with Cancel while a job runs."""

    def __init__(self, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setObjectName("statusLine")
        self.place = named(QLabel(self), "quiet")
        self.checks = named(QToolButton(self, autoRaise=True), "room")
        self.checks.setToolTip("What the scheme’s checks ask to look at in this article")
        self.checks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.saved = named(QLabel(self), "quiet")
        self.keys = named(QLabel(self), "quiet")
        self.job = named(QLabel(self), "quiet")
        self.bar = QProgressBar(self, textVisible=False)
        self.bar.setFixedSize(160, 6)
        self.cancel = named(QPushButton("Cancel", self), "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(18)
        row.addWidget(self.place)
        row.addWidget(self.saved)
        row.addWidget(self.checks)
        row.addStretch(1)
        for widget in (self.job, self.bar, self.cancel):
            row.addWidget(widget)
        row.addWidget(self.keys)
        self._usual = ""
        self._said = QTimer(self, singleShot=True, interval=4000)
        self._said.timeout.connect(lambda: self.saved.setText(self._usual))
        self.show_checks(0)
        self.end_job()

    def show_checks(self, count: int) -> None:
        """Say how much there is to look at; nothing where there is nothing."""
        self.checks.setText(f"{count:,} to look at")
        self.checks.setVisible(count > 0)

    def show_saved(self, text: str) -> None:
        """Say whether all is saved; stands until something else is said."""
        self._usual = text
        if not self._said.isActive():
            self.saved.setText(text)

    def say(self, sentence: str) -> None:
        """Say something for four seconds."""
        if sentence:
            self.saved.setText(sentence)
            self._said.start()

    def show_progress(self, progress: Progress) -> None:
        """Show how far a job is."""
        self.job.setText(progress.what)
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)
        for widget in (self.job, self.bar, self.cancel):
            widget.show()
        self.keys.hide()

    def end_job(self) -> None:
        """Take the bar away."""
        for widget in (self.job, self.bar, self.cancel):
            widget.hide()
        self.keys.show()
