"""The top line: what is read, by whom, and the labels."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from annotator.core.article import Article
from annotator.ui.calm_prose import tip
from annotator.ui.label_bar import LabelBar
from annotator.ui.style import named
from annotator.ui.theme import Theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter


class ElidedLabel(QLabel):
    """One line of plain text that ends in “…” where there is no room for all of it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        with QPainter(self) as painter:
            self.style().drawItemText(
                painter, room, int(self.alignment()), self.palette(), self.isEnabled(), shown,
                self.foregroundRole(),
            )  # fmt: skip


class Header(QWidget):
    """Headline at the left, the labels at the right, who marks at the end."""

    annotator_pressed = Signal()
    details_pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = named(ElidedLabel(self), "heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setAlignment(_LEFT)
        self.title.setMinimumWidth(160)
        self.details = named(QToolButton(self, autoRaise=True), "annotator")
        self.details.setText("Details")
        self.details.setToolTip("Title, outlet, author, date, language, link of this article")
        self.details.setAccessibleName("Article details")
        self.details.clicked.connect(self.details_pressed)
        self.labels = LabelBar(theme, self)
        self.annotator = named(QToolButton(self, autoRaise=True), "annotator")
        self.annotator.setToolTip("Who is marking; click to change")
        self.annotator.clicked.connect(self.annotator_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 6, 14, 6)
        row.setSpacing(14)
        row.addWidget(self.title, 1)
        row.addWidget(self.details)
        row.addWidget(self.labels)
        row.addWidget(self.annotator)

    def show_article(self, article: Article | None, project_name: str) -> None:
        """Show the headline, or the project's name where no article is open."""
        text = article.headline if article else project_name
        self.title.setText(text)
        self.title.setToolTip(tip(text))
        self.details.setVisible(article is not None)

    def show_annotator(self, name: str, *, everyone: bool, shown: bool) -> None:
        """Show who marks, and whether everyone's marks are seen."""
        self.annotator.setText(f"{name} · everyone’s marks" if everyone else name)
        self.annotator.setVisible(shown)
