"""Markdown and markup that a stranger may have written: no picture that it names is ever loaded.

Qt would open local files for pictures, and on Windows ask other computers for them.
"""

from html import escape
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QLabel, QTextBrowser, QWidget

FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class CalmBrowser(QTextBrowser):
    """Shows Markdown; a picture stays a dot, and no link is followed."""

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Give a dot for anything that the text names."""
        return _dot()

    def show_markdown(self, text: str) -> None:
        """Show a text."""
        self.setOpenLinks(False)
        self.document().setMarkdown(text, FEATURES)


class CalmDocument(QTextDocument):
    """Lays Markdown out for printing; a picture stays a dot."""

    def loadResource(self, kind: int, url: QUrl | str) -> Any:
        """Give a dot for anything that the text names."""
        return _dot()


def tip(text: str) -> str:
    """Give a text as a tool tip that shows it as it is, though it may look like markup.

    >>> tip("a < b"), tip("plain")
    ('<qt>a &lt; b</qt>', 'plain')
    """
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>") if "<" in text else text


def plain_label(text: str, parent: QWidget) -> QLabel:
    """Give a label that shows a text as it is, though it may look like markup."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def _dot() -> QImage:
    # Not nothing: then Qt would look for the file itself.
    dot = QImage(1, 1, QImage.Format.Format_ARGB32)
    dot.fill(0)
    return dot
