from dataclasses import replace

import pytest

from annotator.core import scheme as schemes
from annotator.core.annotation import AttributeValue
from annotator.core.errors import SchemeError
from annotator.core.scheme import Attribute, Label, RelationType, Scheme
from tests.core.making import ACT, SCHEME

ACTOR, PLACE, COMMITMENT, CUE = SCHEME.labels
BY = SCHEME.relations[0]


def test_labels_and_relations_are_found_by_identifier_and_key() -> None:
    assert SCHEME.label("actor") is ACTOR
    assert SCHEME.label("Actor") is None
    assert SCHEME.label_for_key("3") is COMMITMENT  # the cue on 3 is off
    assert SCHEME.label_for_key("9") is None
    assert SCHEME.active_labels == (ACTOR, PLACE, COMMITMENT)
    assert SCHEME.relations_by_id["committed_by"] is BY
    assert SCHEME.relation_types("commitment", "actor") == (BY,)
    assert SCHEME.relation_types("actor", "commitment") == ()
    assert COMMITMENT.attribute("act") is ACT
    assert PLACE.attribute("act") is None


def test_a_label_is_replaced_by_its_identifier() -> None:
    renamed = replace(PLACE, name="Location")
    assert SCHEME.with_label(renamed).labels == (ACTOR, renamed, COMMITMENT, CUE)
    assert SCHEME.labels[1].name == "Place"


PROBLEMS: list[tuple[dict[str, object], str]] = [
    ({"id": ""}, "it has no identifier, no name or no version"),
    ({"version": ""}, "it has no identifier, no name or no version"),
    ({"labels": (ACTOR, replace(PLACE, id="actor"))}, "two labels have the identifier 'actor'"),
    ({"labels": (ACTOR, replace(PLACE, name="ACTOR"))}, "two labels have the name 'actor'"),
    ({"labels": (ACTOR, replace(PLACE, key="1"))}, "two labels have the key '1'"),
    ({"labels": (replace(ACTOR, id=""),)}, "a label has no identifier or no name"),
    ({"labels": (replace(ACTOR, name=" "),)}, "a label has no identifier or no name"),
    ({"labels": (replace(ACTOR, key="12"),)}, "the key of 'actor' is '12'; a key is one character"),
    ({"labels": (replace(ACTOR, key=" "),)}, "the key of 'actor' is ' '; a key is one character"),
    ({"labels": (replace(ACTOR, attributes=(ACT, ACT)),)},
     "two attributes of 'actor' have the identifier 'act'"),
    ({"labels": (replace(ACTOR, attributes=(replace(ACT, id=""),)),)},
     "an attribute of 'actor' has no identifier or no name"),
    ({"labels": (replace(ACTOR, attributes=(replace(ACT, kind="colour"),)),)},  # type: ignore[arg-type]
     "attribute 'act' has the unknown kind 'colour'"),
    ({"labels": (replace(ACTOR, attributes=(replace(ACT, values=()),)),)},
     "attribute 'act' of 'actor' has no values to choose from"),
    ({"labels": (replace(ACTOR, attributes=(replace(ACT, values=("a", "a")),)),)},
     "attribute 'act' has twice the value 'a'"),
    ({"relations": (BY, BY)}, "two relations have the identifier 'committed_by'"),
    ({"relations": (replace(BY, name=""),)}, "a relation has no identifier or no name"),
    ({"relations": (replace(BY, tails=()),)},
     "relation 'committed_by' does not say which labels it joins"),
    ({"relations": (replace(BY, heads=("pledge",)),)},
     "relation 'committed_by' names the unknown label 'pledge'"),
    ({"relations": (replace(BY, least=-1),)},
     "relation 'committed_by' has an impossible number (least, most)"),
    ({"relations": (replace(BY, least=3, most=2),)},
     "relation 'committed_by' has an impossible number (least, most)"),
    ({"relations": (replace(BY, attributes=(replace(ACT, values=()),)),)},
     "attribute 'act' of 'committed_by' has no values to choose from"),
    ({"article_labels": (replace(ACT, values=()),)},
     "attribute 'act' of the article has no values to choose from"),
]  # fmt: skip


PROBLEMS += [
    ({"labels": (replace(ACTOR, color=color),)},
     f"the colour of 'actor' is '{color}', not like #3366cc")
    for color in ("red", "", "#12345", "#1234567", "#12345g", "#１２３４５６")
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), PROBLEMS)
def test_a_scheme_that_contradicts_itself_says_how(change: dict[str, object], problem: str) -> None:
    with pytest.raises(SchemeError) as caught:
        replace(SCHEME, **change)  # type: ignore[arg-type]
    assert str(caught.value) == f"The scheme “News” cannot be used: {problem}."


def test_two_labels_may_share_a_key_while_one_is_off() -> None:
    assert COMMITMENT.key == CUE.key
    with pytest.raises(SchemeError, match="two labels have the key '3'"):
        SCHEME.with_label(replace(CUE, on=True))


def test_too_many_labels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemes, "MOST_LABELS", 3)
    with pytest.raises(SchemeError, match="it has 4 labels; at most 3 can be used"):
        replace(SCHEME, name="Big")


def test_an_empty_scheme_can_be_started_from() -> None:
    assert Scheme("x", "X", "1", ()).active_labels == ()


class Evil:
    def __repr__(self) -> str:
        raise RuntimeError("no words")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no equal")

    __hash__ = None  # type: ignore[assignment]


NESTED: list[object] = []
for _ in range(5_000):
    NESTED = [NESTED]

TOO_LONG = 10**5000  # Python refuses to print it
ANSWERS: list[tuple[str, AttributeValue]] = [
    ("one", "a"), ("some", ("a", "b")), ("some", ()), ("text", "any"), ("number", 3),
    ("number", -2.5), ("yes_no", False), ("date", "2026-11-23"), ("entity", "Q1"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), ANSWERS)
def test_each_kind_takes_its_own_answers(
    kind: schemes.AttributeKind, value: AttributeValue
) -> None:
    assert Attribute("x", "X", kind, ("a", "b")).problem_with(value) == ""


@pytest.mark.parametrize("kind", schemes.ATTRIBUTE_KINDS)
@pytest.mark.parametrize(
    "value",
    [None, object(), Evil(), NESTED, {"a": 1}, ["a"], b"a", "é" * 10**6, TOO_LONG, True, 1, "x",
     float("nan"), float("inf"), ("x",), (1,), (Evil(),), (NESTED,), 1j],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_any_other_answer_gets_a_short_sentence(
    kind: schemes.AttributeKind, value: AttributeValue
) -> None:
    problem = Attribute("x", "X", kind, ("a", "b")).problem_with(value)
    right = {
        "text": str, "date": str, "entity": str, "number": int, "yes_no": bool,
    }.get(kind)  # fmt: skip
    if type(value) is right and value is not TOO_LONG:
        assert problem == ""
    else:
        assert problem.startswith("attribute 'x' ")
        assert len(problem) < 250


def test_an_unknown_value_is_named() -> None:
    assert ACT.problem_with("wish") == "attribute 'act' has no value 'wish'"
    tags = Attribute("tags", "Tags", "some", ("a",))
    assert tags.problem_with(("a", "c")) == "attribute 'tags' has no value 'c'"
    assert tags.problem_with("a") == "attribute 'tags' takes a list of its values, not 'a'"


def test_labels_and_relation_types_need_no_more_than_their_names() -> None:
    label = Label("x", "X", "#000000")
    assert (label.key, label.on, label.attributes) == ("", True, ())
    kind = RelationType("r", "R", ("x",), ("x",))
    assert (kind.least, kind.most) == (0, None)
