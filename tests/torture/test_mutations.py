"""Damaged files to read, in short form; `make torture` has 1,000 for every reader."""

import pytest

from tests.torture.mutations import campaign, readers


def test_damaged_files_are_read_or_refused_and_nothing_of_a_refused_one_is_kept():
    report = campaign(["jsonl"], 30)
    assert report["faults"] == []
    assert report["outcomes"]["refused"] > 5 and report["outcomes"]["import refused"] > 0


@pytest.mark.parametrize(("fault", "said"), [("crash", "KeyError"), ("network", "socket.connect")])
def test_a_reader_that_fails_or_reaches_out_would_be_caught(fault, said):
    assert any(said in each for each in campaign(["doccano"], 5, fault=fault)["faults"])


def test_all_readers_are_in_the_long_form():
    assert len(readers()) > 40
