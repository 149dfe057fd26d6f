"""Importing other tools' files: names mapped, offsets found out, archives bounded, one undo."""

import io
import json
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.core.annotation import Annotation
from annotator.core.changes import Change, ChangeSet
from annotator.formats.mapping import Rules
from annotator.formats.offset_units import UTF16
from annotator.jobs.import_articles import ImportReport, Wishes, import_files, preview
from annotator.storage.project import Project
from tests.formats.samples import SCHEME
from tests.jobs.working import done

TEXT = "Norland 🎉 and Skarvik pledged to leave Vestby."


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


def imported(project: Project, *paths: Path, **more: Any) -> ImportReport:
    return done(import_files(project, paths, annotator="mo", **more))


def place(word: str, text: str = TEXT) -> list[int]:
    return [text.index(word), text.index(word) + len(word)]


def doccano(folder: Path, name: str = "doccano.jsonl", **more: Any) -> Path:
    line = {
        "id": 7, "text": TEXT, "offset_unit": "code point",
        "label": [[*place("Norland"), "PER"], [*place("Vestby"), "Location"],
                  [*place("pledged"), "act"]],
    }  # fmt: skip
    path = folder / name
    path.write_text(json.dumps(line | more) + "\n")
    return path


def labels_of(project: Project) -> dict[str, str]:
    return {
        v.quote: v.label for _, vs in project.entries() for v in vs if isinstance(v, Annotation)
    }


def test_labels_are_matched_else_created_and_one_undo_takes_all_back(
    project: Project, tmp_path: Path
) -> None:
    before = project.scheme
    report = imported(project, doccano(tmp_path))
    assert labels_of(project) == {"Norland": "PER", "Vestby": "location", "pledged": "act"}
    assert report.created == ("label PER", "label act")
    assert dict(report.matched) == {"Location": "location"}
    assert dict(report.by_label) == {"PER": 1, "location": 1, "act": 1}
    new = project.scheme.labels[-2]
    assert (new.id, new.name) == ("PER", "PER") and new.color.startswith("#") and new.key
    assert project.scheme.version != before.version
    assert list(project.check()) == []
    project.undo(annotator="mo")
    assert project.scheme == before and list(project.entries()) == []
    project.redo(annotator="mo")
    assert labels_of(project)["Norland"] == "PER" and project.scheme.label("PER")


def test_the_same_file_again_changes_nothing(project: Project, tmp_path: Path) -> None:
    path = doccano(tmp_path)
    imported(project, path)
    before, scheme, name = list(project.entries()), project.scheme, project.undo_name
    again = imported(project, path)
    assert (again.added, again.known, again.annotations, again.created) == (0, 1, 0, ())
    assert (list(project.entries()), project.scheme, project.undo_name) == (before, scheme, name)


def test_what_was_edited_since_stays(project: Project, tmp_path: Path) -> None:
    path = doccano(tmp_path)
    imported(project, path)
    ((_, values),) = project.entries()
    mark = next(v for v in values if isinstance(v, Annotation) and v.label == "PER")
    edited = replace(mark, label="actor")
    project.apply(ChangeSet("Change label", (Change(mark, edited),)), annotator="mo")
    report = imported(project, path)
    assert not report.refused and "edited here since" in report.notes[0]
    assert labels_of(project)["Norland"] == "actor"


def test_a_folder_gives_the_files_of_the_format_that_is_named(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    doccano(folder)
    (folder / "readme.txt").write_text("About the data.")
    report = imported(project, folder, format_name="doccano")
    assert (report.files, report.refused) == (1, ())
    odd = tmp_path / "odd"
    odd.mkdir()
    doccano(odd, "export.data", text=TEXT + " More.", id=8)
    assert imported(project, odd, format_name="doccano").added == 1


def test_a_map_says_what_is_what_and_is_remembered(project: Project, tmp_path: Path) -> None:
    rules = Rules(labels={"PER": "actor", "act": None}, annotators={"mo": "jo"})
    report = imported(project, doccano(tmp_path), rules=rules)
    assert labels_of(project) == {"Norland": "actor", "Vestby": "location"}
    assert (report.created, dict(report.ignored)) == ((), {"annotation act": 1})
    assert project.annotators() == ("jo",)
    other = TEXT.replace("leave", "quit")
    again = doccano(tmp_path, "other.jsonl", text=other, label=[[0, 7, "PER"]])
    assert imported(project, again).created == ()  # by the same map


def test_a_dry_run_says_all_and_stores_nothing(project: Project, tmp_path: Path) -> None:
    before = project.scheme
    report = imported(project, doccano(tmp_path), rules=Rules(), dry_run=True)
    assert report.dry_run and report.summary == "Would import 1 article with 3 annotations."
    assert report.created == ("label PER", "label act")
    assert list(project.entries()) == [] and project.scheme == before
    assert project.undo_name is None and project.setting("import-map") == ""


def test_a_preview_shows_articles_as_they_would_be_stored(project: Project, tmp_path: Path) -> None:
    found, scheme, reading = preview(project, doccano(tmp_path), Wishes(annotator="mo"))
    ((_, values),) = found
    assert [v.label for v in values if isinstance(v, Annotation)] == ["PER", "location", "act"]
    assert scheme.label("PER") and not project.scheme.label("PER") and not reading.left_out


def test_a_refused_file_leaves_no_label_behind(project: Project, tmp_path: Path) -> None:
    before = project.scheme
    path = doccano(tmp_path)
    path.write_text(path.read_text() + "{broken\n")
    report = imported(project, path)
    assert report.refused and project.scheme is before and report.created == ()


def test_what_offsets_count_can_be_said(project: Project, tmp_path: Path) -> None:
    start = place("Skarvik")[0] + 1  # in UTF-16 units
    path = doccano(tmp_path, label=[[start, start + 7, "PER"]], offset_unit=None)
    assert imported(project, path, counting=UTF16).annotations == 1
    assert labels_of(project) == {"Skarvik": "PER"}


def test_offsets_that_nothing_decides_are_asked_about(project: Project, tmp_path: Path) -> None:
    text = "🎉部长周一承诺政府将在年底前关闭两个基地"
    path = doccano(tmp_path, text=text, label=[[3, 5, "PER"]], offset_unit=None)
    (problem,) = imported(project, path).refused
    assert "several ways of counting" in str(problem) and "--offsets" in str(problem)
    assert project.counts().articles == 0


def test_a_span_that_cannot_be_is_left_out_with_its_place(project: Project, tmp_path: Path) -> None:
    good = place("Norland")
    path = doccano(tmp_path, label=[[5, 5, "PER"], [*good, "PER"], [40, 400, "PER"]])
    report = imported(project, path)
    assert labels_of(project) == {"Norland": "PER"} and report.left_out_in_all == 2
    assert [p.line for p in report.left_out] == [1, 1]
    assert "marks no character" in str(report.left_out[0])
    text = "\n".join(report.lines())
    assert "Left out: 2" in text and "What to do" in text


# --- archives


def zipped(path: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_an_archive_has_a_file_for_each_annotator(project: Project, tmp_path: Path) -> None:
    data = doccano(tmp_path).read_bytes()
    path = zipped(tmp_path / "export.zip", **{"anna.jsonl": data, "sub/bo.jsonl": data})
    report = imported(project, path)
    assert project.annotators() == ("anna", "bo")
    assert (report.added, report.extended, project.counts().annotations) == (1, 1, 6)


def test_a_tar_archive_is_looked_into_too(project: Project, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar.gz", "w:gz") as archive:
        archive.add(doccano(tmp_path), "anna.jsonl")
    assert imported(project, tmp_path / "x.tar.gz").added == 1


@pytest.mark.parametrize("name", ["../../up.jsonl", "/etc/up.jsonl", "..\\up.jsonl", "C:/up.jsonl"])
def test_names_that_climb_are_refused(project: Project, tmp_path: Path, name: str) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    path = zipped(inside / "x.zip", **{name: doccano(tmp_path).read_bytes()})
    report = imported(project, path)
    assert "outside the archive" in str(report.refused[0]) and project.counts().articles == 0
    assert not list(tmp_path.glob("**/up.jsonl"))


def test_a_bomb_is_refused(project: Project, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", **{"a.jsonl": b" " * 60_000_000})
    report = imported(project, path)
    assert "times its size" in str(report.refused[0])


@pytest.mark.parametrize("cut", [30, 90, 200])
def test_a_damaged_archive_is_refused(project: Project, tmp_path: Path, cut: int) -> None:
    path = zipped(tmp_path / "x.zip", **{"a.jsonl": doccano(tmp_path).read_bytes() * 20})
    path.write_bytes(path.read_bytes()[:-cut])
    report = imported(project, path)
    assert report.refused and report.files == 0


def test_links_in_archives_lead_nowhere(project: Project, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "x.tar", "w") as archive:
        link = tarfile.TarInfo("a.jsonl")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link, io.BytesIO())
    assert "no file that can be read" in str(imported(project, tmp_path / "x.tar").refused[0])


# --- pairs


def test_a_pair_is_one_article(project: Project, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "a.txt").write_text("Norland left.")
    (folder / "a.ann").write_text("T1\tActor 0 7\tNorland\n")
    (folder / "b.txt").write_text("No marks.")
    (folder / "b.ann").write_bytes(b"")
    (folder / "c.txt").write_text("A plain text.")
    (folder / "annotation.conf").write_text("[entities]\nActor\nUnused\n")
    report = imported(project, folder)
    assert (report.files, report.added, report.refused) == (3, 3, ())
    assert report.created == ("label Unused",) and labels_of(project) == {"Norland": "actor"}
