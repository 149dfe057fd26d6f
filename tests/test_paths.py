from pathlib import Path

import pytest

from annotator import paths


def test_all_that_is_written_lies_under_the_home_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "häuschen with blanks"
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    assert paths.user_data() == home / "data"
    assert paths.logs() == home / "logs"
    assert paths.settings_file() == home / "settings" / "settings.json"
    assert sorted(p.name for p in home.iterdir()) == ["data", "logs", "settings"]
    assert not paths.settings_file().exists()


def test_without_it_the_system_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANNOTATOR_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    written = [paths.user_data(), paths.logs(), paths.settings_file()]
    assert len(set(written)) == 3
    assert all("Annotator" in path.parts for path in written)
    assert all(path.is_dir() for path in written[:2])


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without resources, from which paths.py seems to run."""
    package = tmp_path / "annotator"
    package.mkdir()
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    return tmp_path


def shipped(folder: Path) -> Path:
    file = folder / "resources" / "schemes" / "news.toml"
    file.parent.mkdir(parents=True)
    file.touch()
    return file


def test_resources_lie_inside_the_installed_package(tree: Path) -> None:
    file = shipped(tree / "annotator")
    shipped(tree)  # something else of this name beside the package does not count
    assert paths.resource("schemes/news.toml") == file


def test_resources_lie_beside_the_project_file_of_a_checkout(tree: Path) -> None:
    file = shipped(tree)
    with pytest.raises(FileNotFoundError, match="resources are missing; install it again"):
        paths.resource("schemes/news.toml")
    (tree / "pyproject.toml").touch()
    assert paths.resource("schemes/news.toml") == file
    assert paths.resource("schemes") == file.parent


def test_a_missing_resource_is_named(tree: Path) -> None:
    shipped(tree / "annotator")
    with pytest.raises(FileNotFoundError, match=r"“schemes/old\.toml” is missing"):
        paths.resource("schemes/old.toml")
