"""Finding copies, comparing and linking them, and carrying marks over: by keys, one undo each."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added
from annotator.core.copies import Copies
from annotator.core.operations import add
from annotator.core.source import source_of
from annotator.core.span import Span
from annotator.storage.project import Project
from annotator.ui.copies.carrying import CarryPreview
from annotator.ui.copies.dialog import CopiesDialog

STORY = " ".join(f"The council of town {n} will pay for bridge {n}." for n in range(12))


@pytest.fixture
def articles(project):
    """Two stories with copies, and one without, in the project."""
    other = STORY.replace("council", "parliament").replace("bridge", "harbour tunnel")
    found = [
        Article.new(STORY, title="Bridges", outlet="The Star"),
        Article.new("Nobody was hurt.", title="Ferry"),
        Article.new(f"OSLO (Agency) – {STORY}", title="Bridges paid", outlet="The Post"),
        Article.new(other, title="Tunnels"),
        Article.new(f"{other} More follows.", title="Tunnels, update"),
    ]
    with Project.open(project) as made:
        made.apply(ChangeSet("Add", tuple(map(added, found))), annotator="")
    return found


@pytest.fixture
def looking(person, project, articles, qtbot):
    """The dialog with its groups found."""
    window = person.start(project)
    person.keys("Ctrl+Alt+D")
    shown = window.dialogs.current
    assert isinstance(shown, CopiesDialog) and shown.isVisible()
    qtbot.waitUntil(lambda: shown.go.isEnabled(), timeout=60_000)
    person.settle()
    return shown


def press(shown, key):
    QTest.keyClick(QApplication.focusWidget() or shown, key)


def stored(person, shown, qtbot):
    """Press Enter, and wait until all is stored; gives the groups."""
    closed = []
    shown.finished.connect(closed.append)
    press(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(closed), timeout=60_000)
    person.settle()
    return person.window.workspace.project.records(Copies)


def test_groups_are_compared_word_by_word_and_linked_by_enter(person, articles, looking, qtbot):
    assert looking.heading.text() == "2 groups of near-duplicates, 4 articles"
    assert looking.panel.list.hasFocus() and looking.panel.compared.left.toPlainText() == STORY
    found = looking.panel.compared.difference
    right = looking.panel.compared.right.toPlainText()
    assert [right[s.start : s.end] for s in found.only_right] == ["OSLO (Agency) –"]
    assert not found.only_left and "1 of 1" in looking.panel.compared.told.text()
    (extra,) = looking.panel.compared.right.extraSelections()
    assert extra.cursor.selectedText() == "OSLO (Agency) –" and extra.format.fontUnderline()
    press(looking, Qt.Key.Key_Down)
    assert "More follows" in looking.panel.compared.right.toPlainText()
    groups = stored(person, looking, qtbot)
    assert {frozenset(g.articles) for g in groups} == {
        frozenset({articles[0].id, articles[2].id}), frozenset({articles[3].id, articles[4].id})
    }  # fmt: skip
    person.keys("Ctrl+Z")
    assert person.window.workspace.project.records(Copies) == []


def test_a_letter_decides_on_the_picked_group_and_the_rule_on_all(person, articles, looking, qtbot):
    press(looking, Qt.Key.Key_G)
    press(looking, Qt.Key.Key_Down)
    press(looking, Qt.Key.Key_K)
    assert looking.panel.model.treatments == ["longest", "keep"]
    assert looking.panel.here.currentData() == "keep"
    groups = stored(person, looking, qtbot)
    assert sorted(g.apart for g in groups) == [False, True]
    project, me = person.window.workspace.project, person.window.workspace.annotator
    states = [project.annotation_set(a.id).state(me) for a in articles]
    assert [s and s.state for s in states] == ["skipped", None, None, None, None]
    person.keys("Ctrl+Z")
    assert project.records(Copies) == [] and project.annotation_set(articles[0].id).states == ()


def test_what_was_decided_is_shown_again_and_esc_stores_nothing(person, looking, qtbot):
    looking.panel.rule.setFocus()
    press(looking, Qt.Key.Key_Down)  # the next rule: keep apart
    assert looking.panel.model.treatments == ["keep", "keep"]
    looking.panel.list.setFocus()
    stored(person, looking, qtbot)
    person.keys("Ctrl+Alt+D")
    again = person.window.dialogs.current
    qtbot.waitUntil(lambda: again.go.isEnabled(), timeout=60_000)
    assert (
        again.panel.model.treatments == ["keep", "keep"]
        and again.panel.rule.currentData() == "keep"
    )
    again.panel.list.setFocus()
    press(again, Qt.Key.Key_L)
    press(again, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: person.window.dialogs.current is None, timeout=10_000)
    assert all(g.apart for g in person.window.workspace.project.records(Copies))


def test_without_copies_it_says_so_and_the_search_can_be_left(person, project, qtbot):
    window = person.start(project)
    person.keys("Ctrl+Alt+D")
    shown = window.dialogs.current
    qtbot.waitUntil(lambda: shown.heading.text().startswith("No near-dup"), timeout=60_000)
    assert not shown.go.isEnabled()
    press(shown, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.dialogs.current is None, timeout=10_000)


@pytest.fixture
def marked(person, project, articles):
    """The first story marked, linked to its copy, and open."""
    window = person.start(project)
    workspace = window.workspace
    marks = []
    for words in ("council", "town 3", "bridge 11."):
        start = STORY.index(words)
        span = Span(start, start + len(words))
        marks.append(add(articles[0], (span,), label="actor", annotator=workspace.annotator))
    group = Copies.of([articles[0].id, articles[2].id, articles[4].id], [1.0, 0.9, 0.5])
    for edit in (*marks, ChangeSet("Link", (added(group),))):
        workspace.project.apply(edit, annotator=workspace.annotator)
    workspace.open_article(articles[0].id)
    person.settle()
    return window


def test_marks_are_carried_over_to_the_copies_by_one_key_and_one_undo(
    person, articles, marked, qtbot
):
    workspace = marked.workspace
    person.keys("Ctrl+Alt+C")
    shown = marked.dialogs.current
    assert isinstance(shown, CarryPreview)
    qtbot.waitUntil(lambda: shown.button.isEnabled(), timeout=60_000)
    tree = shown.table
    assert [tree.topLevelItem(at).childCount() for at in range(2)] == [3, 1]
    assert "not found here: “council”, “bridge 11.”" in tree.topLevelItem(1).text(0)
    assert tree.topLevelItem(0).child(1).text(0).startswith("Actor: ")
    said = []
    workspace.said.connect(said.append)
    press(shown, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: marked.dialogs.current is None, timeout=10_000)
    copied = workspace.project.annotation_set(articles[2].id)
    assert [m.quote for m in copied] == ["council", "town 3", "bridge 11."]
    assert {m.suggested_by.source for m in copied} == {"copy"}
    assert said[-1] == "Carry 4 marks over to 2 copies; 2 marks not found there"
    person.keys("Ctrl+Z")
    assert not any(len(workspace.project.annotation_set(articles[at].id)) for at in (2, 4))


def test_an_article_without_copies_is_told_so(person, articles, marked):
    said = []
    marked.workspace.said.connect(said.append)
    marked.workspace.open_article(articles[1].id)
    person.keys("Ctrl+Alt+C")
    assert "linked to no copies" in said[-1] and marked.dialogs.current is None


def test_the_details_name_further_sources_and_linked_copies(person, articles, marked):
    workspace = marked.workspace
    met = Article.new(STORY, outlet="The Herald", published="2026-03-02")
    source = source_of(articles[0].id, met, "news/herald.html")
    workspace.apply(ChangeSet("Source", (added(source),)))
    person.keys("Ctrl+Shift+D")
    lines = [w.text() for w in marked.metadata.dialog.findChildren(QLabel)]
    assert "The Herald · 2026-03-02 · news/herald.html" in lines
    assert "The Post · Bridges paid\nTunnels, update" in lines
    marked.metadata.dialog.reject()
