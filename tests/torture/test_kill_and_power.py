"""Kill and power cut, in short form; `make torture` runs the long one."""

import pytest

from tests.torture.campaigns import cuts, kills, needs_strace, needs_tools

pytestmark = [needs_tools, pytest.mark.timeout(900)]


def test_a_hundred_kills_lose_nothing_and_leave_nothing_half_done(tmp_path):
    report = kills(100, tmp_path)
    assert report["exit"] == 0, report
    assert (report["lost_ids"], report["runs_with_faults"]) == (0, 0)
    assert report["acknowledged"] > 500


def test_the_kills_would_catch_a_mark_shown_before_it_is_stored(tmp_path):
    report = kills(25, tmp_path, fault="early")
    assert report["exit"] == 1, report
    assert report["lost_ids"] > 0


@needs_strace
def test_power_cuts_lose_nothing_and_damage_nothing(tmp_path):
    report = cuts(100, tmp_path)
    assert report["exit"] == 0, report
    assert (report["lost_ids"], report["corrupt"]) == (0, 0)
    assert report["acks"] > 50


@needs_strace
def test_the_cuts_would_catch_a_commit_that_does_not_wait_for_the_disk(tmp_path):
    report = cuts(40, tmp_path, fault="unsynced")
    assert report["exit"] == 1, report
    assert report["lost_ids"] > 0
