"""Every test that the page of promises names is there."""

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_the_tests_told_are_there():
    told = set(re.findall(r"`([\w/]+\.py)`", (HERE / "README.md").read_text("utf-8")))
    assert len(told) > 30
    assert {name for name in told if not (HERE.parent / name).is_file()} == set()
