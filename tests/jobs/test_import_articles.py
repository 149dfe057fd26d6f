"""Importing: the good files go in whole, the bad ones are named, and one undo takes it back."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import ReadOnlyProject
from annotator.jobs.import_articles import ImportReport, import_files
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, rich, written
from tests.formats.test_native_jsonl import NATIVE, A, file_of, line
from tests.jobs.working import done


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


def imported(project: Project, *paths: Path, annotator: str = "mo") -> ImportReport:
    return done(import_files(project, paths, annotator=annotator))


def made(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_a_folder_goes_in_with_all_below_it(project: Project, tmp_path: Path) -> None:
    folder = made(
        tmp_path / "in", b_txt=b"Second.", a_TXT=b"First.", sub__deep__c_txt=b"Third.",
        note_unknown=b"No article.", x_manifest_json=b"{}",
    )  # fmt: skip
    made(folder / ".hidden", d_txt=b"Hidden.")
    (folder / ".e.txt").write_bytes(b"Hidden too.")
    report = imported(project, folder, folder / "b.txt")
    assert (report.added, report.files, report.refused) == (3, 3, ())
    assert [a.text for a, _ in project.entries()] == ["First.", "Second.", "Third."]


def test_good_files_go_in_and_bad_ones_are_named(project: Project, tmp_path: Path) -> None:
    folder = made(
        tmp_path / "in", a_txt=b"Good.", b_txt=b"", c_txt=b"\x00\x01", e_jsonl=file_of(line()),
        d_jsonl=file_of({"text": "Fine but not kept."}, b"broken", line(text="other")),
    )  # fmt: skip
    report = imported(project, folder, tmp_path / "missing.txt", tmp_path)
    assert {a.text for a, _ in project.entries()} == {"Good.", "Norland pledged to leave."}
    assert (report.added, report.annotations, report.relations) == (2, 2, 1)
    named = [(Path(p.file).name, p.line) for p in report.refused]
    assert named == [
        ("b.txt", None), ("c.txt", None), ("d.jsonl", 2), ("d.jsonl", 3), ("missing.txt", None)
    ]  # fmt: skip
    assert report.summary == "Imported 2 articles with 2 annotations; 4 files refused."


def test_a_file_after_a_bad_one_is_as_if_that_had_never_been(
    project: Project, tmp_path: Path
) -> None:
    folder = made(
        tmp_path / "in", a_jsonl=file_of(line(), b"broken"), b_jsonl=file_of(line()),
    )  # fmt: skip
    report = imported(project, folder)
    assert (report.added, report.annotations, len(report.refused)) == (1, 2, 1)
    assert list(project.check()) == []


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "rich.jsonl"
    path.write_bytes(written(rich(), NATIVE))
    first = imported(project, path)
    before = list(project.entries())
    again = imported(project, path)
    assert (first.added, again.added, again.known, again.annotations) == (
        len(rich()),
        0,
        len(rich()),
        0,
    )
    assert list(project.entries()) == before
    assert again.summary == f"Imported 0 articles; {len(rich())} articles known already."


def test_a_second_annotator_extends_an_article(project: Project, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_bytes(line()["text"].encode())
    assert imported(project, text).added == 1
    path = tmp_path / "marked.jsonl"
    path.write_bytes(file_of(line()))
    report = imported(project, path)
    assert (report.added, report.extended, report.annotations, report.relations) == (0, 1, 2, 1)
    ((article, values),) = project.entries()
    assert article.id != A and all(v.article_id == article.id for v in values)  # type: ignore[union-attr]


def test_an_identifier_with_another_content_is_refused(project: Project, tmp_path: Path) -> None:
    one, two = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    one.write_bytes(file_of(line()))
    two.write_bytes(file_of(line(text="Norland pledged to leave?", meta={"annotator": "mo"})))
    imported(project, one)
    before = list(project.entries())
    report = imported(project, two)
    assert report.added == 0 and "belongs to another text" in str(report.refused[0])
    assert list(project.entries()) == before


def test_an_import_is_one_undo(project: Project, tmp_path: Path) -> None:
    folder = made(tmp_path / "in", a_txt=b"One.", b_jsonl=written(rich(), NATIVE))
    imported(project, folder)
    assert project.undo_name and "2 files" in project.undo_name
    project.undo(annotator="mo")
    assert list(project.entries()) == [] and project.undo_name is None


def test_cancelling_leaves_nothing(project: Project, tmp_path: Path) -> None:
    folder = made(tmp_path / "in", **{f"f{n}_txt": b"Text %d." % n for n in range(20)})
    job = import_files(project, [folder], annotator="mo")
    for _ in range(10):
        next(job)
    job.close()
    assert list(project.entries()) == [] and project.undo_name is None
    assert imported(project, folder).added == 20


def test_odd_paths_are_refused(project: Project, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    empty = tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "x.unknown").write_bytes(b"words")
    report = imported(project, pipe, empty, tmp_path / "x.unknown", project.path)
    assert [p.reason.split(",")[0][:20] for p in report.refused] == [
        "the folder holds no ", "it is no regular fil", "no format reads “.un",
        "no format reads “.an",
    ]  # fmt: skip


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_is_named(project: Project, tmp_path: Path) -> None:
    folder = made(tmp_path / "in", a_txt=b"Good.", locked__b_txt=b"Locked.")
    (folder / "locked").chmod(0)
    report = imported(project, folder)
    (folder / "locked").chmod(0o700)
    assert report.added == 1 and "Permission denied" in str(report.refused[0])


def test_a_project_for_reading_takes_nothing(project: Project, tmp_path: Path) -> None:
    path = project.path
    project.close()
    with Project.open(path, read_only=True) as closed, pytest.raises(ReadOnlyProject):
        imported(closed, tmp_path)


def test_a_refused_file_can_be_cancelled_too(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b"x\n" + b"".join(b'{"text": "Article %d."}\n' % n for n in range(50)))
    monkeypatch.setattr("annotator.jobs.import_articles.Pace.due", lambda self: True)
    job = import_files(project, [path])
    assert sum(1 for _ in job) >= 50
    assert project.counts().articles == 0


def test_a_text_that_is_too_long_is_refused_before_it_is_copied(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"text": "' + b"a word " * 3_000_000 + b'", "other": 1}\n')
    (problem,) = done(import_files(project, [path])).refused
    assert (problem.line, "21,000,000 characters" in problem.reason) == (1, True)


def test_equal_texts_of_one_batch_are_one_article(project: Project, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("The same wire story.")
    report = done(import_files(project, [tmp_path / n for n in ("a.txt", "b.txt", "c.txt")]))
    assert (report.added, report.known, project.counts().articles) == (1, 2, 1)
