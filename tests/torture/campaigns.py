"""Runs the shared harnesses on the real program and gives their reports."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ROOT.parent / "shared" / "tools"
needs_tools = pytest.mark.skipif(not TOOLS.is_dir(), reason=f"{TOOLS} is not here")
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not here")

BY_ID = "SELECT count(*) FROM annotation WHERE lower(hex(id)) = replace(?, '-', '')"
_IN_LOG = (
    "SELECT count(*) FROM action, json_each(action.payload, '$.changes') AS change"
    " WHERE json_extract(change.value, '$.kind') = "
)
INVARIANTS = [
    f"SELECT 1 WHERE (SELECT count(*) FROM {table}) <> ({_IN_LOG}'{kind}')"
    for table, kind in (("annotation", "Annotation"), ("relation", "Relation"))
]
"""No mark without its row of the log, no row without its mark, no half action."""


def kills(runs: int, home: Path, *, seed: int = 1, fault: str = "") -> dict[str, Any]:
    """Kill the writer that many times; gives killtest's report."""
    options = ["--runs", str(runs), "--seed", str(seed), "--fresh-every", "5", "--max-ms", "120",
               "--max-unacked", "2", "--journal-copy", "--check", BY_ID,
               "--count", "SELECT count(*) FROM annotation"]  # fmt: skip
    for sql in INVARIANTS:
        options += ["--invariant", sql]
    return _report("killtest.py", options, home, "{run}", fault)


def cuts(count: int, home: Path, *, seed: int = 1, fault: str = "") -> dict[str, Any]:
    """Cut the power that many times in one recorded session; gives powercut's report."""
    options = ["--cuts", str(count), "--seed", str(seed), "--seconds", "60", "--check", BY_ID]
    return _report("powercut.py", options, home, str(seed), fault, "--most", "60")


def _report(tool: str, options: list[str], home: Path, seed: str, fault: str, *more: str) -> Any:
    writer = [sys.executable, "-m", "tests.torture.writer", "{db}", seed, *more]
    writer += ["--fault", fault] if fault else []
    done = subprocess.run(
        [sys.executable, str(TOOLS / tool), *options, "--", *writer],
        cwd=ROOT, env=environment(home), capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def environment(home: Path) -> dict[str, str]:
    """Give the environment of a child that keeps its things in a home of its own."""
    return {**os.environ, "ANNOTATOR_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
