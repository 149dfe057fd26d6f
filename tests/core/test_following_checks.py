"""Checks follow what they name: to its new name, into another label, or out of the scheme."""

import tomllib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from annotator import paths
from annotator.core.annotation import Annotation
from annotator.core.annotation_set import AnnotationSet
from annotator.core.article import Article
from annotator.core.checks import check_problem, findings, misfits_of
from annotator.core.errors import SchemeError
from annotator.core.scheme import Attribute, Check, Label, RelationType, Scheme
from annotator.core.scheme_attributes import remove_attribute, remove_value, rename_value
from annotator.core.scheme_file import given, read_scheme
from annotator.core.scheme_labels import (
    by_group,
    delete_label,
    delete_relation_type,
    joined_with,
    merge_labels,
    move_label,
)
from annotator.core.span import Span

ACT = Attribute("act", "Act", "one", ("pledge", "threat"))
BY = Check("by", "needs_relation", "Who?", (("label", "promise"), ("relation", "by")))
ON = Check(
    "on", "needs_attribute", "When?",
    (("label", "promise"), ("attribute", "act"), ("value", "threat"), ("needs", "when")),
)  # fmt: skip
SCHEME = Scheme(
    "s", "S", "1.0",
    (
        Label("actor", "Actor", "#0072b2", group="who"),
        Label("promise", "Promise", "#009e73",
              attributes=(ACT, Attribute("when", "When", "date"))),
        Label("place", "Place", "#d55e00", group="where"),
        Label("crowd", "Crowd", "#336699", group="who"),
    ),
    (RelationType("by", "by", ("promise",), ("actor",)),),
    checks=(BY, ON),
)  # fmt: skip


def kept(edit):
    return {check.id: dict(check.parameters) for check in edit.after.checks}


def test_checks_follow_a_merge_and_a_renamed_value():
    merged = merge_labels(SCHEME, "promise", "place")
    assert [about["label"] for about in kept(merged).values()] == ["place", "place"]
    assert kept(rename_value(SCHEME, "promise", "act", "threat", "warning"))["on"]["value"] == (
        "warning"
    )
    swapped = remove_value(SCHEME, "promise", "act", "threat", instead="pledge")
    assert kept(swapped)["on"]["value"] == "pledge"
    for edit in (merged, swapped):
        assert not any(check_problem(check, edit.after) for check in edit.after.checks)


def test_checks_that_would_name_nothing_go_and_the_history_says_so():
    for edit, left in (
        (delete_label(SCHEME, "promise", "delete"), []),
        (delete_relation_type(SCHEME, "by"), ["on"]),
        (remove_attribute(SCHEME, "promise", "when"), ["by"]),
        (remove_value(SCHEME, "promise", "act", "threat", instead=None), ["by"]),
    ):
        assert list(kept(edit)) == left
        assert "its check goes: " in edit.after.history[-1].text
    assert "goes" not in merge_labels(SCHEME, "actor", "place").after.history[-1].text


def test_a_scheme_takes_all_that_it_lacks_from_another():
    other = Scheme(
        "o", "Other", "1",
        (
            Label("agent", "ACTOR", "#111111", attributes=(Attribute("sure", "Sure", "yes_no"),)),
            Label("claim", "Claim", "#222222", key="c"),
        ),
        (RelationType("of", "of", ("claim",), ("agent",)),),
        (Attribute("genre", "Genre", "text"),),
        (Check("of", "needs_relation", "Whose?", (("label", "claim"), ("relation", "of"))),
         Check("odd", "no_such_rule", "?")),
        fields=(Attribute("page", "Page", "number"),),
    )  # fmt: skip
    after = joined_with(SCHEME, other).after
    assert after.labels_by_id.keys() == {"actor", "promise", "place", "crowd", "claim"}
    actor = after.label("actor")
    assert actor and actor.attribute("sure") and actor.name == "Actor"
    assert after.relations_by_id["of"].tails == ("actor",)
    assert [check.id for check in after.checks] == ["by", "on", "of"]
    assert [field.id for field in after.fields] == ["page"]
    assert after.history[-1].text == (
        "Take 1 label, 1 relation, 1 article label, 1 field, 1 check and attributes from Other"
    )
    with pytest.raises(SchemeError, match="nothing that this scheme lacks"):
        joined_with(after, other)


@pytest.mark.parametrize(
    ("scheme", "why"),
    [
        (replace(SCHEME, checks=(Check("x", "no_such_rule", "?"),)), "unknown rule"),
        (replace(SCHEME, checks=(replace(BY, parameters=(("label", "nobody"),
                                                         ("relation", "by"))),)), "unknown label"),
        (replace(SCHEME, relations=(*SCHEME.relations, RelationType(
            "b2", "BY", ("place",), ("actor",)))), "two relations with the name 'by'"),
        (SCHEME.with_label(Label("place", "Place", "#d55e00", attributes=(
            ACT, replace(ACT, id="act2")))), "two attributes of 'Place' with the name 'act'"),
        (replace(SCHEME, fields=(Attribute("a", "Page"  , "text"), Attribute("b", "page", "text"))),
         "two fields with the name 'page'"),
    ],
)  # fmt: skip
def test_a_scheme_that_is_handed_over_must_mean_one_thing(scheme, why):
    with pytest.raises(SchemeError, match=why):
        given(scheme, "my.toml")
    assert given(SCHEME, "my.toml") is SCHEME


def test_our_own_schemes_are_as_they_must_be():
    for path in paths.resource("schemes").glob("*.toml"):
        scheme = read_scheme(path)
        assert not any(check_problem(check, scheme) for check in scheme.checks)


def test_the_scheme_file_is_as_it_is_described(tmp_path):
    told = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text("utf-8")
    example = told.split("## The scheme file")[1].split("```toml\n")[1].split("```")[0]
    (tmp_path / "mine.toml").write_text(example, "utf-8")
    scheme = read_scheme(tmp_path / "mine.toml")
    data = tomllib.loads(example)
    assert {field.name for field in fields(Scheme)} <= data.keys()
    for kind, part in (
        (Label, data["labels"][0]), (Attribute, data["labels"][0]["attributes"][0]),
        (RelationType, data["relations"][0]), (Check, data["checks"][0]),
    ):  # fmt: skip
        left = {field.name for field in fields(kind)} - part.keys()
        assert left <= {"definition", "attributes"}, f"{kind.__name__} is not described whole"
    assert not list(misfits_of(Article.new("x", metadata={"section": "Shipping"}), scheme))


def test_labels_are_moved_within_and_between_groups():
    assert [label.id for label in by_group(SCHEME.labels)] == [
        "promise", "actor", "crowd", "place",
    ]  # fmt: skip
    moved = move_label(SCHEME, "place", 1, group="who").after
    assert [(x.id, x.group) for x in by_group(moved.labels)] == [
        ("promise", ""), ("place", "who"), ("actor", "who"), ("crowd", "who"),
    ]  # fmt: skip
    assert move_label(SCHEME, "crowd", 1).after.label("crowd") == SCHEME.label("crowd")


def test_dates_that_are_none_and_fields_that_do_not_fit_are_found():
    article = Article.new("They promised it for May.", metadata={"page": "A"})
    scheme = replace(SCHEME, checks=(), fields=(Attribute("page", "Page", "number"),))
    marks = [
        Annotation(
            id=f"{n:032x}", article_id=article.id, annotator="mo", label="promise",
            fragments=(Span(0, 4),), quote="They", attributes={"when": when},
            created="2026-05-01T10:00:00.000Z", changed="2026-05-01T10:00:00.000Z",
        )
        for n, when in enumerate(("2026-05", "in May"), 1)
    ]  # fmt: skip
    (found,) = findings(AnnotationSet(article.id, marks), scheme)
    assert found.text == "When: “in May” is no date like 2026-05-31."
    assert [m.text for m in misfits_of(article, scheme)] == ["Page: “A” is no number."]
