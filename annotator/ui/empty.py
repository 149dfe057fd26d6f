"""What stands in the middle while no article is open: what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.ui.style import named


class EmptyState(QWidget):
    """Two sentences and the buttons that lead on."""

    import_requested = Signal()
    paste_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Build it for a project without articles."""
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = named(QLabel(self, alignment=Qt.AlignmentFlag.AlignHCenter), "lead")
        self.advice = named(QLabel(self, alignment=Qt.AlignmentFlag.AlignHCenter), "quiet")
        self.load = named(QPushButton("Import articles…", self), "primary")
        self.paste = QPushButton("Paste as a new article", self)
        self.load.clicked.connect(self.import_requested)
        self.paste.clicked.connect(self.paste_requested)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.load)
        buttons.addWidget(self.paste)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(2)
        column.addWidget(self.title)
        column.addWidget(self.advice)
        column.addLayout(buttons)
        column.addStretch(3)

    def show_for(self, *, articles: int, read_only: bool) -> None:
        """Say what to do in a project with so many articles."""
        if articles:
            self.title.setText("No article is open")
            self.advice.setText("Choose one at the left, or press Alt+Down.")
        else:
            self.title.setText("No articles yet")
            self.advice.setText(
                "Drop files or folders here, import them (Ctrl+I), or paste one (Ctrl+Shift+V)."
            )
        for button in (self.load, self.paste):
            button.setVisible(not articles and not read_only)
