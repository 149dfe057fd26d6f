"""A team at work: people, rounds, assignment, hand-out, hand-in, blind work, news."""

import pytest
from PySide6.QtWidgets import QFileDialog

from annotator.core.annotation import GOLD
from annotator.core.team import Assignment, Person, Round
from annotator.storage.project import Project
from annotator.ui.articles.panel import MINE
from annotator.ui.review.assigning import AssignmentDialog
from annotator.ui.review.handing import HandoutDialog, MergeDialog
from annotator.ui.review.people import PeopleDialog
from annotator.ui.review.timekeeping import own_times, share_times, times_of
from annotator.ui.review.visits import NewsDialog
from tests.stories.test_review import enter, gold, press
from tests.ui.review.studying import mark, study


@pytest.fixture
def team(person, tmp_path):
    """Open a study as someone."""

    def begin(name="jo", who=("ada", "ben"), *, done=True):
        path = tmp_path / "study.annotator"
        study(path, who, done=done)
        window = person.start(path)
        window.workspace.be(name)
        person.settle()
        return window

    return begin


def run(person, window, action):
    window.made[action].trigger()
    person.settle()
    return window.dialogs.current


def test_annotators_are_records_that_can_be_changed_and_undone(person, team):
    window = team()
    dialog = run(person, window, "people")
    assert isinstance(dialog, PeopleDialog)
    records = {one.name: one for one in window.workspace.project.records(Person)}
    assert set(records) == {"ada", "ben", "jo"}
    assert len({one.color for one in records.values()}) == 3
    row = [dialog.people.item(r, 0).text() for r in range(3)].index("ada")
    dialog.people.item(row, 1).setText("A!")
    dialog.people.item(row, 0).setText("eva")  # she has marks under her name
    person.settle()
    assert window.banner.isVisible()
    records = {one.name: one for one in window.workspace.project.records(Person)}
    assert records["ada"].initials == "A!" and "eva" not in records
    dialog.add_round.click()
    (one,) = window.workspace.project.records(Round)
    assert (one.kind, one.scheme_version) == ("training", window.workspace.scheme.version)
    dialog.close()
    assert window.workspace.undo()
    assert window.workspace.project.records(Round) == []


def test_articles_are_assigned_and_the_list_shows_what_is_ones_own(person, team, tmp_path):
    window = team("ada")
    dialog = run(person, window, "assign")
    assert isinstance(dialog, AssignmentDialog)
    dialog.overlap.setValue(0)
    said = dialog.said.text()
    assert "3 articles, 0 of them by several" in said and "ada" in said and "words" in said
    dialog._assign()
    person.settle()
    given = window.workspace.project.records(Assignment)
    assert len(given) == 3 and {one.annotator for one in given} == {"ada", "ben"}
    mine = sum(one.annotator == "ada" for one in given)
    window.articles.filter.setCurrentIndex(MINE)
    person.settle()
    assert window.articles.model.rowCount() == mine < 3
    person.restart(tmp_path / "study.annotator")
    assert person.window.articles.filter.currentIndex() == MINE


def test_from_hand_out_to_gold(person, team, tmp_path, monkeypatch):
    window = team()
    dialog = run(person, window, "hand_out")
    assert isinstance(dialog, HandoutDialog)
    dialog.annotator.setCurrentText("cy")
    out = tmp_path / "for cy.annotator"
    dialog.hand_out(out)
    person.wait_for_job()
    with Project.open(out) as theirs:
        assert theirs.annotators() == () or set(theirs.annotators()) <= {"cy"}
        article = next(theirs.entries())[0]
        from annotator.core.operations import add_all

        marks = [mark(article, "cy", "actor", "Ines Koval"),
                 mark(article, "cy", "commitment", "promised to end its strike")]  # fmt: skip
        theirs.apply(add_all("Mark", marks), annotator="cy")
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(out)], ""))
    merging = run(person, window, "merge")
    assert isinstance(merging, MergeDialog)
    person.wait_for_job()
    assert "2 new" in merging.text.toPlainText()
    assert "cy" not in window.workspace.project.annotators()  # only tried
    merging._merge()
    person.wait_for_job()
    assert "cy" in window.workspace.project.annotators()
    room = enter(person)
    assert room.names_here() == ["ada", "ben", "cy"]
    press(person, room, "3")
    assert gold(room) == [("actor", "Ines Koval")]


def test_blind_work_hides_others_until_both_are_done(person, team):
    window = team("ada", done=False)
    window.workspace.show_everyone(True)
    dialog = run(person, window, "people")
    seen = {a.annotator for a in window.workspace.visible_annotations()}
    assert seen == {"ada", "ben"}
    dialog.blind.click()
    person.settle()
    dialog.close()
    assert {a.annotator for a in window.workspace.visible_annotations()} == {"ada"}
    window.marking.set_state("done")
    person.settle()
    assert {a.annotator for a in window.workspace.visible_annotations()} == {"ada"}
    window.workspace.be("ben")
    window.marking.set_state("done")
    person.settle()
    assert {a.annotator for a in window.workspace.visible_annotations()} == {"ada", "ben"}
    window.workspace.be("ada")
    person.settle()
    assert {a.annotator for a in window.workspace.visible_annotations()} == {"ada", "ben"}
    room = enter(person)
    assert len(room.queue.cases) == 1  # only the article that both have done


def test_an_adjudicator_sees_all_where_work_is_blind(person, team):
    window = team("jo", done=False)
    dialog = run(person, window, "people")
    row = [dialog.people.item(r, 0).text() for r in range(3)].index("jo")
    dialog.people.cellWidget(row, 3).activated.emit(1)
    dialog.blind.click()
    person.settle()
    dialog.close()
    room = enter(person)
    assert len(room.queue.cases) == 3


def test_what_is_new_since_the_last_visit(person, team, tmp_path):
    window = team("ada")
    person.restart(tmp_path / "study.annotator")  # ada has been here
    window = person.window
    window.workspace.be("jo")
    room = enter(person)
    press(person, room, "2")
    window.workspace.be("ada")
    person.settle()
    dialog = run(person, window, "news")
    assert isinstance(dialog, NewsDialog)
    assert [text for text, _ in dialog.news] == ["jo decided: accept ben"]
    assert GOLD not in dialog.list.item(0).text()


def test_times_are_kept_here_without_pauses_and_shared_only_if_wished(person, team):
    window = team("ada")
    times = window.team.times
    window.workspace.open_article(window.articles.model.row(0).id)
    start = 1_000_000.0
    times._last = start
    for seconds in (5.0, 12.0, 500.0, 503.0):  # a long pause does not count
        times.touch(start + seconds)
    times.keep()
    article = window.workspace.article.id
    assert own_times(window) == {article: pytest.approx(15.0, abs=0.2)}
    assert times_of(window.workspace.project) == {}
    share_times(window, shared=True)
    assert set(times_of(window.workspace.project)) == {"ada"}
    share_times(window, shared=False)
    assert times_of(window.workspace.project) == {}
