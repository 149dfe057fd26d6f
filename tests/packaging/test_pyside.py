"""A release of PySide6 that counts references wrongly must not slip in."""

import sys

import pytest
from PySide6.QtCore import QObject


def test_void_calls_keep_their_hands_off_none():
    """PySide6 6.12.0 on CPython 3.11 dropped a reference to None in every void call."""
    if sys.version_info >= (3, 12):
        pytest.skip("None cannot lose references from Python 3.12 on: it is immortal")
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(20_000):
        thing.setObjectName("x")
    assert before - sys.getrefcount(None) < 300
