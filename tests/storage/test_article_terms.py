"""Searching the list by terms: each field, with words, turned round, and within texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.article import Article
from annotator.core.article_query import quoted, tagged
from annotator.core.identifiers import new_id
from annotator.core.operations import add, add_all, set_state
from annotator.core.outlet import same
from annotator.core.scheme import Label, Scheme
from annotator.core.span import Span
from annotator.storage.project import ArticleFilter, Project

ARTICLES = (
    Article.new("The ferry sank.", title="Ferry", outlet="The Courier", published="2024-03-02",
                language="en", metadata={"tags": "sea;to check", "section": "Local"}),
    Article.new("The ferry sails.", title="Again", outlet="Kurier", published="2025",
                language="de-AT", author="Ann Berg"),
    Article.new("Quays.", title="Harbour", published="", metadata={"tags": "season"}),
)  # fmt: skip


@pytest.fixture
def project(tmp_path):
    scheme = Scheme("s", "S", "1", (Label("actor", "Actor", "#2f6fde"),))
    with Project.create(tmp_path / "p.annotator", scheme) as opened:
        opened.apply(add_all("Import", ARTICLES), annotator="mo")
        yield opened


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("outlet:courier", {0}), ('outlet:"the courier"', {0}), ("author:berg", {1}),
        ("date:2024", {0}), ("date:2024-03..", {0, 1}), ("date:..2024-03", {0}),
        ("lang:de", {1}), ("lang:en", {0}), ("tag:sea", {0}), ('tag:"to check"', {0}),
        ("-tag:sea", {1, 2}), ("meta.section:local", {0}), ("title:again", {1}),
        ("state:done", {1}), ("state:new", {0, 2}), ("label:actor", {0}), ("label:place", set()),
        ("harbour tag:season", {2}), ("harbour tag:sea", set()), ("outlet:", {0, 1, 2}),
        ('meta.a"b:x', set()), ("tag:%", set()),
    ],
)  # fmt: skip
def test_terms_narrow_the_list(project, search, expected):
    _mark_and_finish(project)
    assert _found(project, search) == expected


def test_words_of_a_search_with_terms_are_looked_for_in_texts_too(project):
    index = project.text_index()
    while index.step():
        pass
    wanted = ArticleFilter("ferry outlet:kurier")
    rows = project.article_rows(index.widened(project.find_articles(wanted), wanted))
    index.close()
    assert [row.outlet for row in rows] == ["Kurier"]


def test_a_tag_holds_no_separator():
    assert tagged({}, " a;b ", wanted=True) == {"tags": "a b"}


def _mark_and_finish(project):
    first, second = ARTICLES[0], ARTICLES[1]
    mark = add(first, (Span(4, 9),), label="actor", annotator="mo")
    project.apply(mark, annotator="mo")
    project.apply(set_state(project.annotation_set(second.id), "mo", "done"), annotator="mo")


def _found(project, search):
    wanted = ArticleFilter(search, annotator="mo")
    ids = {row.id for row in project.article_rows(project.find_articles(wanted))}
    return {at for at, article in enumerate(ARTICLES) if article.id in ids}


OTHERS = (
    Article.new("Один.", title="Паром", outlet="Известия", metadata={"tags": "Наука"}),
    Article.new("Iki.", title="Ünlü", outlet='The "Star"', author="ÖZGÜR"),
)


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        ("outlet:Известия", {3}), ("outlet:известия", {3}), ("title:паром", {3}),
        ("tag:наука", {3}), ('title:"ünlü"', {4}), ("author:özgür", {4}),
        (f"outlet:{quoted(OTHERS[1].outlet)}", {4}), ("outlet:izvestia", {3}),
    ],
)  # fmt: skip
def test_no_alphabet_and_no_sign_is_in_the_way(project, search, expected):
    project.apply(add_all("Import", OTHERS), annotator="mo")
    project.apply(same("Известия", ["Izvestia"], ()), annotator="mo")
    numbers = [project.row_of(article.id) for article in (*ARTICLES, *OTHERS)]
    found = project.find_articles(ArticleFilter(search))
    assert {numbers.index(number) for number in found} == expected


def test_the_order_knows_every_alphabet_and_the_register(project):
    project.apply(add_all("Import", OTHERS), annotator="mo")
    project.apply(same("Aaa", ["Известия"], ()), annotator="mo")
    by_title = project.article_rows(project.ordered_articles("title"))
    assert [row.headline for row in by_title] == ["Again", "Ferry", "Harbour", "Ünlü", "Паром"]
    by_outlet = project.article_rows(project.ordered_articles("outlet"))
    assert by_outlet[0].outlet == "Известия" and by_outlet[-1].outlet == ""


def test_dates_stand_in_the_order_of_their_instants_whatever_their_zones(tmp_path):
    days = [
        "", "2026-03-02T00:30+05:30", "2026-03-01T20:00:00Z", "2026", "2026-03-01T14:30-05:00",
        "2026-03", "2026-03-01", "2026-03-01T19:15+00:00", "2026-03-01T18:59:59.500+00:00",
        "2025-12-31T23:30-02:00", "2026-01-01", "spring of 2026, no date",
    ]  # fmt: skip
    articles = [Article.new(f"Ferry {n}.", published=day) for n, day in enumerate(days)]
    scheme = Scheme("s", "S", "1", (Label("actor", "Actor", "#2f6fde"),))
    with Project.create(tmp_path / "p.annotator", scheme) as project:
        project.apply(add_all("Import", articles), annotator="mo")
        rows = project.article_rows(project.ordered_articles("date"))
    assert [row.published for row in rows] == [
        "2026", "2026-01-01", "2025-12-31T23:30-02:00", "2026-03", "2026-03-01",
        "2026-03-01T18:59:59.500+00:00", "2026-03-02T00:30+05:30", "2026-03-01T19:15+00:00",
        "2026-03-01T14:30-05:00", "2026-03-01T20:00:00Z", "spring of 2026, no date", "",
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["outlet", "author", "date", "language", "meta.tags"])
@given(data=st.data())
@settings(max_examples=20, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_groups_begin_where_the_order_changes(project, field, data):
    said = st.sampled_from(("", "a", "B", "b", "b "))
    dates = st.sampled_from(("", "2024", "2024-03", "2024-03-05", "2024-03-01T10:00+02:00",
                             "2024-04-01T01:00+02:00", "2024-04-01", "2025"))  # fmt: skip
    number = st.tuples(said, said, dates, said, said)
    made = [
        Article.new(f"{new_id()} {outlet}", outlet=outlet, author=author, published=date,
                    language=language, metadata={"tags": tags} if tags else {})
        for outlet, author, date, language, tags in data.draw(st.lists(number, max_size=12))
    ]  # fmt: skip
    if made:
        project.apply(add_all("More", made), annotator="mo")
    starts, ordered = project.group_starts(field), project.ordered_articles(field)
    groups = [starts[number] for number in ordered if number in starts]
    assert ordered[0] in starts and len(groups) == len(starts)
    folded = [group.casefold() if field != "language" else group for group in groups]
    assert len(set(folded)) == len(folded), "no group comes twice"
