"""Exporting: complete or not at all, the same bytes for the same project, and back again."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.errors import FormatError
from annotator.core.judgement import ArticleState, State
from annotator.jobs import replacing
from annotator.jobs.export_dataset import ExportReport, Plan, export_dataset
from annotator.jobs.export_preview import Survey, survey
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, article, compared, link, mark, rich, written
from tests.formats.test_native_jsonl import NATIVE
from tests.jobs.working import done


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    source = tmp_path / "rich.jsonl"
    source.write_bytes(written(rich(), NATIVE))
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        done(import_files(made, [source]))
        source.unlink()
        yield made


def exported(project: Project, out: Path, *, annotators: list[str] | None = None,
             states: tuple[State, ...] | None = None) -> ExportReport:  # fmt: skip
    return done(export_dataset(project, out, annotators=annotators, states=states))


def lines(path: Path) -> list[dict[str, dict[str, str]]]:
    return [json.loads(x) for x in path.read_bytes().splitlines()]


def test_a_project_comes_back_whole(project: Project, tmp_path: Path) -> None:
    out, again = tmp_path / "out.jsonl", tmp_path / "again.jsonl"
    exported(project, out, states=("new", "in_progress", "done", "skipped"))
    with Project.create(tmp_path / "q.annotator", SCHEME) as other:
        done(import_files(other, [out]))
        assert compared(list(other.entries())) == compared(list(project.entries()))
        exported(other, again, states=("new", "in_progress", "done", "skipped"))
    assert out.read_bytes() == again.read_bytes() == written(rich(), NATIVE)


def test_what_nobody_has_begun_is_left_out(project: Project, tmp_path: Path) -> None:
    report = exported(project, tmp_path / "out.jsonl")
    assert report.articles == len(rich()) - 1
    texts = {x["text"] for x in lines(tmp_path / "out.jsonl")}
    assert "Nobody has read this." not in texts and any(map(len, texts))
    assert any(x["spans"] == [] for x in lines(tmp_path / "out.jsonl"))
    assert str(report).startswith("Exported 7 articles with 18 annotations and 8 relations to ")


def test_filters_choose_lines(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    report = exported(project, out, annotators=["jo"])
    assert {x["meta"]["annotator"] for x in lines(out)} == {"jo"}
    assert report.lost  # jo's relation leads to an annotation of mo
    exported(project, out, states=("done",))
    assert {(x["meta"]["annotator"], x["meta"]["state"]) for x in lines(out)} == {("mo", "done")}
    exported(project, out, states=("new",))
    assert any("annotator" not in x["meta"] for x in lines(out))


def test_the_manifest_says_what_was_written(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    report = exported(project, out)
    facts = json.loads((tmp_path / "out.manifest.json").read_text("utf-8"))
    assert report.manifest.name == "out.manifest.json"
    assert facts["files"] == [
        {"name": "out.jsonl", "bytes": out.stat().st_size,
         "sha256": hashlib.sha256(out.read_bytes()).hexdigest()}
    ]  # fmt: skip
    assert facts["counts"]["annotations"] == sum(facts["counts"]["by_label"].values()) == 18
    assert facts["scheme"]["id"] == SCHEME.id and facts["annotators"]["mo"] == 16
    before = (tmp_path / "out.manifest.json").read_bytes()
    exported(project, out)
    assert (tmp_path / "out.manifest.json").read_bytes() == before


def test_a_preview_is_the_beginning_of_the_file(project: Project, tmp_path: Path) -> None:
    exported(project, tmp_path / "out.jsonl")
    found = next(survey(project, Plan()))
    text = found.text if isinstance(found, Survey) else ""
    whole = (tmp_path / "out.jsonl").read_text("utf-8")
    assert text and whole.startswith(text) and len(text) < len(whole)


def test_cancelling_leaves_the_old_file(project: Project, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")
    job = export_dataset(project, out)
    next(job)
    job.close()
    assert out.read_bytes() == b"old" and left(tmp_path) == {"out.jsonl", "p.annotator"}


def left(folder: Path) -> set[str]:
    return {x.name for x in folder.iterdir() if not x.name.startswith("p.annotator-")
            and not x.name.endswith(".lock")}  # fmt: skip


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_full_disk_leaves_the_old_file(
    code: int, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.jsonl"
    out.write_bytes(b"old")

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    for owner, name in (
        (replacing.Part, "write"),
        (replacing.os, "fsync"),
        (replacing.os, "replace"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, refuse)
            with pytest.raises(FormatError) as caught:
                exported(project, out)
        assert "out.jsonl" in str(caught.value)
        assert ("disk is full" in str(caught.value)) == (code == errno.ENOSPC)
        assert out.read_bytes() == b"old" and left(tmp_path) == {"out.jsonl", "p.annotator"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_device_is_no_output(project: Project) -> None:
    with pytest.raises(FormatError, match="regular file"):
        exported(project, Path("/dev/full"))


@pytest.mark.parametrize(
    ("name", "reason"),
    [(".", "a folder"), ("no/out.jsonl", "is not there"), ("p.annotator", "the project itself")],
)
def test_where_nothing_can_be_written(
    name: str, reason: str, project: Project, tmp_path: Path
) -> None:
    before = left(tmp_path)
    with pytest.raises(FormatError, match=reason):
        exported(project, tmp_path / name)
    assert left(tmp_path) == before


def test_a_link_stays_a_link_and_permissions_stay(project: Project, tmp_path: Path) -> None:
    target, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    exported(project, link)
    assert link.is_symlink() and len(lines(target)) > 5
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_format_that_only_reads_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="only be read"):
        done(export_dataset(project, tmp_path / "x.txt", format_name="text"))


def test_a_relation_to_an_article_that_is_left_out_is_left_out_too(tmp_path: Path) -> None:
    here, there = article("plain"), article("arabic")
    old, new = mark(there, (4, 10), label="commitment"), mark(here, (8, 15), label="commitment")
    data = written(
        [(here, [new, link(new, old, "updates"), ArticleState(here.id, "mo", "done", "")]),
         (there, [old])],
        NATIVE,
    )  # fmt: skip
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(data)
    with Project.create(tmp_path / "across.annotator", SCHEME) as project:
        assert done(import_files(project, [source])).relations == 1
        assert exported(project, out).relations == 1
        assert exported(project, out, annotators=["mo"]).relations == 1
        report = exported(project, out, states=("done",))
    assert (report.relations, report.lost) == (
        0, ("1 relation to an annotation that is left out",),
    )  # fmt: skip
    with Project.create(tmp_path / "other.annotator", SCHEME) as other:
        assert done(import_files(other, [out])).refused == ()
