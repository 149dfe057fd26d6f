from dataclasses import replace

import pytest

from annotator.core import operations
from annotator.core.annotation import NO_ATTRIBUTES, Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.changes import Change, ChangeSet, added, removed
from annotator.core.identifiers import is_id
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.span import Span
from annotator.core.validation import check
from tests.core.making import SCHEME, TIME, annotation, article, relation

ART = article("Norland will not close 2 bases.")
ACTOR = annotation("a1", 0, 7, article=ART)
PLEDGE = annotation("a2", 8, 30, article=ART, label="commitment", attributes={"act": "pledge"})
OTHER = annotation("a3", 13, 22, article=ART, label="commitment")
BY = relation("r1", "a2", "a1")
UPDATES = relation("r2", "a2", "a3", type="updates")
NOW = AnnotationSet("art", [ACTOR, PLEDGE, OTHER, BY, UPDATES])


def only(edit: ChangeSet) -> tuple[Annotation, Annotation]:
    """Give before and after of an edit that changes one annotation, time aside."""
    (change,) = edit.changes
    assert isinstance(change.before, Annotation)
    assert isinstance(change.after, Annotation)
    assert change.after.changed > change.before.changed
    assert change.after.created == change.before.created
    return change.before, replace(change.after, changed=change.before.changed)


def test_add_marks_the_words() -> None:
    edit = operations.add(
        ART, (Span(8, 12), Span(17, 22)), label="commitment", annotator="mo",
        label_name="Commitment", attributes={"act": "pledge"},
    )  # fmt: skip
    (change,) = edit.changes
    mark = change.after
    assert change.before is None
    assert isinstance(mark, Annotation)
    assert is_id(mark.id)
    assert (mark.article_id, mark.label, mark.annotator) == ("art", "commitment", "mo")
    assert mark.quote == "will close"
    assert mark.attributes == {"act": "pledge"}
    assert mark.created == mark.changed > TIME
    assert edit.name == "Add Commitment"
    check(edit, ART, NOW, SCHEME)
    assert operations.add(ART, (Span(0, 7),), label="actor", annotator="mo").name == "Add actor"


def test_delete_takes_the_relations_along_first() -> None:
    edit = operations.delete([ACTOR], NOW)
    assert edit == ChangeSet("Delete annotation", (removed(BY), removed(ACTOR)))
    both = operations.delete([PLEDGE, ACTOR, PLEDGE], NOW)
    assert both.name == "Delete 2 annotations"
    assert both.changes == (removed(BY), removed(UPDATES), removed(PLEDGE), removed(ACTOR))
    assert not operations.delete([], NOW)


def test_a_deletion_can_be_applied_and_undone() -> None:
    marks = AnnotationSet("art", [ACTOR, PLEDGE, OTHER, BY, UPDATES])
    edit = operations.delete([PLEDGE], marks)
    marks.apply(edit)
    assert list(marks) == [ACTOR, OTHER]
    assert marks.relations == ()
    marks.apply(edit.inverse)
    assert marks == NOW


def test_relabel_keeps_what_it_is_told() -> None:
    edit = operations.relabel(
        PLEDGE, "actor", NOW, allowed={"who": "x"}, relations_allowed=["r1"], label_name="Actor"
    )
    assert edit.name == "Change label to Actor"
    assert edit.changes[0] == removed(UPDATES)
    before, after = only(ChangeSet("", edit.changes[1:]))
    assert (before, after) == (PLEDGE, replace(PLEDGE, label="actor", attributes={"who": "x"}))
    assert not operations.relabel(PLEDGE, "commitment", NOW, allowed={}, relations_allowed=[])


def test_change_label_drops_what_the_scheme_forbids() -> None:
    actor = SCHEME.labels_by_id["actor"]
    mark = replace(PLEDGE, attributes={"act": "pledge", "who": "the minister"})
    marks = AnnotationSet("art", [ACTOR, mark, OTHER, BY, UPDATES])
    edit = operations.change_label(mark, actor, marks, SCHEME)
    assert set(edit.changes[:2]) == {removed(BY), removed(UPDATES)}
    _, after = only(ChangeSet("", edit.changes[2:]))
    assert after.attributes == {"who": "the minister"}
    check(edit, ART, marks, SCHEME)

    to_tail = operations.change_label(ACTOR, SCHEME.labels_by_id["place"], NOW, SCHEME)
    assert to_tail.changes[0] == removed(BY)
    assert not operations.change_label(ACTOR, actor, NOW, SCHEME)


def test_change_label_keeps_what_still_fits() -> None:
    wish = SCHEME.labels_by_id["commitment"]
    place = replace(OTHER, label="place", attributes={"act": "lost", "who": "x"})
    link = relation("r9", "far", "a3", type="updates")  # from another article
    marks = AnnotationSet("art", [place, link])
    edit = operations.change_label(place, wish, marks, SCHEME)
    _, after = only(edit)
    assert (after.label, after.attributes) == ("commitment", {"who": "x"})


def test_set_fragments_takes_the_new_words() -> None:
    edit = operations.set_fragments(PLEDGE, ART, (Span(8, 16), Span(23, 24)))
    before, after = only(edit)
    assert before is PLEDGE
    assert after == replace(PLEDGE, fragments=(Span(8, 16), Span(23, 24)), quote="will not 2")
    assert not operations.set_fragments(PLEDGE, ART, PLEDGE.fragments)
    assert not operations.set_fragments(PLEDGE, ART, ())


PARTS = annotation("a4", fragments=(Span(0, 7), Span(13, 16)), article=ART)


def test_edges_move_until_the_part_would_vanish() -> None:
    assert only(operations.move_start(PARTS, ART, 3))[1].fragments == (Span(3, 7), Span(13, 16))
    assert only(operations.move_end(PARTS, ART, 31))[1].fragments == (Span(0, 7), Span(13, 31))
    assert only(operations.move_end(PARTS, ART, 14))[1].quote == "Norland n"
    for start in (-1, 0, 7, 8):
        assert not operations.move_start(PARTS, ART, start)
    for end in (16, 13, 12, 32):
        assert not operations.move_end(PARTS, ART, end)


def test_parts_are_added_and_taken_away() -> None:
    added_part = operations.add_fragment(PARTS, ART, Span(8, 12))
    assert only(added_part)[1].fragments == (Span(0, 7), Span(8, 12), Span(13, 16))
    joined = operations.add_fragment(PARTS, ART, Span(7, 13))
    assert only(joined)[1].fragments == (Span(0, 16),)
    assert not operations.add_fragment(PARTS, ART, Span(1, 4))
    fewer = operations.remove_fragment(PARTS, ART, Span(0, 7))
    assert only(fewer)[1] == replace(PARTS, fragments=(Span(13, 16),), quote="not")
    assert not operations.remove_fragment(PARTS, ART, Span(0, 6))
    assert not operations.remove_fragment(ACTOR, ART, Span(0, 7))


def test_notes_and_attributes_are_written_and_cleared() -> None:
    assert only(operations.set_note(ACTOR, "why"))[1] == replace(ACTOR, note="why")
    assert not operations.set_note(ACTOR, "")
    edit = operations.set_attribute(PLEDGE, "act", "threat")
    assert edit.name == "Set act"
    assert only(edit) == (PLEDGE, replace(PLEDGE, attributes={"act": "threat"}))
    assert PLEDGE.attributes == {"act": "pledge"}
    cleared = operations.set_attribute(PLEDGE, "act", None)
    assert only(cleared)[1].attributes == NO_ATTRIBUTES
    assert not operations.set_attribute(PLEDGE, "act", "pledge")
    assert not operations.set_attribute(PLEDGE, "share", None)


def test_relations_are_added_and_deleted() -> None:
    edit = operations.relate(PLEDGE, ACTOR, type="committed_by", annotator="mo")
    (change,) = edit.changes
    assert change.before is None
    assert edit.name == "Add relation committed_by"
    made = replace(change.after, id="r1", created=TIME, changed=TIME)  # type: ignore[type-var]
    assert made == BY
    assert operations.delete_relation(BY) == ChangeSet("Delete relation", (removed(BY),))


def test_states_change_and_end() -> None:
    none = AnnotationSet("art")
    (change,) = operations.set_state(none, "mo", "done").changes
    assert isinstance(change.after, ArticleState)
    assert (change.before, change.after.state, change.after.annotator) == (None, "done", "mo")
    done = AnnotationSet("art", [change.after])
    assert operations.set_state(none, "mo", "in_progress").name == "Mark in progress"
    assert not operations.set_state(none, "mo", "new")
    assert not operations.set_state(done, "mo", "done")
    assert operations.set_state(done, "al", "done")
    assert operations.set_state(done, "mo", "new").changes == (removed(change.after),)
    (skipped,) = operations.set_state(done, "mo", "skipped").changes
    assert skipped.before == change.after


def test_article_labels_change_and_end() -> None:
    none = AnnotationSet("art")
    (change,) = operations.set_article_label(none, "mo", "relevant", False).changes
    assert isinstance(change.after, ArticleLabel)
    assert (change.before, change.after.value) == (None, False)
    kept = AnnotationSet("art", [change.after])
    assert not operations.set_article_label(none, "mo", "relevant", None)
    assert not operations.set_article_label(kept, "mo", "relevant", False)
    gone = operations.set_article_label(kept, "mo", "relevant", None)
    assert gone == ChangeSet("Set relevant", (removed(change.after),))
    (turned,) = operations.set_article_label(kept, "mo", "relevant", True).changes
    assert turned.before == change.after


def test_an_article_takes_other_details_but_no_other_text() -> None:
    edit = operations.edit_article(ART, title="Bases", outlet="The Day")
    assert edit.changes == (Change(ART, replace(ART, title="Bases", outlet="The Day")),)
    assert not operations.edit_article(ART, title="")
    for name in ("id", "text", "sha256"):
        with pytest.raises(ValueError, match="never change"):
            operations.edit_article(ART, **{name: "x"})


def test_many_values_are_added_as_one() -> None:
    assert operations.add_all("Accept 2", [ACTOR, BY]) == ChangeSet(
        "Accept 2", (added(ACTOR), added(BY))
    )
