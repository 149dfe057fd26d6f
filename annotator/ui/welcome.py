"""The first page: the sample, a new project, the recent ones."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.calm_prose import tip
from annotator.ui.style import named


class Welcome(QWidget):
    """Shown while no project is open."""

    sample_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    recent_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(parent)
        self.setObjectName("welcome")
        title = named(QLabel("Annotator", self), "display")
        promise = named(QLabel(
            "Mark who commits to what, and where, in the news you read.\n"
            "Everything stays in one file on this computer and is saved as you mark.",
            self, wordWrap=True,
        ), "lead")  # fmt: skip
        self.sample = named(QPushButton("Open the sample project", self), "primary")
        self.new = QPushButton("New project…", self)
        self.open = QPushButton("Open project…", self)
        self.sample.clicked.connect(self.sample_requested)
        self.new.clicked.connect(self.new_requested)
        self.open.clicked.connect(self.open_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.sample, self.new, self.open):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(title)
        column.addWidget(promise)
        column.addLayout(buttons)
        column.addSpacing(14)
        column.addLayout(self._recent)
        page = QWidget(self)
        page.setMaximumWidth(max(620, 32 * self.fontMetrics().height()))
        page.setLayout(column)
        middle = QVBoxLayout(self)
        middle.addStretch(2)
        middle.addWidget(page, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)

    def show_recent(self, projects: list[str]) -> None:
        """List recent projects that are still there, newest first."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        there = [path for path in projects if Path(path).exists()][:8]
        if there:
            self._recent.addWidget(named(QLabel("Recent", self), "heading"))
        for path in there:
            button = named(QPushButton(f"{Path(path).stem}   {_short(path)}", self), "link")
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setToolTip(tip(path))
            button.clicked.connect(lambda _=False, path=path: self.recent_requested.emit(path))
            self._recent.addWidget(button)


def _short(path: str) -> str:
    folder = str(Path(path).parent)
    home = str(Path.home())
    folder = "~" + folder[len(home) :] if folder.startswith(home) else folder
    return folder if len(folder) <= 48 else "…" + folder[-47:]
