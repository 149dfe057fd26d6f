import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.architecture.tree import ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """Give the wheel that this checkout builds."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """Install the wheel away from the checkout; gives its folder and a way to run it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run([*pip, "--target", str(folder), wheel], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    script = shutil.which("annotator", path=folder / "bin") or shutil.which(
        "annotator", path=folder / "Scripts"
    )

    def run(*arguments, command=(script,)):
        # The wheel's folder comes before the checkout that this environment points to.
        return subprocess.run(
            [*command, *arguments],
            cwd=folder.parent,
            env=environment(folder, folder.parent / "home"),
            capture_output=True,
            encoding="utf-8",
        )

    return SimpleNamespace(folder=folder, run=run)


def environment(folder, home):
    own = {"PYTHONPATH": str(folder), "ANNOTATOR_HOME": str(home), "PYTHONIOENCODING": "utf-8"}
    return {**os.environ, **own}
