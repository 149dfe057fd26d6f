"""Decisions: what becomes gold by each rule, and how it is taken back."""

import pytest

from annotator.core.annotation_set import AnnotationSet
from annotator.core.decision import Decision
from annotator.core.operations import add_all
from annotator.core.validation import check
from annotator.review import adjudication
from annotator.review.adjudication import Note, accept, decide, identical, reopen, trusted
from annotator.review.comparison import Comparison, compared
from annotator.review.disagreement import groups
from annotator.storage.project import Project
from tests.review.making import article, comparison, layer, mark, relation
from tests.review.test_agreement_verb import SCHEME

NOTE = Note("jo", "slip", "why not")
THREE = {
    "ada": [("actor", "Mayor Koval")],
    "ben": [("actor", "Koval")],
    "cy": [("location", "Koval")],
}


def settled(found, rule, note=NOTE):
    values = AnnotationSet(found.article.id, [
        v for each in found.layers for v in (*each.marks, *each.relations)
    ])  # fmt: skip
    return decide(groups(found), rule, found.article, values, [], note), values


def gold(change_set):
    after = [c.after for c in change_set.changes if c.after is not None]
    return [(v.label, v.quote) for v in after if getattr(v, "label", "")]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (accept("ada"), [("actor", "Mayor Koval")]),
        (accept("ben"), [("actor", "Koval")]),
        (adjudication.NONE, []),
        (adjudication.ALL, [("actor", "Mayor Koval"), ("actor", "Koval"), ("location", "Koval")]),
        (adjudication.UNION, [("actor", "Mayor Koval")]),
        (adjudication.INTERSECTION, [("actor", "Koval")]),
        (trusted({"actor": "ben", "location": "ben"}), [("actor", "Koval")]),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_becomes_gold(rule, expected):
    change_set, _ = settled(comparison(article(), **THREE), rule)
    assert sorted(gold(change_set)) == sorted(expected)
    (decision,) = [c.after for c in change_set.changes if isinstance(c.after, Decision)]
    assert (decision.person, decision.reason, decision.comment) == ("jo", "slip", "why not")
    assert len(decision.sources) == 3
    assert decision.outcome == ("gold" if expected else "none")


def test_rules_that_cannot_settle_leave_the_group_open():
    found = comparison(article(), **THREE)
    for rule in (adjudication.MAJORITY, adjudication.UNANIMOUS, trusted({"actor": "ada"})):
        assert not settled(found, rule)[0]


def test_the_majority_may_be_for_nothing():
    found = comparison(article(), ada=[("actor", "Vesna")], ben=[], cy=[])
    change_set, _ = settled(found, adjudication.MAJORITY)
    assert gold(change_set) == []
    assert change_set.changes[-1].after.outcome == "none"


def test_genuine_disagreement_keeps_the_readings_with_their_weights():
    found = comparison(article(), ada=[("actor", "Vesna")], ben=[("location", "Vesna")])
    note = Note("jo", outcome="genuine", weights=(0.5, 0.5))
    change_set, _ = settled(found, adjudication.ALL, note)
    assert len(gold(change_set)) == 2
    assert change_set.changes[-1].after.weights == (0.5, 0.5)


def test_identical_cases_are_found():
    one, two = (comparison(article(), ada=[("actor", "Vesna")], ben=[]) for _ in "12")
    other = comparison(article(), ada=[("actor", "Norland")], ben=[])
    (first,), (second,), (third,) = map(groups, (one, two, other))
    assert identical(first, [second, third]) == [second]


def test_in_a_project_relations_follow_and_all_is_undone(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    of = article()
    a1, a2 = mark(of, "actor", "Norland"), mark(of, "location", "Vesna")
    b1, b2 = mark(of, "actor", "Norland", "ben"), mark(of, "location", "Vesna", "ben")
    link = relation(a1, a2)
    raw = [of, a1, a2, b1, b2, link]
    with Project.create(tmp_path / "p.annotator", SCHEME) as project:
        project.apply(add_all("Fill", raw), annotator="ada")

        def step(rule, which):
            found = next(compared(project.entries()))
            current = project.annotation_set(of.id)
            some = [group for group in groups(found) if group.labels == (which,)]
            earlier = project.records(Decision, of.id)
            change_set = decide(some, rule, of, current, earlier, NOTE)
            check(change_set, of, current, SCHEME)
            project.apply(change_set, annotator="gold")
            return project.annotation_set(of.id)

        now_ = step(accept("ada"), "actor")
        assert [r for r in now_.relations if r.annotator == "gold"] == []
        now_ = step(accept("ada"), "location")
        (follows,) = [r for r in now_.relations if r.annotator == "gold"]
        assert now_.get(follows.head).quote == "Norland"
        assert now_.get(follows.head).annotator == "gold"
        now_ = step(accept("ben"), "actor")  # decided anew: the first gold goes, with its link
        assert [r for r in now_.relations if r.annotator == "gold"] == []
        assert sum(m.annotator == "gold" for m in now_) == 2
        assert len(project.records(Decision)) == 2
        project.apply(reopen(project.records(Decision), now_), annotator="gold")
        assert project.records(Decision) == []
        assert {m.annotator for m in project.annotation_set(of.id)} == {"ada", "ben"}
        for _ in range(4):
            project.undo(annotator="gold")
        assert project.annotation_set(of.id) == AnnotationSet(of.id, raw[1:])
        assert list(project.check()) == []


def test_a_rule_never_touches_the_annotators_marks():
    found = Comparison(of := article(), (layer("ada", mark(of, "actor", "Vesna")), layer("ben")))
    change_set, _ = settled(found, adjudication.ALL)
    assert all(c.before is None for c in change_set.changes)
