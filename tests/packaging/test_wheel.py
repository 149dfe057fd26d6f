"""The artefact is proved, not the checkout: what the wheel holds, and that it runs elsewhere."""

import sys
import zipfile

import pytest

from tests.architecture.tree import ROOT, shipped_sources

TRACKED = {path.relative_to(ROOT).as_posix() for path in shipped_sources()}


def test_all_that_git_tracks_is_in_the_wheel(wheel):
    if not TRACKED:
        pytest.skip("this copy has no git, so nobody says what belongs to it")
    code = {name for name in TRACKED if name.startswith("annotator/")}
    resources = {f"annotator/{name}" for name in TRACKED if name.startswith("resources/")}
    assert code and resources
    assert code | resources <= set(zipfile.ZipFile(wheel).namelist())


def test_nothing_else_is_in_the_wheel(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    strange = [
        name
        for name in names
        if not name.startswith(("annotator/", "annotator-"))
        or name.endswith((".pyc", ".annotator"))
        or "/tests/" in name
    ]
    assert strange == []
    assert len(names) == len(set(names))


def test_the_licence_comes_along(wheel):
    assert any(name.endswith("licenses/LICENSE") for name in zipfile.ZipFile(wheel).namelist())


def test_it_runs_from_elsewhere_with_its_own_resources(installed):
    code = "from annotator import paths; print(paths.__file__, paths.resource('schemes'))"
    done = installed.run("-c", code, command=[sys.executable])
    assert done.returncode == 0, done.stderr
    module, resource = done.stdout.split()
    assert module == str(installed.folder / "annotator" / "paths.py")
    assert resource == str(installed.folder / "annotator" / "resources" / "schemes")


def test_it_tells_its_version(installed):
    from annotator import __version__

    done = installed.run("--version")
    assert (done.returncode, done.stdout.split()[-1]) == (0, __version__), done.stderr


def test_it_knows_every_format_of_the_checkout(installed):
    from annotator.formats import registry

    done = installed.run("formats")
    assert done.returncode == 0, done.stderr
    listed = {line.split()[0] for line in done.stdout.splitlines() if line[:1].strip()}
    assert listed == {each.name for each in registry.formats()}


def test_it_does_the_main_job(installed, tmp_path):
    done = installed.run("demo", "--output", str(tmp_path))
    assert done.returncode == 0, done.stderr
    for name in ("sample.annotator", "sample.jsonl", "window.png"):
        assert (tmp_path / name).stat().st_size > 1000, name
