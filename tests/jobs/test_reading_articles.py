"""Drafts: what was read is shown and not stored; what is stored is what the user decided."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.boilerplate import greyed
from annotator.core.copies import Copies, Treatment
from annotator.core.file_names import NamePattern
from annotator.core.text_problems import ORIGINAL
from annotator.formats.mapping import Rules
from annotator.formats.registry import format_named
from annotator.jobs.drafts import Drafts, Row
from annotator.jobs.import_articles import Wishes, import_files
from annotator.jobs.import_report import ImportReport
from annotator.jobs.readers import FEWEST, Readers
from annotator.jobs.reading_articles import (
    KNOWN,
    LIKE,
    SUSPECTS,
    TWICE,
    read_articles,
)
from annotator.jobs.storing_articles import ORIGINAL_TEXT, Decisions, store_drafts
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, compared, rich, written
from tests.jobs.working import done

BROKEN = "The mayorâ€™s fer\u00adry leaves at noon."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


@pytest.fixture
def drafts() -> Iterator[Drafts]:
    made = Drafts()
    yield made
    made.close()


def read(project: Project, drafts: Drafts, *paths: Path, **wishes: object) -> list[Row]:
    wished = Wishes(annotator="mo", **wishes)  # type: ignore[arg-type]
    return done(read_articles(project, paths, wished, drafts)).rows


def stored(project: Project, drafts: Drafts, decisions: Decisions | None = None) -> ImportReport:
    return done(store_drafts(project, drafts, decisions or Decisions(), annotator="mo"))


def articles(project: Project) -> dict[str, str]:
    return {article.text: article.title for article, _ in project.entries()}


def test_reading_stores_nothing_and_lists_the_bad_ones(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("Good words here.")
    (folder / "b.txt").write_bytes(b"")
    (folder / "c.jsonl").write_text('{"text": "Kept for a moment."}\n{broken\n')
    rows = read(project, drafts, folder)
    assert [(row.title, row.words) for row in rows] == [("Good words here.", 3)]
    assert {Path(p.file).name for p in drafts.found.refused} == {"b.txt", "c.jsonl"}
    assert not project.find_articles()
    report = stored(project, drafts)
    assert report.summary == "Imported 1 article; 2 files refused."


def test_drafts_are_stored_as_a_direct_import_stores_them(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    source = tmp_path / "rich.jsonl"
    source.write_bytes(written(rich(), format_named("jsonl")))
    other = Project.create(tmp_path / "other.annotator", SCHEME)
    directly = done(import_files(other, [source], annotator="mo"))
    read(project, drafts, source)
    report = stored(project, drafts)
    assert (report.added, report.annotations, report.relations, report.by_label) == (
        directly.added, directly.annotations, directly.relations, directly.by_label
    )  # fmt: skip
    assert compared(list(project.entries())) == compared(list(other.entries()))
    other.close()
    again = stored(project, drafts)
    assert (again.added, again.known, again.annotations) == (0, directly.added, 0)


def test_edits_names_repairs_and_ticks_decide_what_is_stored(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    (tmp_path / "Daily_2026-03-01_Harbour.txt").write_text(BROKEN, "utf-8")
    (tmp_path / "Left_2026-03-02_Out.txt").write_text("Nobody wants this.")
    rows = read(project, drafts, *sorted(tmp_path.glob("*.txt")))
    kinds = [warning.kind for warning in rows[0].warnings]
    assert kinds == ["mojibake", "hidden characters"]
    decisions = Decisions(names=NamePattern("{outlet}_{date}_{title}"))
    decisions.unticked.add(rows[1].number)
    for kind in ("mojibake", "hidden characters"):
        decisions.repair(rows[0], kind)
    decisions.edit(rows[0], {"title": "By hand", "desk": "Local"})
    report = stored(project, drafts, decisions)
    ((article, _),) = project.entries()
    assert article.text == "The mayor’s ferry leaves at noon."
    assert (article.title, article.outlet, article.published) == ("By hand", "Daily", "2026-03-01")
    assert article.metadata["desk"] == "Local"
    assert article.metadata[ORIGINAL_TEXT] == BROKEN and len(article.metadata[ORIGINAL]) == 64
    assert "1 article not ticked and left out." in report.notes


def test_suspected_lines_are_greyed_where_the_user_says_so(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    text = "Join our Telegram channel!\nThe council met in the hall."
    (tmp_path / "a.txt").write_text(text)
    (row,) = read(project, drafts, tmp_path / "a.txt")
    assert [w.kind for w in row.warnings] == [SUSPECTS]
    stored(project, drafts, Decisions(greyed={row.number}))
    ((article, _),) = project.entries()
    assert article.text == text
    assert [text[s.start : s.end] for s in greyed(article)] == ["Join our Telegram channel!"]


def test_equal_and_nearly_equal_texts_are_told(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    words = " ".join(f"word{n}" for n in range(80)) + "."
    (tmp_path / "there.txt").write_text(words)
    (tmp_path / "plain.txt").write_text("Something else altogether here.")
    done(import_files(project, [tmp_path / "there.txt"], annotator="mo"))
    (tmp_path / "near.txt").write_text(words + " And a little more.")
    (tmp_path / "twin.txt").write_text("Something else altogether here.")
    names = ["there", "plain", "near", "twin"]
    rows = read(project, drafts, *(tmp_path / f"{name}.txt" for name in names))
    kinds = [[warning.kind for warning in row.warnings] for row in rows]
    assert kinds == [[KNOWN], [], [LIKE], [TWICE]]
    assert "of the project" in rows[2].warnings[0].sentence


def test_a_map_is_used_and_remembered(project: Project, drafts: Drafts, tmp_path: Path) -> None:
    source = tmp_path / "d.jsonl"
    line = {"text": "Norland left.", "label": [[0, 7, "PER"], [8, 12, "VERB"]],
            "offset_unit": "code point"}  # fmt: skip
    source.write_text(json.dumps(line) + "\n")
    read(project, drafts, source)
    names = drafts.found.names
    assert names["labels", "PER"] == 1 and names["labels", "VERB"] == 1
    label = SCHEME.labels[0].id
    rules = Rules(labels={"PER": label, "VERB": None})
    report = stored(project, drafts, Decisions(rules=rules))
    ((_, values),) = project.entries()
    assert [value.label for value in values if hasattr(value, "label")] == [label]
    assert report.ignored["annotation VERB"] == 1
    again = Drafts()
    read(project, again, source)
    assert stored(project, again).created == ()
    again.close()


def test_closing_a_storing_leaves_nothing(project: Project, drafts: Drafts, tmp_path: Path) -> None:
    source = tmp_path / "many.jsonl"
    source.write_text("".join(f'{{"text": "Article {n} says so."}}\n' for n in range(3_000)))
    read(project, drafts, source)
    job = store_drafts(project, drafts, Decisions(), annotator="mo")
    next(job)
    job.close()
    assert not project.find_articles()


def test_a_paused_reading_waits_and_can_be_closed(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.")
    paused = threading.Event()
    paused.set()
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    job = read_articles(project, paths, Wishes(), drafts, paused)
    said = [next(job).what for _ in range(5)]
    assert said[1:] == ["Paused"] * 4 and len(drafts.rows) == 1
    paused.clear()
    done(job)
    assert len(drafts.rows) == 2


def test_a_source_is_shown_though_its_archive_is_gone(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/one.txt", "One story.")
    (tmp_path / "two.txt").write_text("Two stories.")
    rows = read(project, drafts, tmp_path / "a.zip", tmp_path / "two.txt")
    assert [drafts.source(row) for row in rows] == [b"One story.", b"Two stories."]


def test_pages_are_read_by_workers_and_come_as_the_command_line_has_them(
    project: Project, drafts: Drafts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    body = "<p>The harbour council of Vesna promised that the night ferry would sail again.</p>"
    for n in range(FEWEST):
        page = f"<html><body><article><h1>No. {n}</h1>{body * (4 + n)}</article></body></html>"
        (folder / f"{n}.html").write_text(page, "utf-8")
    (folder / "empty.html").write_text("<html><body></body></html>", "utf-8")
    started = []
    start = Readers._started
    monkeypatch.setattr(Readers, "_started", lambda self: started.append(1) or start(self))
    rows = read(project, drafts, folder)
    assert started and len(rows) == FEWEST
    assert [Path(problem.file).name for problem in drafts.found.refused] == ["empty.html"]
    texts = [drafts.entry(row)[0].text for row in rows]
    monkeypatch.setattr("annotator.jobs.readers.may_start_workers", lambda: False)
    report = done(import_files(project, [folder], annotator="mo"))
    assert report.added == FEWEST and [a.text for a, _ in project.entries()] == texts


STORY = " ".join(f"The council of town {n} will pay for bridge {n}." for n in range(30))


@pytest.mark.parametrize(
    ("treatment", "stays", "linked"),
    [("link", 3, 3), ("keep", 3, 0), ("first", 1, 0), ("longest", 1, 0)],
)
def test_near_duplicates_are_linked_kept_apart_or_left_out(
    project: Project, drafts: Drafts, tmp_path: Path, treatment: Treatment, stays: int, linked: int
) -> None:
    for name, text in (("a", STORY), ("b", f"{STORY} Now longer."), ("c", f"{STORY} More.")):
        (tmp_path / f"{name}.txt").write_text(text)
    (tmp_path / "d.txt").write_text("Nobody was hurt when the ferry ran aground.")
    rows = read(project, drafts, *sorted(tmp_path.glob("*.txt")))
    (group,) = drafts.groups
    assert group.rows == tuple(row.number for row in rows[:3])
    decisions = Decisions(unticked={rows[3].number})
    decisions.decide_copies(drafts.groups, ["first"])
    decisions.decide_copies(drafts.groups, [treatment])
    report = stored(project, drafts, decisions)
    texts = [article.text for article, _ in project.entries()]
    assert len(texts) == stays and report.linked == bool(linked)
    if stays == 1:
        assert texts == [STORY if treatment == "first" else f"{STORY} Now longer."]
    groups = project.records(Copies)
    assert [len(g.articles) for g in groups] == ([3] if stays == 3 else [])
    assert [g.apart for g in groups] == ([treatment == "keep"] if stays == 3 else [])
    project.undo(annotator="mo")
    assert project.records(Copies) == [] and project.counts().articles == 0


def test_a_group_joins_the_articles_of_the_project_and_takes_a_smaller_ones_place(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{STORY} {name}")
    read(project, drafts, tmp_path / "a.txt", tmp_path / "b.txt")
    decisions = Decisions()
    decisions.decide_copies(drafts.groups, ["link"])
    assert "1 group of near-duplicates linked" in stored(project, drafts, decisions).summary
    (tmp_path / "c.txt").write_text(f"{STORY} c, with more words")
    more = Drafts()
    (row,) = read(project, more, tmp_path / "c.txt")
    decisions.decide_copies(more.groups, ["first"])
    assert decisions.unticked == {row.number}
    decisions.decide_copies(more.groups, ["longest"])
    assert not decisions.unticked
    stored(project, more, decisions)
    more.close()
    (group,) = project.records(Copies)
    assert set(group.articles) == {article.id for article, _ in project.entries()}
    assert len(group.articles) == 3
    project.undo(annotator="mo")
    assert [len(g.articles) for g in project.records(Copies)] == [2]


def test_one_kind_is_put_right_and_the_others_stay(
    project: Project, drafts: Drafts, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(BROKEN)
    (row,) = read(project, drafts, tmp_path / "a.txt")
    decisions = Decisions()
    decisions.repair(row, "hidden characters")
    stored(project, drafts, decisions)
    ((article, _),) = project.entries()
    assert article.text == BROKEN.replace("\u00ad", "")
    assert article.metadata[ORIGINAL_TEXT] == BROKEN
