"""What starts fast stays fast: heavy packages are loaded only where they are used."""

import pkgutil
import subprocess
import sys

import pytest

import annotator.core

SQL = ("sqlmodel", "sqlalchemy", "sqlite3", "alembic")
NEVER_AT_START = ("numpy", "scipy", "pandas", "sklearn", "torch", "spacy", "trafilatura", "pyarrow")
CORE = [f"annotator.core.{module.name}" for module in pkgutil.iter_modules(annotator.core.__path__)]


@pytest.mark.parametrize(
    ("names", "unwanted"),
    [
        (["annotator"], ("PySide6", *SQL, *NEVER_AT_START)),
        (["annotator.core"], ("PySide6", *SQL, *NEVER_AT_START)),
        (CORE, ("PySide6", *SQL, *NEVER_AT_START)),
        (["annotator.__main__"], ("PySide6", *SQL, *NEVER_AT_START)),
        (["annotator.ui.application"], (*SQL, *NEVER_AT_START)),
    ],
    ids=["annotator", "core", "all of core", "command line", "window"],
)
def test_importing_loads_nothing_heavy(names, unwanted):
    code = f"import sys, {', '.join(names)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & set(unwanted) == set()
