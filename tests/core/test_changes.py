from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.changes import (
    Change,
    ChangeSet,
    Key,
    Value,
    added,
    article_of,
    combined,
    key_of,
    removed,
)
from annotator.core.judgement import ArticleLabel, ArticleState
from tests.core.making import SCHEME, TIME, annotation, article, relation

LABEL = ArticleLabel("art", "mo", "relevant", True, TIME)
STATE = ArticleState("art", "mo", "done", TIME)
VALUES: list[Value] = [annotation(), relation(), article(), LABEL, STATE, SCHEME]
KEYS: list[Key] = [
    ("Annotation", "a1"), ("Relation", "r1"), ("Article", "art"),
    ("ArticleLabel", "art", "mo", "relevant"), ("ArticleState", "art", "mo"), ("Scheme",),
]  # fmt: skip


@pytest.mark.parametrize(("value", "key"), [*zip(VALUES, KEYS, strict=True)])
def test_each_value_has_a_key_of_its_own(value: Value, key: Key) -> None:
    assert key_of(value) == added(value).key == removed(value).key == key
    assert article_of(added(value)) == ("" if value is SCHEME else "art")


def test_a_change_keeps_the_identity_of_its_value() -> None:
    with pytest.raises(ValueError, match="before or after"):
        Change(None, None)
    with pytest.raises(ValueError, match="identity"):
        Change(annotation("a1"), annotation("a2"))
    with pytest.raises(ValueError, match="identity"):
        Change(annotation("a1"), relation("a1"))


def test_the_value_of_a_change_is_the_later_one() -> None:
    early, late = annotation(), annotation(note="x")
    assert Change(early, late).value is late
    assert removed(early).value is early


def test_a_change_set_names_its_articles_once_and_in_order() -> None:
    elsewhere = replace(annotation("b1"), article_id="other")
    edit = ChangeSet("Edit", (added(elsewhere), *map(added, VALUES)))
    assert edit.article_ids == ("other", "art")
    assert edit.annotations == (edit.changes[0], edit.changes[1])
    assert bool(edit) is True
    assert bool(ChangeSet("Nothing", ())) is False


# A model: a table of what is there, and edits made from what is there.

World = dict[Key, Value]


def applied(world: World, edit: ChangeSet) -> World:
    after = dict(world)
    for change in edit.changes:
        assert after.pop(change.key, None) == change.before
        if change.after is not None:
            after[change.key] = change.after
    return after


@st.composite
def stories(draw: st.DrawFn) -> tuple[World, list[ChangeSet]]:
    """Draw a world and edits that follow one another in it."""
    start: World = {key_of(a): a for a in (annotation("a0"), annotation("a1"))}
    world, edits = start, []
    for _ in range(draw(st.integers(0, 6))):
        changes: dict[Key, Change] = {}
        for name in draw(st.lists(st.sampled_from("0123"), max_size=3, unique=True)):
            before = world.get(("Annotation", f"a{name}"))
            after = annotation(f"a{name}", note=draw(st.sampled_from("xy")))
            gone = before is not None and draw(st.booleans())
            changes[key_of(after)] = Change(before, None if gone else after)
        edits.append(ChangeSet("Step", tuple(changes.values())))
        world = applied(world, edits[-1])
    return start, edits


@given(stories())
def test_the_inverse_takes_an_edit_back(story: tuple[World, list[ChangeSet]]) -> None:
    world, edits = story
    for edit in edits:
        after = applied(world, edit)
        assert applied(after, edit.inverse) == world
        assert edit.inverse.inverse == edit
        world = after


@given(stories())
def test_combined_edits_do_what_they_do_one_by_one(story: tuple[World, list[ChangeSet]]) -> None:
    world, edits = story
    one_by_one = world
    for edit in edits:
        one_by_one = applied(one_by_one, edit)
    whole = combined("All", edits)
    assert applied(world, whole) == one_by_one
    assert len({change.key for change in whole.changes}) == len(whole.changes)
    assert all(change.before != change.after for change in whole.changes)
    assert bool(whole) == (world != one_by_one)
    assert whole.name == "All"


def test_the_inverse_goes_backwards_so_relations_leave_before_their_annotations() -> None:
    edit = ChangeSet("Edit", (added(annotation("a1")), added(relation())))
    assert edit.inverse.changes == (removed(relation()), removed(annotation("a1")))


def test_an_edit_and_its_inverse_cancel() -> None:
    edit = ChangeSet("Edit", (added(annotation("a1")), added(relation())))
    assert not combined("Both", [edit, edit.inverse])


def test_combined_keeps_relations_within_the_life_of_their_annotations() -> None:
    mark, link = annotation("a1"), relation()
    noted = annotation("a1", note="x")
    made = combined("Make", [
        ChangeSet("", (added(mark),)), ChangeSet("", (added(link),)),
        ChangeSet("", (Change(mark, noted),)),
    ])  # fmt: skip
    assert [c.key[0] for c in made.changes] == ["Annotation", "Relation"]
    gone = combined("Drop", [
        ChangeSet("", (Change(mark, noted),)),
        ChangeSet("", (removed(link), removed(noted))),
    ])  # fmt: skip
    assert gone.changes == (removed(link), removed(mark))
