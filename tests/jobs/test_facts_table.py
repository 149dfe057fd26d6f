"""Facts of articles from a table, by the real command; rows that fit none are named."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.operations import add_all
from annotator.jobs.facts_table import facts_in
from annotator.storage.project import Project
from tests.cli.test_cli import run  # noqa: F401 - a fixture

ARTICLES = [
    Article.new("The ferry sank.", title="Ferry", url="https://a.example/1",
                metadata={"file": "ferry.txt"}),
    Article.new("It rained.", title="Rain", outlet="The Star", metadata={"file": "rain.txt"}),
    Article.new("It rained again.", title="Rain", metadata={"file": "rain2.txt"}),
]  # fmt: skip
TABLE = """file;Title;Newspaper;Date;desk
ferry.txt;;The Post;9 March 2024;politics
rain.txt;;;3/4/2026;
storm.txt;Storm;;;
;Rain;The Star;;
"""


@pytest.fixture
def project(tmp_path):
    from annotator.core.scheme import Label, Scheme

    scheme = Scheme("s", "S", "1", (Label("a", "A", "#0072B2"),))
    path = tmp_path / "p.annotator"
    with Project.create(path, scheme) as made:
        made.apply(add_all("Add", ARTICLES), annotator="mo")
    return path


def test_a_table_of_facts_is_tried_taken_and_taken_back(run, project, tmp_path):  # noqa: F811
    table = tmp_path / "facts.csv"
    table.write_text(TABLE, "utf-8")
    for wished, stored in (("--dry-run", False), ("", True)):
        done = run("import", project, table, "--facts", *filter(None, [wished]), code=1)
        assert "Facts of 1 article from facts.csv" in done.stdout
        said = done.stderr
        assert "line 3: “3/4/2026” is no date that is certain" in said
        assert "line 4: no article here has the file “storm.txt”" in said
        assert "line 5: 2 articles have the title “Rain”" in said
        with Project.open(project) as opened:
            ferry = opened.article(ARTICLES[0].id)
            assert (ferry.outlet == "The Post") is stored
    assert ferry.published == "2024-03-09" and ferry.metadata["desk"] == "politics"
    assert ferry.text == ARTICLES[0].text and ferry.title == "Ferry"
    with Project.open(project) as opened:
        opened.undo(annotator="mo")
        assert opened.article(ARTICLES[0].id) == ARTICLES[0]


def test_without_a_column_that_names_articles_it_says_what_to_add(run, project, tmp_path):  # noqa: F811
    table = tmp_path / "facts.csv"
    table.write_text("desk;page\npolitics;3\n", "utf-8")
    done = run("import", project, table, "--facts", code=1)
    assert "no column says which article" in done.stderr and "id, url, file or title" in done.stderr


@settings(max_examples=12, deadline=None)  # each makes a project
@given(st.lists(st.tuples(st.sampled_from(range(3)), st.text("abc é", min_size=1, max_size=5))))
def test_what_was_taken_says_nothing_new_when_it_is_read_again(tmp_path_factory, rows):
    place = tmp_path_factory.mktemp("facts")
    table = place / "facts.json"
    table.write_text(json.dumps([
        {"id": ARTICLES[n].id, "outlet": said, "own": said} for n, said in rows
    ] or [{"id": "x"}]), "utf-8")  # fmt: skip
    from annotator.core.scheme import Label, Scheme

    scheme = Scheme("s", "S", "1", (Label("a", "A", "#0072B2"),))
    with Project.create(place / "p.annotator", scheme) as project:
        project.apply(add_all("Add", ARTICLES), annotator="mo")
        once = result(facts_in(project, table))
        if once.edit:
            project.apply(once.edit, annotator="mo")
        last = {n: " ".join(said.split()) for n, said in rows if said.strip()}
        for n, said in last.items():
            assert project.article(ARTICLES[n].id).outlet == said
        assert len(result(facts_in(project, table)).problems) == (0 if rows else 1)


def result(job):
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value
