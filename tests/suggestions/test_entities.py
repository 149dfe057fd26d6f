"""Candidates for an entity: the right one first, also from the place list, wholly offline."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.formats.register_table import read_register, write_register
from annotator.suggestions.entities import candidates
from annotator.suggestions.places import place_list


def entity(name, **facts):
    return Entity(new_id(), name, now(), **facts)


REGISTER = [
    entity("Olla Brandt", aliases=("Minister Brandt",), type="actor"),
    entity("Brask Savings Bank", type="actor"),
    entity("Brask", type="location"),
    entity("Åsele harbour", type="location"),
]


def names(words, **more):
    return [c.entity.name for c in candidates(words, REGISTER, **more)]


def test_equal_part_and_misspelt_names_are_found():
    assert names("olla brandt")[0] == "Olla Brandt"
    assert names("Brandt")[0] == "Olla Brandt"
    assert names("Asele  Harbour")[0] == "Åsele harbour"
    assert names("Brask Saving Bank")[0] == "Brask Savings Bank"
    assert names("the Zoning Committee") == []


def test_among_equals_the_marked_kind_comes_first():
    twins = [entity("Sund", type="actor"), entity("Sund", type="location")]
    assert candidates("Sund", twins, kind="location")[0].entity.type == "location"


def test_places_are_found_by_any_of_their_names():
    found = candidates("Wien", [], kind="location", places=True)
    assert found[0].entity.name in ("Vienna", "Wien") and found[0].entity.country == "AT"
    assert not found[0].known and abs(found[0].entity.latitude - 48.2) < 0.1
    assert candidates("Москва", [], places=True)[0].entity.country == "RU"
    assert candidates("Norway", [], places=True)[0].entity.note == "GeoNames 3144096"


def test_the_place_list_is_whole():
    places = place_list().places
    assert len(places) > 30_000
    assert sum(p.kind == "country" for p in places) > 240


plain = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="|"),
                min_size=1, max_size=12).map(str.strip).filter(bool)  # fmt: skip


@given(st.lists(st.builds(
    lambda name, aliases, note: Entity(new_id(), name, now(), "actor", tuple(aliases), note=note),
    plain, st.lists(plain, max_size=3), plain), max_size=5))  # fmt: skip
def test_the_register_comes_back_from_its_table(entities):
    assert read_register(write_register(entities)) == entities
    for line in write_register(entities).splitlines()[1:]:
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.split(",")[1:2])
