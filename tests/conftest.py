"""Every test runs without a screen, in a home of its own, and without the network."""

import os
import socket

import pytest
from hypothesis import settings

# A loaded machine takes its time: what is slow is for the benchmarks to say, never for a test.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory, monkeypatch):
    """Keep settings, logs and data of a test away from everybody else's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("ANNOTATOR_HOME", str(home / "annotator"))
    monkeypatch.setenv("HOME", str(home))
    for kind in ("CONFIG", "DATA", "STATE", "CACHE"):  # where Qt looks on its own account
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    return home


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Refuse every connection: the program never needs one."""

    def refuse(*args, **kwargs):
        raise AssertionError(f"a test tried to reach the network: {args[1:]}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
