"""A second pass over an article, unknowingly, and what each annotator agrees on with herself."""

import json

import pytest
from click.testing import CliRunner

from annotator.cli.program import program
from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added
from annotator.core.identifiers import new_id, now
from annotator.core.operations import add_all
from annotator.core.team import Assignment, Person, Round, second_pass
from annotator.storage.project import Project
from annotator.ui.review.queue import Queue, read_queue
from tests.jobs.working import done
from tests.review.making import TEXT, mark
from tests.review.test_agreement_verb import SCHEME
from tests.review.test_merge import everything, handed_out, merge, worked

TEXTS = (TEXT, "Skarvik said no. Norland will pay for the ferry to Vesna, its mayor said.")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Make a study in which ada does the first of two articles twice, and ben once."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    with Project.create(tmp_path / "study.annotator", SCHEME) as made:
        articles = [Article.new(text, title=text[:12]) for text in TEXTS]
        rounds = [Round(new_id(), name, kind, "1", now())
                  for name, kind in (("First", "production"), ("Second", "re-test"))]  # fmt: skip
        given = [
            Assignment(new_id(), articles[0].id, "ada", rounds[0].id, now()),
            Assignment(new_id(), articles[0].id, "ben", rounds[0].id, now()),
            Assignment(new_id(), articles[1].id, "ada", rounds[1].id, now()),
            Assignment(new_id(), articles[0].id, "ada", rounds[1].id, now(), retest=True),
        ]
        records = ChangeSet("Assign", tuple(map(added, [*rounds, *given])))
        made.apply(add_all("Fill", articles), annotator="coordinator")
        made.apply(records, annotator="coordinator")
        yield made


def agreement(project, *options):
    project.settle()
    ended = CliRunner().invoke(program, ["agreement", str(project.path), *options, "--json"])
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.output)


def twice(project):
    merge(project, worked(handed_out(project, "ada", round="First"), "ada", "Norland", "Vesna"))
    merge(project, worked(handed_out(project, "ben", round="First"), "ben", "Norland"))
    return handed_out(project, "ada", round="Second")


def test_the_second_pass_begins_without_the_first_and_nothing_says_so(project):
    first = next(a for a, _ in project.entries())
    path = twice(project)
    with Project.open(path) as handout:
        articles = [a for a, _ in handout.entries()]
        assert {a.text for a in articles} == set(TEXTS)
        assert first.id not in {a.id for a in articles}
        assert everything(handout) == {}
        given = handout.records(Assignment)
        assert {one.article_id for one in given} <= {a.id for a in articles}
        assert not any(one.retest for one in given)
    assert b"again" not in path.read_bytes()


def test_each_ones_two_passes_are_compared_with_each_other_alone(project):
    second = worked(twice(project), "ada", "Norland", "Skarvik")
    for new in (8, 0):  # four marks, two relations and two states; then nothing
        assert merge(project, second).total("new") == new
    assert second_pass("ada") in project.annotators()
    mine = agreement(project, "--measure", "f1_exact", "--retest", "--by", "round")
    (measure,) = mine["measures"]
    # first: Norland, Vesna; again: Norland, Skarvik
    assert (measure["value"], measure["articles"]) == (0.5, 1)
    assert [(part["round"], part["value"]) for part in measure["parts"]] == [("Second", 0.5)]
    others = agreement(project, "--measure", "f1_exact", "--by", "round")
    assert others["annotators"] == ["ada", "ben"]
    ((part,),) = [one["parts"] for one in others["measures"]]
    assert part["round"] == "First" and part["value"] == pytest.approx(2 / 3)
    # Once the second pass is here, a hand-out gives her first marks back as ever.
    with Project.open(handed_out(project, "ada", round="First")) as handout:
        assert {v.annotator for v in everything(handout).values()} == {"ada"}


def test_without_second_passes_it_says_so(project):
    ended = CliRunner().invoke(program, ["agreement", str(project.path), "--retest"])
    assert ended.exit_code != 0
    assert "No article was done twice by the same annotator" in str(ended.exception)


def test_a_model_takes_part_only_when_it_is_named(project):
    first = next(a for a, _ in project.entries())
    marks = [mark(first, "actor", "Vesna", name) for name in ("ada", "ben", "tagger")]
    model = Person(new_id(), "tagger", now(), role="model")
    change = ChangeSet("Fill", tuple(map(added, [*marks, model])))
    project.apply(change, annotator="coordinator")
    assert agreement(project)["annotators"] == ["ada", "ben"]
    named = agreement(project, "--annotator", "ada", "--annotator", "tagger")
    assert named["annotators"] == ["ada", "tagger"]
    queue = Queue()
    done(read_queue(project, queue))
    assert queue.annotators == ["ada", "ben"]
