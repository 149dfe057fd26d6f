"""What strangers wrote names pictures in every way that Qt knows: none is ever opened.

Qt opens files by itself, unheard by Python, so the system is asked who opened the canary.
"""

import ctypes
import os
import sys

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QWidget

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.ui.rooms import ROOMS

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


@linux_alone
def test_one_that_was_opened_would_be_seen(canary, qapp):
    """The negative control: what Qt does with Markdown by itself."""
    browser = QTextBrowser()
    browser.setMarkdown(canary.named)
    browser.show()
    QApplication.processEvents()
    assert canary.was_opened
