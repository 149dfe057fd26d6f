"""A real AT-SPI client reads the window: text, caret, selection, marks, announcements."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYTHON = "/usr/bin/python3"


def _lacks():
    for program in ("xvfb-run", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not here"
    if not any(
        Path(folder, "at-spi-bus-launcher").exists()
        for folder in ("/usr/libexec", "/usr/lib/at-spi2-core")
    ):
        return "the AT-SPI bus (at-spi2-core) is not here"
    if not Path(PYTHON).exists():
        return "the system has no Python"
    asked = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    ended = subprocess.run([PYTHON, "-c", asked], capture_output=True, timeout=60)
    return "" if ended.returncode == 0 else "the system's Python has no AT-SPI (python3-pyatspi)"


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    """What the client was told."""
    lacks = _lacks()
    if lacks:
        pytest.skip(lacks)
    folder = tmp_path_factory.mktemp("atspi")
    script = (
        f'"{sys.executable}" "{HERE / "speaker.py"}" "{folder}" >"{folder}/said" 2>&1 &\n'
        f'"{PYTHON}" "{HERE / "reader.py"}" "{folder}"\nwait $!\necho $? >"{folder}/ended"\n'
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_ACCESSIBILITY": "1",
        "ANNOTATOR_HOME": str(folder / "home"),
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder),
        "PYTHONPATH": str(HERE.parents[2]),
    }
    folder.chmod(0o700)
    ended = subprocess.run(
        ["xvfb-run", "-a", "dbus-run-session", "--", "sh", "-c", script],
        env=environment, capture_output=True, text=True, timeout=110,
    )  # fmt: skip
    path = folder / "answers.json"
    if not path.exists():
        said = (folder / "said").read_text() if (folder / "said").exists() else ""
        if "could not connect to display" in said or "xcb" in said:
            pytest.skip("no virtual screen: " + said[-300:])
        pytest.fail(f"{ended.stderr[-2000:]}\n{said[-2000:]}")
    return {**json.loads(path.read_text()), "ended": (folder / "ended").read_text().strip()}


TEXT = "Advert. The Council said 🎉 it would restore the ferry.\nSkarvik waits."


def test_the_text_is_read_exactly(answers):
    assert answers["name"] == "Article: Ferry" and answers["role"] == "text"
    assert answers["text"] == TEXT
    assert answers["count"] == len(TEXT.encode("utf-16-le")) // 2
    assert answers["word"].strip() == "Council"


def test_caret_and_selection_are_read_and_set(answers):
    # Qt's offsets count UTF-16 units: the ten characters from 🎉 on are eleven.
    assert answers["selections"] == 1
    assert answers["selection"] == [25, 36]
    assert answers["caret"] == 36
    assert answers["caret_after"] == 8
    assert answers["selection_after"] == [8, 11]


def test_marks_are_read_at_an_offset_with_their_edges(answers):
    run, start, end = answers["council"]
    assert (run["family-name"], start, end) == ("Commitment + Actor", 12, 19)
    run, start, end = answers["said"]
    assert (run["family-name"], start, end) == ("Commitment", 19, 36)
    run, start, end = answers["advert"]
    assert (run["family-name"], start, end) == ("not part of the article", 0, 7)
    run, start, end = answers["plain"]
    assert (run, start, end) == ({}, 7, 12)


def test_characters_have_their_place_on_the_screen(answers):
    _, _, width, height = answers["box"]
    assert width > 3 and height > 8
    assert answers["at_point"] == 12


def test_edits_are_announced(answers):
    if answers["listens"] is not True:
        pytest.skip(f"this AT-SPI knows no announcements: {answers['listens']}")
    assert any("Marked Location: Skarvik" in said for said in answers["heard"]), answers["heard"]
    assert any("Undone" in said for said in answers["heard"]), answers["heard"]


def test_what_can_be_focused_has_a_name(answers):
    unnamed = [role for role, name in answers["names"] if not name and role != "scroll bar"]
    assert len(answers["names"]) > 8
    assert not unnamed, unnamed


def test_the_window_ends_well_under_a_screen_reader(answers):
    assert answers["ended"] == "0"
