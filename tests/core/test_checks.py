"""The scheme's soft rules: each finds its passage, and only that."""

import pytest

from annotator import paths
from annotator.core import operations
from annotator.core.annotation_set import AnnotationSet
from annotator.core.answering import open_questions
from annotator.core.article import Article
from annotator.core.checks import RULES, check_problem, findings
from annotator.core.scheme import Attribute, Check, Label, Scheme
from annotator.core.scheme_file import read_scheme
from annotator.core.span import Span
from annotator.core.validation import annotation_problem

ARTICLE = Article.new("The harbour board will pay, it said; the mayor will not, by May.")
SCHEME = read_scheme(paths.resource("schemes/news-commitments.toml"))


def mark(start, end, label="commitment", annotator="mo", **answers):
    edit = operations.add(
        ARTICLE, (Span(start, end),), label=label, annotator=annotator, attributes=answers
    )
    return edit.annotations[0].value


def link(head, tail, kind):
    return operations.relate(head, tail, type=kind, annotator="mo").changes[0].value


def found(*values, scheme=SCHEME, **more):
    marks = AnnotationSet(ARTICLE.id, values)
    return [(f.check, f.annotation.id) for f in findings(marks, scheme, **more)]


def test_the_default_scheme_knows_every_rule_and_uses_it():
    assert {check.rule for check in SCHEME.checks} == set(RULES)
    assert not [p for check in SCHEME.checks if (p := check_problem(check, SCHEME))]


def test_a_commitment_without_committer():
    board, pays = mark(4, 17, "actor"), mark(18, 26)
    assert found(board, pays) == [("no_committer", pays.id)]
    assert found(board, pays, link(pays, board, "committed_by")) == []


def test_a_committer_said_to_be_not_stated():
    pays = mark(18, 26, committed_by="not stated")
    assert found(pays) == []
    assert annotation_problem(pays, ARTICLE, SCHEME) == ""
    wrong = mark(18, 26, committed_by="nobody")
    assert "no value" in annotation_problem(wrong, ARTICLE, SCHEME)
    elsewhere = mark(4, 17, "actor", committed_by="not stated")
    assert "not in the scheme" in annotation_problem(elsewhere, ARTICLE, SCHEME)


@pytest.mark.parametrize(
    ("answers", "check"),
    [
        ({"condition": "stated"}, "condition_without_link"),
        ({"deadline": "dated"}, "deadline_without_date"),
        ({"act": "threat", "content": "keep as is"}, "threat_to_keep"),
    ],
)
def test_answers_that_ask_for_more(answers, check):
    board = mark(4, 17, "actor")
    pays = mark(18, 26, **answers)
    by = link(pays, board, "committed_by")
    assert found(board, pays, by) == [(check, pays.id)]
    calm = mark(18, 26)
    assert found(board, calm, link(calm, board, "committed_by")) == []


def test_two_labels_on_the_same_words_of_one_annotator():
    board, place = mark(4, 17, "actor"), mark(4, 17, "location")
    assert {check for check, _ in found(board, place)} == {"two_labels"}
    assert found(board, mark(4, 17, "location", annotator="amara")) == []


def test_fulfilled_asks_for_a_link_only_where_there_is_an_earlier_article():
    pays = mark(18, 26, committed_by="not stated", status="fulfilled")
    assert found(pays) == []
    earlier = found(pays, earlier=lambda annotation: True)
    assert earlier == [("fulfilled_without_link", pays.id)]


def test_only_the_annotators_asked_for():
    pays = mark(18, 26, annotator="amara")
    assert found(pays, annotators=["mo"]) == []
    assert len(found(pays, annotators=["amara"])) == 1


def test_required_answers_that_are_open():
    scheme = Scheme(
        "s", "S", "1",
        (Label("actor", "Actor", "#112233", attributes=(
            Attribute("sure", "Sure", "yes_no", required=True),
            Attribute("kind", "Kind", "text", asked=True),)),),
    )  # fmt: skip
    board = mark(4, 17, "actor", kind="board")
    assert found(board, scheme=scheme) == [("open sure", board.id)]
    assert [a.id for a in open_questions(board, scheme)] == ["sure"]


def test_a_check_that_the_scheme_has_outgrown_finds_nothing():
    scheme = Scheme(
        "s", "S", "1", (Label("actor", "Actor", "#112233"),),
        checks=(Check("a", "needs_relation", "?", (("label", "gone"), ("relation", "by"))),
                Check("b", "no_such_rule", "?")),
    )  # fmt: skip
    assert found(mark(4, 17, "actor"), scheme=scheme) == []
    assert "unknown label" in check_problem(scheme.checks[0], scheme)
    assert "unknown rule" in check_problem(scheme.checks[1], scheme)
