"""AnnotationSet and SpanIndex against a list that is searched from end to end."""

from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from annotator.core import span_index
from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.changes import Change, ChangeSet, Value, added, removed
from annotator.core.errors import StaleEdit
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.relation import Relation
from annotator.core.span import Span
from annotator.core.span_index import SpanIndex
from tests.core.making import SCHEME, TIME, annotation, article, fragments, relation

T = TypeVar("T")
LENGTH = 60
places = st.integers(0, LENGTH)


def in_order(annotations: "list[Annotation]") -> list[str]:
    """The order by its definition: start, longest first, label, identifier."""
    keys = [(a.start, -(a.end - a.start), a.label, a.id) for a in annotations]
    # With one start, longest first and farthest end first are the same.
    return [key[3] for key in sorted(keys)]


def touched(annotations: list[Annotation], start: int, end: int, *, hull: bool) -> list[str]:
    def touches(a: Annotation) -> bool:
        parts = (a.span,) if hull else a.fragments
        return any(part.start < end and part.end > start for part in parts)

    return in_order([a for a in annotations if touches(a)])


def put_or_take(table: dict[str, T], key: str, value: T, put: bool) -> None:
    if put:
        table[key] = value
    else:
        del table[key]


class Edits(RuleBasedStateMachine):
    """Random edits; after each, all that a set can be asked equals the naive answer."""

    @initialize(count=st.integers(0, 12), data=st.data())
    def begin(self, count: int, data: st.DataObject) -> None:
        marks = [self.drawn(data, f"m{n}") for n in range(count)]
        self.model: dict[str, Annotation] = {a.id: a for a in marks}
        self.links: dict[str, Relation] = {}
        self.number = 0
        self.set = AnnotationSet("art", marks)
        self.index = SpanIndex(marks)
        self.log: list[ChangeSet] = []

    @staticmethod
    def drawn(data: st.DataObject, name: str) -> Annotation:
        label = data.draw(st.sampled_from(["actor", "place"]))
        return annotation(name, label=label, fragments=data.draw(fragments(LENGTH)))

    def do(self, *changes: Change) -> None:
        self.log.append(ChangeSet("Step", changes))
        self.set.apply(self.log[-1])
        self.follow(changes)

    def follow(self, changes: tuple[Change, ...]) -> None:
        for change in changes:
            for value, is_after in ((change.before, False), (change.after, True)):
                if isinstance(value, Annotation):
                    (self.index.add if is_after else self.index.remove)(value)
                    put_or_take(self.model, value.id, value, is_after)
                elif isinstance(value, Relation):
                    put_or_take(self.links, value.id, value, is_after)

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        self.number += 1
        self.do(added(self.drawn(data, f"n{self.number}")))

    @rule(data=st.data())
    def add_many(self, data: st.DataObject) -> None:
        self.number += 1
        place = data.draw(st.integers(0, LENGTH - 1))
        self.do(*(added(annotation(f"n{self.number}-{k}", place, place + 1)) for k in range(9)))

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        if self.model:
            before = self.model[data.draw(st.sampled_from(sorted(self.model)))]
            self.do(Change(before, self.drawn(data, before.id)))

    @rule(data=st.data())
    def relate(self, data: st.DataObject) -> None:
        if self.model:
            ends = st.sampled_from(sorted(self.model))
            self.number += 1
            self.do(added(relation(f"r{self.number}", data.draw(ends), data.draw(ends))))

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if self.model:
            gone = data.draw(st.sampled_from(sorted(self.model)))
            links = [r for r in self.links.values() if gone in (r.head, r.tail)]
            self.do(*map(removed, links), removed(self.model[gone]))

    @rule()
    def undo(self) -> None:
        if self.log:
            inverse = self.log.pop().inverse
            self.set.apply(inverse)
            self.follow(inverse.changes)

    @rule(data=st.data())
    def refuse_a_stale_edit(self, data: st.DataObject) -> None:
        if self.model:
            known = self.model[data.draw(st.sampled_from(sorted(self.model)))]
            stale = replace(known, note="not this")
            good = added(annotation("fresh"))
            before = AnnotationSet("art", [*self.model.values(), *self.links.values()])
            for edit in (removed(stale), added(known), Change(stale, known)):
                with pytest.raises(StaleEdit):
                    self.set.apply(ChangeSet("Stale", (good, edit)))
            assert self.set == before

    @invariant()
    def the_answers_are_the_naive_ones(self) -> None:
        marks = list(self.model.values())
        assert [a.id for a in self.set] == list(self.index) == in_order(marks)
        assert len(self.set) == len(marks)
        assert all(a.id in self.set and self.set.get(a.id) == a for a in marks)
        for start in range(0, LENGTH, 7):
            for end in (start, start + 1, start + 20):
                found = [a.id for a in self.set.touching(start, end)]
                assert found == touched(marks, start, end, hull=False)
                assert self.index.touching(start, end) == touched(marks, start, end, hull=True)

    @invariant()
    def relations_are_found_at_both_ends(self) -> None:
        for mark in self.model:
            linked = [r for r in self.links.values() if mark in (r.head, r.tail)]
            assert self.set.relations_of(mark) == sorted(linked, key=lambda r: r.id)
        exported = sorted(self.links.values(), key=lambda r: (r.head, r.tail, r.type, r.id))
        assert list(self.set.relations) == exported
        assert self.set == AnnotationSet("art", [*self.model.values(), *self.links.values()])


TestEdits = Edits.TestCase


@pytest.fixture(autouse=True)
def small_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Buckets so small that random edits split and empty them."""
    monkeypatch.setattr(span_index, "_BUCKET", 4)


def test_an_article_long_mark_hides_no_other() -> None:
    index = SpanIndex(annotation(f"a{n:03}", n * 10, n * 10 + 5) for n in range(100))
    index.add(annotation("whole", 0, 1000))
    assert index.touching(555, 560) == ["whole"]
    assert index.touching(554, 561) == ["whole", "a055", "a056"]


def test_removing_what_is_not_there_raises_and_changes_nothing() -> None:
    index = SpanIndex([annotation("a1", 0, 3)])
    for other in (annotation("a1", 0, 4), annotation("a2", 0, 3), annotation("a0", 9, 10)):
        with pytest.raises(KeyError):
            index.remove(other)
    assert list(index) == ["a1"]
    index.remove(annotation("a1", 0, 3))
    with pytest.raises(KeyError):
        index.remove(annotation("a1", 0, 3))
    assert list(index) == index.touching(0, 99) == []


def test_a_gap_between_fragments_is_not_touched() -> None:
    marks = AnnotationSet("art", [annotation("a1", fragments=(Span(0, 3), Span(8, 9)))])
    assert marks.touching(3, 8) == []
    assert [a.id for a in marks.touching(3, 9)] == ["a1"]


def test_labels_and_states_are_kept_by_annotator() -> None:
    amy = ArticleLabel("art", "amy", "relevant", True, TIME)
    done, new = (ArticleState("art", who, "done", TIME) for who in ("mo", "al"))
    marks = AnnotationSet("art", [annotation(annotator="zoe"), done, amy, new])
    assert marks.article_labels == (amy,)
    assert marks.article_label("amy", "relevant") is amy
    assert marks.article_label("mo", "relevant") is None
    assert marks.states == (new, done)
    assert marks.state("mo") is done
    assert marks.state("amy") is None
    assert marks.annotators() == ("al", "amy", "mo", "zoe")
    edit = ChangeSet("Clear", (removed(amy), Change(done, replace(done, state="skipped"))))
    marks.apply(edit)
    assert not marks.article_labels
    assert marks.states[1].state == "skipped"
    marks.apply(edit.inverse)
    assert marks == AnnotationSet("art", [new, amy, done, annotation(annotator="zoe")])
    assert marks != AnnotationSet("art")


def test_only_what_concerns_the_article_is_applied() -> None:
    marks = AnnotationSet("art")
    elsewhere = replace(annotation("b1"), article_id="other")
    values: list[Value] = [elsewhere, article(), SCHEME, annotation()]
    marks.apply(ChangeSet("Mixed", tuple(map(added, values))))
    assert [a.id for a in marks] == ["a1"]


@given(st.lists(places))
def test_an_index_built_at_once_is_like_one_built_step_by_step(starts: list[int]) -> None:
    marks = [annotation(f"a{n}", start, start + 1 + n % 5) for n, start in enumerate(starts)]
    step_by_step = SpanIndex()
    for mark in marks:
        step_by_step.add(mark)
    assert list(step_by_step) == list(SpanIndex(marks))
