"""What counts as the same passage, and in what annotators differ there."""

from dataclasses import replace

import pytest
from hypothesis import given

from annotator.core.judgement import ArticleState
from annotator.core.span import Span
from annotator.review.alignment import Equality, head_of, likeness, matched
from annotator.review.comparison import Comparison, compared
from annotator.review.disagreement import disagreements, groups
from tests.review.making import (
    TIME,
    article,
    comparison,
    comparisons,
    layer,
    mark,
    relation,
)

EXACT, OVERLAP, HEAD = Equality(), Equality("overlap"), Equality("head")


def kinds(found):
    return [(group.kinds, sorted(m.quote for m in group.members)) for group in found]


@pytest.mark.parametrize(
    ("ada", "ben", "expected"),
    [
        ([("actor", "Norland")], [("actor", "Norland")], ()),
        ([("actor", "Norland")], [], ("missing",)),
        ([("actor", "Norland")], [("location", "Norland")], ("label",)),
        ([("actor", "Koval")], [("actor", "Mayor Koval")], ("boundary",)),
        ([("actor", "Mayor Koval")], [("location", "Koval")], None),
        ([("actor", "or Koval")], [("location", "Koval")], ("label", "boundary")),
    ],
)
def test_each_kind_of_disagreement(ada, ben, expected):
    found = groups(comparison(article(), ada=ada, ben=ben))
    if expected is None:  # too little in common to be one reading
        assert [g.kinds for g in found] == [("missing",), ("missing",)]
    else:
        assert [g.kinds for g in found] == [expected]


def test_the_best_of_nested_marks_goes_with_the_other_one():
    found = groups(
        comparison(
            article(),
            ada=[("actor", "the port of Vesna will stay open"), ("actor", "Vesna")],
            ben=[("actor", "port of Vesna"), ("actor", "Vesna")],
        )
    )
    assert kinds(found) == [
        (("boundary",), ["port of Vesna", "the port of Vesna will stay open"]),
        ((), ["Vesna", "Vesna"]),
    ]


def test_overlap_and_head_token_forgive_boundaries():
    of = article()
    near = comparison(of, ada=[("place", "port of Vesna")], ben=[("place", "the port of Vesna")])
    far = comparison(of, ada=[("place", "port of Vesna")], ben=[("place", "of Vesna")])
    assert [len(list(disagreements([near], e))) for e in (EXACT, OVERLAP, HEAD)] == [1, 0, 0]
    assert [len(list(disagreements([far], e))) for e in (EXACT, OVERLAP, HEAD)] == [1, 0, 1]


def test_switching_labels_attributes_and_relations_off():
    of = article()
    other = comparison(of, ada=[("actor", "Vesna")], ben=[("location", "Vesna")])
    assert list(disagreements([other], Equality(labels=False))) == []
    one, two = (mark(of, "actor", "Vesna", n, kind=k) for n, k in (("ada", "x"), ("ben", "y")))
    asked = Comparison(of, (layer("ada", one), layer("ben", two)))
    (group,) = disagreements([asked])
    assert (group.kinds, group.attributes) == (("attribute",), ("kind",))
    assert list(disagreements([asked], Equality(attributes=False))) == []


def linked_both(of, *, ben_links):
    a1, a2 = mark(of, "actor", "Norland"), mark(of, "place", "Vesna")
    b1, b2 = mark(of, "actor", "Norland", "ben"), mark(of, "place", "Vesna", "ben")
    return Comparison(
        of,
        (
            layer("ada", a1, a2, relations=[relation(a1, a2)]),
            layer("ben", b1, b2, relations=[relation(b1, b2)] if ben_links else []),
        ),
    )


def test_a_relation_that_one_lacks_is_told_at_its_head():
    assert list(disagreements([linked_both(article(), ben_links=True)])) == []
    found = linked_both(article(), ben_links=False)
    (group,) = disagreements([found])
    assert (group.kinds, group.members[0].quote) == (("relation",), "Norland")
    assert [r.annotator for r in group.relations] == ["ada"]
    assert list(disagreements([found], Equality(relations=False))) == []


def test_a_relation_is_no_disagreement_where_the_other_lacks_an_end():
    of = article()
    a1, a2 = mark(of, "actor", "Norland"), mark(of, "place", "Vesna")
    both = (layer("ada", a1, a2, relations=[relation(a1, a2)]),
            layer("ben", mark(of, "actor", "Norland", "ben")))  # fmt: skip
    assert [g.kinds for g in disagreements([Comparison(of, both)])] == [("missing",)]


def test_five_annotators_make_one_group():
    names = ("ada", "ben", "cy", "dee", "eve")
    marks = {name: [("actor", "Mayor Koval" if name == "cy" else "Koval")] for name in names[:4]}
    (group,) = groups(comparison(article(), **marks, eve=[]))
    assert group.missing == ("eve",)
    assert group.kinds == ("missing", "boundary")
    assert group.confidence == 3 / 5
    assert group.by("cy").quote == "Mayor Koval"


def test_identical_cases_have_one_pattern_and_others_another():
    ada, ben = [("actor", "Vesna")], [("location", "Vesna")]
    first, second = (next(disagreements([comparison(article(), ada=ada, ben=ben)])) for _ in "12")
    swapped = next(disagreements([comparison(article(), ada=ben, ben=ada)]))
    assert first.article_id != second.article_id
    assert first.pattern == second.pattern != swapped.pattern


def test_only_who_worked_on_an_article_is_compared():
    of = article()
    said = [mark(of, "actor", "Vesna"), mark(of, "actor", "Vesna", "gold")]
    done, fresh = (ArticleState(of.id, "ben", state, TIME) for state in ("done", "new"))
    assert [c.annotators for c in compared([(of, [*said, done])])] == [("ada", "ben")]
    assert list(compared([(of, [*said, fresh])])) == []
    assert [c.annotators for c in compared([(of, said)], ["ada", "gold"])] == [("ada", "gold")]
    assert list(compared([(of, [*said, done])], finished=True)) == []


@pytest.mark.parametrize(
    ("quote", "head"),
    [
        ("the president of Norland", "president"),
        ("Norland’s old port", "port"),
        ("of Vesna", "Vesna"),
        ("troops, 500 of them", "troops"),
        ("“Koval”", "Koval"),
        ("…", "…"),
        ("министр обороны", "обороны"),
    ],
)
def test_the_head_token(quote, head):
    of = article(f"x {quote} y")
    found = mark(of, "actor", quote)
    assert of.text[head_of(found) :].startswith(head)


def test_likeness_counts_code_points_of_all_fragments():
    parts = (Span(0, 4), Span(10, 14))
    assert likeness(parts, (Span(2, 12),)) == pytest.approx(4 / 14)
    assert likeness(parts, (Span(4, 10),)) == 0


@given(comparisons(("ada", "ben", "cy")))
def test_every_mark_is_in_one_group_with_at_most_one_of_each(found):
    all_groups = groups(found)
    members = [m.id for g in all_groups for m in g.members]
    assert sorted(members) == sorted(m.id for layer in found.layers for m in layer.marks)
    for group in all_groups:
        names = [m.annotator for m in group.members]
        assert len(set(names)) == len(names)
        assert 0 < group.confidence <= 1
        assert group.agreed == (
            len(names) == 3 and len({(m.label, m.fragments) for m in group.members}) == 1
        )


@given(comparisons())
def test_matching_is_one_to_one_symmetric_and_grows_with_tolerance(found):
    ada, ben = (layer.marks for layer in found.layers)
    sizes = []
    for equality in (EXACT, OVERLAP):
        pairs = matched(ada, ben, equality)
        assert len({a.id for a, _ in pairs}) == len({b.id for _, b in pairs}) == len(pairs)
        assert all(a.label == b.label for a, b in pairs)
        assert len(matched(ben, ada, equality)) == len(pairs)
        sizes.append(len(pairs))
    assert sizes[0] <= sizes[1]


@given(comparisons())
def test_a_copy_of_a_layer_agrees_with_it_fully(found):
    first = found.layers[0]
    copy = replace(first, annotator="zoe", marks=tuple(
        replace(m, id=m.id[:-1] + "f", annotator="zoe") for m in first.marks
    ))  # fmt: skip
    assert list(disagreements([Comparison(found.article, (first, copy))])) == []
