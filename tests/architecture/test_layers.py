"""The contracts that import-linter checks in `make lint` are the ones of the architecture."""

import tomllib

from tests.architecture.tree import PACKAGE, ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
LAYERS, QT, SQL = SETTINGS["contracts"]


def parts():
    """Give the packages and modules directly in `annotator`."""
    names = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    return names | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def test_the_layers_are_those_of_the_architecture():
    assert LAYERS["type"] == "layers" and LAYERS["exhaustive"]
    layers = [layer.replace("(", "").replace(")", "") for layer in LAYERS["layers"]]
    assert " > ".join(layers) == (
        "__main__ > ui | cli > jobs > storage | formats | review | suggestions"
        " > core | settings | bug_report > paths"
    )


def test_qt_is_forbidden_everywhere_but_in_ui():
    assert QT["forbidden_modules"] == ["PySide6"]
    assert set(QT["source_modules"]) == {f"annotator.{part}" for part in parts() - {"ui"}}


def test_sql_is_forbidden_everywhere_but_in_storage():
    assert set(SQL["forbidden_modules"]) == {"sqlmodel", "sqlalchemy", "sqlite3", "alembic"}
    assert set(SQL["source_modules"]) == {f"annotator.{part}" for part in parts() - {"storage"}}
