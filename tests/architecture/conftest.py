import pytest

from tests.architecture.tree import PACKAGE


@pytest.fixture
def package():
    return PACKAGE
