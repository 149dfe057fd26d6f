"""Converting, and reading back what is written before it is put in place."""

import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from annotator.core.annotation import Annotation
from annotator.core.article import Article
from annotator.core.errors import FormatError
from annotator.core.scheme import Scheme
from annotator.core.span import Span, quote
from annotator.formats.format import Entry, Format, Output, Writing, shown
from annotator.formats.registry import format_named, formats
from annotator.jobs.convert import ConvertReport, convert
from annotator.jobs.dataset_file import written
from annotator.jobs.replacing import Replacing
from tests.formats.samples import SCHEME, read_all, rich
from tests.formats.samples import written as written_bytes
from tests.jobs.working import done

NATIVE = format_named("jsonl")
WRITABLE = [f.name for f in formats() if f.write and f.read]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(written_bytes(rich(), NATIVE))
    return path


def marks(entry: Entry) -> list[Annotation]:
    return [value for value in entry[1] if isinstance(value, Annotation)]


def converted(path: Path, out: Path, to: str, source: str | None = None) -> ConvertReport:
    return done(convert([path], out, to=to, source=source))


@pytest.mark.parametrize("to", WRITABLE)
def test_every_format_can_be_converted_to_and_back(source: Path, to: str, tmp_path: Path) -> None:
    out = tmp_path / f"out{format_named(to).suffixes[0]}"
    report = converted(source, out, to, source="jsonl")
    textless = format_named(to, written=True).textless
    assert (
        report.articles == sum(bool(marks(e)) or not textless for e in rich())
        and out.exists()
        and not report.read.refused
    )
    assert bool(report.lost) == bool(format_named(to).loses)
    if textless:  # back they come where the texts are
        back = converted(out, tmp_path / "back.jsonl", "jsonl", source=to)
        assert "none of its texts is here" in back.read.refused[0].reason
        assert not (tmp_path / "back.jsonl").exists()
        return
    back = converted(out, tmp_path / "back.jsonl", "jsonl", source=to)
    assert back.articles == report.articles and not back.read.left_out


ODD = (" blank before", "blank after ", "line\nbreak\n", "tab\t", "|;{}[]()\\\"'#*_", "-DOCSTART-",
       "O", "<b>&amp;", "=1+1", "ملصق", "👩‍👧", "a" * 100, "B-I-B", "A,b", "../up",
       "0")  # fmt: skip


@pytest.mark.parametrize("to", [f.name for f in formats() if f.write])
def test_labels_may_be_called_anything(to: str, tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(len(ODD)))
    spans = [[words.index(f"word{n}"), words.index(f"word{n}") + 5, name]
             for n, name in enumerate(ODD)]  # fmt: skip
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, "text": words, "label": spans}))
    report = converted(tmp_path / "in.jsonl", tmp_path / "out", to, source="doccano")
    assert report.annotations == len(ODD) and (tmp_path / "out").exists()


@pytest.mark.parametrize("to", [f.name for f in formats() if f.write])
def test_articles_without_any_label_can_be_written(to: str) -> None:
    how, out = format_named(to, written=True), BytesIO()
    assert how.write is not None
    entry: Entry = (Article.new("Nobody has marked this.\n\nNor that."), [])
    assert len(list(how.write([entry], out, Writing(Scheme("s", "S", "1", ()))))) == 1
    assert to == "csv" or out.getvalue()


def test_the_same_format_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    converted(source, out, "jsonl")
    ids = [json.loads(line)["id"] for line in source.read_text().strip().split("\n")]
    assert [json.loads(line)["id"] for line in out.read_text().strip().split("\n")] == ids
    again = tmp_path / "again.jsonl"
    converted(out, again, "jsonl")
    assert again.read_bytes() == out.read_bytes()


def test_files_of_several_become_a_folder_or_a_zip(source: Path, tmp_path: Path) -> None:
    converted(source, tmp_path / "folder", "brat")
    converted(source, tmp_path / "archive.zip", "brat")
    inside = {p.name: p.read_bytes() for p in (tmp_path / "folder").iterdir()}
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == inside
    first = (tmp_path / "archive.zip").read_bytes()
    converted(source, tmp_path / "archive.zip", "brat")
    assert (tmp_path / "archive.zip").read_bytes() == first


def test_a_configuration_lies_beside(source: Path, tmp_path: Path) -> None:
    converted(source, tmp_path / "tasks.json", "label-studio")
    config = (tmp_path / "tasks.labels.xml").read_text()
    assert '<Label value="actor"' in config and '<Relation value="committed_by"/>' in config


def test_nothing_good_gives_nothing(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{broken\n")
    report = converted(bad, tmp_path / "out.json", "label-studio")
    assert report.read.refused and not (tmp_path / "out.json").exists()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.jsonl"]


def test_what_is_read_is_not_overwritten(source: Path) -> None:
    with pytest.raises(FormatError, match="what is read"):
        converted(source, source, "doccano")


def test_a_folder_that_holds_something_stays(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("x")
    with pytest.raises(FormatError, match="there already"):
        converted(source, tmp_path / "out", "brat")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


# --- the self-check


def _faulty(name: str, fault: str) -> Format:
    """Give a format whose writer makes a mistake that it does not declare."""
    how = format_named(name)

    def write(found: Iterable[Entry], output: Output, writing: Writing) -> Iterator[None]:
        assert how.write is not None
        yield from how.write(_spoilt(found, fault), output, writing)

    return replace(how, write=write)


def _spoilt(found: Iterable[Entry], fault: str) -> Iterator[Entry]:
    for article, values in found:
        marks = [v for v in values if isinstance(v, Annotation)]
        if fault == "lost" and marks:
            values = [v for v in values if v is not marks[0] and "Relation" not in type(v).__name__]
        if fault == "shifted" and marks and len(marks[0].fragments) == 1:
            moved = (Span(marks[0].start, max(marks[0].start + 1, marks[0].end - 1)),)
            other = replace(marks[0], fragments=moved, quote=quote(article.text, moved))
            values = [other if v is marks[0] else v for v in values]
        if fault == "renamed" and marks:
            values = [replace(v, label="x") if v is marks[0] else v for v in values]
        if fault != "article" or not marks:
            yield article, values


@pytest.mark.parametrize("fault", ["lost", "shifted", "renamed", "article"])
@pytest.mark.parametrize("name", ["jsonl", "doccano", "label-studio", "prodigy", "spacy"])
def test_a_difference_that_is_not_declared_is_an_error(
    name: str, fault: str, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    out.write_text("what was there before")
    refused = pytest.raises(FormatError, match="not put in place")
    with refused as caught, Replacing(out) as (part,):
        done(written(_faulty(name, fault), rich(), part, Writing(SCHEME)))
    assert caught.value.file == shown(out)  # what was asked for, not the part beside it
    assert [p.name for p in tmp_path.iterdir()] == ["out.json"]
    assert out.read_text() == "what was there before"


def test_what_is_right_is_put_in_place(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with Replacing(out) as (part,):
        done(written(NATIVE, rich(), part, Writing(SCHEME)))
    assert len(read_all(out, NATIVE)) == len(rich())
