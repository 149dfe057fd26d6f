"""Every format: the same file again changes nothing, and the report counts what is stored."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.annotation import Annotation
from annotator.formats.format import Format
from annotator.formats.registry import format_named, formats
from annotator.jobs.import_articles import ImportReport, import_files
from annotator.storage.project import Project
from tests.formats.samples import SCHEME, placed, rich
from tests.jobs.working import done

BOTH_WAYS = [known for known in formats() if known.read and (known.write or known.write_files)]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", SCHEME) as made:
        yield made


def taken(project: Project, path: Path, how: Format) -> ImportReport:
    report = done(import_files(project, [path], format_name=how.name, annotator="mo"))
    assert not report.refused, report.refused
    return report


@pytest.mark.parametrize("how", BOTH_WAYS, ids=lambda how: how.name)
def test_the_same_file_again_changes_nothing(how: Format, project: Project, tmp_path: Path) -> None:
    path = placed(rich(), how, tmp_path)
    if how.textless:  # what it says is about articles that are there
        bare = placed([(article, []) for article, _ in rich()], format_named("jsonl"), tmp_path)
        taken(project, bare, format_named("jsonl"))
        taken(project, path, how)
        again = taken(project, path, how)
        assert (again.added, again.annotations, again.created) == (0, 0, ())
        marks = [v for _, vs in project.entries() for v in vs]
        assert len(marks) == sum(isinstance(v, Annotation) for _, vs in rich() for v in vs)
        return
    first = taken(project, path, how)
    before, scheme, undo = list(project.entries()), project.scheme, project.undo_name
    stored = Counter(v.label for _, vs in before for v in vs if isinstance(v, Annotation))
    assert first.added == len(before) and first.annotations == stored.total()
    assert Counter(dict(first.by_label)) == stored
    again = taken(project, path, how)
    assert (again.added, again.annotations, again.created) == (0, 0, ())
    assert again.known == len(before)
    assert (list(project.entries()), project.scheme, project.undo_name) == (before, scheme, undo)
    assert list(project.check()) == []
