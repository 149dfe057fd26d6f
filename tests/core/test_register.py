"""The entity register: linking, merging, splitting lose no mention and no name."""

import pytest

from annotator import paths
from annotator.core import operations, register
from annotator.core.article import Article
from annotator.core.changes import Change
from annotator.core.entity import Entity, entity_problem
from annotator.core.errors import InvalidEdit
from annotator.core.identifiers import new_id, now
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span

SCHEME = read_scheme(paths.resource("schemes/news-commitments.toml"))
ARTICLE = Article.new("The Harbour Board of Lunde said the board would pay.")


def mark(start, end, label="actor", **answers):
    edit = operations.add(
        ARTICLE, (Span(start, end),), label=label, annotator="mo", attributes=answers
    )
    return edit.annotations[0].value


def entity(name, **facts):
    return Entity(new_id(), name, now(), **facts)


def after(edit, value):
    return next(c.after for c in edit.changes if c.value.id == value.id)


def test_linking_learns_how_the_entity_is_called():
    board, said = entity("Harbour Board"), mark(32, 41)
    edit = register.link(said, board, SCHEME)
    assert register.entity_of(after(edit, said), SCHEME) == board.id
    assert after(edit, board).aliases == ("the board",)
    again = register.link(after(edit, said), after(edit, board), SCHEME)
    assert not again.changes


def test_a_new_entity_is_added_by_its_first_link():
    board, said = entity("Harbour Board"), mark(4, 17)
    edit = register.link(said, board, SCHEME, new=True)
    assert Change(None, board) in edit.changes and len(edit.changes) == 2


def test_a_label_without_entities_says_so():
    scheme = read_scheme(paths.resource("schemes/news-commitments.toml"))
    with pytest.raises(InvalidEdit, match="does not name entities"):
        register.link(mark(0, 3, "commitment"), entity("X"), scheme)


def test_merging_keeps_names_mentions_facts_and_parts():
    gone = entity("The Board", aliases=("HB",), country="NO", latitude=1.0, longitude=2.0)
    kept = entity("Harbour Board", type="actor")
    part = entity("Pilot office", parent=gone.id)
    said = mark(4, 17, entity=gone.id)
    edit = register.merge(gone, kept, [said], [part], SCHEME)
    one = after(edit, kept)
    assert set(one.names) == {"Harbour Board", "The Board", "HB"}
    assert (one.country, one.latitude, one.type) == ("NO", 1.0, "actor")
    assert register.entity_of(after(edit, said), SCHEME) == kept.id
    assert after(edit, part).parent == kept.id and after(edit, gone) is None
    with pytest.raises(InvalidEdit):
        register.merge(kept, kept, [], [], SCHEME)


def test_merging_with_its_own_parent_leaves_no_circle():
    kept = entity("Board")
    gone = entity("Office", parent=kept.id)
    assert after(register.merge(gone, kept, [], [], SCHEME), kept).parent == ""
    child = entity("Desk", parent=gone.id)
    edit = register.merge(gone, child, [], [child], SCHEME)
    assert after(edit, child).parent == kept.id


def test_splitting_takes_the_chosen_mentions_only():
    board = entity("Board")
    one, other = mark(4, 17, entity=board.id), mark(32, 41, entity=board.id)
    edit = register.split(board, "Other board", [other], SCHEME)
    new = edit.changes[0].after
    assert new.name == "Other board" and new.aliases == ("the board",)
    assert register.entity_of(after(edit, other), SCHEME) == new.id
    assert one.id not in {c.value.id for c in edit.changes}


def test_deleting_leaves_its_mentions_without_entity():
    board = entity("Board")
    said = mark(4, 17, entity=board.id)
    edit = register.delete_entity(board, [said], SCHEME)
    assert register.entity_of(after(edit, said), SCHEME) is None


@pytest.mark.parametrize(
    "facts", [{"wikidata": "64"}, {"country": "nor"}, {"latitude": 99.0, "longitude": 0.0},
              {"latitude": 9.0}],
)  # fmt: skip
def test_impossible_facts_are_refused(facts):
    assert entity_problem(entity("X", **facts))
    with pytest.raises(InvalidEdit):
        register.add_entity(entity("X", **facts))
