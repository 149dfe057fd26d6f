"""Write protection of the file, of its folder and of both, with and without a log beside it."""

import contextlib
import ctypes
import os
import shutil
import sys
from functools import partial
from itertools import product

import pytest

from annotator.core import operations
from annotator.core.errors import ProjectError, ReadOnlyProject
from annotator.core.span import Span
from annotator.storage import reading_place, wal
from annotator.storage.project import Project
from tests.storage.test_project import mark

OVERRIDES = 1 << 1 | 1 << 2 | 1 << 3  # what lets root pass by the modes of files


@contextlib.contextmanager
def without_privileges():
    """Let this thread be stopped by the modes of files, though it may be root's."""
    if os.name == "nt" or os.geteuid() != 0:
        yield
        return
    if not sys.platform.startswith("linux"):
        pytest.skip("root ignores the modes of files, and cannot be stopped from it here")
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    assert libc.capget(header, sets) == 0
    before = sets[0]
    sets[0] = before & ~OVERRIDES
    if libc.capset(header, sets) != 0:
        pytest.skip("root ignores the modes of files, and cannot be stopped from it here")
    may, os.access = os.access, partial(os.access, effective_ids=True)
    try:
        yield
    finally:
        os.access = may
        sets[0] = before
        assert libc.capset(header, sets) == 0


@pytest.fixture
def lying(project, article, path, tmp_path):
    """Give a project in a folder of its own as it lies amid marking, or closed, and its marks."""

    def lay(logged):
        mark(project, article, 0, 3)
        mark(project, article, 4, 8)
        if not logged:
            project.close()
        folder = tmp_path / "lying"
        folder.mkdir()
        for name in (path, wal.beside(path)):
            if name.exists():
                shutil.copy(name, folder / name.name)
        assert wal.beside(folder / path.name).exists() == logged
        project.close()
        return folder / path.name

    yield lay
    (tmp_path / "lying").chmod(0o755)


def files(path):
    return {each.name: each.read_bytes() for each in path.parent.iterdir()}


@pytest.mark.parametrize(
    ("what", "logged"), list(product(["file", "folder", "both"], [False, True]))
)  # fmt: skip
def test_what_is_write_protected_is_read_whole_and_says_why_it_is_not_marked(
    lying, article, what, logged
):
    path = lying(logged)
    before = files(path)
    for each in (path, wal.beside(path)):
        if what != "folder" and each.exists():
            each.chmod(0o444)
    if what != "file":
        path.parent.chmod(0o555)
    with without_privileges(), Project.open(path) as project:
        assert project.read_only
        assert "write-protected" in project.read_only_reason
        assert len(project.annotation_set(article.id)) == 2
        assert list(project.check()) == []
        edit = operations.add(article, (Span(9, 12),), label="actor", annotator="mo")
        with pytest.raises(ReadOnlyProject) as refusal:
            project.apply(edit, annotator="mo")
        assert "write-protected" in str(refusal.value)
    # Beside a protected file SQLite leaves an empty log, which only who may write can remove.
    left = {n: data for n, data in files(path).items() if data and not n.endswith("-shm")}
    assert left == before


def test_without_its_log_a_copy_to_read_would_lack_marks(lying, article, monkeypatch):
    """The negative control: what was read in a folder that cannot be written once."""
    path = lying(True)
    path.parent.chmod(0o555)
    monkeypatch.setattr(reading_place.wal, "beside", lambda each: each.with_name("no log"))
    with without_privileges(), pytest.raises(ProjectError), Project.open(path) as project:
        project.annotation_set(article.id)


def test_what_may_not_be_read_says_so(lying):
    path = lying(False)
    path.chmod(0o000)
    with (
        without_privileges(),
        pytest.raises(ProjectError, match="cannot be read: Permission denied"),
    ):
        Project.open(path)


def test_a_new_project_in_a_protected_folder_leaves_nothing(tmp_path, scheme):
    folder = tmp_path / "protected"
    folder.mkdir()
    folder.chmod(0o555)
    with without_privileges(), pytest.raises(ProjectError):
        Project.create(folder / "new.annotator", scheme)
    folder.chmod(0o755)
    assert list(folder.iterdir()) == []
