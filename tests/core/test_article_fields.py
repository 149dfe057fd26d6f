"""Metadata fields of a scheme: what texts say in them, what fits, and how the fields change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.article_fields import (
    as_said,
    misfit,
    misfits,
    said_in,
    with_metadata,
    with_value,
)
from annotator.core.errors import SchemeError
from annotator.core.scheme import Attribute, Label, Scheme
from annotator.core.scheme_attributes import (
    FIELDS,
    add_attribute,
    attributes_of,
    change_kind,
    edit_attribute,
    remove_attribute,
    remove_value,
    rename_value,
)
from annotator.core.scheme_file import scheme_from_data, scheme_to_data

TONE = Attribute("tone", "Tone", "one", ("calm", "sharp"))
MOODS = Attribute("moods", "Moods", "some", ("calm", "sharp", "a b"))
PAGE = Attribute("page", "Page", "number")
WIRE = Attribute("wire", "Wire copy", "yes_no", required=True)
HELD = Attribute("held", "Held on", "date")
SCHEME = Scheme(
    "s", "S", "1.0", (Label("a", "A", "#336699"),), fields=(TONE, MOODS, PAGE, WIRE, HELD)
)


@pytest.mark.parametrize(
    ("field", "text", "answer"),
    [
        (TONE, " calm ", "calm"), (MOODS, "a b;calm;; calm", ("a b", "calm")),
        (PAGE, "12", 12), (PAGE, "1.5", 1.5), (WIRE, "YES", True), (WIRE, "0", False),
        (HELD, "2026-03", "2026-03"), (HELD, "2026-03-01/..", "2026-03-01/.."),
    ],
)  # fmt: skip
def test_a_text_says_its_answer(field: Attribute, text: str, answer: object) -> None:
    assert said_in(field, text) == (answer, "")
    assert misfit(field, text) == ""


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        (TONE, "loud", "“loud” is none of calm, sharp."),
        (MOODS, "calm; loud", "“loud” is none of calm, sharp, a b."),
        (PAGE, "A3", "“A3” is no number."), (WIRE, "maybe", "“maybe” is neither yes nor no."),
        (HELD, "2026-02-30", "Write a date like"), (WIRE, " ", "It is required"),
    ],
)  # fmt: skip
def test_a_text_that_does_not_fit_says_why(field: Attribute, text: str, why: str) -> None:
    assert misfit(field, text).startswith(why)


def test_what_an_article_does_not_fit_is_listed() -> None:
    found = [(field.id, why) for field, why in misfits(SCHEME, {"page": "x", "other": "y"})]
    assert found == [
        ("page", "“x” is no number."),
        ("wire", "It is required, and nothing is said."),
    ]


@given(st.lists(st.sampled_from(MOODS.values), unique=True), st.booleans(), st.integers(-9, 9999))
def test_answers_survive_as_texts(moods: list[str], wire: bool, page: int) -> None:
    for field, answer in ((MOODS, tuple(moods) or None), (WIRE, wire), (PAGE, page)):
        assert said_in(field, as_said(field, answer)) == (answer, "")


def test_values_are_renamed_within_texts() -> None:
    assert with_value(MOODS, "sharp;calm", "calm", "sharp") == "sharp"
    assert with_value(TONE, "calm and calm", "calm", "x") == "calm and calm"
    assert with_value(TONE, " calm", "calm", None) == ""


def test_metadata_are_set_and_taken_away() -> None:
    article = Article.new("A text.", metadata={"a": "1", "b": "2"})
    assert dict(with_metadata(article, {"a": "", "c": "3"}).metadata) == {"b": "2", "c": "3"}


def test_a_scheme_with_fields_is_the_same_after_its_file() -> None:
    assert scheme_from_data(scheme_to_data(SCHEME)) == SCHEME
    assert "fields" not in scheme_to_data(Scheme("s", "S", "1", ()))


@pytest.mark.parametrize(
    ("field", "why"),
    [
        (Attribute("outlet", "Outlet", "text"), "'outlet' is one that every article has already"),
        (Attribute("tags", "Tags", "text"), "'tags' is one that every article has already"),
        (Attribute("who", "Who", "entity"), "asks for an entity, which metadata cannot hold"),
        (Attribute("m", "M", "some", ("a;b",)), "has a ;, which stands between values"),
        (Attribute("m", "M", "one"), "'m' of the metadata has no values to choose from"),
        (PAGE, "two attributes of the metadata have the identifier 'page'"),
    ],
)
def test_impossible_fields_are_refused(field: Attribute, why: str) -> None:
    with pytest.raises(SchemeError, match=why):
        Scheme("s", "S", "1", (), fields=(PAGE, field))


def test_fields_change_like_attributes_but_touch_only_metadata() -> None:
    edit = add_attribute(SCHEME, FIELDS, Attribute("", "Desk", "text"))
    assert edit.after.fields[-1].id == "desk"
    assert edit.after.version == "1.1"
    assert edit.metadata.keys() == {"desk"}
    assert not edit.touches_marks
    assert not edit.touches_metadata
    renamed = rename_value(SCHEME, FIELDS, "moods", "calm", "quiet")
    assert attributes_of(renamed.after, FIELDS)[1].values == ("quiet", "sharp", "a b")
    assert renamed.touches_metadata
    assert renamed.metadata["moods"]("sharp; calm") == "sharp; quiet"
    gone = remove_value(SCHEME, FIELDS, "moods", "calm", instead=None)
    assert not gone.touches_metadata
    swapped = remove_value(SCHEME, FIELDS, "moods", "calm", instead="sharp")
    assert swapped.metadata["moods"]("calm; a b") == "sharp; a b"
    named = edit_attribute(SCHEME, FIELDS, "page", name="Sheet")
    assert named.after.fields[2] == Attribute("page", "Sheet", "number")
    kind = change_kind(SCHEME, FIELDS, "tone", "text")
    assert kind.after.fields[0].kind == "text"
    assert remove_attribute(SCHEME, FIELDS, "tone").after.fields == SCHEME.fields[1:]
    assert SCHEME.labels == edit.after.labels
