"""The source tree as the tests of its architecture see it."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "annotator"


def modules() -> list[str]:
    """Give the package's Python files, relative to it, as `ui/main_window.py`."""
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def nodes(module: str) -> Iterator[ast.AST]:
    """Walk all the syntax of one module."""
    return ast.walk(ast.parse((PACKAGE / module).read_text("utf-8")))


def shipped_sources() -> list[Path]:
    """Give what git tracks and is still there; in a copy without git, nothing."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]
