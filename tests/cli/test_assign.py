"""`annotator assign`: the same as the window's, from the same seed; nothing for a dry run."""

from collections import Counter

import pytest

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.core.team import Assignment, Person, Round
from annotator.jobs.assign import words_to_give
from annotator.review.assignment import assigned
from annotator.storage.project import Project
from tests.cli.test_cli import run as run


@pytest.fixture
def project(tmp_path, run):
    path = tmp_path / "p.annotator"
    run("new", path)
    with Project.open(path) as there:
        texts = (Article.new(" ".join(["word"] * (20 + n)), title=f"{n}") for n in range(12))
        there.apply(add_all("Add", list(texts)), annotator="")
    return path


def given(path):
    with Project.open(path, read_only=True) as there:
        return (
            Counter(one.annotator for one in there.records(Assignment)),
            [(one.name, one.kind) for one in there.records(Round)],
            {one.name for one in there.records(Person)},
            {(one.annotator, one.article_id, one.retest) for one in there.records(Assignment)},
        )


def test_articles_are_given_as_the_window_would(project, run):
    with Project.open(project, read_only=True) as there:
        plan = assigned(words_to_give(there), ["ada", "ben", "cleo"], coders=2, overlap=0.5,
                        retest=0.25, seed=7)  # fmt: skip
    args = (
        "--to",
        "ada,ben",
        "--to",
        "cleo",
        "--overlap",
        "50%",
        "--retest",
        "0.25",
        "--seed",
        "7",
    )
    tried = run("assign", project, *args, "--dry-run")
    assert "Nothing was stored." in tried.stdout
    assert given(project)[0] == {}
    done = run("assign", project, *args)
    assert "12 articles, 6 of them by several." in done.stdout
    counts, rounds, people, all_ = given(project)
    assert rounds == [("training", "training")] and people == {"ada", "ben", "cleo"}
    assert counts.total() == 18 + sum(map(len, plan.retests.values()))
    assert all_ == {
        (name, article, retest)
        for share, retest in ((plan.articles, False), (plan.retests, True))
        for name, articles in share.items() for article in articles
    }  # fmt: skip
    again = run("assign", project, *args)
    assert "Every article was given to somebody already" in again.stdout
    with Project.open(project) as there:
        there.undo(annotator="")
    assert given(project)[:2] == ({}, [])


@pytest.mark.parametrize(
    ("args", "code", "why"),
    [
        (("--to", "ada"), 2, "1 annotator cannot do each article 2 times"),
        (("--to", "ada,ben", "--overlap", "120%"), 2, "is no share; write it like 20% or 0.2"),
        (("--to", "ada,ben", "--round", "later"), 2, "There is no round “later”"),
        (("--to", "ada, "), 2, "is no name that can stand beside a mark"),
    ],
)
def test_impossible_wishes_are_refused_and_nothing_is_stored(project, run, args, code, why):
    refused = run("assign", project, *args, code=code)
    assert why in " ".join(refused.stderr.split())
    assert given(project)[0] == {}
