"""What an export says that it wrote is what a reader finds in it, whatever the format."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator.cli.program import program
from annotator.core.annotation import Annotation
from annotator.core.relation import Relation
from annotator.formats.format import Format, Reading
from annotator.formats.registry import format_named, formats
from annotator.jobs.import_articles import import_files
from annotator.storage.project import Project
from tests.formats.samples import KNOWN, SCHEME, read_all, rich, written
from tests.jobs.working import done

BOTH_WAYS = [f for f in formats() if f.read and (f.write or f.write_files)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("counts")
    (place / "in.jsonl").write_bytes(written(rich(), format_named("jsonl")))
    with Project.create(place / "p.annotator", SCHEME) as made:
        done(import_files(made, [place / "in.jsonl"]))
    yield place / "p.annotator"


@pytest.mark.parametrize("how", BOTH_WAYS, ids=lambda f: f.name)
def test_the_counts_told_are_those_found(how: Format, project: Path, tmp_path: Path) -> None:
    out = tmp_path / f"x{how.suffixes[0] if how.write_files is None else '.zip'}"
    told = CliRunner().invoke(program, ["export", str(project), str(out), "--format", how.name])
    found = read_all(out, how, Reading(annotator="mo", texts=KNOWN.get))
    labels = Counter(v.label for _, vs in found for v in vs if isinstance(v, Annotation))
    relations = sum(isinstance(v, Relation) for _, vs in found for v in vs)
    counts = json.loads((tmp_path / "x.manifest.json").read_text("utf-8"))["counts"]
    assert counts["by_label"] == labels and counts["annotations"] == labels.total()
    assert (counts["articles"], counts["relations"]) == (len({a.id for a, _ in found}), relations)
    if found:
        assert f" {labels.total()} annotation" in told.output, told.output
