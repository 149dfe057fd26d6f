"""Asking for help with an article: seen in every list, answered, settled, handed in."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.core.decision import Comment, needing_help
from annotator.core.operations import add_all
from annotator.core.saved_list import SavedList
from annotator.jobs.handout import hand_out
from annotator.jobs.merge import merge_files
from annotator.storage.project import Project
from annotator.ui.articles.model import HELP
from annotator.ui.articles.panel import FILTERS, HELP_WANTED
from tests.jobs.working import done
from tests.review.test_agreement_verb import SCHEME
from tests.stories.test_article_lists import ARTICLES, come_back, titles, window  # noqa: F401 - a fixture


def ask(person, text, *, settle=False):
    """Press the key, write, and close; the dialog's title and button are given."""
    come_back(person.window)
    person.keys("Shift+F4")
    dialog = person.window.dialogs.current
    said = dialog.windowTitle(), dialog.add.text()
    if text:
        QTest.keyClicks(dialog.field, text)
        QTest.keyClick(dialog.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    if settle:
        QTest.mouseClick(dialog.settled, Qt.MouseButton.LeftButton)
    dialog.reject()
    person.settle()
    return said


def narrowed(person, title):
    box = person.window.articles.filter
    box.setFocus()
    QTest.keyClicks(box, title)
    person.settle()


def test_an_article_needs_help_until_the_question_is_settled(person, window):  # noqa: F811
    title, button = ask(person, "Is the company an actor here?")
    assert title == "Ask for help with this article" and button == "Ask"
    model, first = window.articles.model, window.articles.model.at(0)
    assert first.data(HELP) and not model.at(1).data(HELP)
    assert "help is asked for" in first.data(Qt.ItemDataRole.AccessibleTextRole)
    narrowed(person, "Need")
    assert window.articles.filter.currentIndex() == HELP_WANTED
    assert FILTERS[HELP_WANTED][0] == "Needs help" and titles(window) == ["Beta"]
    window.workspace.be("jo")
    person.settle()
    assert titles(window) == ["Beta"]  # everyone sees it
    assert ask(person, "Yes, see the guideline.", settle=True)[1] == "Reply"
    assert titles(window) == []
    come_back(window)
    person.keys("Ctrl+Z")  # reopened by taking back
    assert titles(window) == ["Beta"]
    person.keys("Ctrl+Y")
    assert titles(window) == []
    assert ask(person, "And its spokesman?")[1] == "Ask"  # another question, another thread
    threads = {c.thread for c in window.workspace.project.records(Comment)}
    assert len(threads) == 2 and titles(window) == ["Beta"]


def test_a_question_comes_back_with_the_hand_in(person, project, tmp_path):
    with Project.create(tmp_path / "study.annotator", SCHEME) as study:
        study.apply(add_all("Add", ARTICLES), annotator="jo")
        done(hand_out(study, tmp_path / "ada.annotator", "ada"))
    person.start(tmp_path / "ada.annotator")
    person.window.workspace.be("ada")
    person.window.workspace.open_article(ARTICLES[1].id)
    person.settle()
    ask(person, "Is this an update?")
    person.quit()
    with Project.open(tmp_path / "study.annotator") as study:
        for _ in range(2):  # the second time changes nothing
            done(merge_files(study, [tmp_path / "ada.annotator"]))
            assert needing_help(study.records(Comment)) == {ARTICLES[1].id}


def test_a_list_of_what_needs_help_is_kept_under_a_name(person, window):  # noqa: F811
    ask(person, "What is this?")
    narrowed(person, "Need")
    assert window.articles.save_list("Questions")
    QTest.qWait(1200)  # typing in a list of choices starts anew after a moment
    QTest.keyClick(window.articles.filter, Qt.Key.Key_Home)
    person.settle()
    assert len(titles(window)) == 4
    (known,) = window.workspace.project.records(SavedList)
    window.articles.show_saved(known)
    assert titles(window) == ["Beta"]
