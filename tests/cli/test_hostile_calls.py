"""Calls that say little or go wrong outside of us: streams, names, bugs. Never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from annotator import paths
from annotator.__main__ import program
from annotator.cli.program import run

ROOT = Path(__file__).parents[2]
Call = Callable[..., int]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call a verb in this process, in a folder of its own that holds the project `p`."""
    monkeypatch.chdir(tmp_path)
    assert run(program, ["new", "p"]) == 0
    return lambda *args: run(program, [*map(str, args)])


# --- streams


@pytest.mark.parametrize("args", ["formats", "export p no/out.jsonl --format x"])
@pytest.mark.parametrize("redirect", [">&-", "2>&-", ">&- 2>&- <&-", ">/dev/full", "2>/dev/full"])
def test_a_stream_that_is_closed_or_full_makes_no_traceback(
    args: str, redirect: str, call: Call, tmp_path: Path
) -> None:
    if "/dev/full" in redirect and not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    ended = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m annotator {args} {redirect}"], cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr and "Exception" not in ended.stderr
    if args == "formats":
        assert ended.returncode == (1 if redirect == ">/dev/full" else 0)
        assert ("No space left" in ended.stderr) == (redirect == ">/dev/full")
    else:
        assert ended.returncode == (1 if redirect == "2>/dev/full" else 2)


# --- names


@pytest.mark.parametrize(
    "args", [[""], ["new", ""], ["stats", ""], ["import", "p", ""], ["export", "p", ""]]
)
def test_an_empty_name_is_refused(args: list[str], call: Call, capsys: pytest.CaptureFixture[str],
                                  tmp_path: Path) -> None:  # fmt: skip
    (tmp_path / "a.txt").write_text("An article that nobody named.")
    capsys.readouterr()
    assert call(*args) == 2
    assert "the name is empty" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["", "  ", "a\x01b", "a\nb", "\ud800"])
def test_a_name_that_cannot_stand_beside_a_mark_is_refused(name: str, call: Call) -> None:
    Path("a.txt").write_text("An article.")
    assert call("import", "p", "a.txt", "--annotator", name) == 2


def test_a_name_that_is_too_long_hurts_no_other_file(
    call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.txt").write_text("An article.")
    capsys.readouterr()
    assert call("import", "p", "x" * 300, "a.txt") == 1
    said = capsys.readouterr()
    assert "Imported 1 article; 1 file refused." in said.out and "too long" in said.err
    for args in (["stats", "x" * 300], ["new", "x" * 300], ["export", "p", "x" * 300]):
        assert call(*args) in (1, 2)


def test_a_project_is_found_beside_a_folder_of_its_name(call: Call) -> None:
    Path("p").mkdir()
    assert call("stats", "p") == 0


def test_a_project_ends_with_its_ending_whatever_its_name(call: Call) -> None:
    assert call("new", "study.v2") == 0 and Path("study.v2.annotator").is_file()
    assert call("stats", "study.v2") == 0
    assert call("new", "whole.annotator") == 0 and Path("whole.annotator").is_file()


@pytest.mark.parametrize("args", [["import", "q", "a.txt"], ["stats", "q"], ["q.annotator"]])
def test_a_missing_project_says_how_to_make_it(
    args: list[str], call: Call, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert call(*args) == 2
    assert "annotator new q" in capsys.readouterr().err


@pytest.mark.parametrize("out", [".", "no/out.jsonl", "p.annotator", "/dev/null"])
def test_an_output_that_is_refused_is_one_and_wrong_use_two(out: str, call: Call) -> None:
    before = Path("p.annotator").read_bytes()
    assert call("export", "p", out) == 1
    assert call("export", "p", out, "--format", "nonsense") == 2
    assert Path("p.annotator").read_bytes() == before and len(list(Path().iterdir())) == 1


def test_without_a_display_the_window_says_so(
    call: Call, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux can be without a display")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    capsys.readouterr()
    assert call("p.annotator") == 2
    assert "annotator demo" in capsys.readouterr().err


# --- bugs


def test_a_bug_is_one_sentence_and_a_report_without_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    @click.command()
    def broken() -> None:
        raise KeyError("the minister said")

    assert run(broken, []) == 70
    said = capsys.readouterr().err
    (report,) = paths.logs().glob("*.txt")
    assert str(report) in said and "Traceback" not in said
    text = report.read_text()
    assert "in test_a_bug_is_one_sentence" in text and text.endswith("KeyError\n")
    assert "minister" not in text


def test_a_bug_in_a_home_that_cannot_be_written_is_told_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "file"))

    @click.command()
    def broken() -> None:
        raise ZeroDivisionError

    assert run(broken, []) == 70
    assert "went wrong" in capsys.readouterr().err
