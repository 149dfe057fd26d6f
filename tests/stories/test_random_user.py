"""Someone who presses anything: marks, parts, links, undo. The picture and the file stay true."""

from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.tokens import words_of
from annotator.ui.relating import Relating
from tests.ui.reading.making import picture

TEXT = (
    "The harbour board of Lunde will, it said on Monday, keep the night ferry running. "
    "Mayor Olla Brandt 👩‍🚒 told the union that the town would pay by May, not before.\n\n"
    "قال الوزير في أوسلو إن المجلس سيعيد فتح الميناء يوم الاثنين.\n\n"
    "The pilots, the dockers and the Ferrymen’s Guild waited in Søndre Vik; nobody of them "
    "promised anything, and Norland did not either. It would be May, said the board.\n\n"
) * 3
STEPS = 160


class Anybody:
    """Presses keys and drags over words, whatever comes of it."""

    def __init__(self, person, rng):
        self.person, self.window, self.rng = person, person.window, rng
        self.words = words_of(person.text)

    def drag(self, modifier=Qt.KeyboardModifier.NoModifier):
        at = self.rng.randrange(len(self.words) - 4)
        first, last = self.words[at], self.words[at + self.rng.randrange(4)]
        self.person.show(first.start)
        viewport = self.window.view.viewport()
        start, end = self.person.point(first.start), self.person.point(last.end, end=True)
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, modifier, start)
        QTest.mouseMove(viewport, (start + end) / 2)
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, modifier, end)
        self.person.settle()

    def mark(self):
        self.drag()
        self.person.press_label(self.rng.choice("123"))

    def part(self):
        self.drag(Qt.KeyboardModifier.ControlModifier)

    def link(self):
        marks = self.window.workspace.visible_annotations()
        if len(marks) > 1:
            self.window.view.setFocus()
            self.window.view.pick(self.rng.choice(marks).id)
            self.person.keys("R", *["Tab"] * self.rng.randrange(1, 4), "Return")

    def press(self):
        self.window.view.setFocus()
        self.person.keys(self.rng.choice((
            "Tab", "Tab", "Shift+Tab", "[", "]", "{", "}", "Del", "-", "+", "X", "Shift+R",
            "Escape", "Right", "Ctrl+Right", "Shift+Right", "PgDown", "PgUp",
            "F8", "F9", "Shift+F8", "=", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", "2", "Shift+1",
            "Return",
        )))  # fmt: skip

    def step(self):
        self.rng.choice((self.mark, self.mark, self.part, self.link, self.press, self.press))()


def at_rest(view):
    """Give the picture once two are alike: a slow machine is still painting what was pressed."""
    before, now = None, picture(view)
    while before != now:
        QTest.qWait(15)
        before, now = now, picture(view)
    return now


@pytest.mark.parametrize("seed", [3, 17])
def test_whatever_is_pressed_picture_and_file_stay_true(
    person, project, tmp_path, monkeypatch, seed
):
    rng = Random(seed)
    monkeypatch.setattr(
        Relating, "show_menu", lambda relating, menu: rng.choice(menu.actions()).trigger()
    )
    source = tmp_path / "a.txt"
    source.write_text(TEXT, "utf-8")
    window = person.start(project)
    window.settings["hover_card"] = False
    window.files.import_paths([source])
    person.wait_for_job()
    article = window.workspace.article
    anybody = Anybody(person, rng)
    parts = links = 0
    for number in range(STEPS):
        anybody.step()
        if window.workspace.article is None:  # the import itself was undone
            assert window.workspace.redo()
        said = window.workspace.annotations
        parts = max(parts, *(len(a.fragments) for a in said), 0)
        links = max(links, len(said.relations))
        assert window.banner.isHidden(), window.banner.message.text()
        if number % 5 == 0:
            person.settle()
            stored = window.workspace.project.annotation_set(article.id)
            assert stored == window.workspace.annotations
            shown = at_rest(window.view)
            window.view.viewport().update()
            again = picture(window.view)
            if again.size() == shown.size():  # else a row beside the text came or went meanwhile
                assert again == shown, f"step {number}: something old was left"
    assert parts > 1 and links > 1, "or the test would show nothing"
    while window.workspace.project.undo_name not in (None, "Import 1 file", "Import a.txt"):
        name = window.workspace.project.undo_name
        if name.startswith("Import"):
            break
        assert window.workspace.undo()
    assert not list(window.workspace.annotations) and not window.workspace.annotations.relations
    assert list(window.workspace.project.check()) == []
