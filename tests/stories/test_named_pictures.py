"""What strangers wrote names pictures in every way that Qt knows: none is ever opened.

Qt opens files by itself, unheard by Python, so the system is asked who opened the canary.
"""

import ctypes
import os
import sys

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.ui.rooms import ROOMS
from tests.ui.walking import nothing_waits, walked

IN_OPEN, NOT_WAITING = 0x20, os.O_NONBLOCK
linux_alone = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux tells here who opens a file"
)


class Canary:
    """A picture of which the system says whether it was opened."""

    def __init__(self, path):
        image = QImage(40, 40, QImage.Format.Format_RGB32)
        image.fill(QColor("red"))
        assert image.save(str(path))
        self.path = path
        libc = ctypes.CDLL(None)
        self._heard = libc.inotify_init1(NOT_WAITING)
        assert libc.inotify_add_watch(self._heard, os.fsencode(path), IN_OPEN) > 0

    @property
    def was_opened(self):
        try:
            return bool(os.read(self._heard, 4096))
        except BlockingIOError:
            return False

    @property
    def named(self):
        """A text that names it as HTML and as Markdown."""
        return (
            f'<b>x</b><img src="{self.path.as_uri()}"> ![y]({self.path.as_uri()}) ![z]({self.path})'
        )


@pytest.fixture
def canary(tmp_path, qapp):
    return Canary(tmp_path / "canary.png")


@pytest.fixture
def hostile(tmp_path, canary):
    """Give a project in which every text names the canary."""
    said = canary.named
    question = Attribute("sure", said, "text", definition=said)
    actor = Label("actor", said, "#3366cc", key="1", definition=said, guideline=said,
                  attributes=(question,))  # fmt: skip
    place = Label("place", f"Place {said}", "#cc6633", key="2", definition=said, guideline=said)
    kind = RelationType("at", said, ("actor",), ("place",), definition=said)
    scheme = Scheme("hostile", said, "1", (actor, place), (kind,))
    path = tmp_path / "hostile.annotator"
    with Project.create(path, scheme) as project:
        articles = [
            Article.new(f"{n} {said} and the end.", title=said, outlet=said, author=said)
            for n in range(2)
        ]
        project.apply(operations.add_all("Add", articles), annotator="mo")
        for article in articles:
            for start, label in ((0, "actor"), (4, "place")):
                span = (Span(start, start + 3),)
                edit = operations.add(article, span, label=label, annotator="mo")
                project.apply(edit, annotator="mo")
        project.set_setting("annotator", "mo")
    return path


@linux_alone
def test_no_picture_that_a_project_names_is_opened(person, hostile, canary):
    window = person.start(hostile)
    for mark in window.workspace.visible_annotations():
        window.marking.set_note(mark.id, canary.named)
        person.settle()
    assert not canary.was_opened
    for room, _, _ in ROOMS:
        window.rooms.go(room)
        for _ in range(4):
            person.settle()
        assert not canary.was_opened, room
    window.rooms.go("annotate")
    person.keys("?")
    assert canary.named in {said.text() for said in window.dialogs.current.findChildren(QLabel)}
    window.dialogs.current.reject()
    assert not canary.was_opened
    scheme = window.rooms.room("scheme")
    for row in range(scheme.parts.rows.count()):
        scheme.parts.rows.setCurrentRow(row)
        person.settle()
    assert not canary.was_opened
    tips = {each.toolTip() for each in window.findChildren(QWidget)}
    assert any("&lt;img" in one for one in tips)  # shown as it is written
    assert [one for one in tips if "<img" in one] == []


def read_as_markup(root):
    """Give every word of a stranger that Qt would take for markup when it is shown below a widget.

    A label and a tool tip look at their text themselves: what begins like markup is markup.
    """
    labels = [
        (type(one).__name__, one.text()) for one in root.findChildren(QLabel)
        if one.textFormat() != Qt.TextFormat.PlainText and GuiQt.mightBeRichText(one.text())
    ]  # fmt: skip
    tips = [(type(one).__name__, one.toolTip()) for one in root.findChildren(QWidget)]
    for view in root.findChildren(QAbstractItemView):
        tips += [(type(view).__name__, text) for text in tips_of(view.model())]
    return [(name, text) for name, text in labels + tips if "<img" in text]


def tips_of(model, under=None, most=20):
    """Give the tool tips of the first rows of a model, and of what hangs below them."""
    if model is None:
        return
    under = QModelIndex() if under is None else under
    for row in range(min(model.rowCount(under), most)):
        for column in range(
            1 if isinstance(model, QAbstractListModel) else model.columnCount(under)
        ):
            index = model.index(row, column, under)
            if said := index.data(Qt.ItemDataRole.ToolTipRole):
                yield said
            yield from tips_of(model, index, most)


def test_nothing_that_looks_like_markup_is_read_as_markup(person, hostile, canary, monkeypatch):
    window = person.start(hostile)
    for mark in window.workspace.visible_annotations():
        window.marking.set_note(mark.id, canary.named)
        person.settle()
    seen, shown = [], set()

    def visit(name, root):
        seen.extend((name, *one) for one in read_as_markup(root))
        if any(canary.named in one.text() for one in root.findChildren(QLabel)):
            shown.add(name)

    with nothing_waits(monkeypatch):
        met = walked(window, visit)
    assert sorted(set(seen)) == []
    assert len(met) > 15 and len(shown) > 2, (sorted(shown), len(met))


def test_what_is_read_as_markup_would_be_seen(canary, qapp):
    """The negative control: what Qt does with a text by itself."""
    root = QWidget()
    rows = QListWidget(root)
    item = QListWidgetItem("row")
    item.setToolTip(canary.named)
    rows.addItem(item)
    rows.setToolTip(canary.named)
    column = QVBoxLayout(root)
    column.addWidget(QLabel(canary.named, root))
    assert [name for name, _ in read_as_markup(root)] == ["QLabel", "QListWidget", "QListWidget"]


@linux_alone
def test_one_that_was_opened_would_be_seen(canary, qapp):
    """The negative control: what Qt does with Markdown by itself."""
    browser = QTextBrowser()
    browser.setMarkdown(canary.named)
    browser.show()
    QApplication.processEvents()
    assert canary.was_opened
