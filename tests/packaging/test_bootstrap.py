"""Setting up: once, again when its sources change, and on systems that miss something."""

import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.architecture.tree import ROOT


@pytest.fixture
def bootstrap(tmp_path, monkeypatch):
    """Give the set-up script, working in an empty folder and installing nothing."""
    where = importlib.util.spec_from_file_location("bootstrap", ROOT / "packaging" / "bootstrap.py")
    module = importlib.util.module_from_spec(where)
    where.loader.exec_module(module)
    (tmp_path / "pyproject.toml").write_text("")
    for kind in ("run", "dev"):
        module.CONSTRAINTS[kind] = tmp_path / f"{kind}.txt"
        module.CONSTRAINTS[kind].write_text("")
        module.STAMPS[kind] = tmp_path / f"ready-{kind}"
    module.ROOT, module.PYTHON = tmp_path, tmp_path / "python"
    module.done = []

    def install(kind):
        module.PYTHON.write_text("")
        module.done.append(kind)

    monkeypatch.setattr(module, "install", install)
    monkeypatch.setattr(module, "missing_packages", list)
    module.really_compile = module.compile_modules
    monkeypatch.setattr(module, "compile_modules", lambda: None)

    def start(*arguments):
        monkeypatch.setattr(module.sys, "argv", ["bootstrap.py", *arguments])
        module.main()
        return module.done

    module.start = start
    return module


def test_it_installs_once(bootstrap):
    assert bootstrap.start() == ["run"]
    assert bootstrap.start() == ["run"]


def test_developing_holds_all_that_running_needs(bootstrap):
    assert bootstrap.start("dev") == ["dev"]
    assert bootstrap.start() == ["dev"]


def test_running_is_not_enough_for_developing(bootstrap):
    bootstrap.start()
    assert bootstrap.start("dev") == ["run", "dev"]


def test_new_pins_are_installed(bootstrap):
    bootstrap.start()
    bootstrap.CONSTRAINTS["run"].write_text("click==9")
    assert bootstrap.start() == ["run", "run"]


def test_a_python_that_went_away_is_replaced(bootstrap):
    bootstrap.start()
    bootstrap.PYTHON.unlink()
    assert bootstrap.start() == ["run", "run"]


def test_modules_are_compiled_beforehand_even_where_python_is_told_not_to(
    bootstrap, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    bootstrap.PYTHON = sys.executable
    (tmp_path / "annotator").mkdir()
    (tmp_path / "annotator" / "one.py").write_text("x = 1\n")
    bootstrap.really_compile()
    assert list((tmp_path / "annotator" / "__pycache__").glob("one.*.pyc"))


@pytest.fixture
def apt(bootstrap, monkeypatch):
    """Stand in for a system where two libraries are missing; gives what is run on it."""
    system = SimpleNamespace(ran=[], known={"libgl1", "libglib2.0-0t64"}, sudo=False, user=0)

    def succeeds(command):
        return command[-1] in system.known if command[0] == "apt-cache" else system.sudo

    def run(command, **_):
        system.ran.append(" ".join(command))
        return subprocess.CompletedProcess(command, 0)

    missing = [("libgl1",), ("libglib2.0-0", "libglib2.0-0t64")]
    monkeypatch.setattr(bootstrap, "missing_packages", lambda: missing)
    monkeypatch.setattr(bootstrap, "missing_fonts", list)
    monkeypatch.setattr(bootstrap, "succeeds", succeeds)
    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: system.user)
    return system


def test_root_installs_by_the_names_of_its_system(bootstrap, apt):
    bootstrap.install_system_packages()
    update, install = apt.ran
    assert update.endswith("apt-get -qq update")
    assert install.endswith("install -y --no-install-recommends libgl1 libglib2.0-0t64")


def test_one_with_sudo_installs_too(bootstrap, apt):
    apt.user, apt.sudo = 1000, True
    bootstrap.install_system_packages()
    assert [line.split()[:2] for line in apt.ran] == [["sudo", "-n"]] * 2


def test_without_rights_the_line_to_run_is_said_each_time(bootstrap, apt, capsys):
    apt.user = 1000
    for _ in range(2):
        bootstrap.start()
        assert "sudo apt-get install -y libgl1 libglib2.0-0t64" in capsys.readouterr().err
    assert apt.ran == []


def test_a_system_without_apt_is_told_what_is_missing(bootstrap, apt, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    apt.known = set()
    bootstrap.install_system_packages()
    assert "libgl1 libglib2.0-0" in capsys.readouterr().err
    assert apt.ran == []
