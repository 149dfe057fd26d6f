"""Loading the fonts of other scripts while nothing happens, so that no article waits for them."""

from typing import ClassVar

from PySide6.QtCore import QObject, QTimer

from annotator.ui.reading.paragraph import Paragraph
from annotator.ui.reading.typesetting import Typesetting

_QUIET = 700  # ms from the last article shown, and between two fonts


class FontWarmer(QTimer):
    """Sets a word of each script once in the program's life, one at a time."""

    _waiting: ClassVar[list[str]] = ["漢字かな", "🎉", "한글", "Новости", "خبر", "חדשות", "✓ →"]

    def __init__(self, parent: QObject) -> None:
        """Wait for `start`, which begins the quiet time again."""
        super().__init__(parent)
        self.setInterval(_QUIET)
        self.timeout.connect(self._warm_one)

    def _warm_one(self) -> None:
        if self._waiting:
            Paragraph(self._waiting.pop(0), Typesetting())
        else:
            self.stop()
