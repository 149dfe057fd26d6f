"""Where the parts of the window stand."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from annotator.ui.style import named

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow

WELCOME, ROOM = 0, 1


class Layout:
    """Articles at the left, the text in the middle, annotations at the right; a welcome page."""

    def __init__(self, window: "MainWindow") -> None:
        """Place the parts of a window."""
        self._window = window
        self._middle = QStackedWidget(window)
        self._middle.addWidget(window.empty)
        self._middle.addWidget(window.view)
        middle = _column(window, window.find_bar, self._middle, stretched=self._middle)
        details = named(QSplitter(Qt.Orientation.Vertical, window), "details")
        details.addWidget(window.annotation_list)
        details.addWidget(Scrolled(window.inspector))
        details.setStretchFactor(0, 1)
        details.setSizes([300, 460])
        details.setChildrenCollapsible(False)
        details.setHandleWidth(1)
        self.panels: dict[str, QWidget] = {"articles": window.articles, "details": details}
        self.splitter = QSplitter(Qt.Orientation.Horizontal, window)
        for part in (window.articles, middle, details):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([260, 720, 300])
        room = _column(window, window.header, self.splitter, window.status, stretched=self.splitter)
        self._pages = QStackedWidget(window)
        self._pages.addWidget(window.welcome)
        self._pages.addWidget(room)
        window.setCentralWidget(_column(window, window.banner, self._pages, stretched=self._pages))
        window.setMinimumSize(720, 460)
        window.resize(1280, 800)

    def show_page(self, page: int) -> None:
        """Show the welcome page or the room."""
        self._pages.setCurrentIndex(page)

    def show_room(self, room: QWidget | None) -> None:
        """Show another room in place of the one for annotating; None: that one again."""
        if room is None:
            self._pages.setCurrentIndex(ROOM)
        else:
            if self._pages.indexOf(room) < 0:
                self._pages.addWidget(room)
            self._pages.setCurrentWidget(room)

    def show_article(self, *, there: bool) -> None:
        """Show the text, or what to do where no article is open."""
        self._middle.setCurrentIndex(1 if there else 0)

    def toggle(self, panel: str) -> None:
        """Show or hide a side panel."""
        self.panels[panel].setVisible(self.panels[panel].isHidden())

    def remember(self) -> None:
        """Keep size, place and panels for the next start."""
        window = self._window
        window.settings.remember(
            geometry=_text(window.saveGeometry()), panels=_text(self.splitter.saveState()),
            hidden=[name for name, panel in self.panels.items() if panel.isHidden()],
        )  # fmt: skip

    def restore(self) -> None:
        """Stand where the window stood last."""
        settings = self._window.settings
        for name, restore in (("geometry", self._window.restoreGeometry),
                              ("panels", self.splitter.restoreState)):  # fmt: skip
            kept = settings.remembered(name)
            if isinstance(kept, str):
                restore(QByteArray.fromBase64(QByteArray(kept.encode())))
        hidden = settings.remembered("hidden", [])
        for name, panel in self.panels.items():
            panel.setVisible(name not in hidden)


class Scrolled(QScrollArea):
    """A part that scrolls when there is too little room; there only while the part is."""

    def __init__(self, part: QWidget) -> None:
        """Hold a part."""
        super().__init__(part.parentWidget())
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        hidden = part.isHidden()
        self.setWidget(part)
        part.installEventFilter(self)
        part.setHidden(hidden)
        self.setHidden(hidden)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the part."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)


def _column(parent: QWidget, *parts: QWidget, stretched: QWidget) -> QWidget:
    column = QWidget(parent)
    rows = QVBoxLayout(column)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    for part in parts:
        rows.addWidget(part, 1 if part is stretched else 0)
    return column


def _text(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode("ascii")
