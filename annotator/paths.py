"""Where things lie: shipped resources, the user's data, settings and logs.

`ANNOTATOR_HOME` puts all that the program writes for the user under one folder; tests use it,
and so can people who carry the program on a stick.
"""

import os
from pathlib import Path

from platformdirs import user_config_path, user_data_path, user_log_path

APPLICATION = "Annotator"


def resource(name: str) -> Path:
    """Give the path of a shipped file or folder, such as ``schemes/news-commitments.toml``.

    Raises FileNotFoundError naming what is missing: an incomplete installation.
    """
    path = _resources() / name
    if not path.exists():
        raise FileNotFoundError(f"Annotator's own file “{name}” is missing; install it again.")
    return path


def user_data() -> Path:
    """Give the folder for what the program keeps by itself, made if need be."""
    return _made(_home("data") or user_data_path(APPLICATION, appauthor=False))


def settings_file() -> Path:
    """Give the path of the settings file; its folder is there, the file may not be."""
    return _made(_home("settings") or user_config_path(APPLICATION, appauthor=False)) / (
        "settings.json"
    )


def logs() -> Path:
    """Give the folder for logs, made if need be."""
    return _made(_home("logs") or user_log_path(APPLICATION, appauthor=False))


def _home(part: str) -> Path | None:
    home = os.environ.get("ANNOTATOR_HOME")
    return Path(home) / part if home else None


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _resources() -> Path:
    package = Path(__file__).parent
    if (package / "resources").is_dir():
        return package / "resources"
    if (package.parent / "pyproject.toml").is_file():
        return package.parent / "resources"
    raise FileNotFoundError("Annotator's resources are missing; install it again.")
