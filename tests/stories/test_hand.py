"""Marking without a mouse, and many equal mentions at once: real keys on the real window."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.ui.comments import comment_edit, comments_on
from annotator.ui.reading import hover_card
from annotator.ui.reading.hover_card import HoverCard
from tests.benchmarks import hand

LABELS = (Label("actor", "Actor", "#2f6fde", key="1"), Label("place", "Place", "#0b8a5a", key="2"))
FIRST = (
    "Norland met Vellmark. “Norland is late,” said Koval of NORLAND’s Norland Rail."
    "\n\nNorland left."
)
SECOND = "In Norland, and in Norlandia, nothing happened; Norland waited."


@pytest.fixture
def window(person, tmp_path):
    path = tmp_path / "p.annotator"
    with Project.create(path, Scheme("s", "S", "1", LABELS)) as project:
        project.apply(add_all("Import", map(Article.new, (FIRST, SECOND))), annotator="mo")
    return person.start(path)


def marks(window):
    return [(a.label, a.start) for a in window.workspace.visible_annotations()]


def starts(words, text=FIRST):
    return [i for i in range(len(text)) if text.startswith(words, i)]


def test_shift_and_a_label_marks_all_equal_mentions_with_one_undo(person, window):
    person.double_click("Norland")
    person.keys("Shift+1")
    assert marks(window) == []  # nothing is stored before it is accepted
    assert [s.start for s in window.pending.spans] == starts("Norland")
    person.keys("Return")
    assert marks(window) == [("actor", at) for at in starts("Norland")]
    assert window.workspace.project.undo_name == "Add Actor to 4 mentions"
    person.keys("Ctrl+Z")
    assert marks(window) == []
    person.keys("Ctrl+Shift+Z")
    assert len(marks(window)) == 4


def test_pending_marks_are_walked_dropped_and_relabelled(person, window):
    person.double_click("Norland")
    person.keys("Shift+1", "Tab", "Backspace", "Shift+Tab", "Backspace", "2", "Space")
    assert marks(window) == [("place", at) for at in starts("Norland")[2:]]


def test_escape_drops_all_that_is_pending_and_then_disarms(person, window):
    person.keys("1")
    assert window.marking.armed == "actor"
    window.view.select(Span(0, 7))
    person.keys("Shift+1", "Esc")
    assert not window.pending.active and marks(window) == []
    assert window.marking.armed == "actor"
    person.keys("Esc")
    assert window.marking.armed is None


def test_what_is_marked_already_does_not_pend(person, window):
    window.view.select(Span(0, 7))
    person.keys("1", "Shift+1")
    assert [s.start for s in window.pending.spans] == starts("Norland")[1:]
    person.keys("Return")
    window.view.select(Span(0, 7))
    person.keys("Shift+1")
    assert not window.pending.active


def test_another_article_ends_what_is_pending(person, window):
    window.view.select(Span(0, 7))
    person.keys("Shift+1")
    window.articles.step(1)
    assert not window.pending.active
    window.articles.step(-1)
    assert marks(window) == []


def test_capitals_count_or_not_as_one_likes(person, window):
    window.settings["mention_case"] = False
    window.view.select(Span(0, 7))
    person.keys("Shift+1")
    assert len(window.pending.spans) == 5


def test_all_equal_marks_are_deleted_at_once(person, window):
    window.view.select(Span(0, 7))
    person.keys("Shift+1", "Return")
    window.view.select(Span(12, 20))
    person.keys("2")
    window.view.pick(next(iter(window.workspace.annotations)).id)
    person.settle()
    person.keys("Shift+Del")
    assert marks(window) == [("place", 12)]
    person.keys("Ctrl+Z")
    assert len(marks(window)) == 5


def test_n_selects_the_next_unmarked_name(person, window):
    chosen = []
    for _ in range(3):
        person.keys("N")
        span = window.view.selected_span()
        chosen.append(FIRST[span.start : span.end])
        person.keys("1")
    assert chosen == ["Norland", "Vellmark", "Norland"]
    person.keys("Shift+N")
    span = window.view.selected_span()
    assert FIRST[span.start : span.end] not in chosen or span.start > starts("Norland")[1]


def test_typing_finds_a_word_and_escape_goes_back(person, window):
    window.view.set_caret(0)
    person.keys("/")
    person.write("ko")
    person.keys("Return")
    span = window.view.selected_span()
    assert FIRST[span.start : span.end] == "Koval"
    person.keys("1")
    assert [quote for _, quote in person.marks] == ["Koval"]
    person.keys("'")
    person.write("nor")
    first = window.view.selected_span()
    person.keys("Tab")
    assert window.view.selected_span() > first
    person.keys("Esc")
    assert window.view.selected_span() is None
    assert window.view.hasFocus()


def test_the_letters_of_the_word_line_are_never_keys(person, window):
    person.keys("/")
    person.write("1n/'?")
    assert window.jumping.line.text() == "1n/'?"
    assert marks(window) == [] and window.marking.armed is None


def test_a_labels_key_is_the_labels_even_where_an_action_has_it(person, tmp_path):
    path = tmp_path / "n.annotator"
    labels = (Label("name", "Name", "#2f6fde", key="n"),)
    with Project.create(path, Scheme("s", "S", "1", labels)) as project:
        project.apply(add_all("Import", [Article.new(FIRST)]), annotator="mo")
    window = person.start(path)
    assert window.keymap.clashes("candidate") == ["N: marks as Name"]
    assert window.keymap.keys("candidate") == ()
    window.view.select(Span(0, 7))
    person.keys("n")
    assert marks(window) == [("name", 0)]


def test_a_changed_key_works_is_shown_and_comes_back(person, window):
    window.keymap.choose("candidate", ["Ctrl+J"])
    person.keys("N")
    assert window.view.selected_span() is None
    person.keys("Ctrl+J")
    assert window.view.selected_span() == Span(0, 7)
    assert window.made["candidate"].shortcut().toString() == "Ctrl+J"
    path = window.workspace.path
    window = person.restart(path)
    assert window.keymap.shown("candidate") == "Ctrl+J"
    window.keymap.choose("candidate", ["Ctrl+F"])
    assert window.keymap.clashes("candidate") == ["Ctrl+F: Find in the article"]
    window.keymap.reset()
    assert window.keymap.keys("candidate") == ("N",)


def test_the_context_menu_offers_labels_and_what_is_possible(person, window):
    window.view.select(Span(0, 7))
    spot = window.view.rectangle_of(3).center()
    viewport = window.view.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, event)
    person.settle()
    menu = next(m for m in window.findChildren(QMenu) if m.isVisible())
    entries = {a.text(): a for a in menu.actions() if not a.isSeparator()}
    assert entries["Actor"].shortcut().toString() == "1"
    assert entries["Actor"].isShortcutVisibleInContextMenu()
    assert "Delete the annotation" not in entries  # nothing is picked
    entries["Place"].trigger()
    menu.close()
    assert marks(window) == [("place", 0)]


def test_a_triple_click_with_an_armed_label_marks_once(person, window):
    person.keys("1")
    viewport, left = window.view.viewport(), Qt.MouseButton.LeftButton
    spot: QPoint = window.view.rectangle_of(14).center()
    QTest.mouseClick(viewport, left, pos=spot)
    QTest.mouseDClick(viewport, left, pos=spot)
    QTest.mouseRelease(viewport, left, pos=spot)
    QTest.mousePress(viewport, left, pos=spot)
    QTest.mouseRelease(viewport, left, pos=spot)
    person.settle()
    assert [quote for _, quote in person.marks] == ["Norland met Vellmark."]
    person.keys("Ctrl+Z")
    assert marks(window) == []


@pytest.mark.parametrize(
    ("flow", "most"), [("select_and_key", 84), ("armed", 84), ("equal_mentions", 61)]
)
def test_the_hand_needs_no_more_than_modelled(person, tmp_path, flow, most):
    window = person.start()
    assert hand.run(flow, window, tmp_path / "hand.annotator").seconds <= most


def test_a_card_tells_of_the_mark_under_the_pointer_and_escape_hides_it(person, window, qtbot):
    window.view.select(Span(0, 7))
    person.keys("1")
    mark = window.marking.picked
    window.marking.set_note(mark.id, "Is <b>this</b> the state?")
    for said in ("Which one?", "The northern one."):
        so_far = comments_on(window.workspace, mark)
        assert window.workspace.apply(comment_edit(mark, so_far, said, "ruth"))
    card = window.view.findChild(HoverCard)
    assert not card.isVisible()  # never at once
    QTest.mouseMove(window.view.viewport(), window.view.rectangle_of(3).center())
    qtbot.waitUntil(card.isVisible, timeout=20_000)
    assert card.comments.text() == "2 comments. ruth: The northern one."
    assert (card.label.text(), card.note.text()) == ("Actor", "Is <b>this</b> the state?")
    assert window.workspace.annotator in card.who.text()
    picked = window.view.picked
    person.keys("Esc")
    assert not card.isVisible() and window.view.picked == picked
    window.settings["hover_card"] = False
    QTest.mouseMove(window.view.viewport(), window.view.rectangle_of(5).center())
    QTest.qWait(hover_card.DELAY + 100)
    assert not card.isVisible()


def test_the_settings_name_the_keys_that_are_in_force(person, window):
    def notes():
        window.made["settings"].trigger()
        dialog = window.dialogs.current
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        dialog.reject()
        return said

    assert "F8 goes from one to the next" in notes() and "Q asks again" in notes()
    window.keymap.choose("mode", ["F7"])
    window.keymap.choose("questions", [])
    said = notes()
    assert "F7 goes from one" in said and "F8" not in said
    assert "“Answer the open questions” asks again" in said and "{" not in said


def test_keys_are_changed_in_their_own_window(person, window):
    window.made["change_keys"].trigger()
    dialog = window.dialogs.current
    dialog.select("candidate")
    dialog.key.setKeySequence(QKeySequence("Ctrl+F"))
    dialog.use.click()
    assert "Find in the article" in dialog.clash.text()
    dialog.key.setKeySequence(QKeySequence("F7"))
    dialog.use.click()
    assert window.keymap.keys("candidate") == ("F7",)
    dialog.add.click()  # no key pressed: nothing changes
    assert window.keymap.keys("candidate") == ("F7",)
    dialog.usual.click()
    assert window.keymap.keys("candidate") == ("N",)
    dialog.search.setText("equal ones")
    shown = [n for n, item in dialog._rows.items() if not item.isHidden()]
    assert shown == ["delete_equal", "delete_everywhere"]
    dialog.reject()


def filled(person, window):
    preview = window.project_mentions.preview
    person.settle()
    person.wait_until(preview.button.isEnabled)
    return preview


def activate(window):
    window.activateWindow()  # offscreen, closing a dialog leaves no window active
    QTest.qWaitForWindowActive(window)


def all_marks(window):
    return sorted(
        (article.headline[:4], mark.start)
        for article, values in window.workspace.project.entries()
        for mark in values
        if isinstance(mark, Annotation)
    )


def test_mentions_of_the_whole_project_are_previewed_and_marked_with_one_undo(person, window):
    window.view.select(Span(0, 7))
    person.keys("Ctrl+Shift+1")
    preview = filled(person, window)
    assert preview.told.text() == "6 in 2 articles"
    counts = [preview.table.topLevelItem(n).text(0) for n in range(2)]
    assert [text[-3:] for text in counts] == ["(4)", "(2)"]
    row = preview.table.topLevelItem(1).child(0)
    assert "⟦Norland⟧" in row.text(0)
    row.setCheckState(0, Qt.CheckState.Unchecked)
    person.settle()
    assert preview.button.text() == "Mark 5"
    preview.button.click()
    person.settle()
    expected = sorted([*(("Norl", at) for at in starts("Norland")), ("In N", 48)])
    assert all_marks(window) == expected
    assert len(marks(window)) == 4  # shown in the open article at once
    window.view.pick(next(iter(window.workspace.annotations)).id)
    person.settle()
    activate(window)
    person.keys("Ctrl+Shift+Del")
    filled(person, window).button.click()
    person.settle()
    activate(window)
    assert all_marks(window) == []
    person.keys("Ctrl+Z")
    assert all_marks(window) == expected
    person.keys("Ctrl+Z")
    assert all_marks(window) == []


def test_the_lists_search_looks_into_the_texts(person, window):
    person.keys("Ctrl+L")
    person.write("norlandia")
    person.wait_until(lambda: window.articles.model.rowCount() == 1)
    assert window.articles.model.row(0).headline.startswith("In Norland")
    window.articles.search.clear()
    person.wait_until(lambda: window.articles.model.rowCount() == 2)


def test_comments_on_a_mark_are_kept_settled_and_undone(person, window):
    window.view.select(Span(0, 7))
    person.keys("1", "F4")
    dialog = window.dialogs.current
    dialog.field.setPlainText("Is this the state or the <i>team</i>?")
    QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog.field.setPlainText("The state.")
    dialog.add.click()
    dialog.settled.click()
    dialog.reject()
    person.settle()
    mark = window.marking.picked
    said = comments_on(window.workspace, mark)
    assert [c.text for c in said] == ["Is this the state or the <i>team</i>?", "The state."]
    assert said[0].resolved and {c.thread for c in said} == {said[0].id}
    activate(window)
    person.keys("Ctrl+Z", "Ctrl+Z")
    assert len(comments_on(window.workspace, mark)) == 1
