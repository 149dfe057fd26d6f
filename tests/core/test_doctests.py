"""Every example in core's docstrings holds."""

import doctest
import importlib
import pkgutil
from types import ModuleType

import pytest

import annotator.core


@pytest.mark.parametrize("name", [m.name for m in pkgutil.iter_modules(annotator.core.__path__)])
def test_examples_in_docstrings_hold(name: str) -> None:
    module: ModuleType = importlib.import_module(f"annotator.core.{name}")
    results = doctest.testmod(module, raise_on_error=False)
    assert results.failed == 0
