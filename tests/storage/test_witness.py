"""What a damaged or missing log beside the file dropped is noticed and brought back."""

import json
import shutil
from random import Random

import pytest

from annotator.core import operations
from annotator.core.article import Article
from annotator.core.errors import MovedProject
from annotator.core.span import Span
from annotator.storage import witness
from annotator.storage.project import IDENTITY, Project
from tests.storage.test_project import content, mark


@pytest.fixture
def crashed(project, article, path, tmp_path):
    """A copy of the project and its log as they lie on the disk amid marking; and what is so."""
    for start in range(20):
        mark(project, article, start, start + 3)
    project.undo(annotator="mo")
    folder = tmp_path / "crashed"
    folder.mkdir()
    for name in (path, path.with_name(path.name + "-wal")):
        shutil.copy(name, folder / name.name)
    project.close()
    return folder / path.name


def test_nothing_is_missing_where_nothing_was_damaged(crashed, path):
    with Project.open(crashed) as again:
        assert (again.missing_actions, again.lost_actions) == (0, 0)
    assert content(crashed) == content(path)


@pytest.mark.parametrize("seed", range(8))
def test_a_bit_flipped_in_the_log_is_noticed_and_its_actions_come_back(crashed, path, seed):
    log = crashed.with_name(crashed.name + "-wal")
    data = bytearray(log.read_bytes())
    rng = Random(seed)
    at = rng.randrange(len(data) // 2)
    data[at] ^= 1 << rng.randrange(8)
    log.write_bytes(data)
    with Project.open(crashed) as again:
        assert again.missing_actions > 0
        again.replay()
        assert again.missing_actions == 0
        assert list(again.check()) == []
        assert again.undo(annotator="mo") is not None
        again.redo(annotator="mo")
    with Project.open(crashed) as again:
        again.undo(annotator="mo")
        again.redo(annotator="mo")
    marks = content(crashed)["annotation"]
    assert marks == content(path)["annotation"]
    assert len(marks) == 19


def test_without_its_log_all_comes_back(crashed, path):
    crashed.with_name(crashed.name + "-wal").unlink()
    with Project.open(crashed) as again:
        before = again.missing_actions
        assert again.replay() == before > 0
    assert content(crashed) == content(path)


def test_without_the_witness_the_loss_is_silent(crashed):
    """The negative control: SQLite itself says nothing."""
    crashed.with_name(crashed.name + "-wal").unlink()
    shutil.rmtree(witness.file_of("x").parent)
    with Project.open(crashed) as again:
        assert again.missing_actions == 0
        assert list(again.check()) == []
    assert len(content(crashed)["annotation"]) < 19


def test_a_damaged_witness_gives_back_what_is_sound_of_it(crashed):
    crashed.with_name(crashed.name + "-wal").unlink()
    (file,) = witness.file_of("x").parent.glob("*.jsonl")
    lines = file.read_bytes().splitlines(keepends=True)
    row = json.loads(lines[10])
    row[4] += "!"
    lines[10] = json.dumps(row).encode() + b"\n"
    file.write_bytes(b"".join(lines))
    with Project.open(crashed) as again:
        again.replay()
        assert list(again.check()) == []
    assert 0 < len(content(crashed)["annotation"]) < 19


def test_going_on_without_the_missing_keeps_them_aside(crashed):
    crashed.with_name(crashed.name + "-wal").unlink()
    with Project.open(crashed) as again:
        row = again.article_rows(again.find_articles()) or None
        article = Article.new("Another text.")
        again.apply(operations.add_all("Add", [article]), annotator="mo")
        assert row is None or row
    folder = witness.file_of("x").parent
    assert list(folder.glob("*.aside"))
    with Project.open(crashed) as again:
        assert again.missing_actions == 0
        edit = operations.add(article, (Span(0, 7),), label="actor", annotator="mo")
        again.apply(edit, annotator="mo")


def test_a_torn_line_is_cut_off_and_what_follows_is_read(project, article, path):
    mark(project, article, 0, 3)
    project.close()
    (file,) = witness.file_of("x").parent.glob("*.jsonl")
    with file.open("ab") as torn:
        torn.write(b'[3, {"hex": "00')
    with Project.open(path) as again:
        mark(again, article, 4, 8)
        identity = again.setting(IDENTITY)
        assert witness.Witness(identity).last == again.head


def test_what_a_killed_program_had_not_written_there_is_added(project, article, path):
    project.close()
    (file,) = witness.file_of("x").parent.glob("*.jsonl")
    before = file.read_bytes()
    with Project.open(path) as again:
        mark(again, article, 0, 3)
        mark(again, article, 4, 8)
    file.write_bytes(before)
    with Project.open(path) as again:
        assert again.missing_actions == 0
        assert witness.Witness(again.setting(IDENTITY)).last == again.head


def test_a_home_that_cannot_be_written_stops_no_mark(path, scheme, article, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "file"))
    with Project.create(path, scheme) as made:
        made.apply(operations.add_all("Add", [article]), annotator="mo")
        mark(made, article, 0, 3)
    with Project.open(path) as again:
        assert len(again.annotation_set(article.id)) == 1


@pytest.mark.parametrize("how", ["moved", "removed", "replaced"])
def test_nothing_is_written_to_a_file_that_went_away(project, article, path, scheme, how):
    mark(project, article, 0, 3)
    if how == "moved":
        path.rename(path.with_name("Elsewhere.annotator"))
    elif how == "removed":
        path.unlink()
    else:
        other = path.with_name("Other.annotator")
        Project.create(other, scheme).close()
        other.replace(path)
    with pytest.raises(MovedProject, match=r"not stored.*save a copy"):
        mark(project, article, 4, 8)
    assert len(project.annotation_set(article.id)) == 1
    if how == "moved":
        path.with_name("Elsewhere.annotator").rename(path)
        mark(project, article, 4, 8)
        assert len(project.annotation_set(article.id)) == 2
