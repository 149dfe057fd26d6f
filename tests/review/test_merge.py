"""Hand-out and hand-in: what comes back, what is refused, and the laws that merging keeps."""

import json
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.cli.program import program
from annotator.core.article import Article
from annotator.core.changes import Change, ChangeSet, added, key_of
from annotator.core.decision import Orphan
from annotator.core.identifiers import new_id, now
from annotator.core.judgement import ArticleState
from annotator.core.operations import add_all
from annotator.core.span import Span, quote
from annotator.core.team import Assignment, Person, Round
from annotator.jobs.export_dataset import export_dataset
from annotator.jobs.handout import hand_out
from annotator.jobs.merge import merge_files
from annotator.review.held import Held
from annotator.review.merging import combined, later, merged
from annotator.storage.project import Project
from tests.jobs.working import done
from tests.review.making import TEXT, TIME, mark, relation
from tests.review.test_agreement_verb import SCHEME

TEXTS = (TEXT, "Skarvik said no. Norland will pay for the ferry to Vesna, its mayor said.")
FIXTURE = Path(__file__).parents[1] / "data" / "version-1.annotator"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def project(tmp_path, home):
    with Project.create(tmp_path / "study.annotator", SCHEME) as made:
        articles = [Article.new(text, title=text[:12]) for text in TEXTS]
        own = mark(articles[0], "actor", "Koval", "coordinator")
        made.apply(add_all("Fill", [*articles, own]), annotator="coordinator")
        yield made


def handed_out(project, name, **how):
    out = project.path.with_name(f"{name}.annotator")
    out.unlink(missing_ok=True)
    done(hand_out(project, out, name, **how))
    return out


def worked(path, name, *words, label="actor"):
    """Mark words in each article that has them, and say that it is done."""
    with Project.open(path) as project:
        for article, _ in list(project.entries()):
            values = [mark(article, label, w, name) for w in words if w in article.text]
            if len(values) > 1:
                values.append(relation(values[0], values[1]))
            state = ArticleState(article.id, name, "done", now())
            project.apply(add_all("Work", [*values, state]), annotator=name)
    return path


def everything(project):
    return {key_of(v): v for _, values in project.entries() for v in values}


def merge(project, *paths, **how):
    return done(merge_files(project, paths, **how))


# --- there and back


def test_a_handout_holds_the_articles_the_scheme_and_nobody_elses_marks(project):
    with Project.open(handed_out(project, "ada")) as handout:
        assert [a for a, _ in handout.entries()] == [a for a, _ in project.entries()]
        assert handout.scheme == project.scheme
        assert everything(handout) == {}
        assert [p.name for p in handout.records(Person)] == ["ada"]
        assert b"coordinator" not in handout.path.read_bytes()
        assert list(handout.check()) == []


def test_what_comes_back_is_there_in_one_undo(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Vesna")
    before = everything(project)
    dry = merge(project, ada, dry_run=True)
    assert everything(project) == before
    report = merge(project, ada)
    assert (dry.total("new"), dry.dry_run) == (report.total("new"), True)
    with Project.open(ada) as handin:
        assert everything(project) == before | everything(handin)
    assert [(a.new, a.same) for a in report.articles] == [(4, 0), (4, 0)]
    assert list(project.check()) == []
    again = merge(project, ada)
    assert (again.total("new"), again.total("same"), again.total("changed")) == (0, 8, 0)
    project.undo(annotator="coordinator")
    assert everything(project) == before
    project.redo(annotator="coordinator")
    assert len(everything(project)) == len(before) + 8


def test_a_later_handin_changes_marks_and_takes_back_what_was_removed(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Vesna")
    first = Path(shutil.copy(ada, ada.with_name("first.annotator")))
    with Project.open(ada) as handin:
        marks = [v for v in everything(handin).values() if getattr(v, "label", "") == "actor"]
        changed = replace(marks[0], label="cue", changed=now())
        links = [v for v in everything(handin).values() if getattr(v, "head", "")]
        handin.apply(
            ChangeSet("Edit", (Change(marks[0], changed), *(Change(r, None) for r in links))),
            annotator="ada",
        )
    merge(project, first)
    report = merge(project, ada)
    assert (report.total("changed"), report.total("new")) == (1, 0)
    assert report.total("removed") == len(links) > 0
    assert everything(project)[key_of(changed)] == changed
    assert not any(key_of(link) in everything(project) for link in links)
    late = merge(project, first)
    assert (late.total("conflicting"), late.total("changed")) == (1, 0)
    assert everything(project)[key_of(changed)] == changed
    for _ in range(2):
        project.undo(annotator="coordinator")
    assert list(project.check()) == []


def test_native_jsonl_and_files_of_other_tools_are_handins_too(project, tmp_path):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    with Project.open(ada) as handin:
        done(export_dataset(handin, tmp_path / "ada.jsonl"))
        expected = set(everything(handin))
    report = merge(project, tmp_path / "ada.jsonl")
    assert report.total("new") == len(expected)
    assert expected <= set(everything(project))
    row = {"text": TEXTS[1], "label": [[0, 7, "Location | x"]], "id": 3}
    (tmp_path / "ben.jsonl").write_text(json.dumps(row) + "\n")
    report = merge(project, tmp_path / "ben.jsonl", as_name="ben")
    assert (report.annotators, report.total("new")) == (("ben",), 1)
    (found,) = [v for v in everything(project).values() if v.annotator == "ben"]
    assert (found.label, found.quote) == ("location", "Skarvik")


def test_a_round_gives_each_her_own_articles(project):
    first, second = (a.id for a, _ in project.entries())
    pilot = Round(new_id(), "Pilot", "pilot", "3", now())
    given = [
        Assignment(new_id(), first, "ada", pilot.id, now()),
        Assignment(new_id(), second, "ben", pilot.id, now()),
        Assignment(new_id(), first, "ben", pilot.id, now(), retest=True),
    ]
    records = ChangeSet("Assign", tuple(map(added, [pilot, *given])))
    project.apply(records, annotator="coordinator")
    with Project.open(handed_out(project, "ada")) as handout:
        assert [a.id for a, _ in handout.entries()] == [first]
        assert handout.records(Assignment) == given[:1]
    with Project.open(handed_out(project, "ben", round="Pilot")) as handout:
        assert {a.id for a, _ in handout.entries()} == {first, second}
        assert not any(one.retest for one in handout.records(Assignment))
    ended = run("handout", project.path, "--annotator", "cy")
    assert ended.exit_code != 0


# --- bad input: a clear sentence, nothing changed


def refused(project, *paths, **how):
    before, undo = everything(project), project.undo_name
    report = merge(project, *paths, **how)
    assert everything(project) == before
    assert project.undo_name == undo
    assert report.refused
    return " ".join(map(str, report.refused))


def other_project(tmp_path, name="other", text="Something else entirely."):
    path = tmp_path / f"{name}.annotator"
    with Project.create(path, SCHEME) as made:
        made.apply(add_all("Fill", [Article.new(text)]), annotator="ada")
    return worked(path, "ada", text.split()[0])


def test_for_other_articles(project, tmp_path):
    other = other_project(tmp_path)
    assert "none of its articles is in this project" in refused(project, other)
    report = merge(project, other, add_articles=True)
    assert (report.added, len(project.find_articles())) == (1, 3)
    project.undo(annotator="x")
    assert len(project.find_articles()) == 2


def test_twice_the_same(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    report = merge(project, ada, ada)
    assert (report.total("new"), len(project.annotators())) == (4, 2)
    assert project.counts().by_annotator["ada"] == 2


def test_from_a_newer_version(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    data = bytearray(ada.read_bytes())
    data[60:64] = (99).to_bytes(4)
    ada.write_bytes(data)
    assert "version 99" in refused(project, ada)


def test_from_an_older_version(project, tmp_path):
    old = Path(shutil.copy(FIXTURE, tmp_path / "old.annotator"))
    before = old.read_bytes()
    assert "none of its articles" in refused(project, old)
    assert old.read_bytes() == before


def test_an_id_with_another_author(project):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Vesna")
    merge(project, ada)
    assert "a mark of ada is in it as one of eve" in refused(project, ada, as_name="eve")


def test_a_changed_row_in_a_project(project):
    import sqlite3

    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    with sqlite3.connect(ada) as raw:
        raw.execute("UPDATE annotation SET last = last - 1")
    raw.close()
    assert "damaged" in refused(project, ada)


def test_clocks_that_lie(project):
    ada = handed_out(project, "ada")
    with Project.open(ada) as handin:
        article = next(a for a, _ in handin.entries())
        ahead = replace(mark(article, "actor", "Vesna"), changed="2999-01-01T00:00:00.000Z")
        handin.apply(add_all("Mark", [ahead]), annotator="ada")
    assert "dated in the future (up to 2999-01-01)" in refused(project, ada)


def test_an_annotator_renamed(project):
    ada = worked(handed_out(project, "ada"), "ada L.", "Norland")
    with Project.open(ada) as handin:
        (person,) = handin.records(Person)
        renamed = replace(person, name="ada L.")
        handin.apply(ChangeSet("Rename", (Change(person, renamed),)), annotator="ada L.")
    assert "ada is called ada L. in it" in refused(project, ada)
    assert merge(project, ada, as_name="ada").total("new") == 4


def test_two_people_with_one_name(project, tmp_path):
    mine = worked(handed_out(project, "ada"), "ada", "Norland")
    other = tmp_path / "copy.annotator"
    shutil.copy(mine, other)
    with Project.open(other) as handin:
        (person,) = handin.records(Person)
        someone = replace(person, id=new_id())
        change = ChangeSet("Another", (Change(person, None), added(someone)))
        handin.apply(change, annotator="ada")
    assert "another ada" in refused(project, other)


def test_labels_unknown(project, tmp_path):
    row = {"text": TEXTS[1], "label": [[0, 7, "ship"], [17, 24, "actor"]]}
    (tmp_path / "ben.jsonl").write_text(json.dumps(row) + "\n")
    said = refused(project, tmp_path / "ben.jsonl", as_name="ben")
    assert "1 mark of labels" in said
    assert "ship" in said
    dry = merge(project, tmp_path / "ben.jsonl", as_name="ben", dry_run=True)
    assert (dict(dry.unknown), dry.total("new")) == ({"ship": 1}, 1)


def test_half_a_file_takes_the_good_ones_down_with_it(project, tmp_path):
    ada = worked(handed_out(project, "ada"), "ada", "Norland")
    with Project.open(ada) as handin:
        done(export_dataset(handin, tmp_path / "whole.jsonl"))
    whole = (tmp_path / "whole.jsonl").read_bytes()
    (tmp_path / "half.jsonl").write_bytes(whole[: len(whole) - 40])
    assert "half.jsonl" in refused(project, ada, tmp_path / "half.jsonl")
    half = tmp_path / "half.annotator"
    half.write_bytes(ada.read_bytes()[:9000])
    assert "half.annotator" in refused(project, half)
    assert "empty" in refused(project, touched(tmp_path / "empty.jsonl"))
    assert "cannot be read" in refused(project, tmp_path / "missing.jsonl")


def touched(path):
    path.touch()
    return path


def test_a_changed_text_is_refused_or_searched(project, tmp_path):
    ada = worked(handed_out(project, "ada"), "ada", "Norland", "Vesna", "stay open")
    changed = tmp_path / "changed.annotator"
    with Project.open(ada) as handin:
        entries = [(a, everything(handin)) for a, _ in handin.entries()]
    old, values = entries[0]
    text = "UPDATE. " + old.text.replace("stay open", "close").replace("said on", "told us on")
    other = Article.new(text, id=old.id, title=old.title)
    with Project.create(changed, SCHEME) as made:
        moved = []
        for v in values.values():
            if getattr(v, "label", "") and v.article_id == old.id and v.quote != "stay open":
                at = text.index(v.quote)
                moved.append(replace(v, fragments=(Span(at, at + len(v.quote)),)))
        lost = mark(other, "cue", "close")
        made.apply(add_all("Fill", [other, *moved, lost]), annotator="ada")
    assert "is not the one in this project" in refused(project, changed)
    report = merge(project, changed, reanchor=True)
    assert (report.total("new"), report.orphans) == (len(moved), 1)
    for value in everything(project).values():
        if getattr(value, "annotator", "") == "ada":
            text_here = project.article(value.article_id).text
            assert quote(text_here, value.fragments) == value.quote
            assert value.quote in ("Norland", "Vesna")
    (orphan,) = project.records(Orphan)
    assert (orphan.quote, orphan.id) == ("close", lost.id)
    assert merge(project, changed, reanchor=True).total("same") == len(moved)
    assert project.records(Orphan) == [orphan]


def test_gold_is_never_replaced(project):
    article = next(a for a, _ in project.entries())
    gold = mark(article, "actor", "Vesna", "gold")
    project.apply(add_all("Decide", [gold]), annotator="gold")
    copy = project.path.with_name("copy.annotator")
    project.save_copy(copy)
    with Project.open(copy) as other:
        new = mark(article, "actor", "Norland", "gold")
        change = Change(gold, replace(gold, label="cue", changed=now()))
        other.apply(ChangeSet("Decide", (change, added(new))), annotator="gold")
    report = merge(project, copy)
    assert report.total("conflicting") == 1
    found = everything(project)
    assert found[key_of(gold)] == gold
    readings = sorted((v.label, v.quote) for v in found.values() if v.annotator == "gold")
    assert readings == [("actor", "Norland"), ("actor", "Vesna"), ("cue", "Vesna")]
    assert merge(project, copy).total("new") == 0


# --- laws


def run(*args):
    return CliRunner().invoke(program, [*map(str, args)])


def test_the_verbs(project, tmp_path):
    path = project.path
    project.close()
    out = tmp_path / "to ada.annotator"
    ended = run("handout", path, out, "--annotator", "ada")
    assert (ended.exit_code, "2 articles to ada" in ended.output) == (0, True)
    worked(out, "ada", "Norland")
    ended = run("merge", path, out, "--dry-run")
    assert ended.exit_code == 0, ended.output
    assert "Would merge 1 file of ada: 4 new, 0 same, 0 changed, 0 conflicting." in ended.output
    ended = run("merge", path, out)
    assert "Merged 1 file of ada: 4 new" in ended.output
    ended = run("merge", path, out)
    assert "0 new, 4 same" in ended.output
    ended = run("merge", path, other_project(tmp_path))
    assert "Nothing was merged." in ended.output


ARTICLE = Article.new(TEXT, id=new_id())
POOL = [mark(ARTICLE, "actor", (at, at + 4), name) for at in range(4) for name in ("ada", "ben")]
edits = st.lists(
    st.tuples(
        st.sampled_from(POOL), st.sampled_from(("actor", "cue")),
        st.sampled_from((TIME, TIME.replace("03", "04"), TIME.replace("03", "05"))),
        st.sampled_from(("", "a note")),
    ),
    max_size=12,
)  # fmt: skip


def replica(history):
    """Give what a random history of adding and editing leaves."""
    held = {}
    for value, label, changed, note in history:
        held[key_of(value)] = replace(value, label=label, changed=changed, note=note)
    return held


def joined(held, coming):
    fate = merged(ARTICLE.id, Held(held), coming.values())
    assert len(fate.new) + len(fate.same) + len(fate.changes) + len(fate.conflicting) == len(coming)
    return (
        held
        | {key_of(v): v for v in fate.new}
        | {c.key: c.after for c in fate.changes if c.after is not None}
    )


@given(edits, edits, edits)
@settings(max_examples=300)
def test_merging_commutes_associates_repeats_and_loses_nothing(first, second, third):
    a, b, c = map(replica, (first, second, third))
    whole = joined(joined(a, b), c)
    assert set(whole) == {*a, *b, *c}
    for x, y, z in permutations((a, b, c)):
        assert joined(joined(x, y), z) == joined(x, joined(y, z)) == whole
    assert joined(whole, b) == whole
    assert joined(a, a) == a
    assert combined([*a.values(), *b.values()]) == joined(a, b)


@given(edits)
def test_the_later_one_counts_in_either_order(history):
    values = [replace(v, label=label, changed=t, note=n) for v, label, t, n in history]
    for one in values:
        for two in values:
            if one.id == two.id:
                assert later(one, two) == later(two, one)
                assert later(one, two).changed == max(one.changed, two.changed)


def test_files_merge_in_any_order_to_the_same(project, tmp_path):
    people = ("ada", "ben", "cy")
    files = [worked(handed_out(project, name), name, "Norland", "Vesna") for name in people]
    found = []
    for number, order in enumerate(permutations(files)):
        with Project.create(tmp_path / f"{number}.annotator", SCHEME) as empty:
            for path in order:
                merge(empty, path, add_articles=True)
            found.append(everything(empty))
    assert len(found[0]) == 12 + 12
    assert all(each == found[0] for each in found)
