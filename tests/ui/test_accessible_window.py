"""The window for everyone: names, visible focus, contrast, large text, nothing that moves."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)

import annotator.ui
from annotator.settings import Settings
from annotator.ui.application import make_application
from annotator.ui.importing.window import ImportWindow
from annotator.ui.main_window import MainWindow
from annotator.ui.reading.painter import greyed_ink
from annotator.ui.theme import DARK, LIGHT, contrast, label_shades
from tests.ui.walking import dialogs_of, focusable, nothing_waits, rest, walked

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.fixture
def window(qapp, request):
    make_application()
    settings = Settings()
    settings["theme"] = "light"
    window = MainWindow(settings)
    window.resize(1400, 900)
    window.show()
    assert window.files.open_sample()
    settle()
    yield window
    for dialog in dialogs_of(window):  # what a failed test left open would be met by the next
        dialog.close()
    window.close()
    window.deleteLater()
    settle()


def settle():
    for _ in range(20):
        QApplication.processEvents()


def activate(root):
    """Make a window the active one and wait for it: on getting active, Qt focuses a field."""
    root.activateWindow()
    assert QTest.qWaitForWindowActive(root, 10_000)
    settle()


def spoken(widget):
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


DIALOGS = ("keys", "settings", "palette", "details", "export", "suggest_grey")


def opened(window, name, monkeypatch):
    if name == "export":
        from annotator.ui.export.dialog import ExportDialog

        dialog = ExportDialog(window.workspace.project, Path("/tmp"), window)
        dialog.show()
    else:
        if name == "suggest_grey":
            from annotator.core.span import Span

            monkeypatch.setattr("annotator.core.boilerplate.suspected", lambda text: (Span(0, 9),))
        window.made[name].trigger()
        dialog = window.metadata.dialog or window.dialogs.current
    settle()
    rest(dialog)
    assert dialog is not None and dialog.isVisible()
    return dialog


def test_every_field_button_and_list_of_the_window_has_a_name(window):
    window.find_bar.start()
    window.view.pick(window.workspace.visible_annotations()[0].id)
    settle()
    found = focusable(window)
    assert len(found) > 12
    assert [w for w in found if not spoken(w)] == []


@pytest.mark.parametrize("name", DIALOGS)
def test_every_field_button_and_list_of_the_dialogs_has_a_name(window, name, monkeypatch):
    dialog = opened(window, name, monkeypatch)
    found = focusable(dialog)
    assert found and [w for w in found if not spoken(w)] == []
    dialog.close()


@pytest.mark.parametrize("name", ["scheme", "entities"])
def test_every_field_button_and_list_of_the_rooms_has_a_name(window, name):
    window.rooms.go(name)
    settle()
    found = [w for w in focusable(window) if window.rooms.room(name).isAncestorOf(w)]
    assert len(found) > 4
    assert [w for w in found if not spoken(w)] == []


def test_the_entities_room_with_text_twice_as_large_cuts_nothing_off(large_text, window):
    window.rooms.go("entities")
    settle()
    assert cut_off(window) == []


def test_the_welcome_page_has_names(window):
    window.files.close_project()
    settle()
    found = focusable(window)
    assert found and [w for w in found if not spoken(w)] == []


def without_focus_it_looks_other(root, widget):
    """Say whether the focus can be seen on a widget, in the picture of its window."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(widget)
    settle()
    # A story before may have left the pointer there, and what is under it has a look of its own.
    QTest.mouseMove(root, QPoint(1, 1))
    settle()
    near = QRect(widget.mapTo(root, widget.rect().topLeft()), widget.size()).adjusted(-4, -4, 4, 4)
    pictures = []
    for reason in (None, Qt.FocusReason.TabFocusReason):
        if reason is None:
            widget.clearFocus()
        else:
            widget.setFocus(reason)
        settle()
        if not widget.isVisible():  # it had nothing to say any more
            return True
        assert widget.hasFocus() == (reason is not None), widget.accessibleName()
        pictures.append(root.grab(near).toImage())
    return pictures[0] != pictures[1]


@pytest.mark.parametrize("place", ["window", "details", "settings", "export"])
def test_focus_can_be_seen_on_every_widget(window, place, monkeypatch):
    root = window if place == "window" else opened(window, place, monkeypatch)
    if place == "window":
        window.view.pick(window.workspace.visible_annotations()[0].id)
        settle()
    activate(root)
    blind = [
        w for w in focusable(root)
        if not isinstance(w, QLineEdit) or not w.isReadOnly()
        if not without_focus_it_looks_other(root, w)
    ]  # fmt: skip
    assert blind == []
    if root is not window:
        root.close()


@BOTH
@given(color=COLORS)
def test_what_is_greyed_out_can_be_read_on_paper_and_on_every_mark(theme, color):
    assert contrast(greyed_ink(theme), theme.paper) >= 4.5
    assert contrast(greyed_ink(theme), label_shades(color, theme).fill) >= 4.5


@BOTH
def test_the_frame_of_what_has_the_focus_is_seen(theme):
    for ground in (theme.paper, theme.panel, theme.card):
        assert contrast(theme.accent, ground) >= 3


@pytest.fixture
def large_text(qapp):
    usual = QApplication.font()
    large = QApplication.font()
    if usual.pointSizeF() > 0:
        large.setPointSizeF(usual.pointSizeF() * 2)
    else:
        large.setPixelSize(usual.pixelSize() * 2)
    QApplication.setFont(large)
    yield
    QApplication.setFont(usual)


def cut_off(root):
    """The texts of a window that have too little room and no “…” to say so."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not root:
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            elides = type(widget) is not QLabel
            words = widget.sizeHint().width()
            if widget.pixmap().isNull() and not elides and words > widget.width() + 1:
                found.append((widget, widget.text()))
            if widget.fontMetrics().height() > widget.height() + 1:
                found.append((widget, "height"))
        elif isinstance(widget, QPushButton | QToolButton | QCheckBox | QComboBox):
            words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
            if words and widget.width() < widget.minimumSizeHint().width() - 1:
                found.append((widget, words))
            if words and widget.height() < widget.fontMetrics().height():
                found.append((widget, "height"))
        elif isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height() - 2:
            found.append((widget, "height"))
    return found


def test_text_twice_as_large_cuts_nothing_off(large_text, window):
    window.view.pick(window.workspace.visible_annotations()[0].id)
    settle()
    assert cut_off(window) == []


@pytest.mark.parametrize("name", ["settings", "details", "export"])
def test_dialogs_with_text_twice_as_large_cut_nothing_off(large_text, window, name, monkeypatch):
    dialog = opened(window, name, monkeypatch)
    assert cut_off(dialog) == []
    dialog.close()


def test_the_welcome_page_with_text_twice_as_large(large_text, window):
    window.files.close_project()
    settle()
    assert cut_off(window) == []


def reached_by_tab(root):
    """Give what the Tab key comes to from the first widget on, and round again."""
    activate(root)
    first = start = next(iter(focusable(root)))
    seen = []
    while start not in seen:
        seen.append(start)
        start = start.nextInFocusChain()
        while start is not first and start not in focusable(root):
            start = start.nextInFocusChain()
    return seen


def test_every_room_and_dialog_is_named_reached_by_keys_and_shows_its_focus(window, monkeypatch):
    wrong = {}

    def visit(name, root):
        found = focusable(root)
        activate(root)
        unnamed = [w for w in found if not spoken(w)]
        blind = [
            w for w in found
            if not (isinstance(w, QLineEdit) and w.isReadOnly())
            and not without_focus_it_looks_other(root, w)
        ]  # fmt: skip
        # Of buttons that exclude each other Tab reaches one; the arrows go to the others.
        lost = set(focusable(root)) - set(reached_by_tab(root)) if found else set()
        if unnamed or blind or lost or not found:
            wrong[name] = unnamed, blind, lost

    with nothing_waits(monkeypatch):
        met = walked(window, visit)
    assert not wrong, "\n".join(f"{n}: {w}" for n, w in wrong.items())
    assert len(met) >= 17 and ImportWindow in met and not dialogs_of(window)


def test_every_room_and_dialog_with_text_twice_as_large(large_text, window, monkeypatch):
    wrong = {}

    def visit(name, root):
        if cut := cut_off(root):
            wrong[name] = cut

    with nothing_waits(monkeypatch):
        walked(window, visit)
    assert not wrong, "\n".join(f"{n}: {w}" for n, w in wrong.items())


def test_nothing_moves_by_itself():
    moving = {"QPropertyAnimation", "QVariantAnimation", "QTimeLine", "QMovie",
              "QGraphicsOpacityEffect", "QSequentialAnimationGroup"}  # fmt: skip
    for path in Path(annotator.ui.__file__).parent.rglob("*.py"):
        names = {n.id for n in ast.walk(ast.parse(path.read_text("utf-8")))
                 if isinstance(n, ast.Name)}  # fmt: skip
        assert not names & moving, path
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    assert not QApplication.isEffectEnabled(Qt.UIEffect.UI_AnimateCombo)


def test_labels_are_told_apart_without_colour(window):
    for label in window.workspace.scheme.active_labels[:3]:
        pills = [b for b in window.header.labels.findChildren(QAbstractButton)
                 if label.name in b.accessibleName()]  # fmt: skip
        assert pills and label.key in pills[0].accessibleName()
    looks = window.view._page.document.looks
    assert looks["actor"].name.text() == "Actor"


def test_edits_are_told_in_words(window, qtbot):
    said = []
    window.announcer.announced.connect(said.append)
    marks = window.workspace.visible_annotations()
    window.view.pick(marks[1].id)
    settle()
    assert said[-1].endswith(f"{marks[1].quote}, 2 of {len(marks)}")
    window.marking.delete()
    settle()
    assert said[-1].startswith("Deleted ") and marks[1].quote in said[-1]
    window.workspace.undo()
    settle()
    assert said[-1].startswith("Undone: Delete")
    window.view.pick(marks[1].id)
    settle()
    window.marking.nudge("end", -1)
    settle()
    assert said[-1].startswith(("Moved ", "The span would vanish"))
    window.articles.step(1)
    settle()
    assert window.workspace.article.headline in said[-1] and "annotation" in said[-1]


class Listening:
    """A screen reader that is there."""

    heard = []

    @staticmethod
    def isActive():
        return True

    @classmethod
    def updateAccessibility(cls, event):
        cls.heard.append(event.message())


def test_the_caret_tells_which_marks_it_is_in(window, monkeypatch):
    monkeypatch.setattr("annotator.ui.announce.QAccessible", Listening)
    mark = window.workspace.visible_annotations()[0]
    text, view = window.workspace.article.text, window.view
    free = next(at for at in range(mark.end, len(text)) if not view.labelled_parts(at, at + 1))
    view.set_caret(free)
    settle()
    view.set_caret(mark.start)
    settle()
    name = window.workspace.scheme.label(mark.label).name
    assert Listening.heard[-1].startswith(f"in {name}")
    view.set_caret(free)
    settle()
    assert Listening.heard[-1] == "outside of marks"
