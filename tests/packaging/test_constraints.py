"""The pinned packages: complete, by hash, and from no index in particular."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT

RUN, DEV = (ROOT / "packaging" / name for name in ("constraints.txt", "constraints-dev.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]


def entries(path):
    """Give the file's entries, each as one line."""
    lines = path.read_text("ascii").replace("\\\n", "").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def pins(path):
    return {
        canonicalize_name(e.split("==")[0]): Requirement(e.split("--")[0]) for e in entries(path)
    }


@pytest.mark.parametrize("path", [RUN, DEV], ids=["run", "dev"])
def test_every_entry_is_one_version_with_hashes(path):
    pinned = re.compile(r"[a-z0-9-]+==[\w.]+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry[:60] for entry in entries(path) if not pinned.fullmatch(entry)] == []
    assert len(entries(path)) > 20


@pytest.mark.parametrize("path", [RUN, DEV], ids=["run", "dev"])
def test_no_index_is_named(path):
    assert not re.search(r"://|^\s*(-i|-f|--[a-z-]*(index|find|trusted))", path.read_text(), re.M)


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        (RUN, PROJECT["dependencies"] + EXTRAS["build"]),
        (DEV, PROJECT["dependencies"] + EXTRAS["build"] + EXTRAS["dev"]),
    ],
    ids=["run", "dev"],
)
def test_the_pins_are_what_the_project_asks_for(path, asked):
    pinned = pins(path)
    for requirement in map(Requirement, asked):
        (specifier,) = pinned[canonicalize_name(requirement.name)].specifier
        assert requirement.specifier.contains(specifier.version), requirement


def test_running_and_developing_use_the_same_versions():
    developing = pins(DEV)
    for name, pin in pins(RUN).items():
        assert developing[name].specifier == pin.specifier
