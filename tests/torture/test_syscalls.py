"""System calls that fail, in short form; `make torture` runs every one of them."""

from random import Random

import pytest

from tests.torture.campaigns import needs_strace
from tests.torture.steps import ACTIONS
from tests.torture.syscalls import FAULTS, Fault, Laboratory, campaign

pytestmark = [needs_strace, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    """Give a laboratory with a home of its own."""
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


@pytest.mark.parametrize("action", ACTIONS)
def test_a_call_that_fails_leaves_all_of_an_action_or_nothing(laboratory, action):
    calls = laboratory.calls(action)
    assert calls["pwrite64"] > 5 and calls["fdatasync"] > 2
    rng = Random(f"{action} 1")
    chosen = []
    for fault in FAULTS:
        call = rng.choice(["pwrite64", "fdatasync"])
        chosen.append(Fault(action, call, rng.randint(1, calls[call]), fault))
    report = campaign(laboratory, chosen)
    assert report.broken == []
    assert report.killed + report.told + report.acknowledged >= len(chosen) - 1


def test_the_calls_would_catch_a_mark_shown_before_it_is_stored(laboratory):
    (said, *broken) = laboratory.disturbed(Fault("edit", "fdatasync", 1, FAULTS[0]), early=True)
    assert said == "ack"
    assert any("acknowledged is not there" in what for what in broken)
