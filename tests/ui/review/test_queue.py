"""The queue: what is shown, identical cases, progress, and rows of lanes for each annotator."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from annotator.core.decision import Decision
from annotator.review.disagreement import groups
from annotator.ui.reading.owners import Owner, rows_of
from annotator.ui.review.case_list import kinds_of
from annotator.ui.review.queue import Case, Queue, Wanted
from tests.review.making import TIME, article, comparison


def queue(*comparisons, decisions=()):
    made = Queue()
    for _ in made.take(comparisons, decisions):
        pass
    made.show(Wanted())
    return made


def differ():
    return comparison(
        article(),
        ada=[("actor", "Norland"), ("actor", "Mayor Koval")],
        ben=[("actor", "Norland"), ("actor", "Koval")],
        cy=[("location", "Norland"), ("actor", "Koval")],
    )


def decision(case, outcome="gold", *, automatic=False):
    group = case.group
    return Decision(
        "00000000-0000-7000-8000-00000000d0d0", group.article_id,
        tuple(m.id for m in group.members), (), outcome, "rule", "jo", TIME, automatic=automatic,
    )  # fmt: skip


def test_states_and_progress_follow_the_decisions():
    found = queue(one := differ())
    case = found.shown[0]
    assert found.progress(one.article.id) == (0, 2, 0, 2)
    for outcome, automatic, state, settled in (
        ("deferred", False, "deferred", 0), ("gold", True, "automatic", 1),
        ("none", False, "decided", 1), ("genuine", False, "decided", 1),
    ):  # fmt: skip
        found.decide(one.article.id, [decision(case, outcome, automatic=automatic)])
        assert case.state == state
        assert found.progress(one.article.id) == (settled, 2, settled, 2)
    found.decide(one.article.id, [])
    assert case.state == "open"


def test_a_decision_does_not_cover_a_mark_that_came_later():
    found = queue(one := differ())
    case = found.shown[0]
    partly = decision(Case(case.group, case.article))
    found.decide(one.article.id, [Decision(
        partly.id, partly.article_id, partly.sources[:2], (), "gold", "rule", "jo", TIME,
    )])  # fmt: skip
    assert case.decision is None


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Wanted(kind="label"), 1), (Wanted(kind="boundary"), 1), (Wanted(kind="missing"), 0),
        (Wanted(label="location"), 1), (Wanted(pair=("ada", "ben")), 1),
        (Wanted(pair=("ben", "cy")), 1), (Wanted(pair=("ada", "cy")), 2),
        (Wanted(confidence=0.5), 0), (Wanted(state="decided"), 0), (Wanted(state="all"), 2),
        (Wanted(outlet="Elsewhere"), 0), (Wanted(until="2026"), 0),
    ],
)  # fmt: skip
def test_filters(wanted, count):
    found = queue(differ())
    found.show(wanted)
    assert len(found.shown) == count


def test_walking_by_case_and_by_article():
    found = queue(differ(), differ())
    assert found.current is found.shown[0]
    assert found.step(1, article=True).article is found.shown[2].article
    assert found.step(-1) is found.shown[1]
    found.at = 3
    assert found.step(1) is None and found.at == 3


def test_identical_cases_are_those_that_wait():
    found = queue(differ(), differ(), differ())
    first = found.shown[0]
    assert [case.group.pattern for case in found.identical(first)] == [first.group.pattern] * 2
    found.decide(found.shown[2].article.id, [decision(found.shown[2])])
    assert len(found.identical(first)) == 1


def test_the_commonest_come_first():
    rare = comparison(article(), ada=[("actor", "Vesna")], ben=[])
    found = queue(rare, differ(), differ())
    found.show(Wanted(order="frequency"))
    assert found.shown[-1].group.labels == ("actor",) and "missing" in found.shown[-1].group.kinds


def test_what_is_not_shown_is_still_found():
    found = queue(one := differ())
    found.show(Wanted(state="decided"))
    span = groups(one)[0].span
    assert found.find(one.article.id, span.start, span.end).group.span == span


# --- rows of lanes


def stroke(owner, left, right, *, loud):
    return SimpleNamespace(owner=owner, extent=(left, right), look=SimpleNamespace(loud=loud))


OWNERS = [Owner("gold", "✓", "#000000", optional=True), Owner("a", "A", "#000000"),
          Owner("b", "B", "#000000")]  # fmt: skip


def test_where_all_is_calm_rows_take_only_their_bars():
    rows = rows_of([stroke(1, 0, 9, loud=False), stroke(2, 0, 9, loud=False)], OWNERS)
    assert rows.lanes == [0, 1] and not rows.named and not rows.firsts


def test_on_a_strong_line_everybody_has_a_row_but_gold():
    rows = rows_of([stroke(1, 0, 9, loud=True), stroke(1, 5, 9, loud=True)], OWNERS)
    assert rows.lanes == [0, 1]
    assert rows.firsts == {0: 1, 2: 2}
    assert rows.named == {0, 1, 2}


def test_gold_comes_nearest_to_the_words():
    rows = rows_of([stroke(2, 0, 9, loud=True), stroke(0, 20, 30, loud=False)], OWNERS)
    assert rows.firsts == {0: 0, 1: 1, 2: 2} and rows.lanes == [2, 0]


def test_decisions_of_two_adjudicators_that_contradict_wait_for_a_third():
    found = queue(one := differ())
    case = found.shown[0]
    mine = decision(case)
    theirs = replace(mine, id=mine.id.replace("d0d0", "d0d1"), person="kim", outcome="none")
    found.decide(one.article.id, [mine, theirs])
    assert (case.state, case.decision, case.rivals) == ("open", None, (mine, theirs))
    assert kinds_of(case) == "Two decisions"
    assert found.progress(one.article.id) == (0, 2, 0, 2)
    agreed = replace(theirs, outcome="gold")
    later = replace(mine, id=agreed.id.replace("d0d1", "d0d2"), outcome="deferred")
    found.decide(one.article.id, [mine, agreed, later])
    assert (case.settled, case.rivals) == (True, ())
    found.decide(one.article.id, [later])
    assert case.state == "deferred"
