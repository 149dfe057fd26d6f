"""Every sentence that says why an edit is not allowed, and that nothing else is refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.annotation import AttributeValue
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, Value, added, removed
from annotator.core.errors import InvalidEdit
from annotator.core.judgement import ArticleLabel, ArticleState
from annotator.core.span import Span, quote
from annotator.core.validation import (
    LONGEST_NOTE,
    annotation_problem,
    article_label_problem,
    check,
    fragments_problem,
    relation_problem,
    state_problem,
)
from tests.core.making import SCHEME, TIME, annotation, article, fragments, relation, texts

ART = article("Norland will close 2 bases.")
GOOD = annotation("a1", 0, 7, article=ART)
PLEDGE = annotation("a2", 8, 26, article=ART, label="commitment")

PROBLEMS: list[tuple[dict[str, Any], str]] = [
    ({"article_id": "other"}, "it belongs to another article"),
    ({"fragments": ()}, "it has no span"),
    ({"fragments": (Span(4, 6), Span(0, 2))}, "its fragments overlap, touch or are out of order"),
    ({"fragments": (Span(0, 4), Span(3, 6))}, "its fragments overlap, touch or are out of order"),
    ({"fragments": (Span(0, 4), Span(4, 6))}, "its fragments overlap, touch or are out of order"),
    ({"fragments": (Span(20, 28),)}, "it ends at offset 28, but the text has 27 characters"),
    ({"fragments": (Span(1, 8),)},
     "its text is 'Norland', but offsets 1 to 8 hold 'orland '"),
    ({"quote": "x" * 99},
     f"its text is '{'x' * 39}…', but offsets 0 to 7 hold 'Norland'"),
    ({"label": "wish"}, "label 'wish' is not in the scheme “News”"),
    ({"annotator": ""}, "it names no annotator"),
    ({"annotator": " \t"}, "it names no annotator"),
    ({"annotator": "m\ud800"},
     "its annotator's name holds half a character (lone surrogate U+D800) at offset 1"),
    ({"note": "n" * (LONGEST_NOTE + 1)}, "its note is longer than 100,000 characters"),
    ({"note": "a\x00"}, "its note holds a NUL character at offset 1"),
    ({"attributes": {"act": "pledge"}}, "attribute 'act' is not in the scheme"),
    ({"attributes": {"who": 3}}, "attribute 'who' takes a text, not 3"),
    ({"attributes": {"who": "\udfff"}},
     "attribute 'who' holds half a character (lone surrogate U+DFFF) at offset 0"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), PROBLEMS, ids=[p for _, p in PROBLEMS])
def test_an_annotation_that_cannot_be_says_why(change: dict[str, Any], problem: str) -> None:
    assert annotation_problem(GOOD, ART, SCHEME) == ""
    assert annotation_problem(replace(GOOD, **change), ART, SCHEME) == problem


ANSWERS: list[tuple[str, AttributeValue, str]] = [
    ("act", "pledge", ""),
    ("act", "wish", "attribute 'act' has no value 'wish'"),
    ("act", ("pledge",), "attribute 'act' takes one of its values, not a tuple"),
    ("tags", ("a", "b"), ""),
    ("tags", ("a", "c"), "attribute 'tags' has no value 'c'"),
    ("certain", True, ""),
    ("certain", 1, "attribute 'certain' takes true or false, not 1"),
    ("share", 2.5, ""),
    ("share", True, "attribute 'share' takes a number, not True"),
    ("share", float("nan"), "attribute 'share' takes a number, not nan"),
]


@pytest.mark.parametrize(("name", "value", "problem"), ANSWERS)
def test_answers_are_checked_against_the_label(
    name: str, value: AttributeValue, problem: str
) -> None:
    mark = replace(PLEDGE, attributes={name: value})
    assert annotation_problem(mark, ART, SCHEME) == problem


@given(st.data(), texts.filter(bool))
def test_fragments_with_a_true_quote_fit_and_no_others(data: st.DataObject, text: str) -> None:
    parts = data.draw(fragments(len(text)))
    assert fragments_problem(parts, quote(text, parts), text) == ""
    assert fragments_problem(parts, quote(text, parts) + "x", text) != ""
    last = parts[-1]
    outside = (*parts[:-1], Span(last.start, len(text) + 1))
    assert "it ends at offset" in fragments_problem(outside, "", text)


@pytest.mark.parametrize(
    ("change", "ends", "problem"),
    [
        ({}, ("commitment", "actor"), ""),
        ({"type": "loves"}, ("commitment", "actor"),
         "relation 'loves' is not in the scheme “News”"),
        ({}, (None, "actor"), "its head is not an annotation of the project"),
        ({}, ("commitment", None), "its tail is not an annotation of the project"),
        ({"tail": "a1"}, ("commitment", "actor"), "it joins an annotation to itself"),
        ({}, ("actor", "commitment"),
         "relation 'committed_by' does not go from 'actor' to 'commitment'"),
        ({"annotator": ""}, ("commitment", "actor"), "it names no annotator"),
        ({"note": "\x00"}, ("commitment", "actor"), "its note holds a NUL character at offset 0"),
        ({"attributes": {"how": "x"}}, ("commitment", "actor"),
         "attribute 'how' is not in the scheme"),
    ],
)  # fmt: skip
def test_a_relation_that_cannot_be_says_why(
    change: dict[str, Any], ends: tuple[str | None, str | None], problem: str
) -> None:
    assert relation_problem(replace(relation(), **change), ends, SCHEME) == problem


def test_article_labels_and_states_that_cannot_be_say_why() -> None:
    label = ArticleLabel("art", "mo", "relevant", True, TIME)
    assert article_label_problem(label, SCHEME) == ""
    wrong = replace(label, value="yes")
    assert article_label_problem(wrong, SCHEME) == (
        "attribute 'relevant' takes true or false, not 'yes'"
    )
    unknown = replace(label, name="genre")
    assert article_label_problem(unknown, SCHEME) == "attribute 'genre' is not in the scheme"
    assert article_label_problem(replace(label, annotator=""), SCHEME) == "it names no annotator"
    state = ArticleState("art", "mo", "done", TIME)
    assert state_problem(state) == ""
    assert state_problem(replace(state, annotator=" ")) == "it names no annotator"
    odd = replace(state, state="lost")  # type: ignore[arg-type]
    assert state_problem(odd) == "'lost' is no state of an article"


def checked(*changes: Change, current: tuple[Value, ...] = (), **options: Any) -> str:
    """Give the sentence with which an edit is refused, or an empty string."""
    try:
        check(ChangeSet("Step", changes), ART, AnnotationSet("art", current), SCHEME, **options)
    except InvalidEdit as error:
        return str(error)
    return ""


LINK = relation("r1", "a2", "a1")


def test_an_edit_is_checked_as_a_whole() -> None:
    assert checked(added(LINK), added(GOOD), added(PLEDGE)) == ""
    assert checked(added(LINK), current=(GOOD, PLEDGE)) == ""
    place = replace(GOOD, label="place")
    assert checked(Change(GOOD, place), added(LINK), current=(GOOD, PLEDGE)) == (
        "Step is not possible: relation 'committed_by' does not go from 'commitment' to 'place'."
    )
    assert checked(removed(GOOD), added(LINK), current=(GOOD, PLEDGE)) == (
        "Step is not possible: its tail is not an annotation of the project."
    )


def test_what_is_removed_needs_no_check() -> None:
    wrong = replace(GOOD, label="gone", quote="?")
    assert checked(removed(wrong), current=(wrong,)) == ""


def test_a_relation_may_lead_to_another_article() -> None:
    far = relation("r1", "a2", "far", type="updates")
    assert "its tail is not" in checked(added(far), current=(PLEDGE,))
    labels = {"far": "commitment"}
    assert checked(added(far), current=(PLEDGE,), label_elsewhere=labels.get) == ""
    labels["far"] = "actor"
    assert "does not go" in checked(added(far), current=(PLEDGE,), label_elsewhere=labels.get)


def test_an_article_keeps_its_text() -> None:
    assert checked(Change(ART, replace(ART, title="New"))) == ""
    other = Article.new("Norland will not.", id="art")
    assert checked(Change(ART, other)) == ("Step is not possible: an article's text never changes.")


@pytest.mark.parametrize(
    "value",
    [
        replace(GOOD, note="\x00"),
        replace(LINK, type="x"),
        ArticleLabel("art", "mo", "x", True, TIME),
        ArticleState("art", "", "done", TIME),
    ],
)
def test_every_kind_of_value_is_checked(value: Value) -> None:
    assert checked(added(value), current=(PLEDGE,)).startswith("Step is not possible: ")


def test_a_scheme_may_change() -> None:
    assert checked(added(SCHEME)) == ""
