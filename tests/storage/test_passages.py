"""Marks found anywhere in the project: by the entity they mean, by words, by time."""

import pytest

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.changes import ChangeSet, added, combined
from annotator.core.entity import Entity
from annotator.core.identifiers import new_id, now
from annotator.core.register import link
from annotator.core.scheme import Attribute, Label, Scheme
from annotator.core.span import Span
from annotator.storage.project import Project

SCHEME = Scheme("s", "S", "1", (
    Label("actor", "Actor", "#0072b2", attributes=(Attribute("entity", "Entity", "entity"),)),
    Label("vow", "Vow", "#d55e00"),
))  # fmt: skip
BOARD = Entity(new_id(), "Harbour board", now(), "actor")


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.annotator", SCHEME) as project:
        yield project


def article_with(project, text, published, *marks):
    """Add an article with marks: (words, label); actors mean the board."""
    article = Article.new(text, published=published, title=f"Of {published}")
    edits, made = [ChangeSet("Add", (added(article),))], []
    for words, label in marks:
        at = text.index(words)
        edit = operations.add(article, (Span(at, at + len(words)),), label=label, annotator="mo")
        made.append(edit.changes[0].after)
        edits.append(edit)
    project.apply(combined("Add", edits), annotator="mo")
    return article, made


def test_all_mentions_with_the_words_around_them(project):
    project.apply(ChangeSet("Add", (added(BOARD),)), annotator="mo")
    for number in range(2):
        text = "🚢 At noon 100% of the board agreed." if number else "The board met."
        _, (mark,) = article_with(project, text, f"2026-01-0{number + 1}", ("board", "actor"))
        project.apply(link(mark, project.records(Entity)[0], SCHEME), annotator="mo")
    first, second = project.mentions(BOARD.id)
    assert (first.before, first.mark.quote, first.after) == ("The ", "board", " met.")
    assert second.before == "🚢 At noon 100% of the " and second.headline == "Of 2026-01-02"
    assert project.mention_counts({"entity"}) == {BOARD.id: 2}
    assert project.mentions(new_id()) == [] and project.mention_counts({"other"}) == {}


def test_marks_by_words_or_headline_but_not_beside(project):
    here, _ = article_with(project, "We will pay.", "2026-01-01", ("will pay", "vow"))
    there, _ = article_with(project, "They will pay 5% more.", "2026-01-02",
                            ("will pay 5% more", "vow"), ("They", "actor"))  # fmt: skip
    found = project.marks_like("will pay", ["vow"], beside=here.id)
    assert [p.mark.article_id for p in found] == [there.id]
    assert project.marks_like("5%", ["vow"], beside=here.id) == found
    assert project.marks_like("5_", ["vow"], beside=here.id) == []
    assert project.marks_like("of 2026-01-02", ["vow"], beside=here.id) == found
    assert project.marks_like("", ["vow", "actor"], beside=here.id, most=1) != []
    assert project.passage(found[0].mark.id) == found[0] and project.passage(new_id()) is None


def test_earlier_is_by_date_and_label(project):
    _, (early,) = article_with(project, "One.", "2026-01", ("One", "vow"))
    _, (late,) = article_with(project, "Two.", "2026-02-01", ("Two", "vow"))
    _, (undated,) = article_with(project, "Three.", "", ("Three", "vow"))
    _, (other,) = article_with(project, "Four.", "2026-03-01", ("Four", "actor"))
    assert [project.is_earlier(m) for m in (early, late, undated, other)] == [
        False, True, False, False]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "is_earlier"),
    [
        ("2026", "2026-03-01", False), ("2026-03", "2026", False), ("2025", "2026-03-01", True),
        ("2026-03", "2026-04-01T00:30", True), ("2026-03-01", "2026-03-01T12:00", False),
        ("2026-03-01T12:00", "2026-03-01", False), ("2026-03-01T23:00", "2026-03-02", True),
        ("2026-03-01T23:30-05:00", "2026-03-02T03:00+00:00", False),
        ("2026-03-02T03:00+00:00", "2026-03-01T23:30-05:00", True),
        ("2026-03-02T01:00+09:00", "2026-03-01T17:00Z", True),
        ("spring 2026", "2027", False), ("2020", "undated", False),
    ],
)  # fmt: skip
def test_earlier_is_certain_whatever_precision_and_time_zone(project, one, other, is_earlier):
    article_with(project, "One.", one, ("One", "vow"))
    _, (late,) = article_with(project, "Two.", other, ("Two", "vow"))
    assert project.is_earlier(late) is is_earlier


def test_newest_are_first_by_instant(project):
    dates = ["2026-03-01T23:30-05:00", "2026-03-02T03:00+00:00", "2026-03-02T12:00+10:00", ""]
    for number, said in enumerate(dates):
        article_with(project, f"Vow {number}.", said, ("Vow", "vow"))
    found = [p.published for p in project.marks_like("", ["vow"], beside=new_id())]
    assert found == dates
    assert found[:1] == [p.published for p in project.marks_like("", ["vow"], beside="", most=1)]
